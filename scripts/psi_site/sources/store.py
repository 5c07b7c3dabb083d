"""Bytes that runs leave for each other in a few files; each run adds one, of what is new.

A file is never written again, so that a run may read it while others replace the list of files.
"""

from __future__ import annotations

import os
import time
import zlib
from collections.abc import Iterable, Mapping
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import NamedTuple

_MOST_FILES = 32


class Place(NamedTuple):
    """Where bytes lie: the name of a file, where in it they begin and where they end."""

    file: str
    start: int
    end: int


Content = bytes | Place
"""Bytes, at hand or in a file."""


class Store:
    """The files of a folder that hold bytes, as many as are needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, mmap] = {}
        self._sums: dict[str, int] = {}

    def open(self, sums: Mapping[str, int]) -> None:
        """Open the files of these names, each with the sum of what it holds.

        Raises OSError or ValueError where one is gone or not as it was left: what is in it is read
        so late that nobody would make it anew.
        """
        for name, known in sums.items():
            with (self._folder / name).open("rb") as file:
                self._files[name] = mmap(file.fileno(), 0, access=ACCESS_READ)
            self._sums[name] = zlib.crc32(self._files[name])
            if self._sums[name] != known:
                raise ValueError(name)

    @property
    def sums(self) -> Mapping[str, int]:
        """The sum (CRC-32) of what each file holds, by name."""
        return self._sums

    def read(self, content: Content) -> bytes:
        """Return bytes, from their file if that is where they are."""
        if isinstance(content, bytes):
            return content
        name, start, end = content
        return self._files[name][start:end]

    def is_wasteful(self, kept: Iterable[Content]) -> bool:
        """Return whether files are many, or less than half of what they hold is still kept."""
        needed = sum(each.end - each.start for each in kept if isinstance(each, Place))
        held = sum(map(len, self._files.values()))
        return len(self._files) >= _MOST_FILES or 2 * needed < held

    def add(self, contents: Iterable[bytes]) -> dict[bytes, Place]:
        """Write bytes into a file of their own; return where each lies."""
        name = f"{os.getpid()}-{time.time_ns()}"
        places: dict[bytes, Place] = {}
        end = total = 0
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / name).open("xb") as file:
            for content in contents:
                if content not in places:
                    start, end = end, end + file.write(content)
                    total = zlib.crc32(content, total)
                    places[content] = Place(name, start, end)
        if end:
            self.open({name: total})
        return places

    def anew(self) -> Store:
        """Return a store in the same folder that holds nothing yet."""
        return Store(self._folder)

    def sweep(self) -> None:
        """Remove the files of others where this store is one file; who has them open reads on."""
        if len(self._files) == 1:
            for path in self._folder.iterdir():
                if path.name not in self._files:
                    path.unlink(missing_ok=True)
