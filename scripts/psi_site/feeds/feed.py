"""A feed: entries of one kind in one language, in one format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from psi_site.feeds.entries import Entry, permanent_id
from psi_site.feeds.text import one_line, root_path
from psi_site.site import Site
from psi_site.urls import absolute

EntriesOf = Callable[[Site, str, int], tuple[Entry, ...]]
"""Takes a site, a language and the greatest number of entries; returns them newest first."""

STYLESHEET = "feed.css"
"""The style of a feed that is opened in a browser, below the site's root."""


class Format(NamedTuple):
    """A way to write a feed: the name of the file and its media type (RFC 6838)."""

    id: str
    file: str
    media_type: str
    write: Callable[[Feed], bytes]


@dataclass(frozen=True)
class Channel:
    """What the formats of one feed share; `page` is the path of the page it belongs to.

    `folder` is the path its files lie in, `image` the absolute URL of the site's picture.
    """

    site: Site
    id: str
    language: str
    page: str
    folder: str
    limit: int
    entries_of: EntriesOf
    image: str | None = None

    @property
    def title(self) -> str:
        """The feed's name in its own language."""
        return self._words("title")

    @property
    def description(self) -> str:
        """What the feed is about, in its own language."""
        return self._words("description")

    def _words(self, name: str) -> str:
        site = self.site.read(self.site.settings.short_title, self.language).value
        words = self.site.languages[self.language]
        return one_line(words.text(f"feeds.{self.id}.{name}", site=site))

    @property
    def author(self) -> str:
        """The name of the network, in the feed's language."""
        return one_line(self.site.read(self.site.settings.title, self.language).value)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The entries, newest first; worked out once for all formats."""
        return self.entries_of(self.site, self.language, self.limit)


class Feed(NamedTuple):
    """A channel in a format; `translations` has the path of the same feed in other languages."""

    channel: Channel
    format: Format
    translations: Mapping[str, str]

    @property
    def id(self) -> str:
        """The row of the table this feed comes from: the same in every language and format."""
        return self.channel.id

    @property
    def language(self) -> str:
        """The language of the feed and of its words."""
        return self.channel.language

    @property
    def title(self) -> str:
        """The feed's name."""
        return self.channel.title

    @property
    def description(self) -> str:
        """What the feed is about."""
        return self.channel.description

    @property
    def media_type(self) -> str:
        """The media type of the file."""
        return self.format.media_type

    @property
    def page(self) -> str:
        """The path of the page the feed belongs to."""
        return self.channel.page

    @property
    def path(self) -> str:
        """The path of the file, from the site's root."""
        return f"{self.channel.folder}{self.format.file}"

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What the feed holds, newest first."""
        return self.channel.entries

    @property
    def url(self) -> str:
        """The absolute URL of the feed itself."""
        return self.absolute(self.path)

    @property
    def page_url(self) -> str:
        """The absolute URL of the page it belongs to."""
        return self.absolute(self.page)

    @property
    def urn(self) -> str:
        """The feed's permanent id (RFC 4287 section 4.2.6)."""
        return permanent_id(self.channel.site.settings, "feed", self.id, self.language)

    @property
    def stylesheet(self) -> str:
        """The path of the stylesheet on the site's host, so that a local copy has it too."""
        return root_path(self.channel.site.settings) + STYLESHEET

    def absolute(self, path: str) -> str:
        """Return the absolute URL of a path from the site's root."""
        return absolute(self.channel.site.settings, path)
