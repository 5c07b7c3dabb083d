"""What to look at before an issue goes out, beyond what the checks of the sources say anyway.

Those see to numbers, references and pictures; here are subject and preheader, the spelling of
names, pictures that were lost, and size. None of it stops the site.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from psi_site.checks.newsletters import issue_numbers
from psi_site.diagnostics import Diagnostic, Severity, Span
from psi_site.mail.html import LIMIT
from psi_site.mail.message import Mail
from psi_site.mail.names import known_names, near_misses
from psi_site.model.newsletter import Edition, Newsletter
from psi_site.model.record import Path
from psi_site.prose import plain
from psi_site.site import Site

PREHEADER_SHOWN = 130
"""Characters that common inboxes show beside the subject."""


def check_issue(site: Site, issue: Newsletter, mails: Iterable[Mail]) -> list[Diagnostic]:
    """Return what to look at in an issue and in its editions as mail."""
    found: list[Diagnostic] = []
    for mail in mails:
        language = mail.document.language.code
        edition = issue.editions[language]
        place = _Place(site, issue, language)
        found += _check_subject(place, edition)
        found += _check_preheader(place, edition)
        found += _check_texts(place, edition)
        found += _check_images(place, edition)
        found += _check_size(place, mail)
    return found


class _Place:
    """Finds where in the sources a part of one edition stands."""

    def __init__(self, site: Site, issue: Newsletter, language: str) -> None:
        self.site = site
        self.issue = issue
        self.language = language
        self.right = f"{issue.year}:{issue.number}"
        self.names = known_names(site)

    def span(self, *path: str | int) -> Span:
        return self.site.document(self.issue).span(("editions", self.language, *path))


def _check_subject(place: _Place, edition: Edition) -> Iterator[Diagnostic]:
    """A wrong number is an error of the sources; none at all is left to be seen here."""
    if not any(issue_numbers(edition.subject)):
        arguments = {"right": place.right}
        span = place.span("subject")
        yield Diagnostic("newsletter-subject-without-number", span, arguments, Severity.WARNING)


def _check_preheader(place: _Place, edition: Edition) -> Iterator[Diagnostic]:
    span = place.span("preheader")
    if edition.preheader.casefold() == edition.subject.casefold():
        yield Diagnostic("mail-preheader-is-subject", span)
    if len(edition.preheader) > PREHEADER_SHOWN:
        arguments = {"length": str(len(edition.preheader)), "limit": str(PREHEADER_SHOWN)}
        yield Diagnostic("mail-preheader-length", span, arguments, Severity.WARNING)


def _texts(edition: Edition) -> Iterator[tuple[Path, str]]:
    yield ("subject",), edition.subject
    yield ("preheader",), edition.preheader
    yield ("introduction",), edition.introduction
    for number, section in enumerate(edition.sections):
        path: Path = ("sections", number)
        yield (*path, "title"), section.title
        yield (*path, "body"), section.body
        for index, item in enumerate(section.items):
            yield (*path, "items", index, "title"), item.title
            yield (*path, "items", index, "body"), item.body
            for name in ("caption", "credit"):
                words = getattr(item.image, name, None)
                if words:
                    yield (*path, "items", index, "image", name), words


def _check_texts(place: _Place, edition: Edition) -> Iterator[Diagnostic]:
    """Names are spelt as on record, and no other issue's number was left behind."""
    for path, text in _texts(edition):
        for offset, line in enumerate(text.split("\n")):
            words = plain(line)
            span = _line(place.span(*path), offset)
            for near in near_misses(words, place.names):
                arguments = {"written": near.written, "known": near.known}
                yield Diagnostic("mail-name-near", span, arguments, Severity.WARNING, near.known)
            for number, match in issue_numbers(words):
                if number != place.issue.sort_key and path != ("subject",):
                    arguments = {"written": match[0], "right": place.right}
                    yield Diagnostic("newsletter-other-number", span, arguments, Severity.WARNING)


def _line(span: Span, number: int) -> Span:
    """Return a place some lines further down than where a text begins."""
    return Span(span.path, span.line + number, span.column, span.length) if number else span


def _check_images(place: _Place, edition: Edition) -> Iterator[Diagnostic]:
    for path, image in edition.images():
        if image.file is None and (image.caption or image.credit):
            arguments = {"caption": image.caption or image.credit or ""}
            span = place.span(*path)
            yield Diagnostic("mail-image-lost", span, arguments, Severity.WARNING)


def _check_size(place: _Place, mail: Mail) -> Iterator[Diagnostic]:
    if mail.html_size >= LIMIT:
        arguments = {"size": str(mail.html_size), "limit": str(LIMIT)}
        yield Diagnostic("mail-too-large", place.span("subject"), arguments)
