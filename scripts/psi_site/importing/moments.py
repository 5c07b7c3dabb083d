"""When an event of a calendar file happens, in the wall-clock time of the site's zone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from icalendar import Event as Component
from icalendar import vRecur
from icalendar.error import BrokenCalendarProperty

from psi_site.importing.text import one_line

Moment = date | datetime

MAX_OCCURRENCES = 30
HORIZON = timedelta(days=731)
"""Nobody plans meetings further ahead, and a rule without an end must end somewhere."""

_YEARS = range(1900, 2200)
"""Other years are slips of a program, and counting from them may leave the calendar."""

_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})


@dataclass(frozen=True)
class Span:
    """A day or a naive wall-clock time, and the last day or the time it ends, where known."""

    start: Moment
    end: Moment | None = None


def span_of(component: Component, zone: ZoneInfo, name: str = "DTSTART") -> Span | None:
    """Return when a component happens, None where that cannot be read.

    The end of whole days is exclusive in the file (RFC 5545, 3.6.1) and inclusive here.
    """
    start = _moment(component, name)
    if start is None:
        return None
    if name != "DTSTART":
        return Span(_local(start, zone))
    end = _end(component, start)
    if isinstance(start, datetime):
        begin, finish = _local(start, zone), _local(end, zone) if end else None
        is_real = isinstance(finish, datetime) and finish > begin
        return Span(begin, finish if is_real else None)
    last = end - timedelta(days=1) if end and end > start else start
    return Span(start, last if last > start else None)


def _moment(component: Component, name: str) -> Moment | None:
    value = component.get(name)
    value = value[0] if isinstance(value, list) and value else value
    moment = _part(value, "dt")
    return moment if isinstance(moment, date) and moment.year in _YEARS else None


def _part(value: object, name: str) -> Any:
    """Return an attribute of a value, None where the value is broken or has no such."""
    try:
        return getattr(value, name, None)
    except BrokenCalendarProperty:
        return None


def _end(component: Component, start: Moment) -> Moment | None:
    """Return the end as the file has it, of the kind the start is; exclusive for days."""
    end = _moment(component, "DTEND")
    duration = _part(component.get("DURATION"), "dt")
    if end is None and isinstance(duration, timedelta):
        with suppress(OverflowError):
            end = start + duration
    return end if isinstance(end, datetime) is isinstance(start, datetime) else None


def _local(moment: Moment, zone: ZoneInfo) -> Moment:
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is not None:
        with suppress(OverflowError):  # a day at the very end of the calendar
            moment = moment.astimezone(zone)
    return moment.replace(tzinfo=None, second=0, microsecond=0)


def occurrences(component: Component, first: Span, zone: ZoneInfo) -> tuple[list[Span], str]:
    """Return when a recurring event happens, and its rule where that was not followed to the end.

    A rule is followed in the event's own zone, so that a meeting at nine stays at nine.
    """
    start = _moment(component, "DTSTART")
    assert start is not None
    length = _length(first)
    days, left = _by_rule(component, start)
    extra = [moment for moment in _listed(component, "RDATE") if _same_kind(moment, start)]
    spared = {_local(moment, zone) for moment in _listed(component, "EXDATE")}
    starts = {_local(moment, zone) for moment in [start, *days, *extra]} - spared
    found = sorted(starts, key=str)
    if len(found) > MAX_OCCURRENCES:
        left = left or str(len(found) - MAX_OCCURRENCES)
    return [Span(each, _moved(each, length)) for each in found[:MAX_OCCURRENCES]], left


def _length(span: Span) -> timedelta | None:
    return span.end - span.start if span.end else None


def _moved(start: Moment, length: timedelta | None) -> Moment | None:
    return start + length if length else None


def _same_kind(one: Moment, other: Moment) -> bool:
    return isinstance(one, datetime) is isinstance(other, datetime)


def _listed(component: Component, name: str) -> Iterator[Moment]:
    """Yield the dates of a property that may be there several times, each with several."""
    value = component.get(name)
    for group in value if isinstance(value, list) else [value]:
        for each in _part(group, "dts") or ():
            moment = _part(each, "dt")
            if isinstance(moment, date) and moment.year in _YEARS:
                yield moment


def _by_rule(component: Component, start: Moment) -> tuple[list[Moment], str]:
    """Return the moments a rule gives, and the rule where it goes on or cannot be followed."""
    rule: Any = component.get("RRULE")
    if rule is None:
        return [], ""
    if not isinstance(rule, vRecur):
        return [], one_line(str(rule))
    written: bytes = rule.to_ical()  # type: ignore[no-untyped-call]
    shown = written.decode("utf-8", errors="replace")
    if str((rule.get("FREQ") or [""])[0]).upper() not in _FREQUENCIES:
        return [], shown
    zone = start.tzinfo if isinstance(start, datetime) else None
    naive = start if isinstance(start, datetime) else datetime.combine(start, time())
    naive = naive.replace(tzinfo=None)
    last = naive + HORIZON
    until = _until(rule, zone)
    rule = rule.copy()
    rule["UNTIL"] = [min(until, last) if until else last]
    count = rule.pop("COUNT", None)
    try:
        rules = rrulestr(rule.to_ical().decode(), dtstart=naive, ignoretz=True)
        found = list(islice(rules, MAX_OCCURRENCES + 1))
    except (ValueError, TypeError, OverflowError, ArithmeticError):
        return [], shown
    wanted = int(count[0]) if count else MAX_OCCURRENCES + 1
    is_whole = (count and wanted <= len(found)) or (until and until <= last)
    is_whole = is_whole and min(len(found), wanted) <= MAX_OCCURRENCES
    kept = [_like(each, start) for each in found[: min(wanted, MAX_OCCURRENCES)]]
    return kept, "" if is_whole else shown


def _until(rule: Any, zone: Any) -> datetime | None:
    """Return the last moment of a rule on the event's own clock."""
    value = (rule.get("UNTIL") or [None])[0]
    if isinstance(value, datetime):
        if value.tzinfo and zone:
            value = value.astimezone(zone)
        return value.replace(tzinfo=None)
    return datetime.combine(value, time(23, 59, 59)) if isinstance(value, date) else None


def _like(moment: datetime, start: Moment) -> Moment:
    return moment.replace(tzinfo=start.tzinfo) if isinstance(start, datetime) else moment.date()
