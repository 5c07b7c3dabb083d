"""`psi new`: what it writes is complete, explained, sound, and never in the way of anything.

`python -m tests.cli.test_new`, run in `scripts`, writes the expected files anew: read the
difference before you commit it.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest

from psi_site.scaffold import scalar
from psi_site.site import load_site
from psi_site.sources.yaml import read_yaml
from tests.cli.conftest import Repository, make_repository

GOLDEN = Path(__file__).parent / "golden"

FLAGS = {
    "event": [
        "--title",
        "Möte: nu!",
        "--form",
        "meeting",
        "--summary",
        "Vi ses.",
        "--start",
        "2026-06-01 13:00",
    ],
    "partner": ["--name", "Öarnas Båtklubb", "--sector", "civil_society"],
    "project": ["--name", "# Båtar", "--summary", "Vi bygger båtar.", "--status", "ongoing"],
    "newsletter": ["--subject", "Vårbrev", "--preheader", "Mer fisk", "--introduction", "Hej!"],
    "page": ["--title", "Om öarna", "--description", "Öarna i Vasa.", "--text", "De är många."],
}
MADE = {
    "event": "data/events/2026-06-01-mote-nu.yml",
    "partner": "data/partners.yml",
    "project": "data/projects/batar.yml",
    "newsletter": "newsletters/2026-1.sv.md",
    "page": "docs/om-oarna.sv.md",
}


@pytest.mark.parametrize("kind", FLAGS)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_is_written_is_sound_and_as_it_was(
    repository: Repository, kind: str, language: str
) -> None:
    before = repository.psi("check").output
    result = repository.psi("new", kind, *FLAGS[kind], "--lang", language)
    assert result.exit_code == 0, result.output
    assert MADE[kind] in result.output
    check = repository.psi("check")
    assert check.exit_code == 0
    assert check.output == before, "a new file brings no warning of its own"
    golden = GOLDEN / f"{kind}.{language}.txt"
    assert repository.text(MADE[kind]) == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", FLAGS)
def test_every_field_can_be_switched_on(repository: Repository, kind: str) -> None:
    """Taking `#` away from before a key gives a key that the model knows."""
    repository.psi("new", kind, *FLAGS[kind])
    text = repository.text(MADE[kind])
    live = re.sub(r"^( *)#(?=[ \w-])(?! \S)( *[\w-])", r"\1\2", text, flags=re.M)
    assert live != text
    repository.write(MADE[kind], live)
    output = repository.psi("check").output
    assert "unknown-key" not in output
    assert "yaml-" not in output


@pytest.mark.parametrize("kind", FLAGS)
def test_a_draft_begins_as_one(repository: Repository, kind: str) -> None:
    result = repository.psi("new", kind, *FLAGS[kind], "--draft")
    assert result.exit_code == 0, result.output
    text = repository.text(MADE[kind])
    assert re.search(r"^ *draft: true$", text, re.M)
    site = load_site(repository.root)[0]
    assert [each.kind for each in site.drafts] == [kind]


def test_asking_for_a_draft_answers_no_question(repository: Repository) -> None:
    result = repository.psi("new", "page", "--draft", answers="Öar\nOm öarna.\nText.\n")
    assert result.exit_code == 0
    assert "draft: true\n" in repository.text("docs/oar.sv.md")


def test_questions_are_asked_until_they_are_answered(repository: Repository) -> None:
    answers = "Möte\nfest\nmeeting\nVi ses.\n2026-02-30\n\n"
    result = repository.psi("new", "event", answers=answers)
    assert result.exit_code == 0
    assert "Fel: 'fest' är inte något av 'dialogue'" in result.output
    assert "Fel: 2026-02-30 är ingen dag." in result.output
    text = repository.text("data/events/mote.yml")
    assert "\n#start:\n" in text


def test_answers_can_be_guessed(repository: Repository) -> None:
    result = repository.psi("new", "newsletter", answers="\n\nÄmne\nRad\nHej!\n")
    assert "Årgång [2026]: " in result.output
    assert repository.text("newsletters/2026-1.sv.md").endswith("---\n\nHej!\n")
    result = repository.psi(
        "new", "newsletter", "--subject", "A", "--preheader", "B", "--introduction", "C"
    )
    assert "newsletters/2026-2.sv.md är skapad" in result.output


def test_a_question_left_alone_writes_nothing(repository: Repository) -> None:
    result = repository.psi("new", "page", answers="Om\n")
    assert result.exit_code == 1
    assert "Avbrutet." in result.output
    assert not (repository.root / "docs/om.sv.md").exists()


@pytest.mark.parametrize("kind", FLAGS)
def test_nothing_is_overwritten(repository: Repository, kind: str) -> None:
    repository.psi("new", kind, *FLAGS[kind])
    before = repository.text(MADE[kind])
    again = (
        [*FLAGS[kind], "--year", "2026", "--number", "1"] if kind == "newsletter" else FLAGS[kind]
    )
    result = repository.psi("new", kind, *again)
    assert result.exit_code == 1
    assert f"finns redan, i {MADE[kind]}. Ange ett annat med --id." in result.output
    assert repository.text(MADE[kind]) == before


def test_a_file_that_is_no_record_is_not_overwritten_either(repository: Repository) -> None:
    repository.write("data/projects/batar.yml", "title: [")
    result = repository.psi("new", "project", *FLAGS["project"])
    assert result.exit_code == 1
    assert "data/projects/batar.yml finns redan." in result.output
    assert repository.text("data/projects/batar.yml") == "title: ["


def test_the_id_can_be_chosen(repository: Repository) -> None:
    assert repository.psi("new", "project", *FLAGS["project"], "--id", "b-2").exit_code == 0
    assert (repository.root / "data/projects/b-2.yml").exists()
    result = repository.psi("new", "project", *FLAGS["project"], "--id", "Två båtar")
    assert result.exit_code == 2
    assert "Två båtar duger inte som id." in result.output


@pytest.mark.parametrize(
    ("flags", "fault"),
    [
        (["page", *FLAGS["page"][:3], "x" * 161, *FLAGS["page"][4:]], "[too-long]"),
        (["partner", *FLAGS["partner"], "--municipality", "vassa"], "[unknown-reference]"),
        (["page", *FLAGS["page"][:5], "[Hem](page:hem)"], "[unknown-reference]"),
        (["page", *FLAGS["page"], "--title", "Om\u200böarna"], "[control-character]"),
    ],
)
def test_answers_the_model_refuses_write_nothing(
    repository: Repository, flags: list[str], fault: str
) -> None:
    before = sources(repository)
    result = repository.psi("new", *flags)
    assert result.exit_code == 1
    assert "Svaren går inte ihop. Inget är skrivet." in result.output
    assert fault in result.output
    assert sources(repository) == before


def sources(repository: Repository) -> dict[Path, bytes]:
    """Return every file but those that only make the next run faster."""
    found = (path for path in repository.root.rglob("*.*") if ".cache" not in path.parts)
    return {path: path.read_bytes() for path in found if path.is_file()}


@pytest.mark.parametrize(
    "before",
    [
        "- id: a\n  title: A\n  sector: municipality\n",
        "- id: a\n  title: A\n  sector: municipality",
        "  - id: a\n    title: A\n    sector: municipality\n\n# slut\n",
        "\ufeff- id: a\r\n  title: A\r\n  sector: municipality\r\n",
        "# inga parter än\n",
        "",
    ],
    ids=["plain", "unended", "indented", "windows", "comment", "empty"],
)
def test_a_list_keeps_every_byte(repository: Repository, before: str) -> None:
    repository.write("data/partners.yml", before)
    repository.edit("data/events/2026-05-20-fiskets-dag.yml", "organisers: [fiskeforeningen]\n", "")
    result = repository.psi("new", "partner", *FLAGS["partner"])
    assert result.exit_code == 0, result.output
    after = repository.text("data/partners.yml")
    assert after.startswith(before)
    assert ("\r\n" in before) == ("\r\n" in after)
    assert "\n" not in after.replace("\r\n", "") or "\r\n" not in before
    assert repository.psi("check").exit_code == 0
    assert (
        repository.psi("new", "partner", "--name", "En till", "--sector", "municipality").exit_code
        == 0
    )
    assert repository.text("data/partners.yml").startswith(after)
    assert repository.psi("check").exit_code == 0


@pytest.mark.parametrize("before", ["[]\n", "a: b\n", "- id: [\n"])
def test_a_list_that_cannot_be_added_to_is_left_alone(repository: Repository, before: str) -> None:
    repository.write("data/partners.yml", before)
    result = repository.psi("new", "partner", *FLAGS["partner"])
    assert result.exit_code == 1
    assert "Filen är som den var." in result.output
    assert repository.text("data/partners.yml") == before


@pytest.mark.parametrize(
    "text",
    [
        "Möte",
        "Möte: nu",
        "a #b",
        "- a",
        "[a]",
        "{a}",
        "'a'",
        '"a"',
        "&a",
        "*a",
        "!a",
        "| a",
        "a: ",
        "null",
        "~",
        "@a",
        "`a`",
        "%a",
        "a\\b",
        "2026",
        "no",
        "a, b",
        "",
        " a",
        "? a",
        "a:b",
        "å#b",
        "…",
    ],
)
def test_a_scalar_is_read_back_as_it_was(text: str) -> None:
    document, found = read_yaml(f"key: {scalar(text)}\n", "x.yml")
    assert not found
    assert (document.value["key"] or "") == text


def write_golden_files() -> None:
    for language in ("sv", "en"):
        for kind, flags in FLAGS.items():
            with tempfile.TemporaryDirectory() as folder:
                made = make_repository(Path(folder) / "nät")
                assert made.psi("new", kind, *flags, "--lang", language).exit_code == 0
                text = made.text(MADE[kind])
            (GOLDEN / f"{kind}.{language}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_golden_files()
