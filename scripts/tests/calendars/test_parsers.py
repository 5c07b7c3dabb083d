"""Five parsers that share no code read the same days and hours from our calendars."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events

from psi_site.calendars.table import calendars
from psi_site.model.event import Event
from psi_site.site import Site

with warnings.catch_warnings():
    # ics's parser, tatsu, and vobject still use names that Python is about to drop.
    warnings.simplefilter("ignore")
    import ics
    import vobject
    from ical.calendar_stream import IcsCalendarStream

Moment = tuple[datetime | date, datetime | date]
Reading = dict[str, Moment]
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def local(moment: date | datetime) -> date | datetime:
    """Return wall-clock time in Stockholm, or the day of an all-day event."""
    if isinstance(moment, datetime):
        assert moment.tzinfo is not None
        return moment.astimezone(STOCKHOLM).replace(tzinfo=None)
    return moment


def with_icalendar(text: str) -> Reading:
    return {
        str(each["UID"]): (local(each["DTSTART"].dt), local(each.end))
        for each in icalendar.Calendar.from_ical(text).events
    }


def with_ics(text: str) -> Reading:
    found: Reading = {}
    # ics's grammar wraps the output streams once more for every line it reads.
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        read = ics.Calendar(text).events
    for each in read:
        start, end = each.begin.datetime, each.end.datetime
        # ics knows an all-day event's days as midnights of UTC.
        days = (start.date(), end.date())
        found[each.uid] = days if each.all_day else (local(start), local(end))
    return found


def with_vobject(text: str) -> Reading:
    found: Reading = {}
    for each in vobject.readOne(text).contents.get("vevent", []):
        start = each.dtstart.value
        end = each.dtend.value if hasattr(each, "dtend") else start
        found[each.uid.value] = (local(start), local(end))
    return found


def with_ical(text: str) -> Reading:
    return {
        each.uid: (local(each.dtstart), local(each.end))
        for each in IcsCalendarStream.calendar_from_ics(text).events
    }


def with_recurring_ical_events(text: str) -> Reading:
    calendar = icalendar.Calendar.from_ical(text)
    found = recurring_ical_events.of(calendar).between((2000, 1, 1), (2100, 1, 1))
    return {str(each["UID"]): (local(each.start), local(each.end)) for each in found}


PARSERS: tuple[Callable[[str], Reading], ...] = (
    with_icalendar,
    with_ics,
    with_vobject,
    with_ical,
    with_recurring_ical_events,
)
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:(ics|vobject|tatsu|dateutil)")


def expected(site: Site, event: Event) -> tuple[str, Moment]:
    start = event.start or event.previous_start
    assert start is not None
    end = event.end or start
    if not isinstance(end, datetime):
        end += timedelta(days=1)
    return f"{event.id}@{site.settings.uid_domain}", (start, end)


@pytest.mark.parametrize("parse", PARSERS, ids=lambda parse: parse.__name__)
@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("which", ["sample", "real_site"])
def test_days_and_hours_are_read_back(
    request: pytest.FixtureRequest,
    all_files: dict[str, bytes],
    which: str,
    language: str,
    parse: Callable[[str], Reading],
) -> None:
    site: Site = request.getfixturevalue(which)
    prefix = "sample" if which == "sample" else ""
    for calendar in calendars(site, language):
        text = all_files[f"{prefix}{calendar.path}".lstrip("/")].decode("utf-8")
        assert parse(text) == dict(expected(site, each) for each in calendar.events)


@pytest.mark.parametrize("parse", PARSERS, ids=lambda parse: parse.__name__)
def test_the_talks_of_2022_are_on_their_days(
    parse: Callable[[str], Reading], all_files: dict[str, bytes]
) -> None:
    read = parse(all_files["kalender/samhallssamtal.ics"].decode("utf-8"))
    days = sorted(start for start, _ in read.values() if start >= date(2022, 1, 1))
    assert days == [date(2022, 4, 19), date(2022, 6, 16), date(2022, 10, 24)]


@pytest.mark.parametrize("parse", PARSERS, ids=lambda parse: parse.__name__)
def test_half_past_eight_is_that_in_winter_and_in_summer(
    parse: Callable[[str], Reading], sample_files: dict[str, bytes]
) -> None:
    read = parse(sample_files["kalender/frukost.ics"].decode("utf-8"))
    assert read["winter@kalender.granris"][0] == datetime(2022, 1, 18, 8, 30)
    assert read["summer@kalender.granris"][0] == datetime(2022, 6, 16, 8, 30)
