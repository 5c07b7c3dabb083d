"""Partners: the list in its groups, narrower lists, and a page that links back to everything."""

from __future__ import annotations

import re
from typing import Any

import pytest

from psi_site.model.party import Partner
from psi_site.pages.mentions import mentions
from psi_site.pages.partner import partner_list, partner_page
from psi_site.site import Site
from tests.pages.drawing import draw, reader, words
from tests.pages.made import with_records

FULL: dict[str, Any] = {
    "id": "full",
    "title": {"sv": "Ågrenska föreningen", "en": "The Ågren Association"},
    "aliases": ["Ågrens"],
    "legal_entity": "Ågrens ideella förening",
    "sector": "civil_society",
    "municipality": "karlskoga",
    "places": ["degerfors"],
    "description": {"sv": "Hjälper *alla*.", "en": "Helps *all*."},
    "contacts": [
        {
            "person": "anders-bro",
            "role": {"sv": "kassör", "en": "treasurer"},
            "email": "kassor@example.org",
            "phone": "019-10 20 30",
            "url": "https://example.org/kassor",
            "verified": "2021-03-04",
        },
        {"role": {"sv": "Kansliet", "en": "The office"}, "verified": "2024-05-06"},
    ],
    "joined": "2016",
    "left": "2031",
    "founded": "1987",
    "members": "1234",
    "members_year": "2019",
    "logo": {"file": "full.svg"},
    "url": "https://example.org/",
}


def full(**changes: Any) -> Partner:
    return Partner.model_validate(FULL | changes)


def page_of(site: Site, partner_id: str) -> dict[str, Any]:
    view = reader(site)
    return dict(partner_page(view, site.get(Partner, partner_id)))


def test_every_field_is_on_the_page(real_site: Site) -> None:
    site = with_records(real_site, full())
    html = draw(site, "/parter/full/")
    said = words(html)
    for text in (
        *("Ågrenska föreningen", "Ågrens", "Ågrens ideella förening", "Karlskoga", "Degerfors"),
        *("Hjälper alla", "Anders Bro", "kassör", "kassor@example.org", "Kansliet", "1987"),
        *("4 mars 2021", "6 maj 2024", "2016–2031", "1 234 (2019)", "example.org"),
        *("Civilsamhälle och social ekonomi", "example.org/kassor"),
    ):
        assert text in said
    assert 'src="/full.svg"' in html
    assert "1 234 (2019)" not in words(
        draw(with_records(site, full(members=None)), "/parter/full/")
    )


def test_english_page_is_in_english(real_site: Site) -> None:
    said = words(draw(with_records(real_site, full()), "/en/partners/full/"))
    assert "The Ågren Association" in said
    assert "Helps all" in said
    assert "1,234 (2019)" in said
    assert "Kontakt" not in said


def test_newest_contact_first(real_site: Site) -> None:
    said = words(draw(with_records(real_site, full()), "/parter/full/"))
    assert said.index("Kansliet") < said.index("kassör")


def test_page_links_back(real_site: Site) -> None:
    page = page_of(real_site, "stiftelsen-activa")
    projects = {row.link.title: row.roles for row in page["projects"]}
    assert projects["Samverkan för social innovation i Örebro län"] == "Samverkar"
    assert "En inkluderande arbetsmarknad" in page["organises"][0].line.title
    assert [each.link.title for each in page["people"]] == ["Lotta Karlsson-Andersson"]
    seats = [(each["row"].link.title, each["row"].years) for each in page["seats"]]
    assert ("Arbetsutskottet", "2022") in seats
    assert ("Samordnare", "sedan 2023") in seats
    assert all("/nyhetsbrev/2017-4/#" in item.href for item in page["news"])
    assert page["news"]
    assert page["is_coordinator"]


def test_grant_is_on_the_page_of_who_got_it(real_site: Site) -> None:
    assert [row.link.href for row in page_of(real_site, "verdandi-orebro")["grants"]] == [
        "/finansiering/utvecklingsmedel-2017/"
    ]
    assert page_of(real_site, "abf")["grants"] == []


def test_nothing_is_said_twice(real_site: Site) -> None:
    for partner in real_site.all(Partner):
        page = page_of(real_site, partner.id)
        shown = [row.link.href for row in page["projects"]]
        shown += [row.line.href for row in (*page["organises"], *page["takes_part"])]
        assert not set(shown) & {mention.link.href for mention in page["mentions"]}


def test_who_is_only_asked_for_money_is_no_funder(real_site: Site) -> None:
    rows = page_of(real_site, "region-orebro-lan")["projects"]
    applied = [row for row in rows if row.project.id == "samverkan-for-social-innovation"]
    assert "Pengar söks hos" in applied[0].roles
    assert "Betalar" not in applied[0].roles


@pytest.mark.parametrize(("year", "gone"), [("2025", True), ("2026", False), ("2031", False)])
def test_partner_that_left_stands_apart(real_site: Site, year: str, gone: bool) -> None:
    view = reader(with_records(real_site, full(left=year)))
    groups = partner_list(view, view.site.list_pages["partner"], None)["groups"]
    found = {group.id for group in groups for tile in group.tiles if "Ågrenska" in tile.link.title}
    assert found == ({"former"} if gone else {"civil-society"})


def test_list_has_the_three_groups_in_order(real_site: Site) -> None:
    view = reader(real_site)
    listed = partner_list(view, real_site.list_pages["partner"], None)
    assert [(g.title, len(g.tiles)) for g in listed["groups"]] == [
        ("Civilsamhälle och social ekonomi", 22),
        ("Kommuner", 10),
        ("Andra offentliga aktörer", 7),
    ]
    names = [tile.link.title for tile in listed["groups"][0].tiles]
    assert names[-1] == "Örebro stadsmission"
    assert names.index("Möckelnföreningarna") < names.index("NBV")


def test_narrower_lists_are_pages_with_counts(real_site: Site) -> None:
    sectors, places = partner_list(reader(real_site), real_site.list_pages["partner"], None)[
        "narrower"
    ]
    assert sectors["items"][0] == {
        "text": "Alla",
        "href": "/parter/",
        "count": 39,
        "current": True,
    }
    for item in (*sectors["items"], *places["items"]):
        html = draw(real_site, item["href"])
        assert html.count('class="partner-name"') == item["count"]
        assert re.search(rf'href="{item["href"]}" aria-current="page"', html)
    assert [item["text"] for item in places["items"]][-2:] == ["Ljusnarsberg", "Örebro"]


def test_mentions_count_fields_and_texts(real_site: Site) -> None:
    view = reader(real_site)
    found = {(each.kind, each.id) for each in mentions(view, real_site.get(Partner, "bilda"))}
    assert ("place", "oxhagen") in found  # a link in a text
    assert ("group", "radgivningsgruppen") in found  # a field
    assert ("partner", "bilda") not in found
