"""Markdown files: front matter and body, one file a language, joined to one record.

`docs/about.sv.md` and `docs/about.en.md` are two editions of the record `about`. The edition in
the original's language carries what holds for the whole record; a translation may only hold what
differs between languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from psi_site.diagnostics import Diagnostic, Span
from psi_site.sources.document import Document, Outcome, merge
from psi_site.sources.files import read_text, relative
from psi_site.sources.yaml import read_yaml

_NAME = re.compile(r"(?P<id>[^.]+)\.(?P<language>[a-z]{2,3})\.md")

BodyReader = Callable[[str, str, int], tuple[Document, list[Diagnostic]]]
"""Reads a body's text (with its file's path and the lines before it) into fields of an edition."""


@dataclass(frozen=True)
class FrontMatter:
    """A file split in two: its front matter as a document, and its body with the lines before."""

    document: Document
    body: str
    body_line: int
    diagnostics: tuple[Diagnostic, ...]


def split_front_matter(text: str, path: str) -> FrontMatter:
    """Split a Markdown file whose first line is `---`; the front matter must be a mapping."""
    lines = text.split("\n")
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), 0)
    empty = Document({}, {(): Span(path, 1, 1)})
    if lines[0].rstrip() != "---" or not end:
        fault = Diagnostic("front-matter-missing", Span(path, 1, 1))
        return FrontMatter(empty, text, 0, (fault,))
    document, found = read_yaml("\n".join(lines[1:end]), path, line_offset=1)
    if document.value is None and not found:
        document = empty
    if not isinstance(document.value, dict):
        found = found or [Diagnostic("front-matter-not-mapping", Span(path, 2, 1))]
        document = empty
    return FrontMatter(document, "\n".join(lines[end + 1 :]), end + 1, tuple(found))


@dataclass(frozen=True)
class Editions:
    """How a folder of Markdown becomes records.

    `common` names the front-matter keys that belong to the record and may stand only in the
    original; every other key belongs to the edition it stands in.
    """

    common: frozenset[str]
    read_body: BodyReader


def plain_body(text: str, path: str, line: int) -> tuple[Document, list[Diagnostic]]:
    """Take the body as it stands, as the edition's field `body`."""
    span = Span(path, line + 1, 1)
    return Document({"body": text}, {(): span, ("body",): span}, {}), []


def read_folder(folder: Path, root: Path, original: str, editions: Editions) -> Outcome:
    """Read every record of a folder of Markdown, in order of file names."""
    outcome = Outcome()
    files: dict[str, dict[str, Path]] = {}
    for path in sorted(folder.rglob("*.md")):
        match = _NAME.fullmatch(path.name)
        if match:
            stem = path.relative_to(folder).parent / match["id"]
            files.setdefault("-".join(stem.parts), {})[match["language"]] = path
        else:
            fault = Diagnostic("markdown-file-name", Span(relative(path, root)))
            outcome += Outcome(diagnostics=(fault,))
    for record_id, paths in sorted(files.items()):
        outcome += _read_record(record_id, paths, root, original, editions)
    return outcome


def _read_record(
    record_id: str, paths: Mapping[str, Path], root: Path, original: str, editions: Editions
) -> Outcome:
    parts: dict[str, Document] = {}
    common = Document({}, {(): Span(relative(next(iter(paths.values())), root), 1, 1)})
    found: list[Diagnostic] = []
    for language, path in sorted(paths.items(), key=lambda item: (item[0] != original, item[0])):
        text = read_text(path, root)
        found += text.diagnostics
        if text.value is None:
            return Outcome(diagnostics=tuple(found))
        shared, parts[language], faults = _read_edition(text.value, text.path, editions)
        found += faults
        if language == original:
            common = shared
        else:
            common, faults = _take_revision(common, shared, language)
            found += faults
    document = merge(parts, common)
    document.value.setdefault("id", record_id)
    return Outcome(((record_id, document),), tuple(found))


def _read_edition(
    text: str, path: str, editions: Editions
) -> tuple[Document, Document, list[Diagnostic]]:
    """Return the part that holds for the record, the edition's own part, and the faults."""
    front = split_front_matter(text, path)
    body, found = editions.read_body(front.body, path, front.body_line)
    shared = _only(front.document, editions.common | {"translated_from"})
    own = _only(front.document, set(front.document.value) - set(shared.value))
    joined = Document(
        {**own.value, **body.value},
        {**body.spans, **own.spans},
        {**body.keys, **own.keys},
    )
    return shared, joined, [*front.diagnostics, *found]


def _only(document: Document, names: Iterable[str]) -> Document:
    kept = {name for name in names if name in document.value}
    return Document(
        {name: value for name, value in document.value.items() if name in kept},
        {path: span for path, span in document.spans.items() if not path or path[0] in kept},
        {path: span for path, span in document.keys.items() if not path or path[0] in kept},
    )


def _take_revision(
    common: Document, shared: Document, language: str
) -> tuple[Document, list[Diagnostic]]:
    """Move a translation's `translated_from` into the record; refuse any other shared key."""
    found = [
        Diagnostic("key-only-in-original", shared.key_span((name,)), {"key": name})
        for name in shared.value
        if name != "translated_from"
    ]
    if "translated_from" not in shared.value:
        return common, found
    revisions = {
        **common.value.get("translated_from", {}),
        language: shared.value["translated_from"],
    }
    spans = {**common.spans, ("translated_from", language): shared.span(("translated_from",))}
    spans.setdefault(("translated_from",), shared.span(()))
    return Document({**common.value, "translated_from": revisions}, spans, common.keys), found
