"""The program as a whole: its languages, its help, its statuses, and how it fails."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import psi_site.cli.who
from psi_site.cli.click_words import MESSAGES
from psi_site.cli.program import COMMANDS, command_line, module_of, run
from psi_site.cli.session import languages_with_words
from psi_site.i18n import load_language
from tests.cli.conftest import Repository

PSI = Path(sys.executable).with_name("psi")
SUBCOMMANDS = [(name,) for name in COMMANDS] + [
    ("new", kind) for kind in ("event", "partner", "project", "newsletter", "page")
]
ENGLISH = re.compile(r"\b(Usage|Options|Commands|Show this|default|required|Error|Try)\b")


def test_the_help_is_in_the_language_of_the_site(repository: Repository) -> None:
    result = repository.psi("--help")
    assert result.exit_code == 0
    assert result.output.startswith("Användning: psi [FLAGGOR] KOMMANDO [ARGUMENT]...\n")
    assert "\nKommandon:\n  check       Kontrollera allt innehåll.\n" in result.output
    assert '\n  bash (~/.bashrc):  eval "$(_PSI_COMPLETE=bash_source psi)"\n' in result.output


def test_the_help_is_in_english_when_asked_for(repository: Repository) -> None:
    for arguments in (("--lang", "en", "--help"), ("--lang=en", "--help")):
        result = repository.psi(*arguments)
        assert result.output.startswith("Usage: psi [OPTIONS] COMMAND [ARGUMENTS]...\n")
        assert "\nCommands:\n  check       Check all content.\n" in result.output


def test_a_site_with_english_originals_is_spoken_to_in_english(repository: Repository) -> None:
    repository.edit("data/site.yml", "[sv, en]", "[en, sv]")
    assert repository.psi("--help").output.startswith("Usage:")


@pytest.mark.parametrize("arguments", SUBCOMMANDS, ids=" ".join)
def test_no_help_mixes_languages(repository: Repository, arguments: tuple[str, ...]) -> None:
    swedish = repository.psi(*arguments, "--help")
    english = repository.psi(*arguments, "--help", "--lang", "en")
    assert swedish.exit_code == english.exit_code == 0
    assert swedish.output.startswith("Användning: psi")
    assert not ENGLISH.search(swedish.output)
    assert english.output.startswith("Usage: psi")
    assert not re.search("[åäö]", english.output)


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (("statu",), "Fel: Kommandot 'statu' finns inte. Menade du 'status'?"),
        (("check", "--fromat"), "Fel: Flaggan '--fromat' finns inte. Menade du '--format'?"),
        (
            ("check", "--format", "xml"),
            "Fel: Ogiltigt värde för '--format': 'xml' är inte något av"
            " 'text', 'github', 'gitlab', 'json'.",
        ),
        (("check", "--format"), "Fel: Flaggan '--format' behöver ett värde."),
        (("who",), "Fel: Det saknas ett argument, 'NAMN...'."),
        (("status", "nu"), "Fel: Oväntat argument: nu"),
        (("check", "saknas.yml"), "Sökväg 'saknas.yml' finns inte."),
        (("build", "--now", "i går"), "i går är ingen dag. Skriv som 2026-05-04."),
        (("status", "--lang", "xx"), "Ogiltigt värde för '--lang': 'xx' är inte något av"),
    ],
)
def test_misuse_is_explained(
    repository: Repository, arguments: tuple[str, ...], fault: str
) -> None:
    result = repository.psi(*arguments)
    assert result.exit_code == 2
    assert fault in result.output


def test_no_arguments_show_the_help(repository: Repository) -> None:
    assert "Kommandon:" in repository.psi().output


@pytest.mark.parametrize("name", ["check", "status", "who", "schema", "build"])
def test_outside_of_a_site_it_says_so(bare: Callable[..., Result], name: str) -> None:
    arguments = (name, "Aino") if name == "who" else (name,)
    result = bare(*arguments)
    assert result.exit_code == 2
    assert "Det finns ingen webbplats här. Gå till mappen som har data/site.yml" in result.output


def test_it_works_from_a_folder_below(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = repository.root / "docs"
    monkeypatch.chdir(folder)
    below = replace(repository, surroundings=repository.surroundings._replace(folder=folder))
    assert below.psi("check", "index.sv.md").exit_code == 0


def test_a_surprise_has_words_and_no_trace(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(text: str) -> str:
        raise ZeroDivisionError(f"no {text}")

    monkeypatch.setattr(psi_site.cli.who, "folded", broken)
    result = repository.psi("who", "Aino")
    assert result.exit_code == 1
    assert "psi stannade av ett fel i programmet" in result.output
    assert "ZeroDivisionError: no Aino" in result.output
    assert "PSI_DEBUG=1" in result.output
    assert "Traceback" not in result.output
    debugging = repository.surroundings._replace(environment={"PSI_DEBUG": "1"})
    result = replace(repository, surroundings=debugging).psi("who", "Aino")
    assert result.exit_code == 1
    assert "Traceback" in result.output


def test_a_site_whose_own_words_are_broken_is_still_answered(repository: Repository) -> None:
    repository.write("data/locales/sv/ui.yml", "a: [")
    result = repository.psi("--help")
    assert result.exit_code == 0
    assert result.output.startswith("Användning:")


def test_colour_is_for_terminals_that_want_it(repository: Repository) -> None:
    def output(terminal: bool, **environment: str) -> str:
        around = repository.surroundings._replace(terminal=terminal, environment=environment)
        program = command_line(["status"], around)
        return CliRunner().invoke(program, ["status"], color=True).output

    assert "\x1b[" in output(True)
    assert "\x1b[" not in output(False)
    assert "\x1b[" not in output(True, NO_COLOR="1")


def test_run_returns_the_status(repository: Repository) -> None:
    assert run(["check"], repository.surroundings) == 0
    assert run(["chek"], repository.surroundings) == 2
    repository.edit("data/places.yml", "size:", "sise:")
    assert run(["check"], repository.surroundings) == 1


def psi_process(
    root: Path, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PSI, *arguments],
        cwd=root,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_installed_command_takes_the_time_from_the_environment(repository: Repository) -> None:
    early = psi_process(repository.root, "status", SOURCE_DATE_EPOCH="1778000000")
    late = psi_process(repository.root, "status", SOURCE_DATE_EPOCH="1800000000")
    assert "20 maj 2026: Fiskets dag börjar" in early.stdout
    assert "Fiskets dag börjar" not in late.stdout


@pytest.mark.parametrize(
    ("words", "position", "offered"),
    [
        ("psi st", 1, "plain,status"),
        ("psi new ", 2, "plain,newsletter"),
        ("psi check --fo", 2, "plain,--format"),
        ("psi check --format js", 3, "plain,json"),
    ],
)
def test_the_shell_can_complete(
    repository: Repository, words: str, position: int, offered: str
) -> None:
    done = psi_process(
        repository.root, _PSI_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(position)
    )
    assert offered in done.stdout.splitlines()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_script_of_completion_is_there(repository: Repository, shell: str) -> None:
    done = psi_process(repository.root, _PSI_COMPLETE=f"{shell}_source")
    assert "_PSI_COMPLETE" in done.stdout


def click_messages() -> Iterator[str]:
    folder = Path(click.__file__).parent
    for path in folder.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        yield from (eval(found) for found in re.findall(r'_\(\s*("(?:[^"\\]|\\.)*")', text))
        for one, many in re.findall(r'ngettext\(\s*("[^"]*"),\s*("[^"]*")', text):
            yield from (eval(one), eval(many))


def test_click_still_says_what_we_have_words_for() -> None:
    plain = {"required"}  # click passes this one on in a variable
    assert set(MESSAGES) - plain <= set(click_messages())


def test_the_language_given_to_the_innermost_command_wins(repository: Repository) -> None:
    english = repository.psi("--lang", "sv", "status", "--lang", "en").output
    assert english.startswith("Translations\n")
    assert english == repository.psi("status", "--lang", "en").output
    assert repository.psi("--lang=en", "status", "--lang=sv").output.startswith("Översättningar\n")


@pytest.mark.parametrize("code", languages_with_words())
def test_our_words_for_click_take_the_same_values(code: str) -> None:
    language = load_language(code)
    for message, key in MESSAGES.items():
        words = language.text(f"cli.click.{key}")
        used = set(re.findall(r"\{\w+(?:!r)?\}", words))
        assert used <= set(re.findall(r"\{\w+(?:!r)?\}", message)), key


def test_each_command_is_a_module() -> None:
    for name in COMMANDS:
        assert callable(import_module(module_of(name)).command)
