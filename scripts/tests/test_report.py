"""The words of diagnostics, and the forms they are printed in."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from string import Formatter

import pytest

from psi_site.diagnostics import Diagnostic, Severity, Span
from psi_site.i18n import PACKAGE_LOCALES, load_language
from psi_site.report import report_github, report_gitlab, report_json, report_text

PACKAGE = PACKAGE_LOCALES.parent
SWEDISH, ENGLISH = load_language("sv"), load_language("en")

NOT_CODES = frozenset({"utf-8", "utf-8-sig", "cat-file", "rev-parse"})
"""Literals of the readers and checks that look like codes."""

CALLS = frozenset({"Diagnostic", "fault", "_refuse", "PydanticCustomError"})


def literals(tree: ast.AST) -> set[str]:
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    words = {node.value for node in nodes if isinstance(node.value, str)}
    return {word for word in words if re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", word)} - NOT_CODES


def named_in_calls(tree: ast.AST) -> set[str]:
    """The literals handed to what makes a diagnostic."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args)
    found = set()
    for call in calls:
        name = (
            call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        )
        first = call.args[0]
        if name in CALLS and isinstance(first, ast.Constant):
            found.add(str(first.value))
    return found


def codes_in_use() -> tuple[set[str], set[str]]:
    """The literals that must be codes, and those that may be."""
    must: set[str] = set()
    may: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        must |= named_in_calls(tree)
        may |= literals(tree)
        if path.parent.name in ("sources", "checks"):
            must |= literals(tree)
    return must, may


def codes_with_words(language: str) -> set[str]:
    keys = (key.split(".") for key in load_language(language).words if key.startswith("errors."))
    return {key[1] for key in keys if key[1] != "report"}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_code_has_words_and_every_word_a_code(language: str) -> None:
    must, may = codes_in_use()
    assert must <= codes_with_words(language) <= must | may


@pytest.mark.parametrize("code", sorted(codes_with_words("sv")))
def test_words_are_whole_and_alike_in_both_languages(code: str) -> None:
    for part in ("message", "note", "help", "help_suggestion"):
        key = f"errors.{code}.{part}"
        texts = [language.words.get(key) for language in (SWEDISH, ENGLISH)]
        assert (texts[0] is None) == (texts[1] is None)
        if part != "help_suggestion":
            assert all(texts), key
        names = [{name for _, name, _, _ in Formatter().parse(text or "")} for text in texts]
        assert names[0] == names[1], key
        assert not any(text.startswith(" ") or "  " in text for text in texts if text)


UNKNOWN = Diagnostic(
    "unknown-choice",
    Span("a.yml", 2, 7, 5),
    {"value": "foror", "choices": "fair, tour"},
    suggestion="fair",
)


def write(root: Path, text: str, name: str = "a.yml") -> None:
    (root / name).write_text(text, encoding="utf-8")


def marker_under(root: Path, line: str, column: int, length: int) -> list[str]:
    write(root, line)
    fault = Diagnostic("empty-text", Span("a.yml", 1, column, length))
    return report_text([fault], ENGLISH, root, colour=False).splitlines()[1:3]


def test_text_shows_place_line_reason_and_remedy(tmp_path: Path) -> None:
    write(tmp_path, "id: x\nform: foror\n")
    assert report_text([UNKNOWN], SWEDISH, tmp_path, colour=False) == (
        "a.yml:2:7: fel [unknown-choice] ”foror” går inte att välja här.\n"
        "  2 | form: foror\n"
        "    |       ^^^^^\n"
        "  Varför: Fältet har bara dessa värden: fair, tour.\n"
        "  Gör så här: Menade du ”fair”? Skriv det i stället för ”foror”.\n"
        "\n"
        "1 fel i 1 fil.\n"
    )


def test_colour_changes_nothing_but_colour(tmp_path: Path) -> None:
    write(tmp_path, "id: x\nform: foror\n")
    plain = report_text([UNKNOWN], SWEDISH, tmp_path, colour=False)
    coloured = report_text([UNKNOWN], SWEDISH, tmp_path, colour=True)
    assert coloured != plain
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain


def test_sorted_counted_and_each_once(tmp_path: Path) -> None:
    faults = [
        Diagnostic("empty-file", Span("b.yml")),
        Diagnostic("time-unknown", Span("a.yml", 10, 1), severity=Severity.WARNING),
        Diagnostic("empty-text", Span("a.yml", 9, 1)),
        Diagnostic("empty-text", Span("a.yml", 9, 1)),
    ]
    lines = report_text(faults, ENGLISH, tmp_path, colour=False).splitlines()
    heads = [line.split(" ")[0] for line in lines if re.match(r"[ab]\.yml", line)]
    assert heads == ["a.yml:9:1:", "a.yml:10:1:", "b.yml:"]
    assert lines[-1] == "2 errors and 1 warning in 2 files."


