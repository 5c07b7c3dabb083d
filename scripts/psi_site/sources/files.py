"""Reading files as text: size, encoding and line ends, before anything looks inside."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from psi_site.diagnostics import Diagnostic, Span

MAX_BYTES = 5_000_000
"""No text of an editor's comes near this, nor a list of two thousand partners; what does is a
mistake or an attack."""

MAX_LINE = 5_000
"""Longer than any paragraph; a picture pasted as text is longer."""

INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
"""Characters nobody means to publish: controls, line ends that only some programs see, and those
that turn the direction of writing (Unicode TR 36, section 3.3)."""

_MERGE_MARKS = ("<<<<<<< ", "||||||| ", ">>>>>>> ")


class Text(NamedTuple):
    """A file's text with `\\n` line ends, or None where it cannot be read as text."""

    path: str
    value: str | None
    diagnostics: tuple[Diagnostic, ...] = ()


def relative(path: Path, root: Path) -> str:
    """Return `path` below `root` with forward slashes, as diagnostics and links write it."""
    return path.relative_to(root).as_posix()


def read_text(path: Path, root: Path) -> Text:
    """Read a UTF-8 file; Windows line ends and a byte order mark are accepted."""
    name = relative(path, root)
    try:
        fault = _refusal(path, root)
        data = b"" if fault else path.read_bytes()
    except OSError:
        fault, data = "unreadable-file", b""
    if fault:
        arguments = {"limit": str(MAX_BYTES // 1_000_000)}
        return Text(name, None, (Diagnostic(fault, Span(name), arguments),))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Text(name, None, (_bad_encoding(name, data, error.start),))
    text = one_line_end(text)
    faults = tuple(_line_faults(name, text))
    return Text(name, None if faults else text, faults)


def _refusal(path: Path, root: Path) -> str | None:
    """Return the code for a path that is not to be opened: links, folders, pipes, giants."""
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode) or not _is_inside(path, root):
        return "link-outside"
    if not stat.S_ISREG(status.st_mode):
        return "not-a-file"
    return "file-too-large" if status.st_size > MAX_BYTES else None


def _is_inside(path: Path, root: Path) -> bool:
    """Return whether a path leads to below the root; to follow links takes long, most have none."""
    steps = path.relative_to(root).parts[:-1]
    folders = [root.joinpath(*steps[:count]) for count in range(1, len(steps) + 1)]
    if ".." in steps or any(map(os.path.islink, folders)):
        return root.resolve() in path.resolve().parents
    return True


def one_line_end(text: str) -> str:
    """Return the text with `\\n` for every kind of line end that editors' programs write."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _bad_encoding(name: str, data: bytes, start: int) -> Diagnostic:
    """Place the first byte that is not UTF-8; the bytes before it on the line are."""
    line_start = data.rfind(b"\n", 0, start) + 1
    line = data.count(b"\n", 0, start) + 1
    column = len(data[line_start:start].decode("utf-8", errors="replace")) + 1
    return Diagnostic("bad-encoding", Span(name, line, column))


def _line_faults(name: str, text: str) -> Iterator[Diagnostic]:
    """Yield what no editor means to publish: merge marks, invisible characters, endless lines."""
    lines = text.split("\n")
    if (
        max(map(len, lines)) <= MAX_LINE
        and not INVISIBLE.search(text)
        and not any(mark in text for mark in _MERGE_MARKS)
    ):
        return
    for number, line in enumerate(lines, start=1):
        if line.startswith(_MERGE_MARKS):
            yield Diagnostic("merge-marker", Span(name, number, 1, len(line)))
        if len(line) > MAX_LINE:
            span = Span(name, number, MAX_LINE + 1)
            yield Diagnostic("line-too-long", span, {"limit": str(MAX_LINE)})
        hidden = INVISIBLE.search(line)
        if hidden:
            span = Span(name, number, hidden.start() + 1)
            yield Diagnostic("control-character", span, {"character": character_name(hidden[0])})


def character_name(character: str) -> str:
    """Return a character's number as Unicode writes it: U+200B."""
    return f"U+{ord(character):04X}"


def source_lines(path: Path) -> tuple[str, ...]:
    """Return a file's lines for showing, whatever its bytes are; none for what is not read.

    Read again whenever the file has changed, so that a long-running preview shows what is there.
    """
    try:
        status = path.stat()
        readable = path.is_file() and status.st_size <= MAX_BYTES
    except (OSError, ValueError):
        return ()
    return _lines(path, status.st_mtime_ns) if readable else ()


@lru_cache(maxsize=64)
def _lines(path: Path, changed: int) -> tuple[str, ...]:
    del changed
    try:
        text = path.read_bytes().decode("utf-8", errors="replace")
    except OSError:
        return ()
    return tuple(one_line_end(text.removeprefix("\ufeff")).split("\n"))
