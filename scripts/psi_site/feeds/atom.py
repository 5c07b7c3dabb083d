"""Atom (RFC 4287) with full content."""

from __future__ import annotations

from feedgen.entry import FeedEntry  # type: ignore[import-untyped]
from feedgen.feed import FeedGenerator  # type: ignore[import-untyped]
from lxml import etree  # type: ignore[import-untyped]

from psi_site.feeds.entries import Entry
from psi_site.feeds.feed import Feed
from psi_site.feeds.markup import ATOM, entry_links, finish, parse

ALTERNATE = "http://www.iana.org/assignments/relation/alternate"


def write_atom(feed: Feed) -> bytes:
    """Return the feed as Atom in UTF-8; `updated` is that of the entry that changed last."""
    generator = FeedGenerator()
    generator.generator("")
    generator.id(feed.urn)
    generator.title(feed.title)
    generator.subtitle(feed.description)
    generator.language(feed.language)
    generator.updated(max(entry.updated for entry in feed.entries))
    generator.author({"name": feed.channel.author, "uri": feed.absolute("/")})
    generator.link(href=feed.url, rel="self", type=feed.media_type)
    generator.link(href=feed.page_url, rel="alternate", type="text/html", hreflang=feed.language)
    if feed.channel.image:
        generator.icon(feed.channel.image)
    for entry in feed.entries:
        _fill(generator.add_entry(order="append"), entry)
    root = parse(generator.atom_str())
    _add_translations(root, feed)
    _mend_links(root, feed)
    return finish(root, feed.stylesheet)


def _add_translations(root: etree._Element, feed: Feed) -> None:
    """Link to the same feed in other languages, as alternates in the long form of the relation.

    RFC 4287 section 4.2.7.2 has the two forms mean the same. Written short, newsboat takes the last
    alternate, whatever its type, for the feed's page.
    """
    last = root.findall(f"{ATOM}link")[-1]
    for language, path in reversed(list(feed.translations.items())):
        link = etree.Element(f"{ATOM}link", href=feed.absolute(path), rel=ALTERNATE)
        link.set("type", feed.media_type)
        link.set("hreflang", language)
        last.addnext(link)


def _fill(atom: FeedEntry, entry: Entry) -> None:
    atom.id(entry.id)
    atom.title(entry.title)
    atom.updated(entry.updated)
    atom.published(entry.published)
    for author in entry.authors:
        atom.author(name=author)
    atom.content(entry.content_html, type="html")
    atom.summary(entry.summary)
    for category in entry.categories:
        atom.category(term=category)
    atom.link(href=entry.url)


def _mend_links(root: etree._Element, feed: Feed) -> None:
    """Write each entry's links again: feedgen leaves out their relation, type and language."""
    for element, entry in zip(root.iter(f"{ATOM}entry"), feed.entries, strict=True):
        bare = element.find(f"{ATOM}link")
        for attributes in entry_links(entry):
            bare.addprevious(etree.Element(f"{ATOM}link", attributes))
        element.remove(bare)
