"""The ledger: every name that was ever published, each with the day it first was.

One text file for each kind of name below `.ledger/`, one line for each name, in order: branches
that add lines merge by themselves, and a name that is listed twice keeps the earlier day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from psi_site.diagnostics import Diagnostic, Span
from psi_site.i18n import Language, first_language, load_language
from psi_site.published import Names, Register, Thing, published
from psi_site.site import Site

FOLDER = ".ledger"
_HEAD = "cli.ledger.head"


class Entry(NamedTuple):
    """A line of the ledger; `line` counts from 1."""

    name: str
    day: str
    thing: Thing
    line: int


class Ledger(NamedTuple):
    """What was published up to now, by kind of name, and the lines that say nothing."""

    entries: Mapping[Register, Mapping[str, Entry]]
    faults: tuple[Diagnostic, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever published."""
        return not any(self.entries.values())


def file_of(register: Register) -> str:
    """Return the path of a register's file in the repository."""
    return f"{FOLDER}/{register}.txt"


def read_ledger(root: Path) -> Ledger:
    """Read the ledger of a repository; a missing file is an empty one."""
    entries: dict[Register, dict[str, Entry]] = {}
    faults: list[Diagnostic] = []
    for register in Register:
        path = root / file_of(register)
        known = entries.setdefault(register, {})
        if root.resolve() not in path.resolve().parents or path.is_symlink():
            faults.append(Diagnostic("link-outside", Span(file_of(register))))
            continue
        text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
        for number, line in enumerate(text.splitlines(), 1):
            entry = _read_line(line, number)
            if entry and register is Register.ADDRESSES and not _is_path(entry.name):
                entry = None
            if entry and (entry.name not in known or entry.day < known[entry.name].day):
                known[entry.name] = entry
            elif entry is None and line.strip() and not line.startswith("#"):
                faults.append(Diagnostic("ledger-line", Span(file_of(register), number, 1)))
    return Ledger(entries, tuple(faults))


def _is_path(name: str) -> bool:
    """Return whether a name is a path from the site's root that stays below it."""
    return name.startswith("/") and "\\" not in name and ".." not in name.split("/")


def _read_line(line: str, number: int) -> Entry | None:
    """Return what a line says: a name, a day and a thing, with spaces between."""
    if line.startswith("#") or line.count(" ") < 2:
        return None
    name, day, thing = line.rsplit(" ", 2)
    try:
        date.fromisoformat(day)
        return Entry(name, day, Thing.read(thing), number)
    except (ValueError, TypeError):
        return None


def add_to_ledger(site: Site, day: date) -> list[str]:
    """Write what is published and not yet known as first published on `day`.

    Return the paths of the files that changed; a second time there are none. Names that are known
    keep their day and learn which thing has them now.
    """
    ledger = read_ledger(site.root)
    head = _words(site).text(_HEAD)
    changed = []
    for register, names in published(site).items():
        text = _text(head, ledger.entries[register], names, day)
        path = site.root / file_of(register)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(file_of(register))
    return changed


def unknown_names(site: Site) -> list[str]:
    """Return what is published and not in the ledger yet."""
    ledger = read_ledger(site.root)
    return [
        name
        for register, names in published(site).items()
        for name in names
        if name not in ledger.entries[register]
    ]


def _words(site: Site) -> Language:
    """Return the language of the originals, where the program itself speaks it."""
    own = site.languages[site.codes[0]]
    return own if own.has(_HEAD) else load_language(first_language())


def _text(head: str, known: Mapping[str, Entry], names: Names, day: date) -> str:
    lines = {name: f"{name} {entry.day} {entry.thing}" for name, entry in known.items()}
    for name, thing in names.items():
        first = known[name].day if name in known else day.isoformat()
        lines[name] = f"{name} {first} {thing}"
    comment = [f"# {line}" for line in head.splitlines()]
    return "\n".join([*comment, *(lines[name] for name in sorted(lines))]) + "\n"
