"""Where a new record goes, and how it gets there without harm to what is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from psi_site.cli.check import check_sources
from psi_site.cli.session import Session, report_faults
from psi_site.content import ContentType
from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic, SourceError
from psi_site.model.newsletter import Newsletter
from psi_site.prose import slugify
from psi_site.scaffold import Scaffold
from psi_site.site import CONTENT_TYPES, read_records
from psi_site.sources.records import ListFile, MarkdownFolder
from psi_site.sources.yaml import read_yaml


@dataclass(frozen=True)
class Draft:
    """A record to be: the site it joins, its type, and the day it is made."""

    corpus: Corpus
    content_type: ContentType
    today: date

    @classmethod
    def begin(cls, session: Session, kind: str) -> Draft:
        """Return a draft of a record; raises SourceError where the settings cannot be read."""
        loaded = read_records(session.root, CONTENT_TYPES)
        if not loaded.corpus.records["settings"]:
            raise SourceError(list(loaded.diagnostics))
        return cls(loaded.corpus, loaded.corpus.types[kind], session.today(loaded.corpus))

    @property
    def original(self) -> str:
        """The language of the originals."""
        return self.corpus.codes[0]

    def defaults(self) -> dict[str, str]:
        """Return the answers that can be guessed: the next issue of this year."""
        if self.content_type.model is not Newsletter:
            return {}
        issues = self.corpus.all(Newsletter)
        numbers = [issue.number for issue in issues if issue.year == self.today.year]
        return {"year": str(self.today.year), "number": str(max(numbers, default=0) + 1)}

    def identity(self, answers: Mapping[str, str]) -> str:
        """Return the id that the answers make: of the title, after the day where there is one."""
        if "number" in answers:
            return f"{answers['year']}-{answers['number']}"
        slug = slugify(answers["title"])
        start = answers.get("start", "")
        return f"{start[:10]}-{slug}" if start else slug

    @property
    def place(self) -> str:
        """The file or folder the record goes to, from the root."""
        return self.content_type.source.location

    def file(self, record_id: str) -> str:
        """Return the file the record goes to, from the root."""
        if isinstance(self.content_type.source, ListFile):
            return self.place
        if isinstance(self.content_type.source, MarkdownFolder):
            return f"{self.place}/{record_id}.{self.original}.md"
        return f"{self.place}/{record_id}.yml"


def write(session: Session, draft: Draft, answers: Mapping[str, str]) -> None:
    """Write the new record and say where; refuse to touch anything that is there already."""
    record_id = answers["id"]
    file = draft.file(record_id)
    known = draft.corpus.find(record_id, (draft.content_type.kind,))
    if known:
        taken = draft.corpus.document(known).span(()).path
        raise session.refuse("new.taken", id=record_id, file=taken)
    scaffold = Scaffold(draft.corpus, session.language)
    if isinstance(draft.content_type.source, ListFile):
        _put(session, file, _with_entry(session, draft, scaffold, answers))
        session.say("new.appended", id=record_id, file=file)
        return
    if (session.root / file).exists():
        raise session.refuse("new.exists", file=file)
    _put(session, file, _new_text(scaffold, draft.content_type, answers).encode())
    session.say("new.done", file=file)


def _new_text(scaffold: Scaffold, content_type: ContentType, answers: Mapping[str, str]) -> str:
    if isinstance(content_type.source, MarkdownFolder):
        return scaffold.edition_file(content_type, answers, answers["body"])
    return scaffold.record_file(content_type, answers)


def _put(session: Session, file: str, after: bytes) -> None:
    """Write a file; where that brings an error into the site, say which and undo it."""
    path = session.root / file
    before = path.read_bytes() if path.exists() else None
    known = _errors(session.root)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(after)
    found: list[Diagnostic] | None = None
    try:
        found = [each for each in _errors(session.root) if each not in known]
        if found:
            click.echo(session.text("new.faulty"), err=True)
            report_faults(session, found)
            raise click.exceptions.Exit(1)
    finally:
        if found is None or found:
            _restore(path, before)


def _errors(root: Path) -> list[Diagnostic]:
    return [each for each in check_sources(root).found if each.is_error]


def _restore(path: Path, before: bytes | None) -> None:
    if before is None:
        path.unlink()
    else:
        path.write_bytes(before)


def _with_entry(
    session: Session, draft: Draft, scaffold: Scaffold, answers: Mapping[str, str]
) -> bytes:
    """Return the list with the record last in it, every byte before it as it was."""
    path = session.root / draft.place
    before = path.read_bytes() if path.exists() else b""
    old, _ = read_yaml(_decoded(before), draft.place)
    count = len(old.value or ())
    indent = max(old.span((0,)).column - 3, 0) if count else 0
    entry = scaffold.list_entry(draft.content_type, answers, indent)
    line_end = "\r\n" if b"\r\n" in before else "\n"
    joint = "" if not before or before.endswith(b"\n") else line_end
    after = before + (joint + entry.replace("\n", line_end)).encode()
    new, faults = read_yaml(_decoded(after), draft.place)
    is_list = isinstance(new.value, list) and isinstance(old.value, list | None)
    if faults or not is_list or new.value[:-1] != (old.value or []):
        raise session.refuse("new.not_appended", file=draft.place)
    return after


def _decoded(data: bytes) -> str:
    text = data.decode("utf-8-sig", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")
