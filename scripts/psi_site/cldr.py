"""What Babel says of Unicode's CLDR, handed on from one run to the next.

Its formats and the data of a language are slow to load, and most runs say the same few days and
numbers. What it says depends on its version and on what it is asked, and on nothing else.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from babel import Locale
from babel.core import UnknownLocaleError

from psi_site.stamps import digest, stamps, versions

_FILE = "cldr.json"
_MOST = 50_000
"""Once so many things have been said, a run keeps only those it says itself."""
_NARROW_SPACE = "\u202f"

_P = ParamSpec("_P")
_T = TypeVar("_T", str, dict[str, int], dict[str, str])

_said: dict[str, Any] = {}
_kept: dict[str, Any] = {}


def said(make: Callable[_P, _T]) -> Callable[_P, _T]:
    """Let a function give what an earlier run was given; its arguments have to be plain."""
    name = f"{make.__module__}.{make.__qualname__}"

    @lru_cache(maxsize=16384, typed=True)
    def say(*arguments: Any) -> _T:
        key = f"{name}{arguments!r}"
        found = _kept.get(key)
        value: _T = make(*arguments) if found is None else found  # type: ignore[call-arg]
        _said[key] = value
        return value

    return say  # type: ignore[return-value]


@lru_cache(maxsize=1)
def _state() -> str:
    """Return what tells these questions, and the Babel that answers, from others."""
    return digest(stamps([Path(__file__)]), versions())


def recall(folder: Path) -> None:
    """Take over what earlier runs left in a folder."""
    with suppress(OSError, ValueError, TypeError):
        state, found = json.loads((folder / _FILE).read_bytes())
        if state == _state():
            _kept.update(found)


def keep(folder: Path) -> None:
    """Leave what was said for the next run; a folder that refuses only costs time."""
    if _said.keys() <= _kept.keys():
        return
    found = _said if len(_kept) > _MOST else _kept | _said
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        aside = folder / f"{_FILE}.{os.getpid()}"
        aside.write_text(json.dumps((_state(), found)), encoding="utf-8")
        aside.replace(folder / _FILE)


@said
def date(code: str, day: dt.date, pattern: str) -> str:
    """Return a day in a language, by a pattern of CLDR."""
    from babel.dates import format_date

    return str(format_date(day, pattern, locale=code))


@said
def month_year(code: str, day: dt.date) -> str:
    """Return the month and the year of a day."""
    from babel.dates import format_skeleton

    return str(format_skeleton("yMMMM", day, locale=Locale.parse(code)))


@said
def time(code: str, clock: dt.time, pattern: str) -> str:
    """Return a time of day, by a pattern of CLDR."""
    from babel.dates import format_time

    return str(format_time(clock, pattern, locale=code))


@said
def number(code: str, value: float) -> str:
    """Return a number with the language's separators, never breaking inside."""
    from babel.numbers import format_decimal

    return str(format_decimal(value, locale=code)).replace("\u00a0", _NARROW_SPACE)


@said
def compact(code: str, value: float) -> str:
    """Return a large number in short words."""
    from babel.numbers import format_compact_decimal

    return str(format_compact_decimal(value, format_type="long", locale=code, fraction_digits=1))


@said
def percent(code: str, value: float) -> str:
    """Return a percentage with the decimals it has; `value` is in percent."""
    from babel.numbers import format_percent

    share = Decimal(str(value)).normalize() / 100
    return str(format_percent(share, locale=code, decimal_quantization=False))


@said
def plural_form(code: str, value: float) -> str:
    """Return which of a language's plural forms goes with a number."""
    return str(Locale.parse(code).plural_form(value))


@said
def weekdays(code: str) -> dict[str, int]:
    """Return the names of the days of the week, Monday with 0."""
    days = _locale(code).days["format"]["wide"]
    return {days[number]: number for number in range(7)}


@said
def months(code: str) -> dict[str, int]:
    """Return the names of the months in full, then in short, January with 1."""
    found = _locale(code).months["format"]
    widths = (found["wide"], found["abbreviated"])
    return {name: number for width in widths for number, name in width.items()}


def _locale(code: str) -> Locale:
    try:
        return Locale.parse(code)
    except (ValueError, UnknownLocaleError):
        return Locale.parse("und")
