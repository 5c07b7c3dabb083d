"""What the editors' handbook looks up: every field of the model, every code of the checks.

Both are made of what the program itself goes by, so that they cannot be out of date: the fields of
the records' models with their words, and the words that `psi check` says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from pydantic import BaseModel

from psi_site.addresses import page_path
from psi_site.content import ContentType
from psi_site.model import values
from psi_site.model.page import Page
from psi_site.model.text import LANGUAGE_PATTERN, LocalizedText, MarkdownText
from psi_site.pages.alphabet import Letters
from psi_site.pages.anchors import text_beside
from psi_site.pages.reader import Reader
from psi_site.pages.web_page import Variables
from psi_site.prose import Heading
from psi_site.schema import EDITIONS, Shape, choices, field_key, field_shape, models_in
from psi_site.sources.records import Folder, ListFile, MarkdownFolder

_CODE = re.compile(r"errors\.(?P<code>[a-z0-9-]+)\.message")
_KINDS: Mapping[Callable[..., Any], str] = {
    values.read_day: "day",
    values.read_clock: "clock",
    values.read_moment: "moment",
    values.read_number: "number",
    values.read_decimal: "decimal",
    values.read_flag: "flag",
    values.read_url: "url",
    values.read_email: "email",
    values.read_phone: "phone",
    values.read_file: "file",
}
"""The readers of scalar values, and the words for what they read (`handbook.kind.…`)."""
_NOT_WRITTEN = frozenset({EDITIONS, "translated_from"})
_LAST = frozenset({"draft", "redirect_from", "updated", "revision"})
"""What every type has and an editor seldom needs."""


FIELD_PARTS = "handbook.parts_slug"
"""The words for the last part of the address of the parts that fields are made of."""


CODE_PARTS = (Letters("A", "D"), Letters("E", "K"), Letters("L", "O"), Letters("P", "Z"))


@dataclass(frozen=True)
class Piece:
    """A stretch of words, or of code as it is typed."""

    text: str
    is_code: bool


@dataclass(frozen=True)
class Choice:
    """A word that a field can have, and what it means."""

    value: str
    words: str


@dataclass(frozen=True)
class Field:
    """A field as an editor needs to know it; `part` is the anchor of the part it holds."""

    name: str
    words: list[Piece]
    kind: str
    is_required: bool
    is_list: bool
    part: str | None
    files: tuple[str, ...]
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Model:
    """A type of record or a part of one, under its anchor; `place` is where records lie."""

    id: str
    title: str
    fields: tuple[Field, ...]
    place: str = ""


@dataclass(frozen=True)
class Code:
    """What a code of the checks says, with its placeholders open."""

    code: str
    message: list[Piece]
    note: list[Piece]
    help: list[Piece]


def pieces(text: str) -> list[Piece]:
    """Cut words at their backticks: every other piece is code."""
    parts = text.split("`")
    return [Piece(part, bool(i % 2)) for i, part in enumerate(parts) if part]


def reference_page(reader: Reader, page: Page) -> Variables:
    """Return every type of record with its fields, and the names of the parts they are made of."""
    types = [_type(reader, each) for each in reader.site.types.values()]
    parts = [_part(reader, each) for each in _parts(reader)]
    headings = [Heading(each.id, each.title, 2) for each in types]
    headings.append(Heading("parts", reader.t("handbook.parts"), 2))
    own = text_beside(reader, page, (), headings)
    return {"types": types, "parts": parts, "parts_href": _below(reader, page, FIELD_PARTS), **own}


def field_parts(reader: Reader, page: Page) -> Variables:
    """Return the parts that fields are made of, each with its own fields."""
    parts = [_part(reader, each) for each in _parts(reader)]
    headings = [Heading(each.id, each.title, 2) for each in parts]
    return {"types": [], "parts": parts, "headings": headings, "body": "", "parts_href": ""}


def _below(reader: Reader, page: Page, key: str) -> str:
    return f"{page_path(reader.site, page, reader.language.code)}{reader.t(key)}/"


def codes_page(reader: Reader, page: Page) -> Variables:
    """Return the codes that have words, in the order of the alphabet, and the page of each."""
    base = page_path(reader.site, page, reader.language.code)
    groups = [
        {"part": part, "href": f"{base}{part.slug}/", "codes": _codes_in(reader, part)}
        for part in CODE_PARTS
    ]
    return {"groups": groups, "codes": []}


def code_part(reader: Reader, part: Letters) -> Variables:
    """Return what each code of a part says."""
    return {"groups": [], "body": "", "codes": [_code(reader, c) for c in _codes_in(reader, part)]}


def _codes_in(reader: Reader, part: Letters) -> list[str]:
    found = (_CODE.fullmatch(key) for key in reader.language.words)
    codes = (match["code"] for match in found if match)
    return sorted(code for code in codes if part.hold(code))


def code_path(codes: str, code: str) -> str:
    """Return the path of a code's explanation, where `codes` is that of the page of all codes."""
    part = next(each for each in CODE_PARTS if each.hold(code))
    return f"{codes}{part.slug}/#{code}"


