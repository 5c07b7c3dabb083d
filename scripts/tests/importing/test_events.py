"""Calendar files of other programs as drafts of events."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psi_site.corpus import Corpus
from psi_site.importing.events import CalendarError, EventImport, read_events
from psi_site.importing.newsletter import patterns_of
from psi_site.sources.yaml import read_yaml
from tests.importing.conftest import small, words


def calendar(*events: str) -> bytes:
    parts = "".join(f"BEGIN:VEVENT\n{each.strip()}\nEND:VEVENT\n" for each in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Annan//SV\n{parts}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def read(corpus: Corpus, *events: str) -> EventImport:
    return read_events(calendar(*events), corpus, patterns_of(words()))


def only(found: EventImport) -> dict[str, object]:
    assert len(found.drafts) == 1
    value = read_yaml(found.drafts[0].text, found.drafts[0].path)[0].value
    assert isinstance(value, dict)
    return value


def starts(found: EventImport) -> list[str]:
    return [str(read_yaml(each.text, "")[0].value["start"]) for each in found.drafts]


def codes(found: EventImport) -> set[str]:
    return {note.code for note in found.notes}


WHOLE = """
UID:1@annan.example
DTSTAMP:20260101T000000Z
SUMMARY:Seminarium om båtar\\, del 1
DESCRIPTION:En dag om båtar. Alla är *välkomna*.\\n\\nTa med matsäck.
DTSTART:20260603T090000Z
DTEND:20260603T110000Z
LOCATION:Biblioteket\\, Vasa
ORGANIZER;CN=Fiskeföreningen:mailto:info@fisk.example
ATTENDEE;CN=Liisa Salo:mailto:liisa@salo.example
CATEGORIES:BÅT,HAV
"""


def test_everything_an_event_can_say(corpus: Corpus) -> None:
    found = read(corpus, WHOLE)
    assert found.drafts[0].path == "data/events/2026-06-03-seminarium-om-batar-del-1.yml"
    assert only(found) == {
        "title": {"sv": "Seminarium om båtar, del 1"},
        "form": "seminar",
        "summary": {"sv": "En dag om båtar."},
        "description": {"sv": "En dag om båtar. Alla är \\*välkomna\\*.\n\nTa med matsäck.\n"},
        "start": "2026-06-03 12:00",
        "end": "2026-06-03 14:00",
        "venue": {"title": {"sv": "Biblioteket, Vasa"}, "place": "vasa"},
        "organisers": ["fiskeforeningen"],
    }
    quotes = [note.quote for note in found.notes]
    assert any("Liisa Salo" in quote for quote in quotes)
    assert any("BÅT" in quote for quote in quotes)


@pytest.mark.parametrize(
    ("lines", "start", "end"),
    [
        ("DTSTART;VALUE=DATE:20260603", "2026-06-03", None),
        ("DTSTART;VALUE=DATE:20260603\nDTEND;VALUE=DATE:20260604", "2026-06-03", None),
        ("DTSTART;VALUE=DATE:20260603\nDTEND;VALUE=DATE:20260606", "2026-06-03", "2026-06-05"),
        ("DTSTART:20260603T090000", "2026-06-03 09:00", None),
        ("DTSTART;TZID=America/New_York:20260603T090000", "2026-06-03 16:00", None),
        ("DTSTART:20260603T220000Z\nDURATION:PT1H30M", "2026-06-04 01:00", "2026-06-04 02:30"),
        ("DTSTART:20260603T090000Z\nDTEND:20260603T080000Z", "2026-06-03 12:00", None),
        ("DTSTART:20260603T090000Z\nDTEND;VALUE=DATE:20260604", "2026-06-03 12:00", None),
        ("DTSTART:20261025T003000Z", "2026-10-25 03:30", None),
    ],
)
def test_times_come_to_the_zone_of_the_site(
    corpus: Corpus, lines: str, start: str, end: str | None
) -> None:
    event = only(read(corpus, f"UID:1\nSUMMARY:Möte\n{lines}"))
    assert event["start"] == start
    assert event.get("end") == end


def test_a_weekly_meeting_stays_at_its_hour_when_clocks_change(corpus: Corpus) -> None:
    found = read(
        corpus,
        "UID:1\nSUMMARY:Möte\nDTSTART;TZID=Europe/Stockholm:20261012T090000\n"
        "DURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=4\n"
        "EXDATE;TZID=Europe/Stockholm:20261019T090000\nRDATE;TZID=Europe/Stockholm:20261224T090000",
        "UID:1\nSUMMARY:Flyttat möte\nRECURRENCE-ID;TZID=Europe/Stockholm:20261102T090000\n"
        "DTSTART;TZID=Europe/Stockholm:20261103T100000",
    )
    assert starts(found) == [
        "2026-10-12 10:00",
        "2026-10-26 10:00",
        "2026-12-24 10:00",
        "2026-11-03 11:00",
    ]
    assert "repeats_left" not in codes(found)


@pytest.mark.parametrize(
    ("rule", "count", "is_whole"),
    [
        ("FREQ=DAILY;COUNT=3", 3, True),
        ("FREQ=DAILY;UNTIL=20260605T090000Z", 3, True),
        ("FREQ=DAILY;UNTIL=20260605", 3, True),
        ("FREQ=MONTHLY;BYDAY=-1WE;COUNT=2", 3, True),
        ("FREQ=YEARLY", 3, False),
        ("FREQ=DAILY", 30, False),
        ("FREQ=DAILY;COUNT=31", 30, False),
        ("FREQ=SECONDLY", 1, False),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", 1, False),
        ("FREQ=DAILY;INTERVAL=0", 1, False),
    ],
)
def test_rules_are_followed_so_far(corpus: Corpus, rule: str, count: int, is_whole: bool) -> None:
    found = read(corpus, f"UID:1\nSUMMARY:Möte\nDTSTART:20260603T090000Z\nRRULE:{rule}")
    assert len(found.drafts) == count
    assert ("repeats_left" not in codes(found)) is is_whole


def test_states_and_places_online(corpus: Corpus) -> None:
    found = read(
        corpus,
        "UID:1\nSUMMARY:Workshop\nDTSTART;VALUE=DATE:20260603\nSTATUS:CANCELLED\n"
        "LOCATION:https://meet.example/abc",
    )
    event = only(found)
    assert event["status"] == "cancelled"
    assert event["form"] == "workshop"
    assert event["online"] == {"url": "https://meet.example/abc"}
    assert "cancelled" in codes(found)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("UID:2026-05-20-fiskets-dag@kalender.verkosto\nSUMMARY:X\nDTSTART:20300101", "duplicate"),
        ("UID:9\nSUMMARY:FISKETS DAG\nDTSTART;VALUE=DATE:20260520", "duplicate"),
        ("UID:9\nSUMMARY:Fish Day\nDTSTART:20260520T100000Z", "duplicate"),
        ("UID:9\nSUMMARY:Fiskets dagar\nDTSTART;VALUE=DATE:20260520", "similar"),
        ("UID:9\nSUMMARY:Utan dag", "no_day"),
        ("UID:9\nDTSTART;VALUE=DATE:20260520\nDESCRIPTION:Utan namn", "no_day"),
    ],
)
def test_what_is_known_or_lacks_a_day_is_listed(corpus: Corpus, lines: str, code: str) -> None:
    found = read(corpus, lines)
    assert not found.drafts
    assert [note.code for note in found.notes] == [code]


def test_two_of_one_name_on_one_day_get_files_of_their_own(corpus: Corpus) -> None:
    same = "SUMMARY:Möte\nDTSTART;VALUE=DATE:20260603"
    found = read(corpus, f"UID:1\n{same}", f"UID:2\n{same}", same, same)
    assert len({each.path for each in found.drafts}) == 4


def test_markup_in_a_description_is_read_as_its_words(corpus: Corpus) -> None:
    text = "<p>En <b>båt</b></p><p>Se <a href='https://b.example'>bilder</a></p>"
    found = read(corpus, f"UID:1\nSUMMARY:Möte\nDTSTART;VALUE=DATE:20260603\nDESCRIPTION:{text}")
    assert only(found)["description"] == {"sv": "En båt\n\nSe bilder\n"}
    assert any("https://b.example" in note.quote for note in found.notes)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"hej", "broken"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "empty"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\n", "empty"),
        (b"x" * 5_000_001, "large"),
        (calendar(*["UID:1\nSUMMARY:x"] * 501), "many"),
    ],
)
def test_no_calendar_is_refused(corpus: Corpus, data: bytes, reason: str) -> None:
    with pytest.raises(CalendarError) as error:
        read_events(data, corpus, patterns_of(words()))
    assert error.value.reason in (reason, "broken", "empty")
    assert error.value.reason == reason or len(data) < 100


LINES = st.sampled_from(
    [
        *WHOLE.strip().split("\n"),
        *("DTSTART;VALUE=DATE:20260603", "DTSTART:99999999", "DTEND:00010101", "DURATION:P"),
        *("RRULE:FREQ=HOURLY", "RRULE:FREQ=DAILY;COUNT=x", "RRULE:FREQ=DAILY;UNTIL=20260605"),
        *("EXDATE:20260603T090000Z", "RECURRENCE-ID:20260603T090000Z", "LOCATION:]]>"),
        *("DTSTART;TZID=Mars:20260603T090000", "DTSTART:99991231T235959Z", "END:VEVENT", "X-A:b"),
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES, max_size=8))
def test_no_mixture_of_lines_is_a_surprise(lines: list[str]) -> None:
    try:
        read(small(), "\n".join(lines))
    except CalendarError as error:
        assert error.reason
