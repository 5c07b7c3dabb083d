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
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

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


def files_of(folder: Path) -> list[str]:
    """Return the paths of all files below a folder, in order."""
    return sorted(_below(str(folder), ""))


def _below(folder: str, path: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _below(entry.path, f"{path}{entry.name}/")
            else:
                yield f"{path}{entry.name}"


def compress_files(folder: Path, cache: Path, files: Iterable[str]) -> None:
    """Write compressed copies of the texts among the files that lack them.

    Copies made for an earlier build are in the file `cache`.
    """
    known = frozenset(files)
    wanted = [file for file in sorted(known) if _is_text(file) and not _has_copies(file, known)]
    if not wanted:
        return
    with Shelf(cache) as shelf:
        for file in wanted:
            content = (folder / file).read_bytes()
            if len(content) >= SMALLEST:
                for form in FORMS:
                    is_lasting = _LASTING in file.split("/")
                    made = _compressed(shelf, form, content, is_lasting)
                    _copy(folder / file, form.ending, made)


def _is_text(file: str) -> bool:
    return PurePosixPath(file).suffix in SUFFIXES


def _has_copies(file: str, known: frozenset[str]) -> bool:
    """Return whether a file was taken over from an earlier build, with its copies."""
    return f"{file}{ENDINGS[0]}" in known


def _compressed(shelf: Shelf, form: Form, content: bytes, is_lasting: bool) -> bytes:
    level = form.best if is_lasting else form.quick
    mark = hashlib.sha256(content).hexdigest()
    name = f"{mark}-{form.maker}-{level}{form.ending}"
    return shelf.take(name, lambda: form.compress(content, level))


def keep_times(folder: Path, previous: Path, files: Iterable[str]) -> None:
    """Give files that are as they were in the folder `previous` the times they had there.

    Servers make the ETag of a file's time and size: without this every nightly build would have
    every calendar program fetch again what has not changed.
    """
    for file in files:
        new, old = f"{folder}/{file}", f"{previous}/{file}"
        with suppress(FileNotFoundError):
            then = os.stat(old)  # noqa: PTH116 - thousands of times a build
            now = os.stat(new)  # noqa: PTH116
            if now.st_ino != then.st_ino and now.st_size == then.st_size and _is_same(new, old):
                os.utime(new, ns=(then.st_mtime_ns, then.st_mtime_ns))


def _copy(path: Path, ending: str, content: bytes) -> None:
    """Write a copy with the time of its original: whichever one has, a date asked with fits."""
    copy = path.with_name(path.name + ending)
    copy.write_bytes(content)
    then = path.stat().st_mtime_ns
    os.utime(copy, ns=(then, then))


def _is_same(new: str, old: str) -> bool:
    return Path(new).read_bytes() == Path(old).read_bytes()