def _code(reader: Reader, code: str) -> Code:
    message, note, advice = (
        pieces(reader.language.words[f"errors.{code}.{part}"])
        for part in ("message", "note", "help")
    )
    return Code(code, message, note, advice)


def _type(reader: Reader, content_type: ContentType) -> Model:
    model = content_type.model
    return Model(
        id=f"{content_type.kind}-fields",
        title=reader.t(f"fields.models.{model.__name__}"),
        fields=tuple(_fields_of(reader, content_type)),
        place=_place(content_type),
    )


def _place(content_type: ContentType) -> str:
    """Return the file that a record stands in, with what differs between records in capitals."""
    location = content_type.source.location
    if isinstance(content_type.source, Folder):
        return f"{location}/ID.yml"
    if isinstance(content_type.source, MarkdownFolder):
        return f"{location}/ID.LANGUAGE.md"
    return location


def _fields_of(reader: Reader, content_type: ContentType) -> Iterator[Field]:
    """Yield a type's own fields, those of its editions, and last what few records need."""
    source = content_type.source
    model: type[BaseModel] = content_type.model
    named_by_file = frozenset() if isinstance(source, ListFile) else frozenset({"id"})
    left_out = _NOT_WRITTEN | _LAST | named_by_file
    for name in model.model_fields:
        if name not in left_out:
            yield _field(reader, model, name)
    if isinstance(source, MarkdownFolder):
        edition = _edition(model)
        in_body = source.read_body("", "", 0)[0].value
        for name in edition.model_fields:
            if name not in in_body:
                yield _field(reader, edition, name)
    for name in model.model_fields:
        if name in _LAST:
            yield _field(reader, model, name)


def _edition(model: type[BaseModel]) -> type[BaseModel]:
    shape = field_shape(model.model_fields[EDITIONS]).item
    assert shape
    edition: type[BaseModel] = shape.type
    return edition


def _parts(reader: Reader) -> list[type[BaseModel]]:
    """Return the models that records are made of, each once, sorted by their names in words."""
    found: dict[str, type[BaseModel]] = {}
    for content_type in reader.site.types.values():
        whole: set[Any] = {content_type.model}
        if isinstance(content_type.source, MarkdownFolder):
            whole.add(_edition(content_type.model))
        for each in models_in(content_type.model):
            if issubclass(each, BaseModel) and each not in whole:
                found[each.__name__] = each
    titles = {name: reader.t(f"fields.models.{name}") for name in found}
    return [
        found[name] for name in sorted(found, key=lambda n: reader.language.sort_key(titles[n]))
    ]


def _part(reader: Reader, model: type[BaseModel]) -> Model:
    title = reader.t(f"fields.models.{model.__name__}")
    fields = tuple(_field(reader, model, name) for name in model.model_fields)
    return Model(_part_id(model), title, fields)


def _part_id(model: type[BaseModel]) -> str:
    return f"part-{model.__name__.lower()}"


def _field(reader: Reader, model: type[BaseModel], name: str) -> Field:
    shape = inner = field_shape(model.model_fields[name])
    while inner.item:
        inner = inner.item
    is_choice = inner.is_a(Enum)
    kind = _kind(inner)
    return Field(
        name=name,
        words=pieces(reader.t(field_key(model, name))),
        kind="" if kind == "part" else reader.t(f"handbook.kind.{kind}"),
        is_required=model.model_fields[name].is_required(),
        is_list=shape is not inner,
        part=_part_id(inner.type) if kind == "part" else None,
        files=_files(reader, inner),
        choices=tuple(Choice(*each) for each in choices(inner.type, reader.language))
        if is_choice
        else (),
    )


def _kind(shape: Shape) -> str:
    """Return which sort of value a field holds, by the last part of its words' key."""
    if shape.is_a(LocalizedText):
        return str(shape.type.__name__).lower()
    if shape.is_a(BaseModel):
        return "part"
    if shape.is_a(Enum):
        return "choice"
    if shape.reference:
        return "reference"
    return _kind_of_scalar(shape)


def _kind_of_scalar(shape: Shape) -> str:
    for mark in shape.marks:
        if isinstance(mark, MarkdownText):
            return "markdown"
        if getattr(mark, "pattern", None) == LANGUAGE_PATTERN:
            return "language"
        if getattr(mark, "pattern", None) == values.IDENT_PATTERN:
            return "identity"
        if getattr(mark, "func", None) in _KINDS:
            return _KINDS[mark.func]
    return "text"


def _files(reader: Reader, shape: Shape) -> tuple[str, ...]:
    """Return where the records that a field may name are found."""
    if shape.reference is None:
        return ()
    types = (reader.site.types.get(kind) for kind in shape.reference.kinds)
    return tuple(each.source.location for each in types if each)
