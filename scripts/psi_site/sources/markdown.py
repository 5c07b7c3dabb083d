"""Markdown files: front matter and body, one file a language, joined to one record.

`docs/about.sv.md` and `docs/about.en.md` are two editions of the record `about`. The edition in
the original's language carries what holds for the whole record; a translation may only hold what
differs between languages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from psi_site.diagnostics import Diagnostic, Span
from psi_site.sources.document import Document, Outcome, merge
from psi_site.sources.files import read_text, relative
from psi_site.sources.memory import Memory
from psi_site.sources.yaml import read_yaml

_NAME = re.compile(r"(?P<id>[^.]+)\.(?P<language>[a-z]{2,3})\.md")

BodyReader = Callable[[str, str, int], tuple[Document, list[Diagnostic]]]
"""Reads a body's text (with its file's path and the lines before it) into fields of an edition."""


class FrontMatter(NamedTuple):
    """A file split in two: its front matter as a document, and its body with the lines before.

    Where `is_readable` is false the front matter is not what was written, but empty.
    """

    document: Document
    body: str
    body_line: int
    diagnostics: tuple[Diagnostic, ...]
    is_readable: bool = True


def split_front_matter(text: str, path: str) -> FrontMatter:
    """Split a Markdown file whose first line is `---`; the front matter must be a mapping."""
    lines = text.split("\n")
    empty = Document({}, {(): Span(path, 1, 1, max(len(lines[0]), 1))})
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), 0)
    if lines[0].rstrip() != "---" or not end:
        code = "front-matter-open" if lines[0].rstrip() == "---" else "front-matter-missing"
        return FrontMatter(empty, text, 0, (Diagnostic(code, empty.span(())),), False)
    body, body_line = "\n".join(lines[end + 1 :]), end + 1
    document, found = read_yaml("\n".join(lines[1:end]), path, line_offset=1)
    if document.value is None and not found:
        return FrontMatter(empty, body, body_line, ())
    if not isinstance(document.value, dict):
        found = found or [Diagnostic("front-matter-not-mapping", document.span(()))]
        return FrontMatter(empty, body, body_line, tuple(found), False)
    return FrontMatter(document, body, body_line, tuple(found))


class Editions(NamedTuple):
    """How a folder of Markdown becomes records.

    `common` names the front-matter keys that belong to the record and may stand only in the
    original; every other key belongs to the edition it stands in.
    """

    common: frozenset[str]
    read_body: BodyReader

    @property
    def traits(self) -> tuple[str, ...]:
        """What tells these editions from others, in texts."""
        return getattr(self.read_body, "__qualname__", ""), *sorted(self.common)


def plain_body(text: str, path: str, line: int) -> tuple[Document, list[Diagnostic]]:
    """Take the body as it stands, as the edition's field `body`."""
    span = Span(path, line + 1, 1)
    return Document({"body": text}, {(): span, ("body",): span}, {}), []


def read_folder(
    folder: Path, root: Path, original: str, editions: Editions, memory: Memory
) -> Outcome:
    """Read every record of a folder of Markdown, in order of file names."""
    outcome = Outcome()
    files: dict[str, dict[str, Path]] = {}
    for path in sorted(folder.rglob("*.md")):
        match = _NAME.fullmatch(path.name)
        if match:
            stem = path.relative_to(folder).parent / match["id"]
            files.setdefault("-".join(stem.parts), {})[match["language"]] = path
        else:
            arguments = {"name": _proper_name(path.name, original)}
            fault = Diagnostic("markdown-file-name", Span(relative(path, root)), arguments)
            outcome += Outcome(diagnostics=(fault,))
    for record_id, paths in sorted(files.items()):
        read = partial(_read_record, record_id, paths, root, original, editions)
        # Which file is the original decides what may stand in each.
        outcome += memory.outcome(paths.values(), read, original, *editions.traits)
    return outcome


def _proper_name(name: str, original: str) -> str:
    """Return a valid name that is as near to a wrong one as can be."""
    stem = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", stem.removesuffix(".md")).strip("-").split("-")
    has_language = len(words) > 1 and re.fullmatch(r"[a-z]{2,3}", words[-1])
    language = words.pop() if has_language else original
    return f"{'-'.join(words) or 'page'}.{language}.md"


def _read_record(
    record_id: str, paths: Mapping[str, Path], root: Path, original: str, editions: Editions
) -> Outcome:
    parts: dict[str, Document] = {}
    common = Document({}, {(): Span(relative(next(iter(paths.values())), root), 1, 1)})
    found: list[Diagnostic] = []
    for language, path in sorted(paths.items(), key=lambda item: (item[0] != original, item[0])):
        edition, faults = _read_edition(path, root, editions)
        found += faults
        if edition is None:
            continue
        shared, parts[language] = edition
        if not original and not common.value and "translated_from" not in shared.value:
            # The settings cannot be read, so which file is the original is a guess at best.
            common = _only(shared, editions.common)
        elif language == original:
            found += _original_faults(shared, record_id)
            common = _only(shared, editions.common)
        elif original:
            common, faults = _take_revision(common, shared, language)
            found += faults
    if len(parts) < len(paths):
        return Outcome(diagnostics=tuple(found))
    document = merge(parts, common)
    document.value.setdefault("id", record_id)
    return Outcome(((record_id, document),), tuple(found))


def _original_faults(shared: Document, record_id: str) -> Iterator[Diagnostic]:
    stated = shared.value.get("id")
    if stated is not None and stated != record_id:
        arguments = {"id": str(stated), "name": record_id}
        yield Diagnostic("id-not-file-name", shared.span(("id",)), arguments)
    if "translated_from" in shared.value:
        span = shared.key_span(("translated_from",))
        yield Diagnostic("key-only-in-translation", span, {"key": "translated_from"})


def _read_edition(
    path: Path, root: Path, editions: Editions
) -> tuple[tuple[Document, Document] | None, list[Diagnostic]]:
    """Return the part that holds for the record and the edition's own, None if unreadable."""
    text = read_text(path, root)
    if text.value is None:
        return None, list(text.diagnostics)
    front = split_front_matter(text.value, text.path)
    body, found = editions.read_body(front.body, text.path, front.body_line)
    found = [*front.diagnostics, *found]
    if not front.is_readable:
        return None, found
    shared = _only(front.document, editions.common | {"translated_from"})
    own = _only(front.document, set(front.document.value) - set(shared.value))
    found += [
        Diagnostic("key-from-body", own.key_span((name,)), {"key": name})
        for name in own.value
        if name in body.value
    ]
    return (shared, _joined(own, body)), found


def _joined(own: Document, body: Document) -> Document:
    return Document(
        {**own.value, **body.value},
        {**body.spans, **own.spans},
        {**body.keys, **own.keys},
    )


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
