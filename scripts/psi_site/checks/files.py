"""Files beside the pages are published as they are: ordinary files, of kinds that do no harm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic, Span
from psi_site.sources.files import INVISIBLE, relative

MEDIA = "docs"
"""The folder that paths of pictures and files start from."""

PICTURES = {"avif", "gif", "jpeg", "jpg", "png", "svg", "tif", "tiff", "webp"}
DOCUMENTS = {
    *("csv", "doc", "docx", "epub", "odp", "ods", "odt", "pdf", "ppt", "pptx", "rtf"),
    *("txt", "vcf", "xls", "xlsx", "zip", "m4a", "mp3", "mp4", "oga", "ogg", "srt", "vtt"),
    *("wav", "webm"),
}
"""What a browser shows as what it is, or saves; none of it is read as a page of this site."""

_NAME = re.compile(r"[^\s<>:\"|?*\\`{};](?:[^\t\n\r<>:\"|?*\\`{};]*[^\s<>:\"|?*\\`{};])?")


def check_files(corpus: Corpus) -> Iterator[Diagnostic]:
    """Yield every file in the folder of media that must not be published."""
    folder = corpus.root / MEDIA
    for path in (folder, *sorted(folder.rglob("*"))):
        span = Span(relative(path, corpus.root))
        if path.is_symlink():
            # Links to Markdown have been told of where they were to be read.
            if path.suffix != ".md":
                yield Diagnostic("link-outside", span)
        elif path.is_file() and path.suffix != ".md" and not path.name.startswith("."):
            yield from _faults(path, span)


def _faults(path: Path, span: Span) -> Iterator[Diagnostic]:
    kind = path.suffix.lower().lstrip(".")
    if not _NAME.fullmatch(path.name) or INVISIBLE.search(path.name):
        yield Diagnostic("bad-media-name", span, {"name": path.name})
    elif kind not in PICTURES | DOCUMENTS:
        kinds = ", ".join(sorted(DOCUMENTS | PICTURES))
        yield Diagnostic("file-kind", span, {"kind": path.suffix or path.name, "kinds": kinds})
    elif kind == "svg":
        yield from _drawing(path, span)


def _drawing(path: Path, span: Span) -> Iterator[Diagnostic]:
    # The reader of XML is slow to import, and few sites have drawings.
    from psi_site.checks.drawings import active_part

    try:
        part = active_part(path)
    except ValueError:
        yield Diagnostic("image-unreadable", span, {"file": path.name})
        return
    if part:
        yield Diagnostic("drawing-active", span, {"part": part})
