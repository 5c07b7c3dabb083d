"""Which pieces of news are about a record: newsletter items that name it or link to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from psi_site.chronology import issue_ids
from psi_site.corpus import Key
from psi_site.facts import Facts
from psi_site.model.newsletter import Newsletter
from psi_site.model.record import Path, Record
from psi_site.pages.reader import Link, Reader
from psi_site.tracing import answer, lasting, remembering

_DEPTH = len(("editions", "language", "sections", "index", "items", "number"))
"""How many steps lead to an item of an issue."""


class NewsItem(NamedTuple):
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
    found: dict[Key, list[NewsItem]] = {}
    for issue_id in reversed(issue_ids(reader.site)):
        for subject, news in _in_issue(reader, issue_id):
            found.setdefault(subject, []).append(news)
    return found


@lasting
def _in_issue(reader: Reader, issue_id: str) -> tuple[tuple[Key, NewsItem], ...]:
    """Return the items of an issue, each as often as it is about a record, with that."""
    issue = reader.site.get(Newsletter, issue_id)
    subjects = _subjects(reader.site.facts(issue))
    return tuple(
        (subject, news)
        for place, news in _of_issue(reader, issue)
        for subject in sorted(subjects.get(place, ()))
    )


def news_items(reader: Reader, issue: Newsletter) -> Iterator[NewsItem]:
    """Yield the items of an issue, in the reader's language where it has one.

    An issue that is read nowhere, on a site without a page of newsletters, yields nothing.
    """
    return (news for _, news in _of_issue(reader, issue))


def _of_issue(reader: Reader, issue: Newsletter) -> Iterator[tuple[Path, NewsItem]]:
    """Yield the items of an issue, each with its place in the issue."""
    link = reader.link(issue)
    if link.href is None:
        return
    code = link.lang or reader.language.code
    for index, section in enumerate(issue.editions[code].sections):
        for number, item in enumerate(section.items):
            place = ("editions", code, "sections", index, "items", number)
            yield place, NewsItem(item.title, f"{link.href}#{item.id}", link, link.lang)


def _subjects(facts: Facts) -> dict[Path, set[Key]]:
    """Return kind and id of what each item names in its fields or links to in its text."""
    found: dict[Path, set[Key]] = {}
    for path, kinds, record_id in facts.references:
        found.setdefault(path[:_DEPTH], set()).update((kind, record_id) for kind in kinds)
    for path, targets in facts.links:
        if path[_DEPTH:] == ("body",):
            found.setdefault(path[:_DEPTH], set()).update(*targets.values())
    return found
