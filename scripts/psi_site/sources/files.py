"""Reading files as text: size, encoding and line ends, before anything looks inside."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from psi_site.diagnostics import Diagnostic, Span

MAX_BYTES = 2_000_000
"""No text an editor writes comes near this; what does is a mistake or an attack."""


@dataclass(frozen=True)
class Text:
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
    fault = _unreadable(path, root)
    if fault:
        return Text(name, None, (Diagnostic(fault, Span(name)),))
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        return Text(name, None, (Diagnostic("bad-encoding", Span(name, line, column)),))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _refuse_markers(name, text)


def _unreadable(path: Path, root: Path) -> str | None:
    if path.is_symlink() or root.resolve() not in path.resolve().parents:
        return "link-outside"
    if path.stat().st_size > MAX_BYTES:
        return "file-too-large"
    return None


def _refuse_markers(name: str, text: str) -> Text:
    """Refuse what no editor means to publish: merge markers and control characters."""
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith(("<<<<<<< ", ">>>>>>> ")):
            found.append(Diagnostic("merge-marker", Span(name, number, 1, len(line))))
        column = next((i for i, c in enumerate(line, 1) if ord(c) < 32 and c != "\t"), 0)
        if column:
            found.append(Diagnostic("control-character", Span(name, number, column)))
    return Text(name, None if found else text, tuple(found))
