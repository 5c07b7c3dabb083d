"""Pictures and files to download exist, are what their names say, and can be opened."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from functools import lru_cache
from math import ceil
from pathlib import Path

from pydantic import BaseModel

from psi_site.checks.files import MEDIA
from psi_site.checks.nearest import nearest
from psi_site.checks.subject import Subject
from psi_site.diagnostics import Diagnostic, Span
from psi_site.model.event import Document
from psi_site.model.party import Logo, Portrait
from psi_site.model.record import Path as FieldPath

MAX_IMAGE_BYTES = 8_000_000
MAX_IMAGE_SIDE = 12_000
"""In pixels; a picture that large takes half a gigabyte when it is opened."""

_EXTENSIONS = {
    "JPEG": ("jpg", "jpeg"),
    "MPO": ("jpg", "jpeg"),
    "PNG": ("png",),
    "GIF": ("gif",),
    "WEBP": ("webp",),
    "AVIF": ("avif",),
}
_FILE_NAME = re.compile(r"[^\s/]+\.(?:jpe?g|png|gif|webp|avif|svg|heic|tiff?)", re.I)


def check_media(subject: Subject) -> Iterator[Diagnostic]:
    """Yield logos, portraits and documents that are missing or cannot be opened."""
    for path, part in subject.parts:
        yield from _part(subject, path, part)


def _part(subject: Subject, path: FieldPath, part: BaseModel) -> Iterator[Diagnostic]:
    root, document = subject.corpus.root, subject.document
    if isinstance(part, (Logo, Portrait)):
        for name in ("file", "dark_file"):
            target = getattr(part, name, None)
            fault = target and image_fault(root, target, document.span((*path, name)))
            if fault:
                yield fault
    if isinstance(part, Document):
        file = document.span((*path, "file"))
        yield from _document(root, part, document.start_span(path), file)


def is_file_name(text: str) -> bool:
    """Return whether a description is only the name of a picture's file."""
    return bool(_FILE_NAME.fullmatch(text.strip()))


def _document(root: Path, part: Document, start: Span, file: Span) -> Iterator[Diagnostic]:
    title = str(part.title.passages()[0])
    if part.file and part.url:
        yield Diagnostic("file-and-url", start, {"title": title})
    elif not part.file and not part.url:
        yield Diagnostic("file-or-url-missing", start, {"title": title})
    elif part.file and not is_media(root, part.file):
        suggestion = nearest(part.file, media_files(root))
        yield Diagnostic("file-missing", file, {"file": part.file}, suggestion=suggestion)


def is_media(root: Path, target: str) -> bool:
    """Return whether a file to publish lies at `target` below the folder of media."""
    path = (root / MEDIA / target).resolve()
    return (root / MEDIA).resolve() in path.parents and _is_exactly(path, root / MEDIA / target)


def _is_exactly(path: Path, written: Path) -> bool:
    """Some file systems find a file whatever the case of its letters; a web server does not."""
    try:
        return path.is_file() and path.name == written.name
    except (OSError, ValueError):
        return False


def media_files(root: Path) -> list[str]:
    """Return the paths of all files that pages may show or link to."""
    folder = root / MEDIA
    found = (path for path in folder.rglob("*") if path.suffix != ".md" and path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in found)


def image_fault(root: Path, target: str, span: Span) -> Diagnostic | None:
    """Return what is wrong with the picture at `target` below the folder of media, if anything."""
    name = target.lstrip("/")
    arguments = {"file": target}
    if not is_media(root, name):
        suggestion = nearest(name, media_files(root))
        return Diagnostic("image-missing", span, arguments, suggestion=suggestion)
    path = root / MEDIA / name
    status = path.stat()
    fault = _picture_fault(path, status.st_mtime_ns, status.st_size)
    return Diagnostic(fault[0], span, {**arguments, **dict(fault[1])}) if fault else None


@lru_cache(maxsize=1024)
def _picture_fault(
    path: Path, changed: int, size: int
) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """Look into a file once for each time it changes."""
    del changed
    if size > MAX_IMAGE_BYTES:
        shown = str(ceil(size / 100_000) / 10)
        return "image-too-heavy", (("size", shown), ("limit", str(MAX_IMAGE_BYTES // 1_000_000)))
    if path.suffix.lower() == ".svg":
        return None if b"<svg" in path.read_bytes() else ("image-unreadable", ())
    try:
        kind, width, height = _measure(path)
    except (OSError, ValueError, SyntaxError):
        return "image-unreadable", ()
    if max(width, height) > MAX_IMAGE_SIDE:
        sides = (("width", str(width)), ("height", str(height)))
        return "image-too-large", (*sides, ("limit", str(MAX_IMAGE_SIDE)))
    return _extension_fault(path, kind)


def _measure(path: Path) -> tuple[str, int, int]:
    """Return format, width and height; raise for what Pillow cannot read to its end."""
    # Imported here because it is slow to import, and a site may have no pictures.
    from PIL import Image as Picture

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Picture.DecompressionBombWarning)
        try:
            with Picture.open(path) as picture:
                kind, (width, height) = str(picture.format), picture.size
                if max(width, height) <= MAX_IMAGE_SIDE:
                    picture.verify()
        except Picture.DecompressionBombError as error:
            raise ValueError(path.name) from error
    return kind, width, height


def _extension_fault(path: Path, kind: str) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    extensions = _EXTENSIONS.get(kind)
    if extensions is None:
        return "image-unreadable", ()
    if path.suffix.lower().lstrip(".") in extensions:
        return None
    shown = "JPEG" if kind == "MPO" else kind
    return "image-wrong-extension", (("format", shown), ("name", f"{path.stem}.{extensions[0]}"))
