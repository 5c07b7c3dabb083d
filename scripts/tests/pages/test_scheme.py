"""Schemes with their rules and rounds, and the page of a round."""

from __future__ import annotations

from typing import Any

from psi_site.model.grant import Grant, Scheme
from psi_site.site import Site
from tests.pages.drawing import draw, words
from tests.pages.made import with_records

SEEDS: dict[str, Any] = {
    "id": "seeds",
    "title": {"sv": "Fröpengar", "en": "Seed money"},
    "summary": {"sv": "Pengar att gro av.", "en": "Money to grow from."},
    "description": {"sv": "En *längre* text.", "en": "A *longer* text."},
    "funder": "region-orebro-lan",
    "since": "2011",
    "for_whom": {"sv": "För trädgårdar.", "en": "For gardens."},
    "criteria": [{"sv": "Det gror.", "en": "It grows."}],
    "process": [{"sv": "Man sår.", "en": "You sow."}],
    "decided_by": [
        {"from_year": 2011, "to_year": 2013, "text": {"sv": "Kungen", "en": "The king"}},
        {"from_year": 2014, "text": {"sv": "Folket", "en": "The people"}},
    ],
    "examples": [{"sv": "En morot", "en": "A carrot"}],
    "follow_on": [
        {
            "organisation": "coompanion",
            "project": "raise",
            "seed": "1 000",
            "amount": "90 000",
            "funder": "arvsfonden",
            "text": {"sv": "Det växte.", "en": "It grew."},
        }
    ],
    "contacts": [{"email": "fro@example.org", "verified": "2021-03-04"}],
    "documents": [{"title": "Handboken", "url": "https://example.org/handbok.pdf"}],
    "url": "https://example.org/fro",
}
ROUND: dict[str, Any] = {
    "id": "seeds-2012",
    "title": {"sv": "Fröpengar 2012", "en": "Seed money 2012"},
    "scheme": "seeds",
    "year": "2012",
    "call": {"sv": "Sök nu.", "en": "Apply now."},
    "opens": "2012-01-02",
    "closes": "2012-03-04",
    "criteria": [{"sv": "Bara ärtor.", "en": "Peas only."}],
    "applicants": "1",
    "decided": "2012-05-06",
    "decided_by": {"sv": "Kungen", "en": "The king"},
    "total": "7 000",
    "recipients": [
        {
            "organisation": "coompanion",
            "amount": "5 000",
            "purpose": {"sv": "ett *växthus*", "en": "a *greenhouse*"},
            "project": "raise",
        },
        {"organisation": "arvsfonden"},
    ],
}


def made(site: Site, **changes: Any) -> Site:
    seeds, grant = Scheme.model_validate(SEEDS), Grant.model_validate(ROUND | changes)
    return with_records(site, seeds, grant)


def test_every_field_of_a_scheme_is_on_the_page(real_site: Site) -> None:
    html = draw(made(real_site), "/finansiering/")
    said = words(html)
    said = said[said.index("Pengar att gro av.") :]
    for text in (
        *("En längre text.", "Region Örebro län", "2011", "För trädgårdar.", "Det gror."),
        *("Man sår.", "2011–2013", "Kungen", "Sedan 2014", "Folket", "En morot", "Coompanion"),
        *("1 000 kr", "90 000 kr", "Allmänna arvsfonden", "Det växte."),
        *("fro@example.org", "4 mars 2021", "Handboken", "example.org/fro"),
        *("Fröpengar 2012", "1 sökande · 2 fick stöd · 7 000 kr"),
    ):
        assert text in said
    assert html.count('id="seeds"') == 1
    assert 'href="/finansiering/seeds-2012/"' in html


def test_every_field_of_a_round_is_on_its_page(real_site: Site) -> None:
    said = words(draw(made(real_site), "/finansiering/seeds-2012/"))
    for text in (
        *("Fröpengar 2012", "Fröpengar", "2012", "Sök nu.", "2 januari 2012", "4 mars 2012"),
        *("Bara ärtor.", "Sökande 1", "6 maj 2012", "Kungen", "7 000 kr", "Coompanion"),
        *("5 000 kr", "ett växthus", "Allmänna arvsfonden"),
    ):
        assert text in said
    assert "Hur mycket var och en fick vet vi inte." not in said


def test_unknown_sums_are_said_plainly(real_site: Site) -> None:
    said = words(draw(real_site, "/finansiering/utvecklingsmedel-2017/"))
    assert "Hur mycket var och en fick vet vi inte." in said
    assert "Dövas förening Örebro län" in said


def test_criteria_are_numbered(real_site: Site) -> None:
    html = draw(made(real_site), "/finansiering/")
    criteria = html[html.index('id="seeds-criteria"') :]
    assert criteria.index("<ol>") < criteria.index("Det gror.") < criteria.index("</ol>")


def test_a_round_without_applicants_known_says_nothing(real_site: Site) -> None:
    site = made(real_site, applicants=None, total=None, recipients=[])
    said = words(draw(site, "/finansiering/seeds-2012/"))
    assert "Sökande" not in said
    assert "De som fick stöd" not in said
