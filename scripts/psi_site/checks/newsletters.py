"""Issues are numbered as their files are named, in order, without gaps, and say so themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from psi_site.checks.nearest import nearest
from psi_site.checks.passages import Text
from psi_site.checks.subject import Subject
from psi_site.chronology import Issued, issues
from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic, Severity
from psi_site.model.newsletter import Newsletter
from psi_site.model.record import Path

_NUMBER = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[:/-]\s*(\d{1,2})(?![\d-]|[:.]\d)")


def check_newsletters(subject: Subject) -> Iterator[Diagnostic]:
    """Yield an issue's wrong numbers, and anchors that its languages do not share."""
    if isinstance(subject.record, Newsletter):
        yield from _own_number(subject.corpus, subject.record)
        yield from _anchors(subject.corpus, subject.record)


def shown_number(issue: Newsletter | Issued) -> str:
    """Return an issue's number as its id writes it."""
    return f"{issue.year}-{issue.number}"


def issue_numbers(text: str) -> Iterator[tuple[tuple[int, int], re.Match[str]]]:
    """Yield what reads as the number of an issue (`2017:4`): year and number, and where it is."""
    for match in _NUMBER.finditer(text):
        yield (int(match[1]), int(match[2])), match


def _own_number(corpus: Corpus, issue: Newsletter) -> Iterator[Diagnostic]:
    document, right = corpus.document(issue), shown_number(issue)
    if issue.id != right:
        span = document.span(("number",))
        yield Diagnostic("newsletter-id-differs", span, {"id": issue.id, "right": right})
    if issue.published and issue.published.year not in (issue.year, issue.year + 1):
        arguments = {"year": str(issue.year), "day": issue.published.isoformat()}
        yield Diagnostic("newsletter-year", document.span(("published",)), arguments)
    for code, edition in issue.editions.items():
        path = ("editions", code, "subject")
        text = Text(corpus, issue, path, edition.subject, code, False)
        for number, match in issue_numbers(edition.subject):
            if number != issue.sort_key:
                words = {"written": match[0], "right": f"{issue.year}:{issue.number}"}
                start, length = match.start(), len(match[0])
                yield text.fault("newsletter-subject-number", start, length, **words)


def check_numbering(corpus: Corpus) -> Iterator[Diagnostic]:
    """Yield missing numbers and days out of order: each issue against the one before it."""
    for before, issue in pairwise(issues(corpus)):
        right, missing = shown_number(issue), _gap(before, issue)
        document = corpus.documents[(Newsletter.kind, issue.id)]
        if missing:
            span = document.span(("number",))
            arguments = {"right": right, "missing": missing}
            yield Diagnostic("newsletter-gap", span, arguments, Severity.WARNING)
        if before.published and issue.published and issue.published < before.published:
            arguments = {
                "right": right,
                "day": issue.published.isoformat(),
                "earlier": shown_number(before),
                "earlier_day": before.published.isoformat(),
            }
            place = document.span(("published",))
            yield Diagnostic("newsletter-order", place, arguments, Severity.WARNING)


def _gap(before: Issued, issue: Issued) -> str:
    """Return the number that is missing just before an issue; each year begins with 1."""
    expected = before.number + 1 if before.year == issue.year else 1
    return f"{issue.year}-{issue.number - 1}" if issue.number > expected else ""


def _anchors(corpus: Corpus, issue: Newsletter) -> Iterator[Diagnostic]:
    original = dict(_ids(issue, corpus.codes[0]))
    known = set(original.values())
    document = corpus.document(issue)
    for code in issue.editions:
        first: dict[str, Path] = {}
        for path, anchor in _ids(issue, code):
            span = document.span((*path, "id"))
            if anchor in first:
                line = document.span((*first[anchor], "id")).line
                yield Diagnostic("heading-twice", span, {"id": anchor, "line": str(line)})
            elif known and anchor not in known:
                offer = nearest(anchor, known)
                yield Diagnostic("item-not-in-original", span, {"id": anchor}, suggestion=offer)
            first.setdefault(anchor, path)


def _ids(issue: Newsletter, code: str) -> Iterator[tuple[Path, str]]:
    edition = issue.editions.get(code)
    for index, section in enumerate(edition.sections if edition else ()):
        path: Path = ("editions", code, "sections", index)
        yield path, section.id
        for number, item in enumerate(section.items):
            yield (*path, "items", number), item.id
