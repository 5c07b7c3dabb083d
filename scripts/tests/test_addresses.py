"""Addresses of every record in every language, and their absence where there is no page."""

from __future__ import annotations

import re

import pytest

from psi_site.addresses import page_path, path_in, readable_in, target
from psi_site.model.event import Event, Series
from psi_site.model.grant import Grant, Scheme
from psi_site.model.newsletter import Newsletter
from psi_site.model.page import Page
from psi_site.model.party import Organisation, Partner, Person, Place
from psi_site.model.project import Project
from psi_site.model.record import Record
from psi_site.model.term import Term
from psi_site.site import Site

CODES = ("fi", "sv", "en")


@pytest.mark.parametrize(
    ("model", "record_id", "finnish", "swedish", "english"),
    [
        (Page, "index", "/", "/sv/", "/en/"),
        (Page, "tietoa", "/tietoa/", "/sv/om/", "/en/about/"),
        (Page, "kalenteri", "/kalenteri/", "/sv/kalender/", "/en/events/"),
        (
            Event,
            "joskus-lumella",
            *("/kalenteri/joskus-lumella/", "/sv/kalender/joskus-lumella/"),
            "/en/events/joskus-lumella/",
        ),
        (
            Series,
            "tuli-illat",
            *("/kalenteri/tuli-illat/", "/sv/kalender/tuli-illat/", "/en/events/tuli-illat/"),
        ),
        (
            Partner,
            "oinen-valo",
            *("/jasenet/oinen-valo/", "/sv/medlemmar/oinen-valo/", "/en/members/oinen-valo/"),
        ),
        (
            Person,
            "aino-kelo",
            *("/henkilot/#aino-kelo", "/sv/personer/#aino-kelo", "/en/people/#aino-kelo"),
        ),
        (
            Scheme,
            "kipinaraha",
            "/tuet/#kipinaraha",
            "/sv/stod/#kipinaraha",
            "/en/funding/#kipinaraha",
        ),
        (
            Grant,
            "kipinaraha-2030",
            *("/tuet/kipinaraha-2030/", "/sv/stod/kipinaraha-2030/"),
            "/en/funding/kipinaraha-2030/",
        ),
        (Term, "ipt", "/sanasto/#ipt", "/sv/ordlista/#ipt", "/en/glossary/#ipt"),
        (
            Newsletter,
            "2031-1",
            *("/uutiskirje/2031-1/", "/sv/nyhetsbrev/2031-1/", "/en/newsletter/2031-1/"),
        ),
    ],
)
def test_an_address_in_every_language(
    model: type[Record], record_id: str, finnish: str, swedish: str, english: str, lappi: Site
) -> None:
    record = lappi.get(model, record_id)
    offered = readable_in(lappi, record)
    for code, path in zip(CODES, (finnish, swedish, english), strict=True):
        assert path_in(lappi, record, code) == (path if code in offered else None)


@pytest.mark.parametrize(
    ("model", "record_id"),
    [
        (Event, "2031-08-08-vain-suomeksi"),
        (Partner, "salainen-seura"),
        (Project, "saunakirjasto"),
        (Newsletter, "2031-2"),
        (Page, "vain-suomeksi"),
    ],
)
def test_an_untranslated_record_leads_to_its_original(
    model: type[Record], record_id: str, lappi: Site
) -> None:
    record = lappi.get(model, record_id)
    assert readable_in(lappi, record) == ("fi",)
    found = {code: target(lappi, record, code) for code in CODES}
    assert {each.language for each in found.values() if each} == {"fi"}
    assert len({each.path for each in found.values() if each}) == 1


def test_a_translation_without_the_third_language_leads_to_the_original(lappi: Site) -> None:
    record = lappi.get(Newsletter, "2031-1")
    assert readable_in(lappi, record) == ("fi", "sv")
    english = target(lappi, record, "en")
    assert english
    assert (english.path, english.language) == ("/uutiskirje/2031-1/", "fi")


def test_what_is_read_nowhere_has_no_address(lappi: Site) -> None:
    record = lappi.get(Organisation, "vuonoliitto")
    assert all(path_in(lappi, record, code) is None for code in CODES)
    assert target(lappi, record, "fi") is None


@pytest.mark.parametrize("name", ["lappi", "real_site"])
def test_addresses_are_plain_and_belong_to_one_record(
    name: str, request: pytest.FixtureRequest
) -> None:
    site: Site = request.getfixturevalue(name)
    taken: dict[str, Record] = {}
    for record in site.every():
        for code in site.codes:
            path = path_in(site, record, code)
            if path:
                assert re.fullmatch(r"/([a-z0-9-]+/)*(#[a-z0-9-]+)?", path), path
                assert path not in taken, (path, taken.get(path))
                taken[path] = record
                is_original = code == site.codes[0]
                assert path.startswith(f"/{code}/") is not is_original
    assert len(taken) > 100


def test_a_place_has_its_page(lappi: Site) -> None:
    assert path_in(lappi, lappi.get(Place, "kuuskero"), "en") == "/en/places/kuuskero/"
    assert page_path(lappi, lappi.get(Page, "paikat"), "sv") == "/sv/platser/"
