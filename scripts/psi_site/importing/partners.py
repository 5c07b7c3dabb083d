"""A table of organisations (CSV) as new entries of the list of partners."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from psi_site.checks.validation import validate
from psi_site.corpus import Corpus
from psi_site.importing.blocks import Note, Notes, Patterns
from psi_site.importing.names import NEAR, Register, likeness
from psi_site.importing.prose_field import prose_lines
from psi_site.importing.text import folded, one_line, raw_text, tidy
from psi_site.model.party import Partner, Place
from psi_site.model.values import read_url
from psi_site.prose import slugify
from psi_site.scaffold import scalar
from psi_site.sources.files import one_line_end
from psi_site.sources.yaml import read_yaml

FILE = "data/partners.yml"
MAX_BYTES = 2_000_000
MAX_ROWS = 2_000

_SEPARATORS = (";", ",", "\t", "|")
_SEPARATOR_LINE = re.compile(r"\s*sep=([;,|\t])\s*\n", re.I)
"""The first line by which Excel tells itself how to read the rest."""

_NUMBERS = ("founded", "joined", "members")


class TableError(Exception):
    """Raised for a file that is no table of partners; `reason` has words of its own."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class PartnerImport:
    """The whole new text of the list, how many entries are new, and what to look at."""

    content: bytes
    added: tuple[str, ...]
    notes: tuple[Note, ...]


def read_partners(data: bytes, before: bytes, corpus: Corpus, patterns: Patterns) -> PartnerImport:
    """Return the list `before` with the new partners of the table `data` after it.

    Raises TableError where the table has no column of names, or the list cannot be added to.
    """
    rows = _rows(data)
    reader = _Reader(corpus, patterns, Register(corpus))
    columns = reader.columns(rows[0])
    if "title" not in columns.values():
        raise TableError("no_names")
    for number, row in enumerate(rows[1:], start=2):
        reader.take(number, rows[0], row, columns)
    content = appended(before, list(reader.entries.values()))
    return PartnerImport(content, tuple(reader.entries), tuple(reader.notes.found))


def _rows(data: bytes) -> list[list[str]]:
    if len(data) > MAX_BYTES:
        raise TableError("large")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise TableError("sheet")
    text = raw_text(data)
    said = _SEPARATOR_LINE.match(text)
    text = text[said.end() :] if said else text
    first = next((line for line in text.split("\n") if line.strip()), "")
    separator = said[1] if said else max(_SEPARATORS, key=first.count)
    try:
        rows = [
            [one_line(tidy(cell)) for cell in row]
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        ]
    except csv.Error:
        raise TableError("broken") from None
    rows = [row for row in rows if any(row)]
    if len(rows) < 2:
        raise TableError("empty")
    if len(rows) > MAX_ROWS:
        raise TableError("large")
    return rows


