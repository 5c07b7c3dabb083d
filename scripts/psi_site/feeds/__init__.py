"""Feeds: what is new, for the programs people read news in.

One table of rows (what a feed is about) and formats (how it is written) gives every feed of every
language. Records become `Entry` values, entries become RSS 2.0, Atom or JSON Feed.
"""

from psi_site.feeds.feed import Feed
from psi_site.feeds.table import Discovery, artifacts, autodiscovery, check_feeds, feeds, units

__all__ = ["Discovery", "Feed", "artifacts", "autodiscovery", "check_feeds", "feeds", "units"]
