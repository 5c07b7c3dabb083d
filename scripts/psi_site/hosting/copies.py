"""Compressed copies beside the text files, and times that change only with the content.

Servers hand out the copies as they are. Their quality is where a build of hundreds of files costs
tenths of a second; what every page needs and browsers then keep for a year gets the best.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from pathlib import Path

import brotli  # type: ignore[import-untyped]

SUFFIXES = frozenset(
    {".html", ".css", ".js", ".json", ".xml", ".ics", ".csv", ".svg", ".txt", ".webmanifest"}
)
SMALLEST = 1000
"""In bytes; a shorter file fits in a packet or so as it is."""

ENDINGS = (".br", ".gz")
_LASTING = "assets"


def compress_files(folder: Path) -> None:
    """Write brotli (RFC 7932) and gzip (RFC 1952, without a time) copies of the text files."""
    for path in _texts(folder):
        content = path.read_bytes()
        if len(content) >= SMALLEST:
            quality = 11 if _LASTING in path.relative_to(folder).parts else 7
            _copy(path, ".br", brotli.compress(content, quality=quality))
            _copy(path, ".gz", gzip.compress(content, 9, mtime=0))


def keep_times(folder: Path, previous: Path) -> None:
    """Give the files that are as they were in the folder `previous` the times they had there.

    Servers make the ETag of a file's time and size: without this every nightly build would have
    every calendar program fetch again what has not changed.
    """
    for path in sorted(folder.rglob("*")):
        earlier = previous / path.relative_to(folder)
        if path.is_file() and earlier.is_file() and _is_same(path, earlier):
            then = earlier.stat().st_mtime_ns
            os.utime(path, ns=(then, then))


def _texts(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in SUFFIXES and path.is_file():
            yield path


def _copy(path: Path, ending: str, content: bytes) -> None:
    """Write a copy with the time of its original: whichever one has, a date asked with fits."""
    copy = path.with_name(path.name + ending)
    copy.write_bytes(content)
    then = path.stat().st_mtime_ns
    os.utime(copy, ns=(then, then))


def _is_same(path: Path, earlier: Path) -> bool:
    same_size = path.stat().st_size == earlier.stat().st_size
    return same_size and path.read_bytes() == earlier.read_bytes()
