"""`psi check`: what it shows, of which files, in which form, and with which status."""

from __future__ import annotations

import json
from collections import Counter

from psi_site.i18n import load_language
from tests.cli.conftest import Repository


def spoil(repository: Repository) -> None:
    """Make one error in each of two files."""
    repository.edit("data/places.yml", "size:", "sise:")
    repository.edit("data/people.yml", "  full_name: Björn Öman", "  fullname: Björn Öman")


def test_a_sound_site_is_sound(repository: Repository) -> None:
    for language, said in (("sv", "3 varningar i 2 filer."), ("en", "3 warnings in 2 files.")):
        result = repository.psi("check", "--lang", language)
        assert result.exit_code == 0
        assert "data/events/hostmote.yml:3:" in result.output
        assert "[contact-unverified]" in result.output
        assert result.output.endswith(f"{said}\n")


def test_all_files_are_shown_at_once(repository: Repository) -> None:
    spoil(repository)
    result = repository.psi("check")
    assert result.exit_code == 1
    assert "data/places.yml:3:3: fel [unknown-key]" in result.output
    assert "data/people.yml:6:3: fel [unknown-key]" in result.output
    assert "full_name" in result.output


def errors_by_file(repository: Repository) -> Counter[str]:
    found = json.loads(repository.psi("check", "--format", "json").stdout)
    return Counter(each["file"] for each in found if each["severity"] == "error")


def test_named_files_alone_are_shown_but_all_are_checked(repository: Repository) -> None:
    spoil(repository)
    repository.edit("data/people.yml", "verified: 2026-02-01\n", "verified: i vintras\n")
    errors = errors_by_file(repository)
    result = repository.psi("check", "data/places.yml")
    assert result.exit_code == 1
    assert "data/places.yml:3:3" in result.output
    assert "data/people.yml:" not in result.output
    others = errors.total() - errors["data/places.yml"]
    assert f"Det finns också {others} fel i filer som inte visas." in result.stderr
    result = repository.psi("check", "docs", "--lang", "en")
    assert result.exit_code == 0
    nothing = load_language("en").text("errors.report.nothing")
    assert result.stdout == f"{nothing}\n"
    assert f"There are also {errors.total()} errors in files that are not" in result.stderr


def test_a_folder_stands_for_what_is_in_it(repository: Repository) -> None:
    spoil(repository)
    assert "data/people.yml:6:3" in repository.psi("check", "data").output
    assert "data/people.yml:6:3" in repository.psi("check", ".").output
    assert repository.psi("check", "docs/index.sv.md").exit_code == 0


def test_a_file_outside_of_the_site_is_refused(repository: Repository) -> None:
    (repository.root.parent / "annat.yml").touch()
    result = repository.psi("check", "../annat.yml")
    assert result.exit_code == 2
    assert "Filen ../annat.yml ligger utanför webbplatsens mapp." in result.output


def test_machines_get_their_forms(repository: Repository) -> None:
    spoil(repository)
    found = json.loads(repository.psi("check", "--format", "json").stdout)
    assert {each["file"] for each in found} >= {"data/people.yml", "data/places.yml"}
    assert "file=data/places.yml,line=3" in repository.psi("check", "--format", "github").stdout
    quality = json.loads(repository.psi("check", "--format", "gitlab").stdout)
    assert any(each["location"]["path"] == "data/places.yml" for each in quality)


def test_links_wait_until_the_sources_are_sound(repository: Repository) -> None:
    spoil(repository)
    result = repository.psi("check", "--network")
    assert result.exit_code == 1
    assert "Länkarna prövades inte" in result.stderr
