"""New source files made from the model: what is known filled in, all else there but switched off.

A switched-off line begins with `#` directly before its key, so that an editor brings the field to
life by taking one character away. Above each field stands what it means.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePosixPath
from typing import get_origin

from pydantic import BaseModel

from psi_site.content import ContentType
from psi_site.corpus import Corpus
from psi_site.i18n import Language
from psi_site.model.text import LocalizedText
from psi_site.schema import EDITIONS, Shape, choices, field_key, field_shape, schema_name
from psi_site.sources.records import MarkdownFolder

Answers = Mapping[str, str]
"""What is known of a new record: texts in the original's language, and scalars as written."""

WIDTH = 96
_LAST = ("updated", "revision")
_NOT_WRITTEN = frozenset({"id", "redirect_from", "translated_from", *_LAST})
"""Given by the file, about an earlier life, written by a command, or written last."""
_PLAIN = re.compile(r"[^\W_](?:[^#:\[\]{},&*!|>'\"%@`\\\t\n]|:(?=\S))*(?<! )")
_EMPTY_WORDS = frozenset({"null", "Null", "NULL"})


def scalar(text: str) -> str:
    """Return a text as a YAML scalar that every reader takes for that text."""
    if _PLAIN.fullmatch(text) and text not in _EMPTY_WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)


@dataclass(frozen=True)
class Scaffold:
    """Writes new files for a site, with comments in `language`."""

    corpus: Corpus
    language: Language

    def record_file(self, content_type: ContentType, answers: Answers) -> str:
        """Return the text of a YAML file that is one record."""
        lines = [*self._head(content_type), *self._fields(content_type.model, answers)]
        return "\n".join(lines) + "\n"

    def list_entry(self, content_type: ContentType, answers: Answers, indent: int) -> str:
        """Return one entry of a YAML list whose dashes stand `indent` spaces in."""
        inner = " " * (indent + 2)
        lines = [f"{' ' * indent}- id: {scalar(answers['id'])}"]
        lines += [f"{inner}{line}" for line in self._fields(content_type.model, answers)]
        return "\n".join(lines) + "\n"

    def edition_file(self, content_type: ContentType, answers: Answers, body: str) -> str:
        """Return a Markdown file in the original's language: front matter, then `body`."""
        front = "\n".join(self._front_matter(content_type, answers))
        return f"---\n{front}\n---\n\n{body.strip()}\n"

    def _head(self, content_type: ContentType) -> Iterator[str]:
        up = "../" * len(PurePosixPath(content_type.source.location).parts)
        name = schema_name(content_type)
        yield f"# yaml-language-server: $schema={up}.schemas/{name}.json"
        yield from _comment(self.language.text("cli.scaffold.head"))

    def _fields(self, model: type[BaseModel], answers: Answers) -> Iterator[str]:
        names = [name for name in model.model_fields if name not in _NOT_WRITTEN]
        for name in (*names, *_LAST):
            yield from self._field(model, name, answers)

    def _front_matter(self, content_type: ContentType, answers: Answers) -> Iterator[str]:
        source, model = content_type.source, content_type.model
        assert isinstance(source, MarkdownFolder)
        edition = field_shape(model.model_fields[EDITIONS]).item
        assert edition
        in_body = source.read_body("", "", 0)[0].value
        common = [n for n in model.model_fields if n in source.common and n not in _NOT_WRITTEN]
        first = [name for name in common if model.model_fields[name].is_required()]
        for name in first:
            yield from self._field(model, name, answers)
        for name in edition.type.model_fields:
            if name not in in_body and name not in _NOT_WRITTEN:
                yield from self._field(edition.type, name, answers)
        for name in (*common, "updated"):
            if name not in first:
                yield from self._field(model, name, answers)
        yield from self._body_guide(edition.type, in_body)

    def _body_guide(self, edition: type[BaseModel], in_body: Iterable[str]) -> Iterator[str]:
        """Explain a body that is more than running text, with the fields of its items."""
        sections = edition.model_fields.get("sections")
        section = field_shape(sections).item if sections and "sections" in in_body else None
        item = section and field_shape(section.type.model_fields["items"]).item
        if item is None:
            return
        yield from _comment(self.language.text("cli.scaffold.newsletter"))
        for name, info in item.type.model_fields.items():
            if not info.is_required():
                yield from _comment(self._meaning(item.type, name))
                yield from (f"# {line}" for line in self._empty(name, field_shape(info), ()))

    def _field(self, model: type[BaseModel], name: str, answers: Answers) -> Iterator[str]:
        shape = field_shape(model.model_fields[name])
        yield from _comment(self._meaning(model, name))
        if not answers.get(name):
            yield from (f"#{line}" for line in self._empty(name, shape, ()))
        elif shape.is_a(LocalizedText):
            original, *others = self.corpus.codes
            yield f"{name}:"
            yield f"  {original}: {scalar(answers[name])}"
            yield from (f"#  {code}:" for code in others)
        else:
            yield f"{name}: {scalar(answers[name])}"

    def _meaning(self, model: type[BaseModel], name: str) -> str:
        text = self.language.text(field_key(model, name))
        inner = field_shape(model.model_fields[name])
        while inner.item:
            inner = inner.item
        if inner.is_a(Enum):
            values = ", ".join(value for value, _ in choices(inner.type, self.language))
            return f"{text} {self.language.text('cli.scaffold.one_of', choices=values)}"
        if inner.reference:
            types = (self.corpus.types.get(kind) for kind in inner.reference.kinds)
            files = ", ".join(each.source.location for each in types if each)
            return f"{text} {self.language.text('fields.hints.reference', files=files)}"
        return text

    def _empty(self, name: str, shape: Shape, within: tuple[type, ...]) -> Iterator[str]:
        """Yield the lines of a field that holds nothing yet; `within` stops endless nesting."""
        inner = shape.item if get_origin(shape.type) is tuple else None
        if inner is None:
            yield f"{name}:"
            yield from (f"  {line}" for line in self._inside(shape, within))
            return
        lines = [] if inner.type in within else list(self._inside(inner, within))
        if not lines:
            yield f"{name}: []"
            return
        yield f"{name}:"
        yield f"  - {lines[0]}"
        yield from (f"    {line}" for line in lines[1:])

    def _inside(self, shape: Shape, within: tuple[type, ...]) -> Iterator[str]:
        if shape.is_a(LocalizedText):
            yield from (f"{code}:" for code in self.corpus.codes)
        elif shape.is_a(BaseModel) and shape.type not in within:
            model: type[BaseModel] = shape.type
            for name, info in model.model_fields.items():
                first, *rest = self._empty(name, field_shape(info), (*within, model))
                yield f"{first}  # {self._meaning(model, name)}"
                yield from rest


def _comment(text: str) -> Iterator[str]:
    for paragraph in text.split("\n"):
        lines = textwrap.wrap(paragraph, WIDTH, break_long_words=False, break_on_hyphens=False)
        yield from (f"# {line}" for line in lines)
        if not lines:
            yield "#"
