"""Whatever an editor writes and whenever a meeting is, it reads back the same."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
from hypothesis import example, given, settings
from hypothesis import strategies as st

from psi_site.calendars.ics import calendar_bytes, clean, data_uri, event_bytes
from psi_site.calendars.stamps import Stamp
from psi_site.calendars.table import calendars
from psi_site.model.event import Event
from psi_site.site import Site
from psi_site.urls import encoded
from tests.calendars.sample import golden_events, site_of

STAMP = Stamp(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC), 3)
ZONE = ZoneInfo("Europe/Stockholm")
TEXTS = st.text(min_size=1, max_size=300).filter(lambda text: clean(text).strip())
YEARS = (date(2020, 1, 1), date(2036, 12, 31))
DAYS = st.dates(*YEARS)
SWITCHES = tuple(
    datetime(year, month, day, hour, minute)
    for year in range(2020, 2037)
    for month in (3, 10)
    for day in range(25, 32)
    if date(year, month, day).isoweekday() == 7
    for hour in (0, 1, 2, 3, 4)
    for minute in (0, 30, 59)
)
MOMENTS = st.one_of(
    st.datetimes(datetime(2020, 1, 1), datetime(2036, 12, 31)).map(
        lambda moment: moment.replace(second=0, microsecond=0, fold=0)
    ),
    st.sampled_from(SWITCHES),
)
quick = settings(max_examples=150, deadline=None)


@cache
def site() -> Site:
    return site_of(Path(mkdtemp()), golden_events())


def made(**fields: object) -> Event:
    given_fields = {"id": "a", "title": "Möte", "form": "meeting", "summary": "Om mötet"} | fields
    return Event.model_validate(given_fields)


def whole(*events: Event) -> bytes:
    """Return a calendar file of some events."""
    head = calendars(site(), "sv")[0]
    lines = b"".join(event_bytes(site(), each, "sv", STAMP) for each in events)
    frame = calendar_bytes(site(), head, {each.id: b"" for each in head.events})
    end = b"END:VCALENDAR\r\n"
    return frame.removesuffix(end) + lines + end


def read(data: bytes) -> icalendar.Event:
    (component,) = icalendar.Calendar.from_ical(data).events
    return component


@quick
@given(TEXTS, TEXTS, TEXTS)
@example("a\\n", "b;c,d", '"e"')
@example("END:VEVENT\r\nBEGIN:VEVENT", "\x00\u2028\x85", "^n^'")
@example("👩‍👩‍👧" * 30, "å" * 200, "\u0301" * 100)
def test_any_text_is_read_back(title: str, summary: str, place: str) -> None:
    title, place = title.strip() or "x", place.strip() or "x"
    event = made(title=title, summary=summary.strip() or "x", start="2026-05-04")
    event = event.model_copy(update={"venue": made_venue(place)})
    data = whole(event)
    component = read(data)
    assert component["SUMMARY"] == clean(title)
    assert component["LOCATION"] == clean(place)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert data.count(b"\n") == data.count(b"\r\n")
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", data)
    assert "\n" not in str(component["X-ALT-DESC"])


def made_venue(place: str) -> object:
    return made(venue={"title": place}, start="2026-05-04").venue


@quick
@given(st.text(max_size=200))
def test_rich_text_comes_back_out_of_its_address(html: str) -> None:
    address = data_uri(html)
    assert address.isascii()
    assert not re.search(r'[\s";,^]', address.removeprefix("data:text/html,"))
    assert unquote(address.removeprefix("data:text/html,")) == clean(html)


@quick
@given(st.text(max_size=100))
def test_any_address_becomes_ascii_and_stays_so(path: str) -> None:
    once = encoded(f"https://exempel.se/{path}")
    assert re.fullmatch(r"[\x21-\x7e]+", once)
    assert encoded(once) == once


@quick
@given(DAYS, st.integers(0, 3660))
@example(date(2024, 2, 29), 0)
@example(date(2026, 3, 28), 2)
@example(date(2026, 12, 31), 3660)
def test_any_days_are_read_back(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    component = read(whole(made(start=first, end=last)))
    assert component["DTSTART"].dt == first
    assert component["DTEND"].dt == last + timedelta(days=1)


@quick
@given(MOMENTS, st.integers(1, 60 * 24 * 400))
def test_any_hours_are_read_back(start: datetime, minutes: int) -> None:
    end = start + timedelta(minutes=minutes)
    component = read(whole(made(start=start, end=end)))
    assert component["DTSTART"].dt.replace(tzinfo=None) == start
    assert component["DTEND"].dt.replace(tzinfo=None) == end
    assert component["DTSTART"].dt.astimezone(UTC) == start.replace(tzinfo=ZONE).astimezone(UTC)


@quick
@given(MOMENTS)
def test_our_own_rules_give_the_hour_that_the_database_gives(start: datetime) -> None:
    """Read with the file's zone under a name nobody knows, so that only its rules can help."""
    local = start.replace(tzinfo=ZONE)
    back = local.astimezone(UTC).astimezone(ZONE).replace(tzinfo=None)
    if back != start or local.replace(fold=1).utcoffset() != local.utcoffset():
        return  # the hour does not exist that day, or exists twice
    data = whole(made(start=start)).replace(b"Europe/Stockholm", b"Granris/Byn")
    component = read(data)
    assert component["DTSTART"].dt.utcoffset() == local.utcoffset()


@settings(max_examples=25, deadline=None)
@given(st.lists(MOMENTS, min_size=1, max_size=12, unique=True))
def test_ten_years_of_meetings_are_all_found(starts: list[datetime]) -> None:
    events = [made(id=f"e{index}", start=start) for index, start in enumerate(starts)]
    calendar = icalendar.Calendar.from_ical(whole(*events))
    found = recurring_ical_events.of(calendar).between((2019, 12, 30), (2037, 1, 2))
    uids = {str(each["UID"]): each.start.replace(tzinfo=None) for each in found}
    assert uids == {f"e{index}@kalender.granris": start for index, start in enumerate(starts)}
    assert len(found) == len(starts)


@quick
@given(
    st.sampled_from(["scheduled", "rescheduled", "postponed", "cancelled", "moved_online"]), MOMENTS
)
def test_any_status_keeps_one_identity_and_a_whole_event(status: str, start: datetime) -> None:
    component = read(whole(made(status=status, start=start, previous_start=start)))
    assert component["UID"] == "a@kalender.granris"
    assert component["SEQUENCE"] == 3
    assert component["STATUS"] in ("CONFIRMED", "TENTATIVE", "CANCELLED")
    assert str(component["SUMMARY"]).endswith("Möte")
    assert (component["SUMMARY"] == "Möte") == (status == "scheduled")
