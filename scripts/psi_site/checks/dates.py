"""Beginnings come before ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic
from psi_site.model.event import Event, EventStatus, programme_items
from psi_site.model.project import Project
from psi_site.model.record import Record


def check_dates(corpus: Corpus) -> Iterator[Diagnostic]:
    """Yield events, programme items and projects that end before they begin."""
    for event in corpus.all(Event):
        yield from _event(corpus, event)
        yield from _programme(corpus, event)
    for project in corpus.all(Project):
        if project.start and project.end and project.end < project.start:
            yield _fault(corpus, project, "end-before-start", str(project.start), str(project.end))


def _event(corpus: Corpus, event: Event) -> Iterator[Diagnostic]:
    if event.end and not event.start:
        span = corpus.document(event).key_span(("end",))
        yield Diagnostic("end-without-start", span)
    elif event.start and event.end:
        if isinstance(event.start, datetime) != isinstance(event.end, datetime):
            span = corpus.document(event).span(("end",))
            yield Diagnostic("day-and-time-mixed", span, {"start": _shown(event.start)})
        elif not _in_order(event.start, event.end):
            yield _fault(corpus, event, "end-before-start", _shown(event.start), _shown(event.end))
    if event.status is EventStatus.RESCHEDULED and not event.previous_start:
        yield Diagnostic("previous-start-missing", corpus.document(event).span(("status",)))


def _in_order(start: date | datetime, end: date | datetime) -> bool:
    """A timed event has to last; an event by days may begin and end on one."""
    return start < end if isinstance(start, datetime) else start <= end


def _shown(moment: date | datetime) -> str:
    if isinstance(moment, datetime):
        return f"{moment:%Y-%m-%d %H:%M}"
    return moment.isoformat()


def _fault(corpus: Corpus, record: Record, code: str, start: str, end: str) -> Diagnostic:
    span = corpus.document(record).span(("end",))
    return Diagnostic(code, span, {"start": start, "end": end})


def _programme(corpus: Corpus, event: Event) -> Iterator[Diagnostic]:
    for item in programme_items(event.programme):
        if item.start and item.end and item.end <= item.start:
            span = corpus.document(event).span(("programme",))
            arguments = {"start": _clock(item.start), "end": _clock(item.end)}
            yield Diagnostic("end-before-start", span, arguments)


def _clock(clock: time) -> str:
    return f"{clock:%H:%M}"
