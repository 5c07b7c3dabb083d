"""`psi translated`: the note that a translation is in step with its original, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import click

from psi_site.cli.session import Session
from psi_site.model.record import Record
from psi_site.revision import revision
from psi_site.site import Site, load_site
from psi_site.sources.document import Document
from psi_site.sources.markdown import split_front_matter
from psi_site.sources.yaml import read_yaml

KEY = "translated_from"


def command(session: Session) -> click.Command:
    """Return the command."""

    def translated(files: tuple[str, ...], language: str | None, identity: str | None) -> None:
        site = load_site(session.root)[0].with_drafts()
        for file in files:
            for target in _targets(session, site, file, language, identity):
                _record(session, site, target)

    return click.Command(
        "translated",
        callback=translated,
        help=session.text("translated.help"),
        short_help=session.text("translated.short"),
        params=[
            click.Argument(
                ["files"],
                nargs=-1,
                required=True,
                type=click.Path(exists=True, dir_okay=False),
                metavar=session.text("metavar.file"),
            ),
            click.Option(
                ["--to", "language"],
                metavar=session.text("metavar.language"),
                help=session.text("translated.to"),
            ),
            click.Option(
                ["--id", "identity"],
                metavar=session.text("metavar.id"),
                help=session.text("translated.id"),
            ),
        ],
    )


@dataclass(frozen=True)
class Target:
    """A translation to note: the record, its language, and the file the note goes in."""

    record: Record
    language: str
    file: str
    in_front_matter: bool


def _targets(
    session: Session, site: Site, file: str, language: str | None, identity: str | None
) -> Iterator[Target]:
    path = (session.surroundings.folder / file).resolve()
    root = session.root.resolve()
    name = path.relative_to(root).as_posix() if root in path.parents else file
    for record in site.every():
        edition = _edition_in(site, record, name)
        if edition == site.codes[0]:
            raise session.refuse("translated.original", file=name)
        if edition:
            yield Target(record, edition, name, in_front_matter=True)
            return
    records = [each for each in site.every() if site.document(each).span(()).path == name]
    if not records:
        raise session.refuse("translated.unknown_file", file=name)
    record = _chosen(session, records, name, identity)
    wanted = [language] if language else list(record.readable_in(site.codes[1:]))
    for code in wanted or site.codes[1:2]:
        if code not in record.readable_in(site.codes[1:]):
            spoken = session.language_name(code)
            raise session.refuse("translated.untranslated", file=name, language=spoken)
        yield Target(record, code, name, in_front_matter=False)


def _edition_in(site: Site, record: Record, file: str) -> str | None:
    """Return the language of the record's edition in that file, if one is there."""
    document = site.document(record)
    paths = {code: ("editions", code) for code in site.codes}
    return next(
        (
            code
            for code, path in paths.items()
            if path in document.spans and document.span(path).path == file
        ),
        None,
    )


def _chosen(session: Session, records: list[Record], file: str, identity: str | None) -> Record:
    if identity:
        found = next((record for record in records if record.id == identity), None)
        if found is None:
            raise session.refuse("translated.unknown_record", file=file, id=identity)
        return found
    if len(records) > 1:
        raise session.refuse("translated.which_record", file=file)
    return records[0]


def _record(session: Session, site: Site, target: Target) -> None:
    mark = revision(target.record, site.codes[0])
    words = {"file": target.file, "language": session.language_name(target.language)}
    if target.record.translated_from.get(target.language) == mark:
        session.say("translated.same", **words)
        return
    path = site.root / target.file
    before = path.read_bytes().decode("utf-8")
    after = noted(before, target, mark)
    if after is None:
        raise session.refuse("translated.not_written", file=target.file, revision=mark)
    path.write_bytes(after.encode("utf-8"))
    session.say("translated.done", revision=mark, **words)


