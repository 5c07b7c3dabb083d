"""RSS 2.0 with full content (the RSS Advisory Board's specification and profile)."""

from __future__ import annotations

import re
from html import escape

from feedgen.entry import FeedEntry  # type: ignore[import-untyped]
from feedgen.feed import FeedGenerator  # type: ignore[import-untyped]
from lxml import etree  # type: ignore[import-untyped]

from psi_site.feeds.entries import Entry
from psi_site.feeds.feed import Feed
from psi_site.feeds.markup import ATOM, finish, parse

_TITLE = re.compile(rb"(?m)^ *<title>.*</title>$")


def write_rss(feed: Feed) -> bytes:
    """Return the feed as RSS 2.0 in UTF-8.

    `lastBuildDate` is the newest date that stands in the feed, the newest item's `pubDate`: the
    time of a build would make every build another file.
    """
    generator = FeedGenerator()
    generator.load_extension("dc")
    generator.generator("")
    generator.title(feed.title)
    generator.link(href=feed.url, rel="self", type=feed.media_type)
    generator.link(href=feed.page_url, rel="alternate")  # last: feedgen's RSS takes the last one
    generator.description(feed.description)
    generator.language(feed.language)
    generator.lastBuildDate(max(entry.published for entry in feed.entries))
    if feed.channel.image:
        generator.image(url=feed.channel.image, title=feed.title, link=feed.page_url)
    for entry in feed.entries:
        _fill(generator.add_entry(order="append"), entry)
    root = parse(generator.rss_str())
    _add_translations(root, feed)
    return _TITLE.sub(_with_hexadecimal, finish(root, feed.stylesheet))


def _with_hexadecimal(title: re.Match[bytes]) -> bytes:
    """Write the two signs of markup as the RSS profile asks, so that titles stay plain text."""
    return title[0].replace(b"&amp;", b"&#x26;").replace(b"&lt;", b"&#x3C;")


def _fill(item: FeedEntry, entry: Entry) -> None:
    item.title(entry.title)
    item.link(href=entry.url)
    item.guid(entry.id, permalink=False)
    item.description(escape(entry.summary, quote=False))  # RSS reads a description as HTML
    item.content(entry.content_html, type="CDATA")
    item.published(entry.published)
    for author in entry.authors:
        item.dc.dc_creator(author)
    item.dc.dc_language(entry.language)
    for category in entry.categories:
        item.category(term=category)
    if entry.image:
        item.enclosure(entry.image.url, entry.image.length, entry.image.media_type)


def _add_translations(root: etree._Element, feed: Feed) -> None:
    """Put the same feed in other languages beside the link to this one; feedgen writes only it."""
    own = root.find(f"channel/{ATOM}link")
    for language, path in reversed(list(feed.translations.items())):
        link = etree.Element(f"{ATOM}link", rel="alternate", type=feed.media_type)
        link.set("hreflang", language)
        link.set("href", feed.absolute(path))
        own.addnext(link)