@dataclass
class _Reader:
    """Turns rows into entries, one after the other."""

    corpus: Corpus
    patterns: Patterns
    register: Register
    notes: Notes = field(default_factory=Notes)
    entries: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def columns(self, header: Sequence[str]) -> dict[int, str]:
        """Return the field of each column whose name is known."""
        found: dict[int, str] = {}
        for index, name in enumerate(header):
            field_name = self._meaning("columns.", name)
            if field_name and field_name not in found.values():
                found[index] = field_name
            elif name:
                self.notes.add("column_unknown", name)
        return found

    def _meaning(self, prefix: str, text: str) -> str:
        """Return what a word means by the words of the locale files, nothing where unknown."""
        key = folded(text)
        for name, words in self.patterns.words.items():
            if name.startswith(prefix) and key in map(folded, (*words, name[len(prefix) :])):
                return name.removeprefix(prefix)
        return ""

    def take(
        self, number: int, header: Sequence[str], row: Sequence[str], columns: Mapping[int, str]
    ) -> None:
        """Make an entry of a row, or note why not."""
        values = {name: row[index] for index, name in columns.items() if index < len(row)}
        title = values.get("title", "")
        if not title:
            self.notes.add("no_name", f"{number}: {'; '.join(filter(None, row))}")
            return
        if self._is_known(title, values.get("aliases", ""), row):
            return
        sector = self._meaning("sectors.", values.get("sector", ""))
        if not sector:
            self.notes.add("sector_unknown", "; ".join(filter(None, row)))
            return
        for index, cell in enumerate(row):
            if cell and index not in columns:
                name = header[index] if index < len(header) else str(index + 1)
                self.notes.add("field_left", f"{title} – {name}: {cell}")
        self._add(title, {**values, "sector": sector})

    def _is_known(self, title: str, aliases: str, row: Sequence[str]) -> bool:
        """Note a row whose organisation is there already, under this name or one like it."""
        known = {**self.register.organisations, **self.register.partners, **self.names}
        shown = "; ".join(filter(None, row))
        for name in filter(None, map(folded, (title, *_list(aliases)))):
            if name in known:
                self.notes.add("duplicate", f"{shown} ({known[name]})")
                return True
            near = next((each for each in known if likeness(name, each) >= NEAR), "")
            if near:
                self.notes.add("similar", f"{shown} ({known[near]})")
                return True
        return False

    def _add(self, title: str, values: Mapping[str, str]) -> None:
        identity = self._identity(title)
        text = "\n".join(self._lines(identity, title, values)) + "\n"
        entry = read_yaml(text, FILE)[0].entries()
        if not entry or validate(Partner, entry[0])[0] is None:
            self.notes.add("refused", title)
            return
        self.entries[identity] = text
        for name in (title, *_list(values.get("aliases", ""))):
            self.names[folded(name)] = identity

    def _identity(self, title: str) -> str:
        stem = slugify(title)[:90].rstrip("-")
        identity, count = stem, 1
        while identity in self.entries or self.corpus.find(identity, ("partner", "organisation")):
            count += 1
            identity = f"{stem}-{count}"
        return identity

    def _lines(self, identity: str, title: str, values: Mapping[str, str]) -> Iterator[str]:
        yield f"- id: {identity}"
        yield f"  title: {scalar(title)}"
        aliases = _list(values.get("aliases", ""))
        if aliases:
            yield f"  aliases: [{', '.join(map(_quoted, aliases))}]"
        if values.get("legal_entity"):
            yield f"  legal_entity: {scalar(values['legal_entity'])}"
        yield f"  sector: {values['sector']}"
        yield from self._municipality(title, values.get("municipality", ""))
        if values.get("description"):
            yield "  description:"
            yield from (f"  {each}" for each in prose_lines(values["description"], self._code))
        for name in _NUMBERS:
            yield from self._number(title, name, values.get(name, ""))
        yield from self._url(title, values.get("url", ""))

    @property
    def _code(self) -> str:
        return self.corpus.codes[0]

    def _municipality(self, title: str, name: str) -> Iterator[str]:
        if not name:
            return
        words = folded(name)
        for place in self.corpus.all(Place):
            names = {folded(each.value) for each in place.title.passages()} | {place.id}
            forms = {form for each in names for form in (each, f"{each}s")}
            if words in forms or words.rpartition(" ")[0] in forms:
                yield f"  municipality: {place.id}"
                return
        self.notes.add("place_unknown", f"{title}: {name}")

    def _number(self, title: str, name: str, value: str) -> Iterator[str]:
        if re.fullmatch(r"\d{1,6}", value):
            yield f"  {name}: {value}"
        elif value:
            self.notes.add("bad_value", f"{title} – {name}: {value}")

    def _url(self, title: str, value: str) -> Iterator[str]:
        if not value:
            return
        address = value if "://" in value else f"https://{value}"
        try:
            is_whole = "." in read_url(address)
        except ValueError:
            is_whole = False
        if is_whole:
            yield f"  url: {scalar(address)}"
        else:
            self.notes.add("bad_value", f"{title} – url: {value}")


def _list(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,;|/]", text) if part.strip()]


def _quoted(text: str) -> str:
    plain = scalar(text)
    return plain if plain.startswith('"') or not re.search(r"[,\[\]{}]", plain) else f'"{plain}"'


def appended(before: bytes, entries: Sequence[str]) -> bytes:
    """Return a list of YAML with entries after it, every byte before them as it was.

    Raises TableError where what comes out would not be the old list and then the new entries.
    """
    if not entries:
        return before
    text = one_line_end(before.decode("utf-8-sig", errors="replace"))
    old = read_yaml(text, FILE)[0]
    count = len(old.value) if isinstance(old.value, list) else 0
    indent = " " * max(old.span((0,)).column - 3, 0) if count else ""
    line_end = "\r\n" if b"\r\n" in before else "\n"
    joint = "" if not before or before.endswith(b"\n") else line_end
    new = "".join(
        f"{indent}{line}".rstrip() + line_end
        for entry in entries
        for line in entry.removesuffix("\n").split("\n")
    )
    after = before + (joint + new).encode()
    value = read_yaml(one_line_end(after.decode("utf-8-sig", errors="replace")), FILE)[0].value
    is_sound = isinstance(value, list) and isinstance(old.value, list | None)
    if not is_sound or value[:count] != (old.value or []) or len(value) != count + len(entries):
        raise TableError("not_appended")
    return after