def test_nothing_wrong_says_so(tmp_path: Path) -> None:
    assert (
        report_text([], SWEDISH, tmp_path, False) == "Allt stämmer. Inga fel och inga varningar.\n"
    )


@pytest.mark.parametrize(
    ("line", "column", "length", "shown", "marker"),
    [
        ("\ta: b", 5, 1, "    a: b", "       ^"),
        ("名: 値x", 4, 1, "名: 値x", "    ^^"),
        ("名: 値x", 5, 1, "名: 値x", "      ^"),
        ("e\u0301: fel", 5, 3, "e\u0301: fel", "   ^^^"),
        ("a: 🙂 b", 6, 1, "a: 🙂 b", "      ^"),
        ("a\u202eb: c", 6, 1, "a�b: c", "     ^"),
    ],
    ids=["tab", "wide under", "wide before", "combining", "emoji", "hidden"],
)
def test_marker_stands_under_its_place(
    tmp_path: Path, line: str, column: int, length: int, shown: str, marker: str
) -> None:
    assert marker_under(tmp_path, line, column, length) == [
        f"  1 | {shown}",
        f"    | {marker}".rstrip(),
    ]


def test_a_long_line_is_cut_around_the_place(tmp_path: Path) -> None:
    shown, marker = marker_under(tmp_path, "a" * 400 + "HERE" + "b" * 400, 401, 4)
    assert len(shown) < 110
    assert shown[marker.index("^") :].startswith("HERE")
    assert marker.count("^") == 4


def test_a_file_that_cannot_be_shown_is_only_named(tmp_path: Path) -> None:
    fault = Diagnostic("bad-encoding", Span("gone.yml", 3, 1))
    assert "|" not in report_text([fault], ENGLISH, tmp_path, colour=False)


def test_values_cannot_command_the_terminal(tmp_path: Path) -> None:
    fault = Diagnostic(
        "unknown-key", Span("a\x1b[2J\udcff.yml"), {"key": "x\x1b]0;", "keys": "a\nb"}
    )
    text = report_text([fault], ENGLISH, tmp_path, colour=False)
    assert "\x1b" not in text
    assert text.encode("utf-8")
    assert "use: a b." in text


def test_a_value_of_any_length_is_cut(tmp_path: Path) -> None:
    fault = Diagnostic("bad-date", Span("a.yml"), {"value": "9" * 100_000})
    assert len(report_text([fault], ENGLISH, tmp_path, colour=False)) < 600


def test_github_annotations_are_escaped() -> None:
    fault = Diagnostic("unknown-key", Span("a,b:c.yml", 3, 5, 4), {"key": "100%", "keys": "x"})
    assert report_github([fault], ENGLISH) == (
        "::error file=a%2Cb%3Ac.yml,line=3,endLine=3,col=5,endColumn=8,title=unknown-key::"
        "There is no field called “100%25”.%0A"
        "An unknown field is not shown. Here you can use: x.%0A"
        "Remove the line, or use a field that exists.\n"
    )


def test_github_takes_a_file_without_a_line() -> None:
    found = report_github([Diagnostic("empty-file", Span("a.yml"))], ENGLISH)
    assert found.startswith("::error file=a.yml,title=empty-file::The file is empty.")


def test_gitlab_fingerprints_last_and_differ() -> None:
    first = Diagnostic("empty-text", Span("a.yml", 3, 1))
    second = Diagnostic("empty-text", Span("a.yml", 8, 1))
    both = json.loads(report_gitlab([first, second], ENGLISH))
    moved = json.loads(report_gitlab([Diagnostic("empty-text", Span("a.yml", 4, 1))], ENGLISH))
    assert both[0]["fingerprint"] == moved[0]["fingerprint"] != both[1]["fingerprint"]
    assert both[0]["location"] == {"path": "a.yml", "lines": {"begin": 3}}
    assert (both[0]["severity"], both[0]["check_name"]) == ("major", "empty-text")


def test_json_holds_everything() -> None:
    (found,) = json.loads(report_json([UNKNOWN], SWEDISH))
    assert found == {
        "code": "unknown-choice",
        "severity": "error",
        "file": "a.yml",
        "line": 2,
        "column": 7,
        "length": 5,
        "arguments": {"value": "foror", "choices": "fair, tour"},
        "suggestion": "fair",
        "message": "”foror” går inte att välja här.",
        "note": "Fältet har bara dessa värden: fair, tour.",
        "help": "Menade du ”fair”? Skriv det i stället för ”foror”.",
    }
