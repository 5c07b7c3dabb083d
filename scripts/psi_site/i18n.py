"""Words for people, and dates, numbers and sorting as each language has them.

Words come from the package's `locales/LANGUAGE/*.yml` and, over them, from a site's own
`data/locales/LANGUAGE/*.yml`, so that a network can add a language or change a word without
touching the package. Dates and numbers come from Babel (Unicode CLDR).
"""

from __future__ import annotations

import datetime as dt
import json
import os
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from babel import Locale

from psi_site import cldr
from psi_site.stamps import Stamp, digest, is_sure, stamps, versions

PACKAGE_LOCALES = Path(__file__).parent / "locales"
QUICK = Path(".cache/words")
"""Where, below a site's root, words are kept in a form that is quick to read."""
PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
"""The plural forms of CLDR; a language has those its grammar needs, `other` always."""


class Language(NamedTuple):
    """One language of a site: its code (BCP 47), words by dotted key, and CLDR data."""

    code: str
    words: Mapping[str, str]
    locale: Locale

    def has(self, key: str) -> bool:
        """Return whether there are words for `key`, plain or by number."""
        return key in self.words or f"{key}.other" in self.words

    def text(self, key: str, **values: object) -> str:
        """Return the words for `key` with its placeholders filled in.

        Where the words differ by number, `n` chooses among them by the language's plural rule.
        Raises KeyError for a key the language lacks.
        """
        found = self.words.get(key)
        if found is not None and not values:
            return found
        if found is None and not self.has(key):
            raise KeyError(key)
        if found is None:
            form = cldr.plural_form(self.code, _plural_operand(values["n"]))
            found = self.words.get(f"{key}.{form}") or self.words[f"{key}.other"]
        shown = {name: self._shown(value) for name, value in values.items()}
        return found.format_map(shown) if shown else found

    def _shown(self, value: object) -> object:
        return self.number(value) if type(value) is int else value

    def number(self, value: float) -> str:
        """Return a number with the language's separators, never breaking inside."""
        return cldr.number(self.code, value)

    def compact(self, value: float) -> str:
        """Return a large number in short words: 2,9 miljoner."""
        return cldr.compact(self.code, value)

    def percent(self, value: float) -> str:
        """Return a percentage with the decimals it has; `value` is in percent."""
        return cldr.percent(self.code, value)

    def date(self, day: dt.date) -> str:
        """Return a day in full: 19 april 2022, 19 April 2022."""
        return cldr.date(self.code, day, self.words["formats.date"])

    def weekday_date(self, day: dt.date) -> str:
        """Return a day in full with its weekday first."""
        return cldr.date(self.code, day, self.words["formats.weekday_date"])

    def month_short(self, day: dt.date) -> str:
        """Return the month as a date block shows it: apr."""
        return cldr.date(self.code, day, "MMM").rstrip(".")

    def month_year(self, day: dt.date) -> str:
        """Return month and year: april 2022."""
        return cldr.month_year(self.code, day)

    def date_range(self, first: dt.date, last: dt.date) -> str:
        """Return a span of days, saying month and year once where they are the same."""
        if first == last:
            return self.date(first)
        same_month = (first.year, first.month) == (last.year, last.month)
        if same_month:
            return self.text("formats.days", first=str(first.day), last=self.date(last))
        start = self.date(first)
        if first.year == last.year:
            start = cldr.date(self.code, first, self.words["formats.day_month"])
        return self.text("formats.range", first=start, last=self.date(last))

    def time(self, clock: dt.time) -> str:
        """Return a time of day as the language writes it."""
        return cldr.time(self.code, clock, self.words["formats.time"])

    def moment(self, moment: dt.date | dt.datetime) -> str:
        """Return a day, with the time where there is one."""
        if not isinstance(moment, dt.datetime):
            return self.date(moment)
        return self.text(
            "formats.moment", date=self.date(moment.date()), time=self.time(moment.time())
        )

    def join(self, parts: list[str]) -> str:
        """Return a list in running words: a, b och c."""
        if len(parts) < 2:
            return "".join(parts)
        return self.text("formats.and", first=", ".join(parts[:-1]), last=parts[-1])

    def sort_key(self, text: str) -> tuple[tuple[int, ...], str]:
        """Return a key that sorts as the language's own alphabet does (Swedish: å ä ö last).

        Letters that are not in the alphabet sort as their base letter (é as e); digits come
        before letters, everything else is passed over.
        """
        alphabet = self.words["formats.alphabet"]
        return tuple(_ranks(text.casefold(), alphabet)), text


