"""`psi who`: no place where a person is named goes unseen."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from psi_site.cli.who import folded, mentions, needles
from tests.cli.conftest import Repository

AINO = """\
Personer som stämmer: Aino Virtanen
data/partners.yml:8: - person: aino-virtanen
data/partners.yml:9: email: aino.virtanen@verkosto.example
data/people.yml:1: - id: aino-virtanen
data/people.yml:2: full_name: Aino Virtanen
data/people.yml:3: aliases: [Aino V. Korhonen]
docs/index.sv.md:6: Välkommen. [Fiskets dag](event:2026-05-20-fiskets-dag) ordnas av Aino
6 ställen i 3 filer.
"""


@pytest.mark.parametrize(
    "query",
    ["Aino Virtanen", "aino virtanen", "VIRTANEN AINO", "aino-virtanen", "Aino V. Korhonen"],
)
def test_a_person_is_found_under_every_name(repository: Repository, query: str) -> None:
    result = repository.psi("who", query)
    assert result.exit_code == 0
    assert result.output == AINO


def test_accents_and_genitives_do_not_hide_anybody(repository: Repository) -> None:
    for query in ("Björn Öman", "bjorn oman", "Bjorn Öman", "Öman"):
        output = repository.psi("who", *query.split()).output
        assert "docs/motesplats.sv.md:6: Björn Ömans fråga: kommer alla?\n" in output
        assert "data/people.yml:5: - id: bjorn-oman\n" in output


def test_somebody_without_a_record_is_found_in_the_text(repository: Repository) -> None:
    repository.write("docs/fil.txt", "Tack till\r\nMaija   Lind!\r\n")
    result = repository.psi("who", "maija lind", "--lang", "en")
    assert result.output == "docs/fil.txt:2: Maija   Lind!\nOne place.\n"


def test_nobody_is_a_fault(repository: Repository) -> None:
    result = repository.psi("who", "Maija Lind")
    assert result.exit_code == 1
    assert "Fel: Ingen nämns med namnet Maija Lind." in result.output


def test_a_broken_site_can_still_be_searched(repository: Repository) -> None:
    repository.write("data/site.yml", "{")
    assert "docs/index.sv.md:6" in repository.psi("who", "Aino", "Virtanen").output


def test_file_names_count(repository: Repository) -> None:
    repository.write("docs/bilder/Aino_Virtanen.jpg", "JPEG")
    output = repository.psi("who", "Aino Virtanen").output
    assert "docs/bilder/Aino_Virtanen.jpg: filens namn\n" in output


@pytest.mark.parametrize(
    "text",
    [
        "Aino\n    Virtanen",
        "Virtanen, Aino",
        "**Aino** _Virtanen_",
        "Aino\u00a0Virtanen",
        "AINO VIRTANEN:s",
        "aino.virtanen@verkosto.example",
        unicodedata.normalize("NFD", "Aïno Virtånen"),
    ],
)
def test_a_name_is_found_however_it_is_written(tmp_path: Path, text: str) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text(f"rad\n{text}\n", encoding="utf-8")
    found = list(mentions(tmp_path, ["docs"], needles("Aino Virtanen", [])))
    assert [each.line for each in found] == [2]


@pytest.mark.parametrize("text", ["Aino Virtanenkoski", "Kaino Virtanen", "Aino", "", "a.*b"])
def test_other_words_are_not_taken_for_the_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text(text, encoding="utf-8")
    assert not list(mentions(tmp_path, ["docs"], needles("Aino Virtanen", [])))
    assert not list(mentions(tmp_path, ["docs"], needles("...", [])))


def test_folding_keeps_every_letter_in_its_place() -> None:
    text = "Åsa ÖSTBERG ß İ é"
    assert len(folded(text)) == len(text)
    assert folded("Åsa ÖSTBERG é") == "asa ostberg e"
