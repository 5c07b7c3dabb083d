"""Facts about people were true not long ago: what nobody has verified for a year is asked about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from psi_site.corpus import Corpus, Key
from psi_site.diagnostics import Diagnostic, Severity, Span
from psi_site.model.event import Event
from psi_site.model.record import Path

MAX_AGE = timedelta(days=365)


def check_contacts(corpus: Corpus, today: date) -> Iterator[Diagnostic]:
    """Yield contacts verified more than a year before `today`, and facts from the future.

    The contacts of an event that is over are history: nobody needs to reach them any more.
    """
    for key, facts in corpus.verified_facts():
        for path, verified in facts.verified:
            arguments = {"day": verified.isoformat(), "today": today.isoformat()}
            if verified > today:
                yield Diagnostic("verified-in-future", _span(corpus, key, path), arguments)
            elif path and today - verified > MAX_AGE and not _is_over(corpus, key, today):
                span = _span(corpus, key, path)
                yield Diagnostic("contact-unverified", span, arguments, Severity.WARNING)


def _span(corpus: Corpus, key: Key, path: Path) -> Span:
    return corpus.documents[key].span((*path, "verified"))


def _is_over(corpus: Corpus, key: Key, today: date) -> bool:
    kind, record_id = key
    if kind != Event.kind:
        return False
    last_day = corpus.get(Event, record_id).last_day
    return last_day is not None and last_day < today
