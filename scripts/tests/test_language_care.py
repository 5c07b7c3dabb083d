"""The care of language: the site's own texts pass it, and it keeps quiet where it is not sure."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from psi_site.checks.language_care import check_language_care
from psi_site.checks.subject import Subject
from psi_site.diagnostics import Severity
from psi_site.site import Site, load_site
from tests.test_invalid import BASE

LONG = "ord " * 36


def codes(root: Path, text: str, file: str = "docs/om.sv.md") -> list[str]:
    """Return what the rules say of a text put into the small valid site."""
    shutil.copytree(BASE, root)
    page = root / file
    page.write_text(f"{page.read_text(encoding='utf-8')}\n{text}\n", encoding="utf-8")
    found = load_site(root)[1]
    assert all(each.severity is Severity.WARNING for each in found)
    return [each.code for each in found]


def test_the_sites_own_texts_are_well_kept(real_site: Site) -> None:
    subjects = (Subject(real_site, record) for record in real_site.every())
    assert [each for subject in subjects for each in check_language_care(subject)] == []


@pytest.mark.parametrize(
    "text",
    [
        f"{'Ord ' * 20}kl. 13.00. {'ord ' * 10}",
        "En mening. " * 40,
        f"| a | b |\n|---|---|\n| {LONG} | {LONG} |",
        f"```\n{LONG}\n```",
        "- " + "\n- ".join(["ett två tre fyra fem"] * 12),
        f"[Ord](https://example.org/{'a-' * 60}) står här.",
    ],
    ids=["abbreviation", "many", "table", "code", "list", "address"],
)
def test_no_sentence_is_long_by_mistake(tmp_path: Path, text: str) -> None:
    assert codes(tmp_path / "site", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Stöd kom från EU och visas som PDF.",
        "Kustens bästa råd (KBR) ger råd. KBR är ett råd.",
        "Kung Karl XII var inte här.",
        "Skriv `ABC` i rutan, eller ABC1.",
        "Läs [protokollet](https://example.org/ABC/).",
    ],
)
def test_known_and_explained_abbreviations_pass(tmp_path: Path, text: str) -> None:
    assert codes(tmp_path / "site", text) == []


def test_an_abbreviation_is_told_of_once_in_a_text(tmp_path: Path) -> None:
    assert codes(tmp_path / "site", "KBF och KBF.") == ["abbreviation-unexplained"]


@pytest.mark.parametrize("link", ["[Läs mer](page:om)", "[**här**](page:om)", "[ Hit. ](page:om)"])
def test_empty_words_as_a_link_are_told_of(tmp_path: Path, link: str) -> None:
    assert codes(tmp_path / "site", f"Text {link}.") == ["link-text-vague"]


@pytest.mark.parametrize(
    "text",
    [
        "They met in Vik, och det var bra, they said.",
        "*Vi som bor här och vid kusten*{: lang=sv } is a motto.",
        "Vi som bor här och vid kusten.\n{: lang=sv }",
        "The board of Föreningen för havet och kusten met.",
    ],
    ids=["mixed", "passage", "block", "name"],
)
def test_marked_and_mixed_languages_pass(tmp_path: Path, text: str) -> None:
    assert codes(tmp_path / "site", text, "docs/om.en.md") == []
