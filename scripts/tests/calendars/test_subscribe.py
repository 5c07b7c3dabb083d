"""Ways into a calendar are plain links with the addresses each service wants."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from psi_site.calendars.subscribe import Way, event_ways, ways
from psi_site.calendars.table import calendars
from psi_site.model.event import Event
from psi_site.site import Site
from tests.calendars.sample import event, site_of

HTTPS = "https://www.exempel.se/n%C3%A4t/kalender.ics"


def by_id(found: tuple[Way, ...]) -> dict[str, Way]:
    return {way.id: way for way in found}


def query(way: Way) -> dict[str, str]:
    return {key: value for key, (value,) in parse_qs(urlsplit(way.href).query).items()}


def test_each_service_gets_the_address_it_takes(sample: Site) -> None:
    found = by_id(ways(sample, calendars(sample, "sv")[0]))
    webcal = HTTPS.replace("https:", "webcal:")
    assert found["google"].href == (
        "https://calendar.google.com/calendar/render"
        "?cid=webcal%3A%2F%2Fwww.exempel.se%2Fn%25C3%25A4t%2Fkalender.ics"
    )
    assert query(found["google"]) == {"cid": webcal}
    assert found["apple"].href == found["other"].href == webcal
    assert query(found["outlook"]) == {"url": HTTPS, "name": "Granris: alla möten"}
    assert query(found["office"]) == query(found["outlook"])
    assert (found["copy"].href, found["copy"].copy) == (HTTPS, True)
    assert (found["download"].href, found["download"].download) == ("/kalender.ics", True)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_way_has_words_and_says_how_often_it_looks(sample: Site, language: str) -> None:
    words = sample.languages[language]
    for way in ways(sample, calendars(sample, language)[0]):
        assert words.has(way.label)
        assert way.note is None if way.download else words.has(way.note or "")
    for way in event_ways(sample, sample.get(Event, "winter"), language):
        assert words.has(way.label)


def test_a_timed_event_is_handed_over_with_its_zone(sample: Site) -> None:
    found = by_id(event_ways(sample, sample.get(Event, "summer"), "en"))
    google, outlook = query(found["google"]), query(found["outlook"])
    assert google["dates"] == "20220616T083000/20220616T100000"
    assert google["ctz"] == "Europe/Stockholm"
    assert google["text"] == outlook["subject"] == "Breakfast in June"
    assert outlook["startdt"] == "2022-06-16T08:30:00+02:00"
    assert outlook["enddt"] == "2022-06-16T10:00:00+02:00"
    assert outlook["allday"] == "false"
    assert found["download"].href == "/en/events/summer.ics"
    winter = by_id(event_ways(sample, sample.get(Event, "winter"), "en"))
    assert query(winter["office"])["startdt"] == "2022-01-18T08:30:00+01:00"


def test_days_are_handed_over_with_an_exclusive_end(sample: Site) -> None:
    found = by_id(event_ways(sample, sample.get(Event, "many-days"), "sv"))
    assert query(found["google"])["dates"] == "20171120/20171123"
    assert query(found["outlook"])["enddt"] == "2017-11-23"
    assert query(found["outlook"])["allday"] == "true"


def test_a_postponed_event_is_handed_over_at_its_old_time(sample: Site) -> None:
    found = by_id(event_ways(sample, sample.get(Event, "postponed"), "sv"))
    assert query(found["google"])["dates"] == "20260329T130000/20260329T130000"


def test_what_is_not_translated_is_still_a_file(sample: Site) -> None:
    found = by_id(event_ways(sample, sample.get(Event, "odd-text"), "en"))
    assert found["download"].href == "/kalender/odd-text.ics"


def test_an_undated_event_cannot_be_saved(tmp_path: Path) -> None:
    undated = event().replace("start: 2026-05-04 13:00", "period: {sv: I vår}")
    site = site_of(tmp_path, {"a": undated})
    assert event_ways(site, site.get(Event, "a"), "sv") == ()


def test_links_stay_short_enough_to_open(real_site: Site) -> None:
    for each in real_site.all(Event):
        for way in event_ways(real_site, each, "sv"):
            assert len(way.href) < 2000
