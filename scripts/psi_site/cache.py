"""Bytes that cost time to make, stored between builds by the name of what they were made from.

A cache is an accelerator and nothing else: it may be deleted at any time, two builds may use it at
once, and a folder or disk that refuses only costs the time to make things again.
"""

from __future__ import annotations

import hashlib
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType


def cached(folder: Path, name: str, make: Callable[[], bytes]) -> bytes:
    """Return what `make` makes, from the file `name` where an earlier build left it.

    `name` has to change with everything the bytes depend on.
    """
    path = folder / name
    with suppress(OSError):
        return path.read_bytes()
    content = make()
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        _put(path, content)
    return content


def _put(path: Path, content: bytes) -> None:
    """Write aside and move, so that nobody reads half a file, however this build ends."""
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as aside:
        aside.write(content)
    Path(aside.name).replace(path)


class Shelf:
    """Many small pieces in one SQLite file, where a file of its own for each would cost more.

    Use it in a `with`: at its end, what was not asked for is forgotten, so that it never outgrows
    what one build needs.
    """

    def __init__(self, file: Path) -> None:
        """Open the file, or a new one in its place where it cannot be read."""
        self._used: set[str] = set()
        self._database = _opened(file)

    def __enter__(self) -> Shelf:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._database is None:
            return
        with suppress(sqlite3.Error):
            if error is None:
                self._forget()
            self._database.commit()
        self._database.close()

    def take(self, name: str, make: Callable[[], bytes]) -> bytes:
        """Return what `make` makes, or what it made for an earlier build under the same name.

        `name` has to change with everything the bytes depend on.
        """
        self._used.add(name)
        content = self._found(name)
        if content is None:
            content = make()
            self._add(name, content)
        return content

    def _found(self, name: str) -> bytes | None:
        """Return what is kept, where it is what was put there: a disk may have cut it short."""
        row = None
        if self._database:
            with suppress(sqlite3.Error):
                asked = "SELECT digest, content FROM piece WHERE name = ?"
                row = self._database.execute(asked, (name,)).fetchone()
        return row[1] if row and row[0] == _digest(row[1]) else None

    def _add(self, name: str, content: bytes) -> None:
        if self._database:
            # Another build may hold the file; then this piece is not kept.
            with suppress(sqlite3.Error):
                row = (name, _digest(content), content)
                self._database.execute("INSERT OR REPLACE INTO piece VALUES (?, ?, ?)", row)

    def _forget(self) -> None:
        assert self._database
        kept = {name for (name,) in self._database.execute("SELECT name FROM piece")}
        self._database.executemany(
            "DELETE FROM piece WHERE name = ?", [(name,) for name in sorted(kept - self._used)]
        )


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=16).digest()


def _opened(file: Path) -> sqlite3.Connection | None:
    """Return the opened file; None where there can be none."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        return _connected(file)
    except (OSError, sqlite3.OperationalError):
        return None
    except sqlite3.DatabaseError:
        with suppress(OSError, sqlite3.Error):
            file.unlink()
            return _connected(file)
    return None


def _connected(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(file, timeout=0)
    try:
        database.execute(
            "CREATE TABLE IF NOT EXISTS piece (name TEXT PRIMARY KEY, digest BLOB, content BLOB)"
        )
    except sqlite3.Error:
        database.close()
        raise
    return database
