"""`psi who`: every place a person is named, for a request to correct or remove."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import click

from psi_site.cli.session import Session
from psi_site.model.party import Person
from psi_site.site import CONTENT_TYPES, read_records

_TEXT = frozenset({".yml", ".yaml", ".md", ".txt", ".csv", ".json", ".vtt", ".srt", ".html"})
_BETWEEN = r"[\W_]{1,40}"
"""What may stand between two words of a name: a line's end with its indent, marks, a hyphen."""


def command(session: Session) -> click.Command:
    """Return the command."""

    def who(name: tuple[str, ...]) -> None:
        query = " ".join(name)
        persons = matching(_persons(session.root), query)
        if persons:
            names = session.language.join([person.full_name for person in persons])
            session.say("who.matched", names=names)
        found = list(mentions(session.root, folders(), needles(query, persons)))
        for each in found:
            place = f"{each.path}:{each.line}" if each.line else each.path
            text = each.text or session.text("who.file_name")
            click.echo(f"{session.paint(place, bold=True)}: {text}")
        if not found:
            raise session.refuse("who.nothing", name=query)
        session.say("who.found", n=len(found), files=len({each.path for each in found}))

    return click.Command(
        "who",
        callback=who,
        help=session.text("who.help"),
        short_help=session.text("who.short"),
        params=[
            click.Argument(["name"], nargs=-1, required=True, metavar=session.text("metavar.name"))
        ],
    )


@dataclass(frozen=True)
class Mention:
    """A line that names somebody; line 0 where the file's own name does."""

    path: str
    line: int
    text: str


def _persons(root: Path) -> tuple[Person, ...]:
    return read_records(root, CONTENT_TYPES).corpus.all(Person)


def folders() -> tuple[str, ...]:
    """Return the folders that hold sources, from the root."""
    first = (PurePosixPath(each.source.location).parts[0] for each in CONTENT_TYPES)
    return tuple(sorted(set(first)))


def folded(text: str) -> str:
    """Return a text of the same length in small letters without accents."""
    return "".join(unicodedata.normalize("NFD", letter.lower())[0] for letter in text)


def matching(persons: Iterable[Person], query: str) -> list[Person]:
    """Return those whose name, alias or id has every word of the query."""
    wanted = set(_words(query))
    return [
        person for person in persons if any(wanted <= set(_words(name)) for name in _names(person))
    ]


def _names(person: Person) -> tuple[str, ...]:
    return (person.full_name, *person.aliases, person.id)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", folded(unicodedata.normalize("NFC", text)))


def needles(query: str, persons: Iterable[Person]) -> re.Pattern[str]:
    """Return what to look for in folded text: the query, and the names of those it matches.

    A name is also found last word first, with a genitive s, and written apart in any way.
    """
    names = [query, *(name for person in persons for name in _names(person))]
    forms: dict[str, None] = {}
    for words in map(_words, names):
        forms[_BETWEEN.join(words)] = None
        if len(words) > 1:
            forms[_BETWEEN.join([words[-1], *words[:-1]])] = None
    longest_first = sorted(filter(None, forms), key=len, reverse=True)
    either = "|".join(longest_first) or r"(?!)"
    return re.compile(rf"(?<![^\W_])(?:{either})(?::?s)?(?![^\W_])")


def mentions(root: Path, places: Iterable[str], needle: re.Pattern[str]) -> Iterator[Mention]:
    """Yield every mention in the files of the folders, in order of file and line."""
    for place in places:
        for path in sorted((root / place).rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield from _in_file(path, path.relative_to(root).as_posix(), needle)


def _in_file(path: Path, name: str, needle: re.Pattern[str]) -> Iterator[Mention]:
    if needle.search(folded(unicodedata.normalize("NFC", path.name))):
        yield Mention(name, 0, "")
    if path.suffix.lower() not in _TEXT:
        return
    text = path.read_bytes().decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    text = unicodedata.normalize("NFC", text)
    lines = text.split("\n")
    plain = folded(text)
    found = {plain.count("\n", 0, match.start()) for match in needle.finditer(plain)}
    for index in sorted(found):
        yield Mention(name, index + 1, lines[index].strip())
