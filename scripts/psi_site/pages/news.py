"""Which pieces of news are about a record: newsletter items that name it or link to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from psi_site.corpus import Key
from psi_site.model.newsletter import Newsletter, NewsletterItem
from psi_site.model.record import Record, leaves
from psi_site.pages.reader import Link, Reader
from psi_site.prose import RECORD_TARGET, links
from psi_site.tracing import answer, remembering


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
    return list(_about(reader, record.kind, record.id))


@answer
def _about(reader: Reader, kind: str, record_id: str) -> tuple[NewsItem, ...]:
    return tuple(_by_subject(reader).get((kind, record_id), ()))


@remembering
def _by_subject(reader: Reader) -> dict[Key, list[NewsItem]]:
    """Return every item under each record it is about."""
    issues = sorted(reader.site.all(Newsletter), key=lambda issue: issue.sort_key, reverse=True)
    found: dict[Key, list[NewsItem]] = {}
    for issue in issues:
        for item, news in _of_issue(reader, issue):
            for subject in _subjects(item):
                found.setdefault(subject, []).append(news)
    return found


def news_items(reader: Reader, issue: Newsletter) -> Iterator[NewsItem]:
    """Yield the items of an issue, in the reader's language where it has one.

    An issue that is read nowhere, on a site without a page of newsletters, yields nothing.
    """
    return (news for _, news in _of_issue(reader, issue))


def _of_issue(reader: Reader, issue: Newsletter) -> Iterator[tuple[NewsletterItem, NewsItem]]:
    link = reader.link(issue)
    if link.href is None:
        return
    edition = issue.editions[link.lang or reader.language.code]
    for section in edition.sections:
        for item in section.items:
            yield item, NewsItem(item.title, f"{link.href}#{item.id}", link, link.lang)


def _subjects(item: NewsletterItem) -> set[Key]:
    """Return kind and id of what an item names in its fields or links to in its text."""
    named = {
        (kind, str(leaf.value))
        for leaf in leaves(item)
        if leaf.reference
        for kind in leaf.reference.kinds
    }
    matches = (RECORD_TARGET.fullmatch(link.target) for link in links(item.body))
    return named | {(match["kind"], match["id"]) for match in matches if match}
