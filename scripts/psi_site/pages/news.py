"""Which pieces of news are about a record: newsletter items that name it or link to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from psi_site.model.newsletter import Newsletter, NewsletterItem
from psi_site.model.record import Record, leaves
from psi_site.pages.reader import Link, Reader
from psi_site.prose import RECORD_TARGET, links

Chooser = Callable[[NewsletterItem], bool]


@dataclass(frozen=True)
class NewsItem:
    """A newsletter item as a link, with the issue it stands in.

    `href` leads to the item's own anchor; `lang` is its language where that is not the page's.
    """

    title: str
    href: str
    issue: Link
    lang: str | None = None


def items_about(reader: Reader, record: Record) -> list[NewsItem]:
    """Return the newsletter items about a record, of the newest issue first."""
    issues = sorted(reader.site.all(Newsletter), key=lambda issue: issue.sort_key, reverse=True)
    return [
        item
        for issue in issues
        for item in news_items(reader, issue, lambda each: is_about(each, record))
    ]


def news_items(reader: Reader, issue: Newsletter, chosen: Chooser) -> Iterator[NewsItem]:
    """Yield the items of an issue that are `chosen`, in the reader's language where it has one.

    An issue that is read nowhere, on a site without a page of newsletters, yields nothing.
    """
    link = reader.link(issue)
    if link.href is None:
        return
    edition = issue.editions[link.lang or reader.language.code]
    for section in edition.sections:
        for item in section.items:
            if chosen(item):
                yield NewsItem(item.title, f"{link.href}#{item.id}", link, link.lang)


def is_about(item: NewsletterItem, record: Record) -> bool:
    """Return whether an item names a record in its fields, or links to it in its text."""
    return (record.kind, record.id) in _subjects(item)


@lru_cache(maxsize=4096)
def _subjects(item: NewsletterItem) -> frozenset[tuple[str, str]]:
    """Return kind and id of what an item names in its fields or links to in its text."""
    named = {
        (kind, str(leaf.value))
        for leaf in leaves(item)
        if leaf.reference
        for kind in leaf.reference.kinds
    }
    matches = (RECORD_TARGET.fullmatch(link.target) for link in links(item.body))
    return frozenset(named | {(match["kind"], match["id"]) for match in matches if match})
