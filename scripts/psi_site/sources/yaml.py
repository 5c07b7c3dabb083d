"""Strict YAML: every scalar stays the text that was written, and every place is kept.

Read from libyaml's events rather than with a loader, because a loader guesses types (YAML 1.1 turns
`10:30` into 630 and `no` into false), lets a duplicate key win silently and follows aliases without
end. Anchors, aliases and tags are refused: no data file needs them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from psi_site.diagnostics import Diagnostic, Span
from psi_site.sources.document import Document, Path
from psi_site.sources.files import INVISIBLE, character_name
from psi_site.sources.yaml_faults import diagnose

MAX_DEPTH = 40
MAX_VALUES = 50_000
MAX_TEXT = 60_000
"""Characters in one value: ten times the longest text of a site."""

_NULLS = {"", "~", "null", "Null", "NULL"}
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class _Frame:
    """A mapping or list under construction; `key` is the mapping key awaiting its value."""

    value: dict[str, Any] | list[Any]
    path: Path
    is_mapping: bool
    key: str | None = None
    duplicate: bool = False

    @property
    def awaits_key(self) -> bool:
        return self.is_mapping and self.key is None


@dataclass
class _Reader:
    """Builds one document from events; `line_offset` places a block inside a larger file.

    Unless it `has_escapes`, the text holds no character that only an escape could bring in.
    """

    path: str
    line_offset: int
    lines: tuple[str, ...]
    has_escapes: bool
    spans: dict[Path, Span] = field(default_factory=dict)
    keys: dict[Path, Span] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    frames: list[_Frame] = field(default_factory=list)
    root: Any = None

    def span(self, event: yaml.Event) -> Span:
        start: Any = event.start_mark
        end = event.end_mark
        length = end.column - start.column if end and end.line == start.line else 1
        line = start.line + 1 + self.line_offset
        return Span(self.path, line, start.column + 1, length if length > 1 else 1)

    def fault(self, code: str, event: yaml.Event, **arguments: str) -> None:
        self.diagnostics.append(Diagnostic(code, self.span(event), arguments))

    def feed(self, event: yaml.Event) -> bool:
        """Take one event; return whether reading may go on."""
        if len(self.spans) > MAX_VALUES:
            self.fault("yaml-too-many", event, limit=str(MAX_VALUES))
            return False
        sort = type(event)
        if isinstance(event, yaml.ScalarEvent):
            return self.is_plain_yaml(event) and self.scalar(event)
        if sort is yaml.MappingStartEvent or sort is yaml.SequenceStartEvent:
            return self.is_plain_yaml(event) and self.open(event)
        if sort is yaml.MappingEndEvent or sort is yaml.SequenceEndEvent:
            self.frames.pop()
        return sort is not yaml.AliasEvent or self.is_plain_yaml(event)

    def is_plain_yaml(self, event: yaml.Event) -> bool:
        """Refuse what no data file needs: anchors with their aliases, and tags."""
        if getattr(event, "anchor", None):
            self.fault("yaml-alias", event)
            return False
        if tag := getattr(event, "tag", None):
            self.fault("yaml-tag", event, tag=str(tag))
            return False
        return True

    def scalar(self, event: yaml.ScalarEvent) -> bool:
        value: str | None = event.value
        if self.has_escapes:
            self.refuse_unprintable(event)
        if len(event.value) > MAX_TEXT:
            self.fault("text-too-long", event, limit=str(MAX_TEXT))
        if self.frames and self.frames[-1].awaits_key:
            self.start_key(self.frames[-1], event)
            return True
        if not event.style:  # None from Python's scanner, empty from libyaml
            self.refuse_swallowed_items(event)
            value = None if value in _NULLS else value
        self.put(value, event)
        return True

    def refuse_unprintable(self, event: yaml.ScalarEvent) -> None:
        """Refuse what escapes can write though the file itself could not hold it."""
        hidden = INVISIBLE.search(event.value.replace("\r", "\n"))
        if hidden:
            self.fault("control-character", event, character=character_name(hidden[0]))

    def refuse_swallowed_items(self, event: yaml.ScalarEvent) -> None:
        """Refuse a list item indented so that YAML takes it for more of the text above."""
        start, end = event.start_mark, event.end_mark
        if start is None or end is None or start.line == end.line:
            return
        for number in range(start.line + 1, min(end.line + 1, len(self.lines))):
            line = self.lines[number][: end.column if number == end.line else None]
            if re.match(r"\s*- ", line):
                indent = len(line) - len(line.lstrip())
                span = Span(self.path, number + 1 + self.line_offset, indent + 1, len(line.strip()))
                self.diagnostics.append(Diagnostic("yaml-indentation", span))

    def start_key(self, frame: _Frame, event: yaml.ScalarEvent) -> None:
        frame.key = event.value
        frame.duplicate = event.value in frame.value
        if frame.duplicate:
            first = self.keys[(*frame.path, event.value)]
            self.fault("duplicate-key", event, key=event.value, line=str(first.line))
        else:
            self.keys[(*frame.path, event.value)] = self.span(event)

    def open(self, event: yaml.Event) -> bool:
        if self.frames and self.frames[-1].awaits_key:
            self.fault("yaml-complex-key", event)
            return False
        if len(self.frames) >= MAX_DEPTH:
            self.fault("yaml-too-deep", event, limit=str(MAX_DEPTH))
            return False
        is_mapping = type(event) is yaml.MappingStartEvent
        value: dict[str, Any] | list[Any] = {} if is_mapping else []
        self.frames.append(_Frame(value, self.put(value, event), is_mapping))
        return True

    def put(self, value: Any, event: yaml.Event) -> Path:
        """Store a value where it belongs and return its path."""
        span = self.span(event)
        if not self.frames:
            self.root, self.spans[()] = value, span
            return ()
        frame = self.frames[-1]
        path: Path = (*frame.path, len(frame.value) if frame.key is None else frame.key)
        if isinstance(frame.value, list):
            frame.value.append(value)
        elif not frame.duplicate and frame.key is not None:
            frame.value[frame.key] = value
        frame.key = None
        self.spans.setdefault(path, span)
        return path


def read_yaml(text: str, path: str, line_offset: int = 0) -> tuple[Document, list[Diagnostic]]:
    """Read YAML text of the file `path`.

    `line_offset` is the number of lines of the file before the text. Where the text is not YAML
    the document holds None, and the diagnostics say why.
    """
    has_escapes = "\\" in text or INVISIBLE.search(text) is not None
    reader = _Reader(path, line_offset, tuple(text.split("\n")), has_escapes)
    try:
        for event in _events_of_one(text, reader):
            if not reader.feed(event):
                break
    except yaml.YAMLError as error:
        reader.diagnostics.append(_syntax_fault(error, reader, text))
    if any(d.code != "duplicate-key" for d in reader.diagnostics):
        reader.root = None
    reader.spans.setdefault((), Span(path, line_offset + 1, 1))
    return Document(reader.root, reader.spans, reader.keys), reader.diagnostics


def _events_of_one(text: str, reader: _Reader) -> Iterator[yaml.Event]:
    """Yield the events of a single document; a second one is a fault."""
    parser = _Loader(text)
    count = 0
    try:
        while (event := parser.get_event()) is not None:
            if count > 1 and type(event) is yaml.DocumentStartEvent:
                reader.fault("yaml-many-documents", event)
                return
            count += 1
            yield event
    finally:
        parser.dispose()


def _syntax_fault(error: yaml.YAMLError, reader: _Reader, text: str) -> Diagnostic:
    code, place = diagnose(error, text)
    line = place.line + 1 + reader.line_offset
    span = Span(reader.path, line, place.column + 1, place.length)
    source = reader.lines[place.line] if place.line < len(reader.lines) else ""
    character = source[place.column : place.column + 1]
    return Diagnostic(code, span, {"character": character})
