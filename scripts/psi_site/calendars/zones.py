"""A time zone as two yearly rules, the one form of VTIMEZONE that every calendar program reads.

The rules are those that the zone database gives for all years to come: the last line of a zone's
file, written as POSIX TZ (`CET-1CEST,M3.5.0,M10.5.0/3`). Lists of single onsets are not used:
they end, and some programs pass them over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from importlib import resources
from pathlib import Path
from zoneinfo import TZPATH

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_FIRST_YEAR = 1970
"""Where the rules are said to begin; a zone's older rules are not told."""

_NAME = r"<(?P<{0}_quoted>[^>]+)>|(?P<{0}_plain>[A-Za-z]{{3,}})"
_OFFSET = r"(?P<{0}>[+-]?\d{{1,2}}(?::\d{{2}}){{0,2}})"
_DATE = r"M(?P<{0}_month>\d+)\.(?P<{0}_week>\d)\.(?P<{0}_day>\d)(?:/(?P<{0}_clock>[\d:]+))?"
_RULE = re.compile(
    f"(?:{_NAME.format('standard')}){_OFFSET.format('standard_offset')}"
    f"(?:(?:{_NAME.format('summer')})(?:{_OFFSET.format('summer_offset')})?"
    f",{_DATE.format('begin')},{_DATE.format('end')})?"
)
_WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")


@dataclass(frozen=True)
class Onset:
    """One yearly change of the clock: the n-th weekday of a month, at a wall-clock time.

    `week` 5 is the month's last; `weekday` counts from Sunday, 0, as POSIX does.
    """

    name: str
    offset_from: timedelta
    offset_to: timedelta
    month: int = 1
    week: int = 1
    weekday: int = 4
    clock: timedelta = timedelta(0)

    @property
    def by_day(self) -> str:
        """The weekday as RFC 5545's BYDAY has it: `-1SU`."""
        return f"{-1 if self.week == 5 else self.week}{_WEEKDAYS[self.weekday]}"

    def first(self) -> datetime:
        """Return the wall-clock moment of the change in the first year told."""
        start = date(_FIRST_YEAR, self.month, 1)
        days = [start + timedelta(n) for n in range(31)]
        fits = [
            day for day in days if day.month == self.month and day.isoweekday() % 7 == self.weekday
        ]
        day = fits[min(self.week, len(fits)) - 1]
        return datetime.combine(day, datetime.min.time()) + self.clock


def zone_rule(zone: str) -> str:
    """Return the POSIX TZ rule of a zone, as the zone database has it for years to come.

    Raises LookupError for a zone the database does not have.
    """
    data = _zone_file(zone)
    return data.rstrip(b"\n").rpartition(b"\n")[2].decode("ascii")


def _zone_file(zone: str) -> bytes:
    """Read a zone's file, from the package of the zone database first: it is the same anywhere."""
    parts = zone.split("/")
    if not all(re.fullmatch(r"[\w+-]+", part) for part in parts):
        raise LookupError(zone)
    places = [resources.files("tzdata.zoneinfo"), *(Path(place) for place in TZPATH)]
    for place in places:
        file = place.joinpath(*parts)
        if file.is_file():
            return file.read_bytes()
    raise LookupError(zone)


def onsets(zone: str) -> tuple[Onset, ...]:
    """Return a zone's yearly changes, summer first; one that never comes where it has no summer.

    Raises LookupError for an unknown zone and ValueError for a rule that no RRULE can tell.
    """
    match = _RULE.fullmatch(zone_rule(zone))
    if not match:
        raise ValueError(zone)
    standard = match["standard_quoted"] or match["standard_plain"]
    winter = -_duration(match["standard_offset"])
    if not match["begin_month"]:
        return (Onset(standard, winter, winter),)
    summer_name = match["summer_quoted"] or match["summer_plain"]
    given = match["summer_offset"]
    summer = -_duration(given) if given else winter + timedelta(hours=1)
    return (
        _onset(match, "begin", summer_name, winter, summer),
        _onset(match, "end", standard, summer, winter),
    )


def _onset(
    match: re.Match[str], which: str, name: str, before: timedelta, after: timedelta
) -> Onset:
    month, week, day = (int(match[f"{which}_{part}"]) for part in ("month", "week", "day"))
    return Onset(name, before, after, month, week, day, _duration(match[f"{which}_clock"] or "2"))


def _duration(text: str) -> timedelta:
    sign = -1 if text.startswith("-") else 1
    hours, minutes, seconds = (*(int(n) for n in text.lstrip("+-").split(":")), 0, 0)[:3]
    return sign * timedelta(hours=hours, minutes=minutes, seconds=seconds)


@lru_cache(maxsize=8)
def timezone(zone: str) -> Timezone:
    """Return the VTIMEZONE of a zone (RFC 5545 section 3.6.5).

    Raises LookupError for an unknown zone and ValueError for a rule that no RRULE can tell.
    """
    component = Timezone()
    component.add("tzid", zone)
    for onset in onsets(zone):
        summer = onset.offset_to > onset.offset_from
        part = TimezoneDaylight() if summer else TimezoneStandard()
        part.add("dtstart", onset.first())
        part.add("tzname", onset.name)
        part.add("tzoffsetfrom", onset.offset_from)
        part.add("tzoffsetto", onset.offset_to)
        if onset.offset_from != onset.offset_to:
            part.add("rrule", {"freq": "yearly", "bymonth": onset.month, "byday": onset.by_day})
        component.add_component(part)
    return component
