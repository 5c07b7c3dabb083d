"""What files said when they were last read, so that only those that changed are read again.

Safe to delete and safe under two builds at once: what is remembered of a file holds only while its
stamp does, and the whole only for the same program.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from psi_site.diagnostics import Diagnostic
from psi_site.sources.document import Document, Outcome
from psi_site.sources.later import Later
from psi_site.sources.store import Content, Place, Store
from psi_site.stamps import Stamp, digest, is_sure, program, stamp_of, stamps, versions

FILE = Path(".cache/sources.pickle")
FOLDER = Path(".cache/sources")
"""Where the bytes lie that most runs ask for few of."""

V = TypeVar("V")
K = TypeVar("K")

_UNREADABLE = (pickle.UnpicklingError, EOFError, ValueError, TypeError, LookupError)
"""What a file raises that was cut short, or written by another program."""


class Piece(NamedTuple):
    """What some files said: their stamps, a mark, and each document packed, by record id.

    Beside each document stands the mark of its value.
    """

    stamps: tuple[Stamp, ...]
    mark: bytes
    documents: tuple[tuple[str, bytes, Content], ...]
    diagnostics: tuple[Diagnostic, ...]


class Made(NamedTuple):
    """A record (pickled), and what is to be known of it without."""

    record: Content
    known: Any


@dataclass
class Memory:
    """What was read, by a name for the files it was read from, and records by their documents.

    What it holds only by place lies in the `store`.
    """

    key: str = ""
    store: Store = field(default_factory=lambda: Store(FOLDER))
    pieces: Mapping[str, Piece] = field(default_factory=dict)
    records: Mapping[tuple[str, bytes], Made] = field(default_factory=dict)
    alive: Mapping[str, tuple[bytes, Outcome]] = field(default_factory=dict)
    """What this process itself made of the pieces when it read the same sources before."""
    living: Mapping[tuple[str, bytes], Later[Any]] = field(default_factory=dict)
    """Records that this process made before; they are frozen, so that many may hold them."""
    _read: dict[str, Piece] = field(default_factory=dict)
    _made: dict[tuple[str, bytes], Made] = field(default_factory=dict)
    _outcomes: dict[str, tuple[bytes, Outcome]] = field(default_factory=dict)
    _records: dict[tuple[str, bytes], Later[Any]] = field(default_factory=dict)
    _places: dict[str, str] = field(default_factory=dict)

    def outcome(self, paths: Iterable[Path], read: Callable[[], Outcome], *others: str) -> Outcome:
        """Return what `read` returns, or what it returned while the files were the same.

        `others` is what else it depends on.
        """
        names = [str(path) for path in paths]
        name = "\0".join((*names, *(self._place(name) for name in names), *others))
        now = tuple(map(stamp_of, names))
        piece = self.pieces.get(name)
        if piece is None or piece.stamps != now:
            outcome = read()
            piece = _piece(now, outcome)
            self._outcomes[name] = (piece.mark, _marked(outcome, piece.mark))
        self._read[name] = piece
        for known in (self._outcomes.get(name), self.alive.get(name)):
            if known and known[0] == piece.mark:
                break
        else:
            known = (piece.mark, self._unpacked(piece))
        self._outcomes[name] = known
        return known[1]

    def _unpacked(self, piece: Piece) -> Outcome:
        read = self.store.read
        documents = tuple(
            (record_id, Document.unpacked(content, _mark(piece.mark, index), partial(read, packed)))
            for index, (record_id, content, packed) in enumerate(piece.documents)
        )
        return Outcome(documents, piece.diagnostics)

    def _place(self, name: str) -> str:
        """Return where the folder of a file really is: a link may have taken its place."""
        folder = os.path.dirname(name)  # noqa: PTH120 - thousands of times a build
        if folder not in self._places:
            self._places[folder] = os.path.realpath(folder)
        return self._places[folder]

    def record(
        self, kind: str, mark: bytes, make: Callable[[], tuple[V, K] | None]
    ) -> tuple[Later[V], K] | None:
        """Return the record of a marked document with what is known of it, None if it makes none.

        They are as they were made before, or as `make` makes them now.
        """
        key = (kind, mark)
        kept = self.records.get(key)
        record = self.living.get(key)
        if kept is None:
            made = make()
            if made is None:
                return None
            record = Later.made(made[0])
            if not mark:
                return record, made[1]
            kept = Made(pickle.dumps(made[0], protocol=5), made[1])
        elif record is None:
            record = Later(partial(_unpickled, self.store, kept.record))
        self._made[key] = kept
        self._records[key] = record
        return record, kept.known

    @property
    def is_new(self) -> bool:
        """Whether anything was read or made that was not known, or is known no more."""
        return self._read != self.pieces or self._made.keys() != self.records.keys()

    def left(self) -> tuple[Mapping[str, Piece], Mapping[tuple[str, bytes], Made]]:
        """Return what the next run is to remember, with all its bytes in the store."""
        every = (*_contents(self._read.values()), *(made.record for made in self._made.values()))
        at_hand = [each for each in every if isinstance(each, bytes)]
        if self.store.is_wasteful(every):
            before, self.store = self.store, self.store.anew()
            self._settle(self.store.add(map(before.read, every)), before.read)
        elif at_hand:
            self._settle(self.store.add(at_hand), lambda content: content)
        return self._read, self._made

    def _settle(self, places: Mapping[bytes, Place], found: Callable[[Content], Content]) -> None:
        """Hold by place what has one, which is told by its bytes as they are `found`."""

        def placed(content: Content) -> Content:
            known = found(content)
            return places.get(known, content) if isinstance(known, bytes) else content

        for name, piece in self._read.items():
            documents = tuple((*each[:2], placed(each[2])) for each in piece.documents)
            self._read[name] = piece._replace(documents=documents)
        for key, made in self._made.items():
            self._made[key] = made._replace(record=placed(made.record))

    def next(self, sure: Callable[[Piece], bool]) -> Memory:
        """Return what the next reading in the same process is to remember."""
        pieces = {name: piece for name, piece in self._read.items() if sure(piece)}
        return Memory(self.key, self.store, pieces, self._made, self._outcomes, self._records)


def _unpickled(store: Store, content: Content) -> Any:
    return pickle.loads(store.read(content))  # noqa: S301 - written by ourselves


def _piece(now: tuple[Stamp, ...], outcome: Outcome) -> Piece:
    documents = tuple(
        (record_id, document.content, document.packed())
        for record_id, document in outcome.documents
    )
    whole = hashlib.blake2b(
        repr((now, outcome.diagnostics)).encode("utf-8", "surrogateescape"), digest_size=12
    )
    for *_, packed in documents:
        whole.update(packed)
    return Piece(now, whole.digest(), documents, outcome.diagnostics)


def _contents(pieces: Iterable[Piece]) -> Iterator[Content]:
    return (content for piece in pieces for _, _, content in piece.documents)


class Recent:
    """The last reading of a process that reads the same sources again and again."""

    def __init__(self) -> None:
        self.memory: Memory | None = None


def _mark(mark: bytes, index: int) -> bytes:
    """Return a mark for one of the documents of a piece that has the mark."""
    return mark + index.to_bytes(4, "big")


def _marked(outcome: Outcome, mark: bytes) -> Outcome:
    """Give each document a mark that changes with it and with its places."""
    documents = tuple(
        (record_id, document.marked(_mark(mark, index)))
        for index, (record_id, document) in enumerate(outcome.documents)
    )
    return Outcome(documents, outcome.diagnostics)


def recall(root: Path, recent: Recent | None = None) -> Memory:
    """Return what earlier runs left below `root`; nothing where the program is another.

    What is still held of a `recent` reading need not be read from the disk.
    """
    key = digest(stamps(program()), versions(), os.path.realpath(root))
    last = recent.memory if recent else None
    with suppress(OSError, *_UNREADABLE):
        written = (root / FILE).stat().st_mtime_ns
        if last and last.key == key:
            return last.next(lambda piece: is_sure(piece.stamps, written))
        with (root / FILE).open("rb") as file:
            # Another program may know nothing of what the rest is made of.
            if pickle.load(file) == key:  # noqa: S301
                sums, pieces, records = pickle.load(file)  # noqa: S301
                store = Store(root / FOLDER)
                store.open(sums)
                sure = {
                    name: each for name, each in pieces.items() if is_sure(each.stamps, written)
                }
                return Memory(key, store, sure, records)
    return Memory(key, Store(root / FOLDER))


def commit_to_memory(root: Path, memory: Memory, recent: Recent | None = None) -> None:
    """Leave what was read for the next run; a folder that refuses only costs time."""
    if recent:
        recent.memory = memory
    if not memory.key or not memory.is_new:
        return
    with suppress(OSError):
        left = memory.left()
        sums = memory.store.sums
        aside = root / FILE.with_name(f"{FILE.name}.{os.getpid()}")
        with aside.open("wb") as file:
            pickle.dump(memory.key, file, protocol=5)
            pickle.dump((sums, *left), file, protocol=5)
        aside.replace(root / FILE)
        memory.store.sweep()
