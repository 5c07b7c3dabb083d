"""What a run of `psi` is given from outside, and what every command shares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import click
import yaml
from babel import Locale, UnknownLocaleError

from psi_site.cli.surroundings import SETTINGS, Surroundings
from psi_site.diagnostics import Diagnostic
from psi_site.i18n import QUICK, Language, first_language, known_languages, load_language
from psi_site.sources.yaml import read_yaml

if TYPE_CHECKING:
    from psi_site.corpus import Corpus

LOCALES = "data/locales"


class Session(NamedTuple):
    """One run: its surroundings, the language it speaks, and for a build the state it began in."""

    surroundings: Surroundings
    language: Language
    known: str | None = None

    @property
    def root(self) -> Path:
        """The repository of the site; raises UsageError outside of one."""
        if self.surroundings.root is None:
            raise click.UsageError(self.text("no_site", file=SETTINGS))
        return self.surroundings.root

    def text(self, key: str, **values: object) -> str:
        """Return the command line's words for `key`."""
        return self.language.text(f"cli.{key}", **values)

    def say(self, key: str, **values: object) -> None:
        """Print the words for `key`."""
        click.echo(self.text(key, **values))

    def paint(self, text: str, colour: str | None = None, bold: bool = False) -> str:
        """Return the text coloured where a person reads it on a terminal."""
        return click.style(text, fg=colour, bold=bold) if self.surroundings.colour else text

    def language_name(self, code: str) -> str:
        """Return the name of a language in the language of the run."""
        try:
            return str(Locale.parse(code).get_language_name(self.language.code) or code)
        except (ValueError, UnknownLocaleError):
            return code

    def today(self, corpus: Corpus) -> date:
        """Return the day it is in the site's own time zone."""
        return self.surroundings.now.astimezone(ZoneInfo(corpus.settings.timezone)).date()

    def refuse(self, key: str, **values: object) -> click.ClickException:
        """Return the exception that ends the run with a message and status 1."""
        return click.ClickException(self.text(key, **values))


def report_faults(session: Session, found: Iterable[Diagnostic]) -> None:
    """Print on standard error what is wrong with the sources."""
    click.echo(faults(session, found), nl=False, err=True)


def faults(session: Session, found: Iterable[Diagnostic]) -> str:
    """Return what is wrong with the sources as it is printed, nothing for nothing."""
    from psi_site.report import report_text

    in_order = list(found)
    if not in_order:
        return ""
    return report_text(in_order, session.language, session.root, session.surroundings.colour)


def spoken_language(arguments: Sequence[str], surroundings: Surroundings) -> Language:
    """Return the language of the run: as `--lang` says, else that of the site's originals.

    An unknown `--lang` is left for the parser to refuse in the default language.
    """
    root = surroundings.root
    own, quick = (root / LOCALES, root / QUICK) if root else (None, None)
    wanted = (_asked_for(arguments), _language_of_originals(root), first_language())
    code = next(code for code in wanted if code in languages_with_words())
    try:
        return load_language(code, own, quick)
    except (yaml.YAMLError, OSError, UnicodeDecodeError):
        # The site's own words cannot be read. Ours are enough to say so.
        return load_language(code)


def languages_with_words() -> tuple[str, ...]:
    """Return the languages the command line can speak."""
    return known_languages()


def _asked_for(arguments: Sequence[str]) -> str:
    """Return the language of the last `--lang`: that of the innermost command it is given to."""
    found = ""
    for index, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang":
            found = arguments[index + 1] if index + 1 < len(arguments) else ""
        if argument.startswith("--lang="):
            found = argument.removeprefix("--lang=")
    return found


def _language_of_originals(root: Path | None) -> str:
    languages = setting(root, "languages") if root else None
    return str(languages[0]) if isinstance(languages, list) and languages else ""


def setting(root: Path, name: str) -> object:
    """Return one of the site's settings as it is written, None where there is none."""
    text = (root / SETTINGS).read_bytes().decode("utf-8-sig", errors="replace")
    settings, _ = read_yaml(text, SETTINGS)
    return settings.value.get(name) if isinstance(settings.value, dict) else None
