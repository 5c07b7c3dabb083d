"""Whether files are as they were: by size, times and place on the disk, without reading them.

Only the standard library is used, so that a build with nothing to do can end before the rest is
imported.
"""

from __future__ import annotations

import hashlib
import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path
from zoneinfo import TZPATH

Stamp = tuple[str, int, int, int, int]
"""A path with its size, the times of its content and of its entry (ns), and its inode."""

_UNSURE = 50_000_000
"""Nanoseconds within which a disk may not tell two changes apart."""


def stamps(places: Iterable[Path]) -> Iterator[Stamp]:
    """Yield a stamp for every file at or below the places, in no order; what is missing has none.

    Compiled Python is passed over. Links are followed, but not round in circles.
    """
    seen: set[tuple[int, int]] = set()
    for place in places:
        try:
            found = place.stat()
        except OSError:
            continue
        if not place.is_dir():
            yield _stamp(str(place), found)
            continue
        yield from _below(str(place), found, seen)


def _below(folder: str, own: os.stat_result, seen: set[tuple[int, int]]) -> Iterator[Stamp]:
    if (own.st_dev, own.st_ino) in seen:
        return
    seen.add((own.st_dev, own.st_ino))
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_symlink():
                yield _stamp(entry.path, entry.stat(follow_symlinks=False))
            if entry.is_file():
                yield _stamp(entry.path, entry.stat())
            elif entry.is_dir() and entry.name != "__pycache__":
                yield from _below(entry.path, entry.stat(), seen)


def stamp_of(path: str) -> Stamp:
    """Return the stamp of a file, or of a link as such; only its path where it is missing."""
    try:
        return _stamp(path, os.lstat(path))
    except OSError:
        return path, 0, 0, 0, 0


def _stamp(path: str, found: os.stat_result) -> Stamp:
    return path, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def digest(found: Iterable[Stamp], *others: object) -> str:
    """Return a name for a state of files and for what else is given."""
    text = repr((sorted(found), others))
    return hashlib.blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def is_sure(found: Iterable[Stamp], moment: int) -> bool:
    """Return whether no file changed so near `moment` (ns) that it might again without a trace."""
    return all(max(changed, entered) < moment - _UNSURE for _, _, changed, entered, _ in found)


def program() -> tuple[Path, ...]:
    """Return what this program itself is made of: its package, and what is installed beside it."""
    return (Path(__file__).parent,)


def versions() -> tuple[str, tuple[int, ...]]:
    """Return what tells this Python, what is installed in it and the system's zones from others."""
    places = (Path(place) for place in (sysconfig.get_path("purelib"), *TZPATH))
    return sys.version, tuple(place.stat().st_mtime_ns for place in places if place.is_dir())
