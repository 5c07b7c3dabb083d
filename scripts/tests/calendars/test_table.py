"""Which calendars there are, where they lie and what they carry."""

from __future__ import annotations

from pathlib import Path

import pytest

from psi_site.addresses import path_in
from psi_site.calendars.table import (
    Calendar,
    audience_of,
    calendar_of,
    calendars,
    effective_start,
    organisers,
)
from psi_site.model.event import Audience, Event, Series
from psi_site.model.page import Page
from psi_site.model.party import Partner, Person
from psi_site.site import Site
from tests.calendars.sample import event, load, site_of, write_site

SHARED = {
    "sv": ["/kalender.ics", "/kalender/frukost.ics", "/kalender/radslag.ics"],
    "en": ["/en/events.ics", "/en/events/frukost.ics", "/en/events/radslag.ics"],
}
ORGANISERS = {"sv": "/kalender/parter/{}.ics", "en": "/en/events/partners/{}.ics"}


def by_id(site: Site, language: str) -> dict[str, Calendar]:
    return {calendar.id: calendar for calendar in calendars(site, language)}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_list_series_and_organiser_has_its_calendar(sample: Site, language: str) -> None:
    paths = [each.path for each in calendars(sample, language) if each.kind != "event"]
    parties = ("byalaget", "kommunen", "bibliotek")
    assert paths == SHARED[language] + [ORGANISERS[language].format(party) for party in parties]


def test_an_event_has_its_file_beside_its_page(sample: Site) -> None:
    found = calendar_of(sample, sample.get(Event, "winter"), "en")
    assert found is not None
    assert (found.path, found.page) == ("/en/events/winter.ics", "/en/events/winter/")
    assert [each.id for each in found.events] == ["winter"]


def test_no_two_files_and_no_page_share_a_path(sample: Site, real_site: Site) -> None:
    for site in (sample, real_site):
        paths = [each.path for code in site.codes for each in calendars(site, code)]
        pages = {path_in(site, record, code) for record in site.every() for code in site.codes}
        assert len(paths) == len(set(paths))
        assert not {f"{path}/" for path in paths} & pages


def test_a_series_named_as_the_organisers_folder_collides_with_nothing(tmp_path: Path) -> None:
    site = site_of(tmp_path, {"parter": event(organisers="[kommunen]")})
    paths = [each.path for each in calendars(site, "sv")]
    assert "/kalender/parter.ics" in paths
    assert "/kalender/parter/kommunen.ics" in paths
    assert len(paths) == len(set(paths))


def test_internal_meetings_are_in_their_series_alone(sample: Site) -> None:
    found = by_id(sample, "sv")
    holding = [id for id, each in found.items() if "internal" in [e.id for e in each.events]]
    assert holding == ["series-radslag", "event-internal"]
    assert found["all"].audiences == (Audience.OPEN, Audience.INVITED)
    assert found["series-radslag"].audiences == (Audience.INTERNAL,)
    assert found["series-frukost"].audiences == (Audience.OPEN,)


def test_an_event_takes_audience_and_organisers_from_its_series(sample: Site) -> None:
    internal, winter = sample.get(Event, "internal"), sample.get(Event, "winter")
    assert audience_of(sample, internal) is Audience.INTERNAL
    assert audience_of(sample, sample.get(Event, "all-day")) is None
    assert organisers(sample, winter) == ("byalaget",)
    assert organisers(sample, sample.get(Event, "many-days")) == ("kommunen", "bibliotek")


def test_undated_events_are_left_out_and_told_of(tmp_path: Path) -> None:
    undated = event(series="frukost").replace("start: 2026-05-04 13:00\n", "period: {sv: I vår}\n")
    site = site_of(tmp_path, {"b": undated, "a": event(series="frukost"), "c": undated})
    found = by_id(site, "sv")
    for key in ("all", "series-frukost", "organiser-byalaget"):
        assert [each.id for each in found[key].events] == ["a"]
        assert [each.id for each in found[key].undated] == ["b", "c"]
    assert "event-b" not in found


def test_events_come_in_order_of_time(sample: Site) -> None:
    found = by_id(sample, "sv")["all"]
    starts = [str(effective_start(each)) for each in found.events]
    assert starts == sorted(starts)


def test_a_series_without_events_can_be_subscribed_to(tmp_path: Path) -> None:
    site = site_of(tmp_path, {"a": event()})
    found = calendar_of(site, site.get(Series, "frukost"), "sv")
    assert found is not None
    assert (found.path, found.events, found.undated) == ("/kalender/frukost.ics", (), ())


def test_records_without_a_calendar_have_none(sample: Site) -> None:
    assert calendar_of(sample, sample.get(Page, "index"), "sv") is None
    assert calendar_of(sample, sample.get(Person, "ada-alm"), "sv") is None
    assert calendar_of(sample, sample.get(Event, "odd-text"), "en") is None


def test_a_partner_who_arranges_nothing_open_has_no_calendar(tmp_path: Path) -> None:
    site = site_of(tmp_path, {"a": event(organisers="[kommunen]", audience="internal")})
    assert calendar_of(site, site.get(Partner, "kommunen"), "sv") is None


def test_names_are_in_the_calendars_own_language(sample: Site) -> None:
    assert by_id(sample, "sv")["organiser-kommunen"].name == "Granris: Granris kommun ordnar"
    english = by_id(sample, "en")
    assert english["organiser-kommunen"].name == "Granris: organised by Granris Municipality"
    assert english["event-winter"].name == "Breakfast in January"
    assert all(each.language == "en" for each in english.values())


@pytest.mark.parametrize(
    ("page", "kinds"), [("kalender", set()), ("parter", {"all", "series", "event"})]
)
def test_a_language_without_a_list_page_lacks_its_calendars(
    tmp_path: Path, page: str, kinds: set[str]
) -> None:
    root = write_site(tmp_path, {"a": event(organisers="[kommunen]")})
    (root / f"docs/{page}.en.md").unlink()
    site = load(root)
    assert {each.kind for each in calendars(site, "en")} == kinds
    assert {each.kind for each in calendars(site, "sv")} == {"all", "series", "organiser", "event"}
