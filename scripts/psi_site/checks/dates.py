"""Beginnings come before ends, and times exist on the clocks of the site's zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from psi_site.checks.settings import zone_of
from psi_site.checks.subject import Subject
from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic, Severity
from psi_site.model.event import Event, EventStatus
from psi_site.model.milestone import Milestone
from psi_site.model.record import Path, Record


class Pair(NamedTuple):
    """Two fields of one part, the first of which may not come after the second."""

    first: str
    last: str


_YEARS = (
    Pair("from_year", "to_year"),
    Pair("first_year", "last_year"),
    Pair("joined", "left"),
    Pair("founded", "dissolved"),
    Pair("year", "to_year"),
)
_DAYS = (Pair("opens", "closes"), Pair("closes", "decided"), Pair("assessed", "published"))


def check_dates(subject: Subject) -> Iterator[Diagnostic]:
    """Yield what ends before it begins, and times that no clock shows or that it shows twice."""
    corpus, record = subject.corpus, subject.record
    if isinstance(record, Event):
        yield from _event(corpus, record)
        yield from _clock_changes(corpus, record)
    yield from _reversed(subject)
    month = record.month if isinstance(record, Milestone) else None
    if month is not None and not 1 <= month <= 12:
        span = subject.document.span(("month",))
        yield Diagnostic("bad-month", span, {"value": str(month)})


def _event(corpus: Corpus, event: Event) -> Iterator[Diagnostic]:
    document = corpus.document(event)
    if event.end and not event.start:
        yield Diagnostic("end-without-start", document.key_span(("end",)))
    elif event.start and event.end:
        yield from _end(corpus, event, event.start, event.end)
    elif not event.start and not event.period:
        span = document.start_span(())
        yield Diagnostic("time-unknown", span, severity=Severity.WARNING)
    if event.status is EventStatus.RESCHEDULED and not event.previous_start:
        yield Diagnostic("previous-start-missing", document.span(("status",)))
    if event.status is EventStatus.MOVED_ONLINE and not event.online:
        yield Diagnostic("online-missing", document.span(("status",)))
    deadline = event.registration.last_day if event.registration else None
    if deadline and event.last_day and deadline > event.last_day:
        arguments = {"day": deadline.isoformat(), "end": event.last_day.isoformat()}
        span = document.span(("registration", "last_day"))
        yield Diagnostic("deadline-after-event", span, arguments)


def _end(
    corpus: Corpus, event: Event, start: date | datetime, end: date | datetime
) -> Iterator[Diagnostic]:
    span = corpus.document(event).span(("end",))
    if isinstance(start, datetime) != isinstance(end, datetime):
        yield Diagnostic("day-and-time-mixed", span, {"start": shown(start)})
    elif not _in_order(start, end):
        arguments = {"start": shown(start), "end": shown(end)}
        yield Diagnostic("end-before-start", span, arguments)


def _in_order(start: date | datetime, end: date | datetime) -> bool:
    """A timed event has to last; an event by days may begin and end on one."""
    return start < end if isinstance(start, datetime) else start <= end


def shown(moment: date | datetime | time) -> str:
    """Return a day or time as the data files write it."""
    if isinstance(moment, datetime):
        return f"{moment:%Y-%m-%d %H:%M}"
    return f"{moment:%H:%M}" if isinstance(moment, time) else moment.isoformat()


def _clock_changes(corpus: Corpus, event: Event) -> Iterator[Diagnostic]:
    zone = zone_of(corpus.settings)
    for name in ("start", "end", "previous_start"):
        moment = getattr(event, name)
        code = clock_fault(moment, zone) if zone and isinstance(moment, datetime) else None
        if code:
            arguments = {
                "time": f"{moment:%H:%M}",
                "day": moment.date().isoformat(),
                "zone": str(zone),
            }
            yield Diagnostic(code, corpus.document(event).span((name,)), arguments)


def clock_fault(moment: datetime, zone: ZoneInfo) -> str | None:
    """Return a code where a wall-clock time is skipped or comes twice as clocks are changed.

    Both show as two UTC offsets for one time (PEP 495); only a skipped time does not survive the
    way to UTC and back.
    """
    early, late = (moment.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if early.utcoffset() == late.utcoffset():
        return None
    back = early.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    return "time-twice" if back == moment else "time-skipped"


def _reversed(subject: Subject) -> Iterator[Diagnostic]:
    """Compare every pair of years and of days in the record and its parts."""
    for path, part in ((), subject.record), *subject.parts:
        for pair, code in _pairs(type(part)):
            yield from _pair(subject, path, part, pair, code)


@cache
def _pairs(model: type[BaseModel]) -> tuple[tuple[Pair, str], ...]:
    """Return the pairs a kind of part has; those of an event are looked at with its times."""
    own = set(model.model_fields)
    found = [(pair, "years-reversed") for pair in _YEARS if own.issuperset(pair)]
    found += [(pair, "days-reversed") for pair in _DAYS if own.issuperset(pair)]
    if issubclass(model, Record) and model is not Event and {"start", "end"} <= own:
        found.append((Pair("start", "end"), "end-before-start"))
    return tuple(found)


def _pair(
    subject: Subject, path: Path, part: BaseModel, pair: Pair, code: str
) -> Iterator[Diagnostic]:
    first, last = getattr(part, pair.first), getattr(part, pair.last)
    if first is None or last is None or first <= last:
        return
    arguments = {
        "start": str(first),
        "end": str(last),
        "first_key": pair.first,
        "last_key": pair.last,
    }
    yield Diagnostic(code, subject.document.span((*path, pair.last)), arguments)
