"""Where a text names a weekday and a date, they agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from psi_site import cldr
from psi_site.checks.passages import Text, lowered
from psi_site.checks.subject import Subject
from psi_site.diagnostics import Diagnostic
from psi_site.model.event import Event, as_day
from psi_site.model.newsletter import Newsletter

_DIGIT = re.compile(r"\d")


def check_weekdays(subject: Subject) -> Iterator[Diagnostic]:
    """Yield each weekday that its date does not fall on, in every language's own words."""
    for text in subject.texts:
        lower = lowered(text.value)
        for code in (text.language,) if text.language else subject.corpus.codes:
            # Looking for a date is slow, and most texts have no day in them.
            if _sign(code) in lower and _DIGIT.search(lower):
                yield from _text(text, lower, code)


def _text(text: Text, lower: str, code: str) -> Iterator[Diagnostic]:
    value, weekdays, end = text.value, _weekdays(code), 0
    for name in _names(code).finditer(lower):
        match = _pattern(code).match(value, name.start()) if name.start() >= end else None
        if not match:
            continue
        end = match.end()
        day = _day(text, match, code)
        named = weekdays[match["weekday"].lower()]
        if day and all(each.weekday() != named for each in day):
            word = match["weekday"]
            arguments = {
                "written": " ".join(match[0].split()),
                "date": day[0].isoformat(),
                "right": list(cldr.weekdays(code))[day[0].weekday()],
            }
            yield text.fault("weekday-differs", match.start(), len(word), **arguments)


def _day(text: Text, match: re.Match[str], code: str) -> list[date]:
    """Return the days a match can mean: more than one where it names no year."""
    if match["iso"]:
        return _existing([int(match["iso"][:4])], int(match["iso"][5:7]), int(match["iso"][8:]))
    number = int(match["day"] or match["day2"])
    month = _months(code)[(match["month"] or match["month2"]).lower()]
    year = match["year"] or match["year2"]
    return _existing([int(year)] if year else _years(text), month, number)


def _existing(years: list[int], month: int, day: int) -> list[date]:
    days = []
    for year in years:
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue
    return days


def _years(text: Text) -> list[int]:
    """Return the years a date without one can mean: the event's, the issue's and the next."""
    record = text.record
    start = as_day(record.start) if isinstance(record, Event) else None
    if start:
        return [start.year]
    return [record.year, record.year + 1] if isinstance(record, Newsletter) else []


@lru_cache(maxsize=16)
def _weekdays(code: str) -> dict[str, int]:
    return {lowered(name): number for name, number in cldr.weekdays(code).items()}


@lru_cache(maxsize=16)
def _sign(code: str) -> str:
    """Return the longest piece that all weekdays share, as `dag`; empty where they share none."""
    names = list(_weekdays(code))
    ends = range(len(names[0]) + 1)
    shared = (names[0][start:end] for start in ends for end in ends[start:])
    return max((each for each in shared if all(each in name for name in names)), key=len)


@lru_cache(maxsize=16)
def _months(code: str) -> dict[str, int]:
    return {name.lower().rstrip("."): number for name, number in cldr.months(code).items()}


@lru_cache(maxsize=16)
def _names(code: str) -> re.Pattern[str]:
    """Return a pattern that finds fast where in a text in lower case a weekday may stand."""
    return re.compile("|".join(map(re.escape, _weekdays(code))))


@lru_cache(maxsize=16)
def _pattern(code: str) -> re.Pattern[str]:
    """Return the pattern of a weekday with a date after it, a few words between at most.

    The ending of the weekday is free: tisdag, tisdagen, tisdagens.
    """
    weekday = "|".join(map(re.escape, _weekdays(code)))
    month = "|".join(sorted(map(re.escape, _months(code)), key=len, reverse=True))
    return re.compile(
        rf"\b(?P<weekday>{weekday})[^\W\d]{{0,4}}[,\s]+(?:[^\W\d]{{1,4}}\s+)?(?:"
        rf"(?P<iso>\d{{4}}-\d\d-\d\d)\b"
        rf"|(?P<day>\d{{1,2}})(?::?[^\W\d]{{1,2}})?\.?\s+(?:[^\W\d]{{2}}\s+)?(?P<month>{month})\b"
        rf"(?:[.,]?\s+(?P<year>\d{{4}})\b)?"
        rf"|(?P<month2>{month})\.?\s+(?P<day2>\d{{1,2}})(?:[^\W\d]{{2}})?\b(?:,?\s+(?P<year2>\d{{4}})\b)?)",
        re.I,
    )
