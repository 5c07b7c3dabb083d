"""`psi translated`: the note is written, and nothing else in the file is touched."""

from __future__ import annotations

import difflib

import pytest

from psi_site.cli.translated import Target, noted
from psi_site.revision import revision
from psi_site.site import load_site
from tests.cli.conftest import Repository


def mark(repository: Repository, kind: str, record_id: str) -> str:
    site, _ = load_site(repository.root)
    return revision(site.records[kind][record_id], "sv")


def changes(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True))
    return [line for line in lines if not line.startswith(("  ", "? "))]


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("start", ["", "\ufeff"], ids=["plain", "byte-order-mark"])
def test_front_matter_gets_one_line(repository: Repository, end: str, start: str) -> None:
    name = "docs/index.en.md"
    before = start + repository.text(name).replace("\n", end)
    repository.write(name, before)
    made = mark(repository, "page", "index")
    result = repository.psi("translated", name)
    assert result.output == f"{name}: översättningen till engelska är antecknad ({made}).\n"
    after = repository.text(name)
    assert changes(before, after) == [f"+ translated_from: {made}{end}"]
    assert repository.psi("check").exit_code == 0


def test_an_older_note_is_replaced_in_its_line(repository: Repository) -> None:
    name = "docs/index.en.md"
    repository.edit(name, "title: Home", 'title: Home\ntranslated_from: "0123456789ab"  # Aino')
    before = repository.text(name)
    repository.psi("translated", name)
    made = mark(repository, "page", "index")
    assert changes(before, repository.text(name)) == [
        '- translated_from: "0123456789ab"  # Aino\n',
        f"+ translated_from: {made}  # Aino\n",
    ]


def test_a_note_that_is_true_is_left_alone(repository: Repository) -> None:
    repository.psi("translated", "docs/index.en.md")
    before = repository.text("docs/index.en.md")
    result = repository.psi("translated", "docs/index.en.md", "--lang", "en")
    assert result.output == "docs/index.en.md: the translation into English was noted already.\n"
    assert repository.text("docs/index.en.md") == before


@pytest.mark.parametrize("last", ["\n", ""], ids=["ended", "unended"])
def test_a_file_that_is_a_record_gets_its_note_last(repository: Repository, last: str) -> None:
    name = "data/events/2026-05-20-fiskets-dag.yml"
    before = repository.text(name).rstrip("\n") + last
    repository.write(name, before)
    repository.psi("translated", name)
    made = mark(repository, "event", "2026-05-20-fiskets-dag")
    after = before.rstrip("\n") + f"\ntranslated_from:\n  en: {made}\n"
    assert repository.text(name) == after
    repository.edit(name, "sv: Fiskets dag", "sv: Fiskets stora dag")
    repository.psi("translated", name)
    assert made not in repository.text(name)
    assert repository.text(name).count("translated_from") == 1
    assert repository.psi("check").exit_code == 0


def test_an_entry_of_a_list_gets_its_note_after_its_id(repository: Repository) -> None:
    name = "data/places.yml"
    repository.edit(
        name, "- id: vasa\n", "- id: oravais\n  title: Oravais\n  size: locality\n- id: vasa\n"
    )
    before = repository.text(name)
    repository.psi("translated", name, "--id", "vasa", "--to", "en")
    made = mark(repository, "place", "vasa")
    assert changes(before, repository.text(name)) == [
        "+   translated_from:\n",
        f"+     en: {made}\n",
    ]
    assert repository.psi("check").exit_code == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  translated_from:\n    en: 0123456789ab\n", "+     fi: ba9876543210\n"),
        ("  translated_from:\n", "+     fi: ba9876543210\n"),
    ],
)
def test_a_third_language_joins_the_notes(repository: Repository, old: str, new: str) -> None:
    site, _ = load_site(repository.root)
    target = Target(site.records["place"]["vasa"], "fi", "data/places.yml", in_front_matter=False)
    before = repository.text("data/places.yml") + old
    after = noted(before, target, "ba9876543210")
    assert after is not None
    assert changes(before, after) == [new]


def test_a_note_on_one_line_is_changed_there_or_not_at_all(repository: Repository) -> None:
    site, _ = load_site(repository.root)
    record = site.records["place"]["vasa"]
    before = repository.text("data/places.yml") + "  translated_from: {en: 0123456789ab}\n"
    english = Target(record, "en", "data/places.yml", in_front_matter=False)
    after = noted(before, english, "ba9876543210")
    assert after == before.replace("0123456789ab", "ba9876543210")
    finnish = Target(record, "fi", "data/places.yml", in_front_matter=False)
    assert noted(before, finnish, "ba9876543210") is None


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        (("docs/index.sv.md",), "docs/index.sv.md är originalet."),
        (("data/people.yml",), "data/people.yml har flera poster. Ange vilken med --id."),
        (("data/people.yml", "--id", "nix"), "data/people.yml har ingen post med id nix."),
        (("data/places.yml", "--to", "fi"), "data/places.yml är inte översatt till finska."),
        (("LICENSE",), "LICENSE är ingen källfil."),
    ],
)
def test_what_cannot_be_noted_is_refused(
    repository: Repository, arguments: tuple[str, ...], refusal: str
) -> None:
    repository.write("LICENSE", "MIT")
    result = repository.psi("translated", *arguments)
    assert result.exit_code == 1
    assert f"Fel: {refusal}" in result.output


def test_a_note_that_has_no_safe_place_is_not_written(repository: Repository) -> None:
    name = "data/events/2026-05-20-fiskets-dag.yml"
    repository.write(name, repository.text(name) + "description: |+\n  Text.\n\n\n")
    before = repository.text(name)
    assert repository.psi("translated", name).exit_code == 0
    assert repository.text(name).startswith(before)
    assert repository.psi("check").exit_code == 0
    repository.write(name, "{title: Dag, form: fair, summary: Fisk.}\n")
    result = repository.psi("translated", name)
    assert result.exit_code == 1
    assert "gick inte att ändra utan att något annat ändrades" in result.output
    assert repository.text(name) == "{title: Dag, form: fair, summary: Fisk.}\n"


def test_a_draft_is_translated_like_the_rest(repository: Repository) -> None:
    name = "data/events/hostmote.yml"
    repository.edit(name, "form:", "draft: true\nform:")
    repository.edit(name, "title: Höstmöte", "title: {sv: Höstmöte, en: Autumn}")
    result = repository.psi("translated", name)
    assert result.exit_code == 0, result.output
    assert "translated_from:\n  en: " in repository.text(name)
