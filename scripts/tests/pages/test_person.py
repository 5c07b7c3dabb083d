"""People: letters in the language's order, roles with years, and where each appears."""

from __future__ import annotations

from typing import Any

from psi_site.model.party import Person
from psi_site.pages.alphabet import by_letter, initial
from psi_site.pages.person import entry
from psi_site.site import Site
from tests.pages.drawing import draw, reader, words
from tests.pages.made import only, with_records

FULL: dict[str, Any] = {
    "id": "ulla-ohrn",
    "full_name": "Ulla Öhrn",
    "aliases": ["Ulla Berg"],
    "affiliations": [
        {
            "organisation": "coompanion",
            "title": {"sv": "rådgivare", "en": "adviser"},
            "known": 2018,
        },
        {"organisation": "arvsfonden", "from_year": 2010, "to_year": 2012},
        {"title": {"sv": "ordförande"}, "from_year": 2020},
    ],
    "contacts": [
        {
            "role": {"sv": "kvällstid", "en": "evenings"},
            "email": "ulla@example.org",
            "phone": "019-10 20 30",
            "url": "https://example.org/ulla",
            "verified": "2021-03-04",
        }
    ],
    "portrait": {"credit": "Kim Foto"},
    "verified": "2024-05-06",
}
ULLA = Person.model_validate(FULL)


def test_every_field_is_on_the_page(real_site: Site) -> None:
    html = draw(with_records(real_site, ULLA), "/personer/")
    assert 'id="ulla-ohrn"' in html
    for text in (
        *("Ulla Öhrn", "Ulla Berg", "rådgivare", "Coompanion", "2018", "2010–2012", "sedan 2020"),
        *("kvällstid", "ulla@example.org", "4 mars 2021", "Kim Foto", "6 maj 2024"),
    ):
        assert text in words(html)
    assert 'href="https://example.org/ulla"' in html


def test_text_without_translation_is_marked(real_site: Site) -> None:
    html = draw(with_records(real_site, ULLA), "/en/people/")
    assert '<span lang="sv">ordförande</span>' in html


def test_latest_role_first(real_site: Site) -> None:
    roles = entry(reader(with_records(real_site, ULLA)), ULLA).roles
    assert [role.years for role in roles] == ["sedan 2020", "2018", "2010–2012"]


def test_where_a_person_appears(real_site: Site) -> None:
    found = entry(reader(real_site), real_site.get(Person, "anders-bro"))
    assert {row.line.title: row.roles for row in found.events}[
        "Vad är social innovation?"
    ] == "talar"
    assert [(row.link.href, row.years) for row in found.seats] == [
        ("/organisation/#arbetsutskottet", "2022")
    ]
    assert [office.partner.title for office in found.offices] == ["Region Örebro län"]
    assert found.news
    pages = [mention.link.href for mention in found.mentions]
    assert "/organisation/" in pages
    assert not [path for path in pages if path and path.startswith("/kalender/")]


def test_project_contact_is_on_the_page(real_site: Site) -> None:
    found = entry(reader(real_site), real_site.get(Person, "susanna-jordan"))
    assert [(row.project.id, row.roles) for row in found.projects] == [
        ("matchning-mot-jobb", "kontaktperson")
    ]


def test_letters_follow_the_language(real_site: Site) -> None:
    named = [
        Person.model_validate({"id": f"p{number}", "full_name": name, "verified": "2024-01-01"})
        for number, name in enumerate(
            ["Örjan Ek", "Åsa Ek", "Zoe Ek", "Élodie Ek", "3D-Kim", "Eva Ek"]
        )
    ]
    site = only(real_site, "person", *named)
    swedish = by_letter(reader(site), named)
    assert [letter.text for letter in swedish] == ["0–9", "E", "Z", "Å", "Ö"]
    assert [p.id for p in swedish[1].records] == ["p3", "p5"]
    english = by_letter(reader(site, "en"), named)
    assert [letter.text for letter in english] == ["0–9", "A", "E", "O", "Z"]
    assert len({letter.id for letter in swedish}) == 5


def test_initial_passes_over_signs(real_site: Site) -> None:
    swedish = real_site.languages["sv"]
    assert initial(swedish, "”Öppna data”") == "Ö"
    assert initial(swedish, "1:1-medel") == ""
    assert initial(swedish, "…") == ""