def noted(text: str, target: Target, mark: str) -> str | None:
    """Return a file's text with the note in it, None where that would change anything else."""
    lines = _lines(text)
    document, first = _document(text, target)
    if document is None:
        return None
    if target.in_front_matter:
        changed = _in_front_matter(lines, document, mark)
    else:
        changed = _in_mapping(lines, document, target.language, mark, is_entry=first is not None)
    if changed is None:
        return None
    after = "".join(changed)
    return after if _others(text, target) == _others(after, target) else None


def _lines(text: str) -> list[str]:
    """Cut a text into lines as the readers count them, each with its end."""
    return re.findall(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$", text)


def _document(text: str, target: Target) -> tuple[Document | None, int | None]:
    """Return the mapping the note goes in, and its place in the list where there is one."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if target.in_front_matter:
        return split_front_matter(plain, target.file).document, None
    document, _ = read_yaml(plain, target.file)
    if not isinstance(document.value, list):
        return document, None
    for index, entry in enumerate(document.entries()):
        if isinstance(entry.value, dict) and entry.value.get("id") == target.record.id:
            return entry, index
    return None, None


def _in_front_matter(lines: list[str], document: Document, mark: str) -> list[str] | None:
    if (KEY,) in document.spans:
        return _replaced(lines, document, (KEY,), mark)
    end = next((i for i, line in enumerate(lines) if i and line.rstrip() == "---"), None)
    if end is None:
        return None
    return [*lines[:end], f"{KEY}: {mark}{_end_of(lines[0])}", *lines[end:]]


def _in_mapping(
    lines: list[str], document: Document, language: str, mark: str, is_entry: bool
) -> list[str] | None:
    if (KEY, language) in document.spans:
        return _replaced(lines, document, (KEY, language), mark)
    end = _end_of(lines[0])
    if (KEY,) in document.keys:
        place = document.keys[(KEY,)]
        inner = [key for path, key in document.keys.items() if path[:1] == (KEY,) and len(path) > 1]
        column = inner[0].column if inner else place.column + 2
        note = f"{' ' * (column - 1)}{language}: {mark}{end}"
        return [*lines[: place.line], note, *lines[place.line :]]
    if is_entry:
        place = document.keys[("id",)]
        indent = " " * (place.column - 1)
        note = f"{indent}{KEY}:{end}{indent}  {language}: {mark}{end}"
        return [*lines[: place.line], note, *lines[place.line :]]
    last = lines[-1] if lines[-1].endswith(("\n", "\r")) else lines[-1] + end
    return [*lines[:-1], last, f"{KEY}:{end}  {language}: {mark}{end}"]


def _replaced(
    lines: list[str], document: Document, path: tuple[str, ...], mark: str
) -> list[str] | None:
    span = document.spans[path]
    line = lines[span.line - 1]
    start = span.column - 1
    old = line[start : start + span.length]
    if not old.strip():
        return None
    changed = line[:start] + mark + line[start + span.length :]
    return [*lines[: span.line - 1], changed, *lines[span.line :]]


def _end_of(line: str) -> str:
    return "\r\n" if line.endswith("\r\n") else "\n"


def _others(text: str, target: Target) -> Any:
    """Return everything a file says but the note of this translation."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if target.in_front_matter:
        front = split_front_matter(plain, target.file)
        value = {key: each for key, each in front.document.value.items() if key != KEY}
        return value, front.body, [each.code for each in front.diagnostics]
    document, found = read_yaml(plain, target.file)
    return _without_note(document.value, target), [each.code for each in found]


def _without_note(value: Any, target: Target) -> Any:
    if isinstance(value, list):
        return [_without_note(each, target) for each in value]
    if not isinstance(value, dict) or value.get("id", target.record.id) != target.record.id:
        return value
    notes = value.get(KEY) or {}
    if not isinstance(notes, dict):
        return value
    kept = {code: note for code, note in notes.items() if code != target.language}
    return {**{key: each for key, each in value.items() if key != KEY}, KEY: kept}
