"""Every mistake an editor can make, with the whole message it gives in both languages.

A folder `invalid/CODE.VARIANT` is laid over the small valid site `invalid/_base`: its files replace
those of the site, and `recipe.txt` does what files cannot (links, folders, giants). Beside them
stand `expected.sv.txt` and `expected.en.txt`, compared word for word.
"""

from __future__ import annotations

import ast
import shutil
from datetime import date
from pathlib import Path

import pytest

from psi_site.diagnostics import Diagnostic, SourceError
from psi_site.i18n import load_language
from psi_site.preserved import load_preserved
from psi_site.report import report_text
from psi_site.site import load_site
from tests.test_report import PACKAGE, literals

INVALID = Path(__file__).parent / "invalid"
BASE = INVALID / "_base"
CASES = sorted(path.name for path in INVALID.iterdir() if path != BASE)
TODAY = date(2026, 3, 1)
NOT_FILES = shutil.ignore_patterns("expected.*.txt", "recipe.txt")

WITHOUT_EXAMPLE = frozenset(
    {
        "unreadable-file",  # a matter of rights, which the superuser never lacks
        "words-missing",  # a language with none of its words is shown in test_i18n
        "bad-value",  # stands in for rules of pydantic that no field uses today
    }
)


def build(root: Path, case: str) -> Path:
    """Lay a case over the base and return the site's root."""
    shutil.copytree(BASE, root)
    shutil.copytree(INVALID / case, root, dirs_exist_ok=True, ignore=NOT_FILES)
    recipe = INVALID / case / "recipe.txt"
    for line in recipe.read_text(encoding="utf-8").splitlines() if recipe.exists() else ():
        cook(root, line)
    return root


def cook(root: Path, line: str) -> None:
    """Do one step of a recipe: what to do, with which file, and how."""
    verb, name, *rest = line.split(" ", 2)
    path = root / name
    match verb:
        case "remove":
            path.unlink()
        case "folder":
            path.mkdir()
        case "link":
            path.symlink_to(rest[0])
        case "grow":
            with path.open("ab") as file:
                file.truncate(int(rest[0]))
        case "repeat":
            count, text = rest[0].split(" ", 1)
            with path.open("a", encoding="utf-8") as file:
                file.write(text.replace("\\n", "\n") * int(count))
        case _:
            raise ValueError(line)


def diagnose(root: Path) -> list[Diagnostic]:
    try:
        return load_preserved(root, today=TODAY)[1]
    except SourceError as error:
        return error.diagnostics


def test_the_base_is_valid() -> None:
    assert diagnose(BASE) == []


@pytest.mark.parametrize("case", CASES)
def test_message(case: str, tmp_path: Path) -> None:
    root = build(tmp_path / "site", case)
    found = diagnose(root)
    for language in ("sv", "en"):
        text = report_text(found, load_language(language), root, colour=False)
        expected = (INVALID / case / f"expected.{language}.txt").read_text(encoding="utf-8")
        assert text == expected
    assert case.split(".")[0] in {diagnostic.code for diagnostic in found}


def codes_of_loading() -> set[str]:
    """The codes that reading and checking a site can give, wherever else others come from."""
    rooms = ("sources", "checks", "model")
    modules = [path for room in rooms for path in (PACKAGE / room).glob("*.py")]
    named = {
        code
        for path in (
            *modules,
            *(PACKAGE / f"{name}.py" for name in ("site", "ledger", "preserved")),
        )
        for code in literals(ast.parse(path.read_text(encoding="utf-8")))
    }
    return {code for code in named if load_language("sv").has(f"errors.{code}.message")}


def test_every_code_has_an_example() -> None:
    assert codes_of_loading() - WITHOUT_EXAMPLE == {case.split(".")[0] for case in CASES}


def test_windows_line_ends_and_a_mark_are_accepted(tmp_path: Path) -> None:
    root = tmp_path / "site"
    shutil.copytree(BASE, root)
    for path in (*root.rglob("*.yml"), *root.rglob("*.md")):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert diagnose(root) == []


def test_unquoted_times_dates_and_words_stay_what_was_written(tmp_path: Path) -> None:
    """YAML 1.1 makes 10:30 the number 630, 010 the number 8 and no the value false."""
    root = tmp_path / "site"
    shutil.copytree(BASE, root)
    event = root / "data/events/varsamtal.yml"
    text = event.read_text(encoding="utf-8").replace("    start: 13:00", "    start: 13:05")
    event.write_text(text.replace("sv: Panel", "sv: no").replace("en: Panel", "en: 010"))
    site, found = load_site(root)
    (record,) = [each for each in site.every() if each.id == "varsamtal"]
    first, second = record.model_dump()["programme"]
    assert not found
    assert f"{first['start']:%H:%M}" == "13:05"
    assert second["title"]["by_language"] == {"sv": "no", "en": "010"}
