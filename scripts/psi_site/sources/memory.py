"""What files said when they were last read, so that only those that changed are read again.

Safe to delete and safe under two builds at once: what is remembered of a file holds only while its
stamp does, and the whole only for the same program.
"""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from psi_site.sources.document import Outcome
from psi_site.stamps import Stamp, digest, is_sure, program, stamp_of, stamps, versions

FILE = Path(".cache/sources.pickle")

_UNREADABLE = (pickle.UnpicklingError, EOFError, ValueError, TypeError, LookupError)
"""What a file raises that was cut short, or written by another program."""

Piece = tuple[tuple[Stamp, ...], bytes, bytes]
"""The stamps of some files, a mark of what they said, and what they said (pickled)."""
Made = tuple[bytes, Any]
"""A record (pickled), and its facts."""


@dataclass
class Memory:
    """What was read, by a name for the files it was read from, and records by their documents."""

    key: str = ""
    pieces: Mapping[str, Piece] = field(default_factory=dict)
    records: Mapping[tuple[str, bytes], Made] = field(default_factory=dict)
    alive: Mapping[str, tuple[Piece, Outcome]] = field(default_factory=dict)
    """What this process itself made of the pieces when it read the same sources before."""
    living: Mapping[tuple[str, bytes], Any] = field(default_factory=dict)
    """Records that this process made before; they are frozen, so that many may hold them."""
    _read: dict[str, Piece] = field(default_factory=dict)
    _made: dict[tuple[str, bytes], Made] = field(default_factory=dict)
    _outcomes: dict[str, tuple[Piece, Outcome]] = field(default_factory=dict)
    _records: dict[tuple[str, bytes], Any] = field(default_factory=dict)
    _places: dict[str, str] = field(default_factory=dict)

    def outcome(self, paths: Iterable[Path], read: Callable[[], Outcome], *others: str) -> Outcome:
        """Return what `read` returns, or what it returned while the files were the same.

        `others` is what else it depends on.
        """
        names = [str(path) for path in paths]
        name = "\0".join((*names, *(self._place(name) for name in names), *others))
        now = tuple(map(stamp_of, names))
        piece = self.pieces.get(name)
        if piece is None or piece[0] != now:
            outcome = read()
            content = pickle.dumps(outcome, protocol=5)
            whole = content + repr(now).encode("utf-8", "surrogateescape")
            piece = (now, hashlib.blake2b(whole, digest_size=12).digest(), content)
            self._outcomes[name] = (piece, _marked(outcome, piece[1]))
        self._read[name] = piece
        for known in (self._outcomes.get(name), self.alive.get(name)):
            if known and known[0] is piece:
                break
        else:
            known = (piece, _marked(pickle.loads(piece[2]), piece[1]))  # noqa: S301 - our own
        self._outcomes[name] = known
        return known[1]

    def _place(self, name: str) -> str:
        """Return where the folder of a file really is: a link may have taken its place."""
        folder = os.path.dirname(name)  # noqa: PTH120 - thousands of times a build
        if folder not in self._places:
            self._places[folder] = os.path.realpath(folder)
        return self._places[folder]

    def record(self, kind: str, mark: bytes, make: Callable[[], tuple[Any, Any] | None]) -> Any:
        """Return the record of a marked document with its facts, None where it makes none.

        They are as they were made before, or as `make` makes them now.
        """
        key = (kind, mark)
        kept = self.records.get(key)
        record = self.living.get(key)
        if kept is None:
            made = make()
            if made is None:
                return None
            record, facts = made
            kept = (pickle.dumps(record, protocol=5), facts)
        elif record is None:
            record = pickle.loads(kept[0])  # noqa: S301 - written by ourselves
        self._made[key] = kept
        self._records[key] = record
        return record, kept[1]

    @property
    def is_new(self) -> bool:
        """Whether anything was read or made that was not known, or is known no more."""
        return self._read != self.pieces or self._made.keys() != self.records.keys()

    def left(self) -> tuple[Mapping[str, Piece], Mapping[tuple[str, bytes], Made]]:
        """Return what the next run is to remember."""
        return self._read, self._made

    def next(self, sure: Callable[[Piece], bool]) -> Memory:
        """Return what the next reading in the same process is to remember."""
        pieces = {name: piece for name, piece in self._read.items() if sure(piece)}
        return Memory(self.key, pieces, self._made, self._outcomes, self._records)


@dataclass
class Recent:
    """The last reading of a process that reads the same sources again and again."""

    memory: Memory | None = None


@contextmanager
def all_is_kept() -> Iterator[None]:
    """Hold Python's search for garbage back while nearly all that is made is there to stay.

    It would look through everything read so far again and again. What the first reading of a
    process made is passed over until the process ends: most have no other.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not gc.get_freeze_count():
                gc.freeze()
            gc.enable()


def _marked(outcome: Outcome, mark: bytes) -> Outcome:
    """Give each document a mark that changes with it and with its places."""
    documents = tuple(
        (record_id, document.marked(mark + index.to_bytes(4, "big")))
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
            return last.next(lambda piece: is_sure(piece[0], written))
        with (root / FILE).open("rb") as file:
            # Another program may know nothing of what the rest is made of.
            if pickle.load(file) == key:  # noqa: S301
                pieces, records = pickle.load(file)  # noqa: S301
                sure = {name: piece for name, piece in pieces.items() if is_sure(piece[0], written)}
                return Memory(key, sure, records)
    return Memory(key)


def commit_to_memory(root: Path, memory: Memory, recent: Recent | None = None) -> None:
    """Leave what was read for the next run; a folder that refuses only costs time."""
    if recent:
        recent.memory = memory
    if not memory.key or not memory.is_new:
        return
    with suppress(OSError):
        (root / FILE).parent.mkdir(exist_ok=True)
        aside = root / FILE.with_name(f"{FILE.name}.{os.getpid()}")
        with aside.open("wb") as file:
            pickle.dump(memory.key, file, protocol=5)
            pickle.dump(memory.left(), file, protocol=5)
        aside.replace(root / FILE)
