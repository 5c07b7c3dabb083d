"""The words of the package: the same in every language, all of them used, none of them missing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from psi_site.checks.words import EDITORS_WORDS
from psi_site.i18n import PACKAGE_LOCALES, PLURALS, known_languages, load_language
from tests.made_up import ROOT

PACKAGE = ROOT / "scripts" / "psi_site"
FIRST, *OTHERS = known_languages()
WORDS = load_language(FIRST).words
KEY = re.compile(r"[a-z_]+(\.[A-Za-z_-]+)+")


def without_form(key: str) -> str:
    """Return a key without the plural form at its end, as code asks for it."""
    name, _, form = key.rpartition(".")
    forms = {f"{name}.one", f"{name}.other"}
    return name if form in PLURALS and forms <= set(WORDS) else key


ASKED_FOR = {without_form(key) for key in WORDS}


def placeholders(text: str) -> set[str]:
    """Return the names to fill in; an example such as `{#anchor}` is none."""
    return {name for _, name, _, _ in Formatter().parse(text) if name and name.isidentifier()}


@pytest.mark.parametrize("code", OTHERS)
def test_every_language_has_the_same_keys(code: str) -> None:
    assert sorted(WORDS) == sorted(load_language(code).words)


@pytest.mark.parametrize("code", OTHERS)
def test_every_language_fills_in_the_same(code: str) -> None:
    other = load_language(code).words
    different = {
        key: (WORDS[key], other[key])
        for key in WORDS
        # A form for one may say the number in words.
        if placeholders(WORDS[key]) - {"n"} != placeholders(other.get(key, "")) - {"n"}
    }
    assert different == {}


@pytest.mark.parametrize("code", known_languages())
def test_no_words_are_empty_or_left_to_do(code: str) -> None:
    words = load_language(code).words
    assert [key for key, text in words.items() if not text.strip()] == []
    unfinished = re.compile(r"\b(TODO|FIXME|XXX|lorem)\b", re.I)
    assert [key for key, text in words.items() if unfinished.search(text)] == []


@pytest.mark.parametrize("code", known_languages())
def test_every_form_for_one_has_its_other(code: str) -> None:
    words = load_language(code).words
    # The search page counts in the browser and asks for each of its forms by name.
    ones = [key.removesuffix(".one") for key in words if key.endswith(".one")]
    lonely = [name for name in ones if f"{name}.other" not in words]
    assert set(lonely) <= {"search_page"}


def test_every_file_is_for_readers_or_for_editors() -> None:
    """Words of readers are needed by every network that brings a language of its own."""
    files = {path.stem for path in (PACKAGE_LOCALES / FIRST).glob("*.yml")}
    assert files >= EDITORS_WORDS


# What code and templates ask for.

TEMPLATES = sorted(
    [*(ROOT / "overrides").rglob("*.html"), *PACKAGE.rglob("templates/*")],
)
MODULES = sorted(PACKAGE.rglob("*.py"))


def literals(path: Path) -> Iterator[str]:
    """Yield the text of every literal; what is filled in becomes one `*`."""
    if path.suffix != ".py":
        text = path.read_text(encoding="utf-8")
        for quoted in re.finditer(r"'(?P<key>[\w.-]+)'(?P<more>\s*~)?", text):
            yield quoted["key"] + ("*" if quoted["more"] else "")
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values
            )


def asked(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the keys that a file asks for by their whole name, with their lines."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        call = re.compile(r"(?<![\w.])t\(\s*(['\"])(?P<key>[^'\"]+)\1\s*(?P<more>~)?")
        for match in call.finditer(text):
            if not match["more"]:
                yield text.count("\n", 0, match.start()) + 1, match["key"]
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            value = node.args[0].value
            if name in ("t", "text") and isinstance(value, str) and KEY.fullmatch(value):
                yield node.lineno, value


def known(key: str) -> bool:
    # A command's words are asked for below its own name: `click.aborted` is `cli.click.aborted`.
    return key in ASKED_FOR or f"cli.{key}" in ASKED_FOR


def test_every_key_asked_for_exists() -> None:
    missing = [
        (path.relative_to(ROOT).as_posix(), line, key)
        for path in (*TEMPLATES, *MODULES)
        for line, key in asked(path)
        if not known(key)
    ]
    assert missing == []


def patterns() -> list[re.Pattern[str]]:
    """Return a pattern for every literal that could be a key, or the beginning of one."""
    found = {text for path in (*TEMPLATES, *MODULES) for text in literals(path)}
    usable = {text for text in found if re.fullmatch(r"[\w*][\w.*-]*", text) and "." in text}
    whole = {f"{text}*" if text.endswith(".") else text for text in usable if text.strip("*.")}
    # What is looked up may have one more step than the literal: the name of a role, a kind.
    return [
        re.compile(re.escape(text).replace(r"\*", r"[\w.-]+") + r"(?:\.[\w-]+)?")
        for text in sorted(whole)
    ]


def test_every_key_is_asked_for_somewhere() -> None:
    """Errors are named by their codes and fields by the model; both have tests of their own."""
    own_tests = ("errors.", "fields.")
    asking = patterns()
    by_name = {key for path in (*TEMPLATES, *MODULES) for _, key in asked(path)}
    idle = [
        key
        for key in sorted(ASKED_FOR)
        if not key.startswith(own_tests)
        and key not in by_name
        and not any(
            each.fullmatch(key) or each.fullmatch(key.removeprefix("cli.")) for each in asking
        )
    ]
    assert idle == []
