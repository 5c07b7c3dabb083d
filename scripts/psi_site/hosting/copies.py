"""Compressed copies beside the text files, and times that change only with the content.

Servers hand out the copies as they are. Their quality is where a build of hundreds of files costs
tenths of a second; what every page needs and browsers then keep for a year gets the best. What was
compressed once is taken from the cache, by content and settings.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import brotli  # type: ignore[import-untyped]
from backports import zstd

from psi_site.cache import Shelf

SUFFIXES = frozenset(
    {".html", ".css", ".js", ".json", ".xml", ".ics", ".csv", ".svg", ".txt", ".webmanifest"}
)
SMALLEST = 1000
"""In bytes; a shorter file fits in a packet or so as it is."""


@dataclass(frozen=True)
class Form:
    """A compressed form: its file ending, who makes it, how hard it tries, and how it is made.

    `quick` is for what changes often, `best` for what browsers keep for a year.
    """

    ending: str
    maker: str
    quick: int
    best: int
    compress: Callable[[bytes, int], bytes]


FORMS = (
    Form(".br", brotli.__version__, 5, 11, lambda text, q: brotli.compress(text, quality=q)),
    Form(".zst", zstd.zstd_version, 9, 19, zstd.compress),
    Form(".gz", zlib.ZLIB_RUNTIME_VERSION, 9, 9, lambda text, q: gzip.compress(text, q, mtime=0)),
)
"""Brotli (RFC 7932), Zstandard (RFC 8878) and gzip (RFC 1952, without a time)."""

ENDINGS = tuple(form.ending for form in FORMS)
_LASTING = "assets"


def compress_files(folder: Path, cache: Path) -> None:
    """Write compressed copies of the text files; those made earlier are in the file `cache`."""
    with Shelf(cache) as shelf:
        for path in _texts(folder):
            content = path.read_bytes()
            if len(content) >= SMALLEST:
                is_lasting = _LASTING in path.relative_to(folder).parts
                for form in FORMS:
                    _copy(path, form.ending, _compressed(shelf, form, content, is_lasting))


def _compressed(shelf: Shelf, form: Form, content: bytes, is_lasting: bool) -> bytes:
    level = form.best if is_lasting else form.quick
    mark = hashlib.sha256(content).hexdigest()
    name = f"{mark}-{form.maker}-{level}{form.ending}"
    return shelf.take(name, lambda: form.compress(content, level))


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
