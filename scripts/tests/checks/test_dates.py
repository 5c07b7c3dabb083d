"""Clock times against the changes of summer time, and weekdays against their dates."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from psi_site.checks.dates import clock_fault
from psi_site.checks.repairs import repaired
from psi_site.diagnostics import SourceError
from psi_site.site import load_site

BASE = Path(__file__).parents[1] / "invalid/_base"


@pytest.mark.parametrize(
    ("moment", "zone", "code"),
    [
        ("2026-03-29 01:59", "Europe/Stockholm", None),
        ("2026-03-29 02:00", "Europe/Stockholm", "time-skipped"),
        ("2026-03-29 02:59", "Europe/Stockholm", "time-skipped"),
        ("2026-03-29 03:00", "Europe/Stockholm", None),
        ("2026-10-25 01:59", "Europe/Stockholm", None),
        ("2026-10-25 02:00", "Europe/Stockholm", "time-twice"),
        ("2026-10-25 02:59", "Europe/Stockholm", "time-twice"),
        ("2026-10-25 03:00", "Europe/Stockholm", None),
        ("2026-03-29 02:30", "UTC", None),
        ("2026-03-29 02:30", "Europe/London", None),
        ("2026-03-29 01:30", "Europe/London", "time-skipped"),
        ("2026-04-05 02:45", "Australia/Sydney", "time-twice"),
        ("2026-10-04 02:15", "Australia/Lord_Howe", "time-skipped"),
        ("2011-12-30 12:00", "Pacific/Apia", "time-skipped"),
    ],
)
def test_a_time_that_is_skipped_or_comes_twice(moment: str, zone: str, code: str | None) -> None:
    assert clock_fault(datetime.fromisoformat(moment), ZoneInfo(zone)) == code


def codes_of_page(root: Path, name: str, text: str) -> list[str]:
    shutil.copytree(BASE, root)
    path = root / name
    path.write_text(path.read_text(encoding="utf-8") + f"\n{text}\n", encoding="utf-8")
    try:
        return [d.code for d in load_site(root)[1]]
    except SourceError as error:
        return [d.code for d in error.diagnostics]


@pytest.mark.parametrize(
    "text",
    [
        "Tisdag 5 maj 2026",
        "tisdagen den 5 maj 2026",
        "tisdag den 5:e maj 2026",
        "tisdagar 5 maj–9 juni 2026",
        "tisdag 2026-05-05",
        "På måndag kommer 5 maj-tåget 2025",
        "Tisdag och onsdag 6 maj 2026",
        "måndag 5 maj",
        "måndag 31 februari 2026",
        "`måndag` i 5 maj 2027",
    ],
)
def test_right_and_unclear_weekdays_are_left_alone(tmp_path: Path, text: str) -> None:
    assert codes_of_page(tmp_path / "site", "docs/om.sv.md", text) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("docs/om.sv.md", "Måndag 5 maj 2026"),
        ("docs/om.sv.md", "måndagen den 5:e maj 2026"),
        ("docs/om.sv.md", "lördag, 5 maj 2026"),
        ("docs/om.sv.md", "måndag\n5 maj 2026"),
        ("docs/om.sv.md", "måndag 2026-05-05"),
        ("docs/om.en.md", "Monday 5 May 2026"),
        ("docs/om.en.md", "Monday, May 5, 2026"),
        ("docs/om.en.md", "on Monday the 5th of May 2026"),
        ("docs/om.en.md", "Monday, Dec. 1, 2026"),
    ],
)
def test_wrong_weekdays_are_found(tmp_path: Path, name: str, text: str) -> None:
    assert codes_of_page(tmp_path / "site", name, text) == ["weekday-differs"]


@pytest.mark.parametrize(
    ("code", "written", "meant"),
    [
        ("bad-date", "2026/5/4", "2026-05-04"),
        ("bad-date", "2026-5-4 13:00", "2026-05-04 13:00"),
        ("bad-date", "20260504", "2026-05-04"),
        ("bad-date", "4/5 2026", None),
        ("bad-date", "2026/13/1", None),
        ("bad-time", "kl. 13", "13:00"),
        ("bad-time", "1330", "13:30"),
        ("bad-time", "2026-05-04 13", "2026-05-04 13:00"),
        ("bad-time", "25:00", None),
        ("bad-number", "50 000 kr", "50 000"),
        ("bad-number", "femtio", None),
        ("bad-url", "www.a.se/b", "https://www.a.se/b"),
        ("bad-url", "https://a.se/om oss", "https://a.se/om%20oss"),
        ("bad-url", "javascript:alert(1)", None),
        ("bad-email", "mailto:a@b.se", "a@b.se"),
        ("bad-email", "a(at)b.se", None),
        ("bad-phone", "019/602 10 00", "019-602 10 00"),
        ("bad-phone", "+46 (0)19 602 10 00", "+46 19 602 10 00"),
        ("unknown-key", "titel", None),
    ],
)
def test_what_was_meant_is_offered_only_when_it_is_sure(
    code: str, written: str, meant: str | None
) -> None:
    assert repaired(code, written) == meant
