"""Time zones as rules, against the zone database itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from psi_site.calendars.zones import onsets, timezone, zone_rule

STOCKHOLM = """\
BEGIN:VTIMEZONE
TZID:Europe/Stockholm
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


def test_stockholm_is_two_rules() -> None:
    assert timezone("Europe/Stockholm").to_ical().decode().replace("\r\n", "\n") == STOCKHOLM


@pytest.mark.parametrize("zone", ["Europe/Stockholm", "Europe/Helsinki", "America/New_York"])
@pytest.mark.parametrize("year", [2008, 2022, 2026, 2036, 2090])
def test_rules_turn_the_clock_when_the_database_does(zone: str, year: int) -> None:
    for onset in onsets(zone):
        fits = [
            datetime(year, onset.month, day) + onset.clock
            for day in range(1, 29 if onset.month == 2 else 31)
            if datetime(year, onset.month, day).isoweekday() % 7 == onset.weekday
        ]
        if onset.month in (3, 10):
            last = datetime(year, onset.month, 31)
            fits += [last + onset.clock] if last.isoweekday() % 7 == onset.weekday else []
        change = fits[-1] if onset.week == 5 else fits[onset.week - 1]
        moment = (change - onset.offset_from).replace(tzinfo=ZoneInfo("UTC"))
        before = (moment - timedelta(seconds=1)).astimezone(ZoneInfo(zone))
        after = moment.astimezone(ZoneInfo(zone))
        assert (before.utcoffset(), after.utcoffset()) == (onset.offset_from, onset.offset_to)
        assert after.tzname() == onset.name


@pytest.mark.parametrize(
    ("zone", "name", "hours"), [("Asia/Tokyo", "JST", 9), ("Asia/Dubai", "+04", 4)]
)
def test_a_zone_without_summer_has_one_part_and_no_rule(zone: str, name: str, hours: int) -> None:
    (part,) = timezone(zone).subcomponents
    assert part.name == "STANDARD"
    assert part["TZNAME"] == name
    assert part["TZOFFSETTO"].to_ical() == f"+{hours:02}00"
    assert "RRULE" not in part


def test_southern_summer_begins_in_october() -> None:
    summer, winter = onsets("Australia/Sydney")
    assert (summer.by_day, summer.month, winter.by_day, winter.month) == ("1SU", 10, "1SU", 4)


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "../etc/passwd", "", "/etc/passwd"])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    with pytest.raises(LookupError):
        zone_rule(zone)


def test_a_rule_that_no_rrule_can_tell_is_refused() -> None:
    with pytest.raises(ValueError, match="America/Nuuk"):
        timezone("America/Nuuk")
