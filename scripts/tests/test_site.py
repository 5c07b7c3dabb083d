"""Loading a site: everything at once, nothing half, and what a loaded site knows."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path

import pytest

from psi_site.diagnostics import Diagnostic, SourceError
from psi_site.model.event import Event, Series
from psi_site.model.page import Page
from psi_site.model.party import Organisation, Partner, Person, Place
from psi_site.model.project import Project
from psi_site.model.settings import Settings
from psi_site.model.text import LocalizedText
from psi_site.site import CONTENT_TYPES, Site, load_site
from tests import made_up


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A made-up site to spoil."""
    return made_up.copy_site(tmp_path / "root")


def change(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(root: Path) -> list[Diagnostic]:
    with pytest.raises(SourceError) as caught:
        load_site(root)
    return [each for each in caught.value.diagnostics if each.is_error]


def test_every_kind_is_loaded(lappi: Site) -> None:
    for content_type in CONTENT_TYPES:
        assert lappi.records[content_type.kind], content_type.kind


def test_all_problems_are_told_at_once(root: Path) -> None:
    change(root, "data/partners.yml", "founded: 1987", "founded: muinoin")
    change(root, "data/figures.yml", "year: 2030", "year: ennen")
    change(root, "data/events/2031-02-10-nuotiopuhe.yml", "form: seminar", "form: seminaari")
    change(root, "docs/tietoa.fi.md", "(partner:kuuskeron-kylat)", "(partner:kuuskero-kylat)")
    found = {(each.span.path, each.span.line > 0) for each in faults(root)}
    assert {
        ("data/partners.yml", True),
        ("data/figures.yml", True),
        ("data/events/2031-02-10-nuotiopuhe.yml", True),
        ("docs/tietoa.fi.md", True),
    } <= found


def test_faults_come_in_order_and_once(root: Path) -> None:
    change(root, "data/partners.yml", "founded: 1987", "founded: muinoin")
    change(root, "data/accessibility.yml", "assessed: 2031-01-10", "assessed: eilen")
    found = [(each.span, each.code) for each in faults(root)]
    assert found == sorted(found)
    assert len(found) == len(set(found))


def test_a_site_without_settings_is_none(root: Path) -> None:
    (root / "data/site.yml").unlink()
    assert [each.code for each in faults(root)] == ["no-settings"]


def test_a_language_of_its_own_must_have_all_words(root: Path) -> None:
    (root / "data/locales/fi/grant.yml").unlink()
    change(root, "data/locales/fi/home.yml", "next: Seuraavaksi\n", "")
    missing = [each for each in faults(root) if each.code == "words-missing"]
    assert {each.span.path: each.arguments["keys"].split(", ")[0] for each in missing} == {
        "data/locales/fi/grant.yml": "amounts_unknown",
        "data/locales/fi/home.yml": "next",
    }


def test_a_word_for_a_kind_the_site_does_not_have_is_refused(root: Path) -> None:
    (root / "data/locales/sv/kind.yml").write_text("toy: Leksak\n", encoding="utf-8")
    assert [each.code for each in faults(root)] == ["unknown-word"]


def test_templates_are_looked_for_where_mkdocs_looks(root: Path, tmp_path: Path) -> None:
    change(root, "docs/haku.fi.md", "template: search", "template: serach")
    found = faults(root)
    assert [(each.code, each.suggestion) for each in found] == [("template-missing", "search")]
    mkdocs = root / "mkdocs.yml"
    mkdocs.write_text("theme:\n  name: material\n", encoding="utf-8")
    pages = root / "overrides/pages"
    pages.mkdir(parents=True)
    for name in ("home", "serach", "follow", "statement", "contact"):
        (pages / f"{name}.html").write_text("", encoding="utf-8")
    load_site(root)


def test_ages_are_checked_only_on_a_known_day(root: Path) -> None:
    def codes(today: date | None) -> set[str]:
        return {each.code for each in load_site(root, today=today)[1]}

    assert "contact-unverified" not in codes(None)
    assert "contact-unverified" not in codes(date(2031, 3, 30))
    assert "contact-unverified" in codes(date(2032, 3, 30))


def test_a_site_does_not_change(lappi: Site) -> None:
    with pytest.raises(FrozenInstanceError):
        lappi.root = Path("/")  # type: ignore[misc]


def test_records_are_found_by_type_and_id(lappi: Site) -> None:
    assert lappi.get(Event, "joskus-lumella").title.has("en")
    with pytest.raises(KeyError):
        lappi.get(Event, "no-such-event")
    found = lappi.find("pohjoinen-rahasto", (Partner.kind, Organisation.kind))
    assert isinstance(found, Organisation)
    assert lappi.find("pohjoinen-rahasto", (Partner.kind,)) is None
    assert lappi.party("oinen-valo").kind == "partner"
    assert [each.id for each in lappi.all(Settings)] == ["site"]


def test_what_refers_to_a_record_is_known(lappi: Site) -> None:
    kylat = lappi.get(Partner, "kuuskeron-kylat")
    assert {each.id for each in lappi.links_to(kylat, Event)} == {
        "2031-03-30-lyhtyjen-paiva",
        "2031-09-01-talvikarajat",
        "2031-11-07-kaamosviikko",
    }
    assert [each.id for each in lappi.links_to(kylat, Person)] == ["aino-kelo"]
    assert [each.id for each in lappi.links_to(kylat, Series)] == ["tuli-illat"]
    event = lappi.get(Event, "2031-03-30-lyhtyjen-paiva")
    assert [each.id for each in lappi.links_to(event, Project)] == ["lyhtyreitti"]
    assert lappi.links_to(lappi.get(Place, "tyhjakuru"), Event) == ()


def test_links_come_in_the_order_of_their_source(lappi: Site) -> None:
    place = lappi.get(Place, "revontulimaa")
    assert [each.id for each in lappi.links_to(place, Place)] == [
        *("kuuskero", "utsavaara", "tyhjakuru"),
    ]


def test_a_text_is_read_in_the_nearest_language(lappi: Site) -> None:
    text = LocalizedText.model_validate({"fi": "suomi", "en": "english"})
    assert [str(lappi.read(text, code)) for code in ("fi", "sv", "en")] == [
        *("suomi", "suomi", "english"),
    ]
    assert lappi.read(text, "sv").language == "fi"
    assert lappi.read(LocalizedText.of("Kuuskero"), "sv").language is None


def test_a_day_the_editor_wrote_is_the_day_of_change(lappi: Site) -> None:
    assert lappi.changed(lappi.get(Page, "tietoa")) == date(2031, 2, 1)
    assert lappi.changed(lappi.get(Page, "yhteys")) is None


def test_the_source_file_of_each_edition_is_known(lappi: Site) -> None:
    page = lappi.get(Page, "tietoa")
    assert lappi.source_file(page) == "docs/tietoa.fi.md"
    assert lappi.source_file(page, "sv") == "docs/tietoa.sv.md"
    assert lappi.source_file(lappi.get(Partner, "akasranta"), "sv") == "data/partners.yml"
