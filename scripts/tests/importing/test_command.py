"""`psi import` as an editor runs it: what it asks, writes, refuses and says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.importing.conftest import SAMPLES, Repository

DRAFT = "newsletters/2016-3.sv.md"

OF_THE_SOURCE = {"newsletter-subject-number", "newsletter-year", "language-unmarked"}
"""Faults that are true of a sample taken in under another number, or in another language."""


def sample(repository: Repository, name: str) -> str:
    shutil.copy(SAMPLES / name, repository.root / name)
    return name


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not {".git", ".cache"} & set(path.parts)
    }


def test_two_numbers_are_asked_about(repository: Repository) -> None:
    name = sample(repository, "text.txt")
    before = files(repository.root)
    result = repository.psi("import", "newsletter", name, answers="hej\n2016:3\n")
    assert result.exit_code == 0, result.output
    assert "Här står 2016:2: Nyhetsbrev 2016:2" in result.output
    assert "hej är inget nummer" in result.output
    assert "newsletters/2016-3.sv.md är skapad." in result.output
    after = files(repository.root)
    assert set(after) - set(before) == {DRAFT, "outbox/import-2016-3.sv.md"}
    assert {path: after[path] for path in before} == before
    assert "2016:2 – Nyhetsbrev 2016:2" in repository.text("outbox/import-2016-3.sv.md")


def test_nobody_to_ask_means_nothing_is_written(repository: Repository) -> None:
    name = sample(repository, "text.txt")
    before = files(repository.root)
    assert repository.psi("import", "newsletter", name).exit_code == 1
    assert files(repository.root) == before


def test_nothing_is_written_over(repository: Repository) -> None:
    name = sample(repository, "text.txt")
    command = ("import", "newsletter", name, "--issue", "2016-3")
    assert repository.psi(*command).exit_code == 0
    repository.write(DRAFT, "ändrat")
    before = files(repository.root)
    result = repository.psi(*command)
    assert result.exit_code == 1
    assert "newsletters/2016-3.sv.md finns redan. Inget är skrivet." in result.output
    assert files(repository.root) == before


def test_a_picture_in_the_way_stops_everything(repository: Repository) -> None:
    name = sample(repository, "outlook.eml")
    picture = "docs/images/newsletters/2016-4/01-image001.png"
    repository.write(picture, "en annan bild")
    result = repository.psi("import", "newsletter", name, "--images")
    assert result.exit_code == 1
    assert picture in result.output
    assert repository.text(picture) == "en annan bild"
    assert not (repository.root / "newsletters").exists()


@pytest.mark.parametrize("name", ["text.txt", "nested.html", "flowed.eml", "outlook.eml"])
def test_drafts_pass_the_check(repository: Repository, name: str) -> None:
    sample(repository, name)
    result = repository.psi("import", "newsletter", name, "--issue", "2016-3")
    assert result.exit_code == 0, result.output
    checked = repository.psi("check", DRAFT)
    codes = {
        line.split("[")[1].split("]")[0] for line in checked.output.split("\n") if "] " in line
    }
    assert codes <= OF_THE_SOURCE, checked.output
    assert all(code in result.output for code in codes)


def test_faults_of_a_draft_are_listed(repository: Repository) -> None:
    sample(repository, "outlook.eml")
    result = repository.psi("import", "newsletter", "outlook.eml", "--images")
    assert result.exit_code == 0
    assert (repository.root / "docs/images/newsletters/2016-4/01-image001.png").is_file()
    assert "image-caption-undecided" in result.output
    assert "image-caption-undecided" in repository.text("outbox/import-2016-4.sv.md")


def test_an_edition_in_another_language_needs_its_original(repository: Repository) -> None:
    name = sample(repository, "flowed.eml")
    command = ("import", "newsletter", name, "--edition", "en")
    result = repository.psi(*command)
    assert result.exit_code == 1
    assert "newsletters/2019-2.sv.md finns inte" in result.output
    assert repository.psi("import", "newsletter", name).exit_code == 0
    assert repository.psi(*command).exit_code == 0
    assert "year:" not in repository.text("newsletters/2019-2.en.md")
    assert "fi" in repository.psi(*command[:-1], "fi").output


@pytest.mark.parametrize("kind", ["newsletter", "events", "partners"])
@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"\x00" * 50, b"hej"])
def test_what_is_refused_is_refused_in_words(
    repository: Repository, kind: str, data: bytes
) -> None:
    (repository.root / "fil.xyz").write_bytes(data)
    before = files(repository.root)
    for language in ("sv", "en"):
        result = repository.psi("import", kind, "fil.xyz", "--lang", language)
        assert result.exit_code == 1
        assert "Traceback" not in result.output
        assert isinstance(result.exception, SystemExit)
        assert "PSI_DEBUG" not in result.output
    assert files(repository.root) == before


def test_a_list_has_a_name_of_its_own_each_time(repository: Repository) -> None:
    calendar = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Möte\nDTSTART:20260701T090000Z\nEND:VEVENT\n"
    repository.write("k.ics", calendar + "END:VCALENDAR\n")
    first = repository.psi("import", "events", "k.ics")
    assert "Ett möte är skrivet." in first.output
    again = repository.psi("import", "events", "k.ics")
    assert again.exit_code == 0
    assert "Finns redan och är inte tillagd.\n  Möte (2026-07-01-mote)" in again.output
    names = sorted(path.name for path in (repository.root / "outbox").iterdir())
    assert names == ["import-events-2.md", "import-events.md"]
    assert repository.psi("check", "data/events/2026-07-01-mote.yml").exit_code == 0


def test_partners_come_after_those_that_are_there(repository: Repository) -> None:
    before = repository.text("data/partners.yml")
    repository.write(
        "p.csv", "Namn;Grupp;Kommun\nSeglarna;förening;Vasa\nfiskeforeningen;förening;\n"
    )
    result = repository.psi("import", "partners", "p.csv", "--lang", "en")
    assert "One partner was added to data/partners.yml." in result.output
    assert "Already there, and not added.\n  fiskeforeningen; förening" in result.output
    entry = "- id: seglarna\n  title: Seglarna\n  sector: civil_society\n  municipality: vasa\n"
    assert repository.text("data/partners.yml") == before + entry
    assert repository.psi("check", "data/partners.yml").exit_code == 0


def test_help_is_in_the_language_asked_for(repository: Repository) -> None:
    for kind in ("newsletter", "events", "partners"):
        assert repository.psi("import", kind, "--help").output.startswith("Användning: psi import")
        english = repository.psi("import", kind, "--help", "--lang", "en").output
        assert english.startswith("Usage: psi import")
        assert not set("åäö") & set(english)
