"""Where the records of a content type are found in the repository.

Four shapes cover every type: a list in one file, a folder with one file a record, one file for one
record, and a folder of Markdown editions.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

from psi_site.diagnostics import Diagnostic, Span
from psi_site.sources.document import Document, Outcome
from psi_site.sources.files import read_text, relative
from psi_site.sources.markdown import BodyReader, Editions, plain_body, read_folder
from psi_site.sources.memory import Memory
from psi_site.sources.yaml import read_yaml


class Source(Protocol):
    """Finds and reads the documents of one content type below a repository's root."""

    @property
    def location(self) -> str:
        """The file or folder, relative to the root, for messages and scaffolds."""

    def read(self, root: Path, original: str, memory: Memory) -> Outcome:
        """Return every document found, in order of files and lines."""


def _read_file(path: Path, root: Path) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    text = read_text(path, root)
    if text.value is None:
        return None, text.diagnostics
    document, found = read_yaml(text.value, text.path)
    return document, (*text.diagnostics, *found)


class ListFile(NamedTuple):
    """A YAML file that is a list of records, each with its `id`."""

    location: str

    def read(self, root: Path, original: str, memory: Memory) -> Outcome:
        """Return a document for each entry of the list; an absent file is an empty list."""
        del original
        path = root / self.location
        return memory.outcome([path], lambda: self._read(path, root))

    def _read(self, path: Path, root: Path) -> Outcome:
        if not _is_there(path):
            return Outcome()
        document, found = _read_file(path, root)
        if document is None or document.value is None:
            return Outcome(diagnostics=found)
        if not isinstance(document.value, list):
            fault = Diagnostic("not-a-list", document.span(()))
            return Outcome(diagnostics=(*found, fault))
        return Outcome(tuple((_id(entry), entry) for entry in document.entries()), found)


def _is_there(path: Path) -> bool:
    """Return whether there is anything at the path, be it a link that leads nowhere."""
    return path.exists() or path.is_symlink()


def _id(document: Document) -> str:
    """Return the id an entry has, or is, where the id stands alone."""
    value = document.value.get("id") if isinstance(document.value, dict) else document.value
    return value if isinstance(value, str) else ""


class SingleFile(NamedTuple):
    """A YAML file that is one record, whose id is the file's name."""

    location: str

    def read(self, root: Path, original: str, memory: Memory) -> Outcome:
        """Return the one document; an absent file gives none."""
        del original
        path = root / self.location
        if not _is_there(path):
            return Outcome()
        return memory.outcome([path], lambda: _read_record(path, root))


class Folder(NamedTuple):
    """A folder of YAML files, one record each, whose id is the file's name."""

    location: str

    def read(self, root: Path, original: str, memory: Memory) -> Outcome:
        """Return a document for each file, in order of names."""
        del original
        outcome = Outcome()
        for path in sorted((root / self.location).glob("*.yml")):
            outcome += memory.outcome([path], partial(_read_record, path, root))
        for path in sorted((root / self.location).glob("*.yaml")):
            arguments = {"name": f"{path.stem}.yml"}
            fault = Diagnostic("yaml-file-name", Span(relative(path, root)), arguments)
            outcome += Outcome(diagnostics=(fault,))
        return outcome


def _read_record(path: Path, root: Path) -> Outcome:
    document, found = _read_file(path, root)
    if document is None or document.value is None:
        missing = () if found else (Diagnostic("empty-file", Span(relative(path, root))),)
        return Outcome(diagnostics=(*found, *missing))
    if isinstance(document.value, dict):
        found = (*found, *_id_faults(document, path.stem))
        document.value.setdefault("id", path.stem)
    return Outcome(((path.stem, document),), found)


def _id_faults(document: Document, name: str) -> Iterator[Diagnostic]:
    """Yield a fault where a file states another id than the one its name gives it."""
    stated = document.value.get("id")
    if stated is not None and stated != name:
        yield Diagnostic(
            "id-not-file-name", document.span(("id",)), {"id": str(stated), "name": name}
        )


class MarkdownFolder(NamedTuple):
    """A folder of Markdown editions (`id.language.md`)."""

    location: str
    common: frozenset[str]
    read_body: BodyReader = plain_body

    def read(self, root: Path, original: str, memory: Memory) -> Outcome:
        """Return a document for each id, its editions joined."""
        folder = root / self.location
        if not folder.is_dir():
            return Outcome()
        editions = Editions(self.common, self.read_body)
        return read_folder(folder, root, original, editions, memory)
