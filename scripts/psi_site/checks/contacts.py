"""Facts about people were true not long ago: what nobody has verified for a year is asked about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from psi_site.checks.parts import parts
from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic, Severity
from psi_site.model.event import Event
from psi_site.model.party import Contact, Person
from psi_site.model.record import Path, Record

MAX_AGE = timedelta(days=365)


def check_contacts(corpus: Corpus, today: date) -> Iterator[Diagnostic]:
    """Yield contacts verified more than a year before `today`, and facts from the future.

    The contacts of an event that is over are history: nobody needs to reach them any more.
    """
    for record in corpus.every():
        for path, verified in _verified(record):
            span = corpus.document(record).span((*path, "verified"))
            arguments = {"day": verified.isoformat(), "today": today.isoformat()}
            if verified > today:
                yield Diagnostic("verified-in-future", span, arguments)
            elif path and today - verified > MAX_AGE and not _is_over(record, today):
                yield Diagnostic("contact-unverified", span, arguments, Severity.WARNING)


def _verified(record: Record) -> Iterator[tuple[Path, date]]:
    """Yield the day of every contact, and, with an empty path, of a person as such."""
    if isinstance(record, Person):
        yield (), record.verified
    for path, part in parts(record):
        if isinstance(part, Contact):
            yield path, part.verified


def _is_over(record: Record, today: date) -> bool:
    return isinstance(record, Event) and record.last_day is not None and record.last_day < today