def _plural_operand(value: object) -> int | float:
    return value if isinstance(value, (int, float)) else 0


def _ranks(text: str, alphabet: str) -> list[int]:
    ranks: list[int] = []
    for letter in text:
        rank = _rank(letter, alphabet)
        if rank or (rank == 0 and ranks and ranks[-1] != 0):
            ranks.append(rank)
    return ranks


@lru_cache(maxsize=4096)
def _rank(letter: str, alphabet: str) -> int | None:
    """Return where a letter or digit sorts, 0 for a space, None for what is passed over."""
    if letter not in alphabet:
        letter = unicodedata.normalize("NFD", letter)[0]
    if letter in alphabet:
        return 100 + alphabet.index(letter)
    if letter.isdigit():
        return 10 + int(letter)
    return 0 if letter.isspace() else None


def _flatten(tree: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in tree.items():
        if isinstance(value, Mapping):
            flat |= _flatten(value, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = str(value)
    return flat


def _read_folder(folder: Path) -> dict[str, str]:
    import yaml  # a run that finds the words in their quick form need not wait for it

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    words: dict[str, str] = {}
    for path in sorted(folder.glob("*.yml")):
        text = path.read_text(encoding="utf-8")
        tree = yaml.load(text, Loader=loader) or {}  # noqa: S506 - makes strings only
        words |= _flatten(tree, "" if path.stem == "ui" else f"{path.stem}.")
    return words


_known: dict[Path, tuple[str, dict[str, str]]] = {}
"""The words of each folder as this process last read them, with the state it was in."""


def _words(folder: Path, quick: Path | None) -> dict[str, str]:
    """Return the words of a folder, read again whenever one of its files has changed."""
    found = list(stamps([folder]))
    if not found:
        return {}
    # What is kept holds for the same program only: for this module, and what reads YAML.
    state = digest([*found, *stamps([Path(__file__)])], versions())
    known = _known.get(folder)
    if known is None or known[0] != state:
        kept = quick / f"{digest((), str(folder))}.json" if quick else None
        words = _quick(kept, state, found) if kept else None
        if words is None:
            words = _read_folder(folder)
            if kept:
                _keep(kept, state, words)
        _known[folder] = known = (state, words)
    return known[1]


def _quick(file: Path, state: str, found: Iterable[Stamp]) -> dict[str, str] | None:
    """Return the words kept in a file, None where they are not those of that state for sure."""
    with suppress(OSError, ValueError, TypeError):
        written = file.stat().st_mtime_ns
        kept, words = json.loads(file.read_bytes())
        if kept == state and is_sure(found, written):
            return dict(words)
    return None


def _keep(file: Path, state: str, words: Mapping[str, str]) -> None:
    """Leave the words for the next run, moved into place; a disk that refuses only costs time."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        aside = file.with_name(f"{file.name}.{os.getpid()}")
        aside.write_text(json.dumps((state, words)), encoding="utf-8")
        aside.replace(file)


def load_language(code: str, own: Path | None = None, quick: Path | None = None) -> Language:
    """Return a language; `own` is a site's folder of locales, whose words come first.

    In the folder `quick` words are kept for the next run, and what CLDR says is found there.
    Raises KeyError where neither the package nor the site has words for the language.
    """
    if quick:
        cldr.recall(quick)
    words = _words(PACKAGE_LOCALES / code, quick) | (_words(own / code, quick) if own else {})
    if not words:
        raise KeyError(code)
    return Language(code, words, Locale.parse(code))


def first_language() -> str:
    """Return the language the package's own words were first written in."""
    return (PACKAGE_LOCALES / "first").read_text(encoding="utf-8").strip()


def file_of(key: str) -> tuple[str, str]:
    """Return the name of the file that holds a key, and the key within it."""
    first, _, rest = key.partition(".")
    is_file = (PACKAGE_LOCALES / known_languages()[0] / f"{first}.yml").is_file()
    return (f"{first}.yml", rest) if is_file else ("ui.yml", key)


def known_languages() -> tuple[str, ...]:
    """Return the languages the package has words for."""
    return tuple(sorted(path.name for path in PACKAGE_LOCALES.iterdir() if path.is_dir()))
