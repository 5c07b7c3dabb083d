"""Compressed copies beside the text files, and times that change only with the content.

Servers hand out the copies as they are. Their quality is where a build of hundreds of files costs
tenths of a second; what every page needs and browsers then keep for a year gets a better one.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

import brotli  # type: ignore[import-untyped]
from backports import zstd

from psi_site.second_names import write_apart

SUFFIXES = (".html", ".css", ".js", ".json", ".xml", ".ics", ".csv", ".svg", ".txt", ".webmanifest")
SMALLEST = 1000
"""In bytes; a shorter file fits in a packet or so as it is."""
_AT_ONCE = 64
"""So many files take one form before they take the next: a compressor that stays at work finds its
tables in the processor's cache, which saves a tenth of the time."""


class Form(NamedTuple):
    """A compressed form: its file ending, how hard it tries, and how it is made.

    `quick` is for what changes often, `thorough` for what browsers keep for a year.
    """

    ending: str
    quick: int
    thorough: int
    compress: Callable[[bytes, int], bytes]


_NEAR = 1 << 16
"""In bytes, what brotli reaches with a window of 16 bits."""
_WHOLE: Final = zstd.ZstdCompressor.FLUSH_FRAME


@cache
def _packer(level: int) -> zstd.ZstdCompressor:
    """Return what packs texts, each as a frame of its own; a new one for each is dearer by half."""
    return zstd.ZstdCompressor(level)


def _brotli(text: bytes, level: int) -> bytes:
    """Return a text packed; a window no longer than the text is quicker, and no worse."""
    return brotli.compress(text, quality=level, lgwin=16 if len(text) < _NEAR else 22)  # type: ignore[no-any-return]


FORMS = (
    Form(".br", 5, 10, _brotli),
    Form(".zst", 3, 9, lambda text, level: _packer(level).compress(text, _WHOLE)),
    Form(".gz", 4, 9, lambda text, level: gzip.compress(text, level, mtime=0)),
)
"""Brotli (RFC 7932), Zstandard (RFC 8878) and gzip (RFC 1952, without a time).

Brotli one step less hard would save a twentieth of a second on 382 pages, and cost visitors 7 %
more bytes; the others would save next to nothing.
"""

ENDINGS = tuple(form.ending for form in FORMS)
_LASTING = "assets"


def files_of(folder: Path, part: str = "") -> list[str]:
    """Return the paths of all files of a folder, in order, or of those in a part of it."""
    place = folder / part
    return sorted(_below(str(place), f"{part}/" if part else "")) if place.is_dir() else []


def _below(folder: str, path: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _below(entry.path, f"{path}{entry.name}/")
            else:
                yield f"{path}{entry.name}"


class _Text(NamedTuple):
    """A text that is given copies, and when it was last changed (in nanoseconds)."""

    file: str
    content: bytes
    time: int

    @property
    def is_lasting(self) -> bool:
        """Whether browsers keep it for a year."""
        return _LASTING in self.file.split("/")


def compress_files(folder: Path, files: Iterable[str]) -> Iterator[str]:
    """Write compressed copies of the texts among a folder's files; yield the paths of those."""
    found = _texts(str(folder), files)
    while some := list(islice(found, _AT_ONCE)):
        for form in FORMS:
            for text in some:
                made = form.compress(text.content, form.thorough if text.is_lasting else form.quick)
                # With the time of the original: whichever one has, a date asked with fits.
                write_apart(f"{folder}/{text.file}{form.ending}", made, text.time)
        yield from (text.file for text in some)


def _texts(folder: str, files: Iterable[str]) -> Iterator[_Text]:
    for file in files:
        if file.endswith(SUFFIXES):
            with open(f"{folder}/{file}", "rb", 0) as opened:  # noqa: PTH123 - thousands a build
                state = os.fstat(opened.fileno())
                if state.st_size >= SMALLEST:
                    yield _Text(file, opened.read(), state.st_mtime_ns)


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


def _is_same(new: str, old: str) -> bool:
    return Path(new).read_bytes() == Path(old).read_bytes()
