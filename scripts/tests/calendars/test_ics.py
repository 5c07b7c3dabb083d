"""What every calendar file has to keep, each rule for itself, on every file of two networks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import icalendar
import pytest

from psi_site.calendars.ics import clean, headline, location
from psi_site.model.event import Event
from psi_site.site import Site
from tests.calendars.sample import event, files, golden_events, site_of

CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
ONCE = ("UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "LAST-MODIFIED", "CREATED", "STATUS")
URI_PROPERTIES = ("URL", "SOURCE", "CONFERENCE")


def events(data: bytes) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(data).events


def unfolded(data: bytes) -> list[str]:
    return data.decode("utf-8").replace("\r\n ", "").split("\r\n")[:-1]


def blocks(data: bytes) -> Iterator[list[str]]:
    """Yield the lines of each event."""
    lines: list[str] = []
    for line in unfolded(data):
        lines = [] if line == "BEGIN:VEVENT" else [*lines, line]
        if line == "END:VEVENT":
            yield lines


def name(line: str) -> str:
    return re.split("[;:]", line, maxsplit=1)[0]


def test_lines_are_short_and_end_as_the_standard_says(all_files: dict[str, bytes]) -> None:
    for data in all_files.values():
        assert data.endswith(b"END:VCALENDAR\r\n")
        assert not data.startswith(b"\xef\xbb\xbf")
        assert data.count(b"\n") == data.count(b"\r") == data.count(b"\r\n")
        for line in data.split(b"\r\n"):
            assert len(line) <= 75
            line.decode("utf-8")
        assert not CONTROL.search(data)


def test_the_head_is_whole(all_files: dict[str, bytes], sample: Site) -> None:
    for path, data in all_files.items():
        head = icalendar.Calendar.from_ical(data)
        assert (head["VERSION"], head["CALSCALE"]) == ("2.0", "GREGORIAN")
        assert re.fullmatch(r"-//[^/]+//[^/]+//(SV|EN)", head["PRODID"])
        assert head["NAME"] == head["X-WR-CALNAME"]
        assert head["NAME"].params["LANGUAGE"].upper() == head["PRODID"][-2:]
        described = [line.partition(":")[2] for line in unfolded(data) if "DESC" in name(line)]
        assert described[0] == described[1]
        assert head["X-WR-TIMEZONE"] == "Europe/Stockholm"
        source = next(line for line in unfolded(data) if line.startswith("SOURCE"))
        assert source.startswith("SOURCE;VALUE=URI:https://")
        assert source.endswith(path.removeprefix("sample/"))
        assert "REFRESH-INTERVAL;VALUE=DURATION:PT12H" in unfolded(data)
        assert "X-PUBLISHED-TTL:PT12H" in unfolded(data)


def test_nothing_is_in_it_that_makes_trouble(all_files: dict[str, bytes]) -> None:
    forbidden = {"METHOD", "ATTENDEE", "ORGANIZER", "RDATE"}
    for data in all_files.values():
        lines = unfolded(data)
        assert not forbidden & {name(line) for line in lines}
        assert "BEGIN:VALARM" not in lines
        before_zone = lines[: lines.index("BEGIN:VTIMEZONE")]
        assert not {"UID", "LAST-MODIFIED"} & {name(line) for line in before_zone}


def test_one_zone_of_two_rules_and_every_time_in_it(all_files: dict[str, bytes]) -> None:
    for data in all_files.values():
        lines = unfolded(data)
        assert lines.count("BEGIN:VTIMEZONE") == 1
        assert sum(line.startswith("RRULE:") for line in lines) == 2
        for block in blocks(data):
            for line in block:
                if name(line) in ("DTSTART", "DTEND"):
                    timed = r"DT(START|END);TZID=Europe/Stockholm:\d{8}T\d{6}"
                    assert re.fullmatch(rf"{timed}|DT(START|END);VALUE=DATE:\d{{8}}", line)
                if name(line) in ("DTSTAMP", "CREATED", "LAST-MODIFIED"):
                    assert re.fullmatch(r"[A-Z-]+:\d{8}T\d{6}Z", line)


def test_each_event_says_once_what_it_has_to(all_files: dict[str, bytes]) -> None:
    for data in all_files.values():
        for block in blocks(data):
            names = [name(line) for line in block]
            assert [each for each in ONCE if names.count(each) != 1] == []
            assert [each for each in names if names.count(each) > 1] in ([], ["CONTACT"] * 2)


def test_ends_come_after_beginnings_and_are_of_their_type(all_files: dict[str, bytes]) -> None:
    for data in all_files.values():
        for component in events(data):
            start, end = component["DTSTART"].dt, component.get("DTEND")
            assert isinstance(start, datetime) or end is not None
            if end is not None:
                assert type(end.dt) is type(start)
                assert end.dt > start


def test_a_days_end_is_the_day_after(sample_files: dict[str, bytes]) -> None:
    spans = {
        str(each["UID"]).partition("@")[0]: (each["DTSTART"].dt, each["DTEND"].dt)
        for each in events(sample_files["kalender.ics"])
        if not isinstance(each["DTSTART"].dt, datetime)
    }
    assert spans["all-day"] == (date(2022, 4, 19), date(2022, 4, 20))
    assert spans["many-days"] == (date(2017, 11, 20), date(2017, 11, 23))
    assert spans["odd-text"] == (date(2024, 2, 29), date(2024, 3, 1))


def test_uids_are_unique_and_from_the_configured_domain(all_files: dict[str, bytes]) -> None:
    for path, data in all_files.items():
        uids = [str(each["UID"]) for each in events(data)]
        domain = "kalender.granris" if path.startswith("sample/") else "kalender.psi-orebro"
        assert len(uids) == len(set(uids))
        assert all(uid.endswith(f"@{domain}") for uid in uids)


def test_an_event_is_the_same_in_every_file(all_files: dict[str, bytes]) -> None:
    shared = ("DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "STATUS", "DTSTART", "DTEND")
    seen: dict[str, set[str]] = {}
    for data in all_files.values():
        for block in blocks(data):
            uid = next(line for line in block if name(line) == "UID")
            facts = [line for line in block if name(line) in shared]
            seen.setdefault(uid, set()).add("\n".join(facts))
    assert {uid for uid, versions in seen.items() if len(versions) != 1} == set()


def test_an_event_has_the_same_lines_in_every_file_of_a_language(
    sample_files: dict[str, bytes],
) -> None:
    main = sample_files["kalender.ics"]
    for path in ("kalender/frukost.ics", "kalender/parter/byalaget.ics", "kalender/winter.ics"):
        data = sample_files[path]
        start = data.index(b"BEGIN:VEVENT")
        assert data[start : data.index(b"END:VEVENT")] in main


def test_addresses_are_whole_and_encoded(all_files: dict[str, bytes]) -> None:
    found = 0
    for data in all_files.values():
        for line in unfolded(data):
            if name(line) in URI_PROPERTIES:
                uri = re.sub(r'^[^:"]*("[^"]*"[^:"]*)*:', "", line)
                assert re.fullmatch(r"https://[\x21-\x7e]+", uri)
                assert not re.search(r'[\s<>"{}|\\^`]', uri)
                found += 1
        for component in events(data):
            hrefs = re.findall(r"https?://\S+", str(component["DESCRIPTION"]))
            assert hrefs
            assert all(href.isascii() for href in hrefs)
    assert found > 50


def test_descriptions_are_plain_with_the_rich_form_beside(all_files: dict[str, bytes]) -> None:
    for path, data in all_files.items():
        for component in events(data):
            plain, rich = component["DESCRIPTION"], component["X-ALT-DESC"]
            altrep = plain.params["ALTREP"]
            assert altrep.startswith("data:text/html,%3Cdiv%20lang%3D%22")
            assert altrep.isascii()
            assert not re.search(r"</?(p|ul|li|div|a|b)\b", plain), path
            assert rich.params["FMTTYPE"] == "text/html"
            assert rich.startswith("<!DOCTYPE HTML")
            assert "\n" not in rich


def test_texts_are_escaped(sample_files: dict[str, bytes]) -> None:
    (component,) = events(sample_files["kalender/odd-text.ics"])
    assert component["SUMMARY"].startswith(
        'Tecken; kommatecken, "citat", \\snedstreck och 👩‍👩‍👧 <b>inte fet</b>: en lång rubrik'
    )
    assert component["LOCATION"] == 'Sal "Ö"; tredje våningen, höger'
    assert component["DESCRIPTION"].startswith("Rad ett\nRad två; med, tecken\\n och & samt END:")
    lines = unfolded(sample_files["kalender/odd-text.ics"])
    assert 'LOCATION;LANGUAGE=sv:Sal "Ö"\\; tredje våningen\\, höger' in lines
    rich = next(line for line in lines if name(line) == "X-ALT-DESC")
    assert not re.search(r"(?<!\\)[;,]", rich.partition(":")[2])


@pytest.mark.parametrize(
    ("event_id", "swedish", "english", "status", "hidden"),
    [
        ("cancelled", "INSTÄLLT: Höstmöte", "CANCELLED: Autumn meeting", "CANCELLED", True),
        ("postponed", "UPPSKJUTET: Vårmöte", "POSTPONED: Spring meeting", "TENTATIVE", True),
        ("rescheduled", "NY TID: Sommarmöte", "NEW TIME: Summer meeting", "CONFIRMED", False),
        ("moved-online", "PÅ NÄTET: Vintermöte", "ONLINE: Winter meeting", "CONFIRMED", False),
        ("winter", "Frukost i januari", "Breakfast in January", "CONFIRMED", False),
    ],
)
def test_what_has_become_of_an_event_is_said_first(
    sample: Site,
    sample_files: dict[str, bytes],
    event_id: str,
    swedish: str,
    english: str,
    status: str,
    hidden: bool,
) -> None:
    (sv,) = events(sample_files[f"kalender/{event_id}.ics"])
    (en,) = events(sample_files[f"en/events/{event_id}.ics"])
    assert (sv["SUMMARY"], en["SUMMARY"]) == (swedish, english)
    assert headline(sample, sample.get(Event, event_id), "sv") == swedish
    assert sv["STATUS"] == en["STATUS"] == status
    assert sv.get("TRANSP") == ("TRANSPARENT" if hidden else None)


def test_a_postponed_event_stays_where_it_was(sample_files: dict[str, bytes]) -> None:
    (component,) = events(sample_files["kalender/postponed.ics"])
    assert component["DTSTART"].dt.replace(tzinfo=None) == datetime(2026, 3, 29, 13)
    assert "Tidigare tid: 29 mars 2026 kl. 13.00" in component["DESCRIPTION"]


def test_what_moved_to_the_net_has_no_place_left(sample: Site) -> None:
    assert location(sample, sample.get(Event, "moved-online"), "sv") == "På nätet"
    assert location(sample, sample.get(Event, "summer"), "en") == "Granris + Online"
    assert location(sample, sample.get(Event, "many-days"), "sv") == "Bologna, Italien"
    assert location(sample, sample.get(Event, "all-day"), "sv") == ""


def test_internal_meetings_say_so(sample_files: dict[str, bytes]) -> None:
    (component,) = events(sample_files["en/events/radslag.ics"])
    assert component["SUMMARY"] == "Council on the spring (for partners)"
    assert "for the network's partners only" in component["DESCRIPTION"]
    assert b"UID:internal@" not in sample_files["kalender.ics"]


def test_the_details_are_there(sample_files: dict[str, bytes]) -> None:
    (winter,) = events(sample_files["kalender/winter.ics"])
    (summer,) = events(sample_files["kalender/summer.ics"])
    assert winter["GEO"].to_ical() == "59.2741;15.2066"
    assert winter["CATEGORIES"].cats == ["Frukostmöten", "Grannskap"]
    assert winter["CONTACT"] == "Ada Alm, Värd, ada@exempel.se, 010-123 45 67"
    assert winter["LOCATION"] == "Folkets hus, Storgatan 1, 123 45 Granris stad"
    conference = summer["CONFERENCE"]
    assert conference == "https://xn--mten-5qa.exempel.se/rum-ett"
    assert conference.params["LABEL"] == "Delta på nätet"
    assert "CONFERENCE;LABEL=" in "".join(unfolded(sample_files["kalender/summer.ics"]))


def test_untranslated_words_say_their_language(sample_files: dict[str, bytes]) -> None:
    lines = unfolded(sample_files["en/events.ics"])
    assert any(line.startswith("SUMMARY;LANGUAGE=sv:Tecken") for line in lines)
    assert any(line.startswith("SUMMARY;LANGUAGE=en:Open house") for line in lines)


def test_an_unknown_end_is_not_made_up(tmp_path: Path) -> None:
    site = site_of(tmp_path, {"a": event("2026-05-04 13:00")})
    (component,) = events(files(site)["kalender/a.ics"])
    assert "DTEND" not in component
    assert component["DTSTART"].dt.replace(tzinfo=None) == datetime(2026, 5, 4, 13)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("a\tb", "a b"),
        ("a\r\nb\rc\u2028d\x85e\x0bf", "a\nb\nc\nd\ne\nf"),
        ("a\x00\x07\x1b\x7f\x9bb", "ab"),
        ("\ufeffa\ufffe\ud800b", "ab"),
        ("åäö – 👩‍👩‍👧", "åäö – 👩‍👩‍👧"),
    ],
)
def test_control_characters_are_removed(given: str, expected: str) -> None:
    assert clean(given) == expected


def test_a_rebuild_changes_nothing(tmp_path: Path) -> None:
    first = files(site_of(tmp_path / "a", golden_events()))
    assert files(site_of(tmp_path / "b", golden_events())) == first


def test_another_network_has_another_zone(tmp_path: Path) -> None:
    site = site_of(tmp_path, {"a": event("2026-01-15 13:00")}, zone="Europe/Helsinki")
    data = files(site)["kalender/a.ics"]
    (component,) = events(data)
    assert component["DTSTART"].dt.astimezone(UTC) == datetime(2026, 1, 15, 11, tzinfo=UTC)
    assert component["DTSTART"].dt.utcoffset() == timedelta(hours=2)
    assert b"X-WR-TIMEZONE:Europe/Helsinki\r\n" in data
    assert b"TZOFFSETTO:+0300\r\n" in data
    assert b"Stockholm" not in data
