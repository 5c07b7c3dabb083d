"""A source file read into plain values that still know where they stood.

A `Document` pairs a value, made of mappings, lists, strings and None only, with the span of every
key and every value in it. Later stages find the place of a fault by the path to it.
"""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import Any

from psi_site.diagnostics import Diagnostic, Span

Path = tuple[str | int, ...]
_Plain = tuple[str, int, int, int]


@dataclass(frozen=True)
class Document:
    """A value read from a file, or from several that together hold one record.

    `spans` has the place of each value by its path, `keys` the place of each mapping key by the
    path of its value.
    """

    value: Any
    spans: Mapping[Path, Span]
    keys: Mapping[Path, Span] = field(default_factory=dict)
    mark: bytes = field(default=b"", compare=False)
    """Changes with the document and its places; empty for one that was not read from files."""

    def packed(self) -> bytes:
        """Return what `unpacked` makes a document of again, value and places apart."""
        tables = (
            {path: (*span,) for path, span in each.items()} for each in (self.spans, self.keys)
        )
        parts = marshal.dumps(self.value), marshal.dumps(tuple(tables)), dict(self.lines)
        return marshal.dumps(parts)

    @classmethod
    def unpacked(cls, content: bytes, mark: bytes, read: Callable[[], bytes]) -> Document:
        """Return a document whose value and places `read` gives, packed, when they are asked for.

        `content` is the mark that it had of its value.
        """
        packed = _Packed(read)
        twin = object.__new__(cls)
        found = {"spans": _Places(packed, 0), "keys": _Places(packed, 1), "mark": mark}
        twin.__dict__.update(found, content=content, _packed=packed)
        return twin

    def __getattr__(self, name: str) -> Any:
        """Unpack the value when it is first asked for."""
        if name != "value" or "_packed" not in self.__dict__:
            raise AttributeError(name)
        value = self.__dict__["value"] = self.__dict__["_packed"].value()
        return value

    def marked(self, mark: bytes) -> Document:
        """Return the document with a mark."""
        twin = object.__new__(Document)
        twin.__dict__.update(self.__dict__, mark=mark)
        return twin

    @cached_property
    def content(self) -> bytes:
        """A mark that changes with the value alone, wherever it stands."""
        # Version 2 writes no references between equal strings: the same value, the same bytes.
        return blake2b(marshal.dumps(self.value, 2), digest_size=12).digest()

    @cached_property
    def lines(self) -> Mapping[str, bytes]:
        """The numbers of the lines of each file that values stand on, each in four bytes.

        A note that a translation is up to date changes nothing a reader sees, and is left out.
        """
        packed: _Packed | None = self.__dict__.get("_packed")
        if packed:
            return packed.lines
        found: dict[str, set[int]] = {}
        for path, span in self.spans.items():
            if path[:1] != ("translated_from",):
                found.setdefault(span.path, set()).add(span.line)
        return {file: array("I", sorted(numbers)).tobytes() for file, numbers in found.items()}

    def span(self, path: Path) -> Span:
        """Return the place of the value at `path`, or of the nearest value around it."""
        return self._nearest(self.spans, path)

    def key_span(self, path: Path) -> Span:
        """Return the place of the key at `path`, or of the nearest value around it."""
        return self.keys.get(path) or self.span(path)

    def start_span(self, path: Path) -> Span:
        """Return the place where an editor sees the part at `path` begin: its key or first key."""
        return self.keys.get(path) or self.first_span(path)

    def first_span(self, path: Path) -> Span:
        """Return the place of the first key inside the mapping at `path`, else of the value."""
        inner = (span for key, span in self.keys.items() if key[:-1] == path)
        return next(inner, self.span(path))

    def _nearest(self, spans: Mapping[Path, Span], path: Path) -> Span:
        while path and path not in spans:
            path = path[:-1]
        return spans[path]

    def known(self, location: Path) -> Path:
        """Return `location` without the steps that do not exist in the source.

        Validators put steps of their own into a location (which alternative of a union they
        tried); the source knows nothing of those.
        """
        path: Path = ()
        for step in location:
            if (*path, step) in self.spans:
                path = (*path, step)
        return path

    def below(self, path: Path) -> Document:
        """Return the part of the document at `path` as a document of its own."""
        value = self.value
        for step in path:
            value = value[step]
        return Document(value, _shifted(self.spans, path), _shifted(self.keys, path))

    def entries(self) -> list[Document]:
        """Return each entry of a document that is a list as a document of its own."""
        spans, keys = _by_entry(self.spans), _by_entry(self.keys)
        return [
            Document(value, spans.get(index, {}), keys.get(index, {}))
            for index, value in enumerate(self.value)
        ]


class _Packed:
    """A document as it was packed, of which each part is unpacked when it is first asked for."""

    def __init__(self, read: Callable[[], bytes]) -> None:
        self._read = read

    @cached_property
    def _parts(self) -> tuple[bytes, bytes, dict[str, bytes]]:
        found: tuple[bytes, bytes, dict[str, bytes]] = marshal.loads(self._read())  # noqa: S302
        return found

    def value(self) -> Any:
        """Return the value."""
        return marshal.loads(self._parts[0])  # noqa: S302

    @property
    def lines(self) -> Mapping[str, bytes]:
        """The numbers of the lines of each file."""
        return self._parts[2]

    @cached_property
    def tables(self) -> tuple[dict[Path, _Plain], dict[Path, _Plain]]:
        """The spans and the keys."""
        found: tuple[dict[Path, _Plain], dict[Path, _Plain]] = marshal.loads(self._parts[1])  # noqa: S302
        return found


class _Places(Mapping[Path, Span]):
    """One table of places of a packed document."""

    def __init__(self, packed: _Packed, index: int) -> None:
        self._of = packed
        self._index = index

    def __getitem__(self, path: Path) -> Span:
        return Span(*self._of.tables[self._index][path])

    def __contains__(self, path: object) -> bool:
        return path in self._of.tables[self._index]

    def __iter__(self) -> Iterator[Path]:
        return iter(self._of.tables[self._index])

    def __len__(self) -> int:
        return len(self._of.tables[self._index])


def _shifted(spans: Mapping[Path, Span], path: Path) -> dict[Path, Span]:
    length = len(path)
    return {key[length:]: span for key, span in spans.items() if key[:length] == path}


def _by_entry(spans: Mapping[Path, Span]) -> dict[str | int, dict[Path, Span]]:
    entries: dict[str | int, dict[Path, Span]] = {}
    for path, span in spans.items():
        if path:
            entries.setdefault(path[0], {})[path[1:]] = span
    return entries


@dataclass(frozen=True)
class Outcome:
    """What reading gave: documents by record id, and what was wrong on the way."""

    documents: tuple[tuple[str, Document], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(self.documents + other.documents, self.diagnostics + other.diagnostics)


def merge(parts: Mapping[str, Document], common: Document) -> Document:
    """Join editions, each under its language, to the `common` part of a record."""
    value = {**common.value, "editions": {key: part.value for key, part in parts.items()}}
    spans, keys = dict(common.spans), dict(common.keys)
    spans[("editions",)] = common.span(())
    for language, part in parts.items():
        spans.update({("editions", language, *path): span for path, span in part.spans.items()})
        keys.update({("editions", language, *path): span for path, span in part.keys.items()})
    return Document(value, spans, keys)
