"""JSON Schemas of the data files, made from the model for editors' completion and checks.

JSON Schema draft 2020-12. A schema describes names and shapes; what depends on other files (does
the id exist, do the sums agree) is left to `psi check`. Known ids are offered as examples, never
demanded. Editors' YAML readers give `2022` as a number where ours keeps the text, so a text may be
a number and a number may be a text here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import PurePosixPath
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, TypeAdapter
from pydantic.fields import FieldInfo

from psi_site.content import ContentType
from psi_site.corpus import Corpus
from psi_site.i18n import Language
from psi_site.model.record import Reference
from psi_site.model.text import LANGUAGE_PATTERN, LocalizedText
from psi_site.sources.records import ListFile, MarkdownFolder, SingleFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"
EDITIONS = "editions"
"""The field of a record that is written as files of its own, one for each language."""

Schema = dict[str, Any]

_NUMBER_TEXT = {"type": "string", "pattern": r"^-?(\d{1,3}([ \u00a0\u202f]\d{3})+|\d+(\.\d+)?)$"}
_NUMERALS = ("2022", "13.30", "0701234567")
"""Texts that other YAML readers take for numbers."""

_REVISION: Schema = {"type": "string", "pattern": "^[0-9a-f]{12}$"}


@dataclass(frozen=True)
class Shape:
    """A field's type without its wrapping: what it holds, its marks, whether it may be empty."""

    type: Any
    marks: tuple[Any, ...]
    optional: bool

    @property
    def reference(self) -> Reference | None:
        """The kinds of records the value names, if it names one."""
        return next((mark for mark in self.marks if isinstance(mark, Reference)), None)

    @property
    def item(self) -> Shape | None:
        """The shape of a list's items or a mapping's values, None for everything else."""
        if get_origin(self.type) not in (tuple, Mapping):
            return None
        inner = [each for each in get_args(self.type) if each is not Ellipsis]
        return shape_of(inner[-1])

    def is_a(self, base: type) -> bool:
        """Return whether the type is a class below `base`."""
        return isinstance(self.type, type) and issubclass(self.type, base)


def shape_of(annotation: Any, marks: tuple[Any, ...] = ()) -> Shape:
    """Take `Annotated` and `| None` off an annotation."""
    optional = False
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *found = get_args(annotation)
            marks = (*marks, *found)
        elif type(None) in get_args(annotation):
            annotation = next(each for each in get_args(annotation) if each is not type(None))
            optional = True
        else:
            return Shape(annotation, marks, optional)


def field_shape(info: FieldInfo) -> Shape:
    """Return the shape of a model's field."""
    return shape_of(info.annotation, tuple(info.metadata))


def schema_name(content_type: ContentType) -> str:
    """Return the name of a type's schema: that of its file, or its kind where it has a folder."""
    if isinstance(content_type.source, (ListFile, SingleFile)):
        return PurePosixPath(content_type.source.location).stem
    return content_type.kind


def field_key(model: type[BaseModel], name: str) -> str:
    """Return the key of the words about a field, under the class that declares it."""
    owner = next(each for each in model.__mro__ if name in vars(each).get("__annotations__", {}))
    return f"fields.{owner.__name__}.{name}"


def models_in(model: type[BaseModel]) -> Iterator[type[BaseModel] | type[Enum]]:
    """Yield a model with every model and enumeration in its fields, each once."""
    seen: set[Any] = set()
    waiting: list[Any] = [model]
    while waiting:
        current = waiting.pop(0)
        if current in seen:
            continue
        seen.add(current)
        yield current
        if issubclass(current, BaseModel):
            waiting += filter(None, (_named(info) for info in current.model_fields.values()))


def _named(info: FieldInfo) -> type[BaseModel] | type[Enum] | None:
    shape: Shape | None = field_shape(info)
    while shape and shape.item:
        shape = shape.item
    if (
        shape is None
        or shape.is_a(LocalizedText)
        or not (shape.is_a(BaseModel) or shape.is_a(Enum))
    ):
        return None
    named: type[BaseModel] | type[Enum] = shape.type
    return named


def schemas(corpus: Corpus, language: Language) -> dict[str, Schema]:
    """Return the schema of each content type by name, its descriptions in `language`.

    `corpus` gives the site's languages and the ids that references may name.
    """
    return {
        schema_name(content_type): _Writer(corpus, language).write(content_type)
        for content_type in corpus.types.values()
    }


def as_text(schema: Schema) -> str:
    """Return the bytes of a schema's file as text."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def without_examples(text: str) -> Any:
    """Return a schema's value without the examples, which change with every record added."""

    def strip(value: Any, names: bool = False) -> Any:
        if isinstance(value, dict):
            kept = (item for item in value.items() if names or item[0] != "examples")
            return {key: strip(each, key in ("properties", "$defs")) for key, each in kept}
        return [strip(each) for each in value] if isinstance(value, list) else value

    try:
        return strip(json.loads(text))
    except ValueError:
        return None


@dataclass
class _Writer:
    """Writes one schema; `definitions` collects the parts it is made of."""

    corpus: Corpus
    language: Language
    definitions: Schema = field(default_factory=dict)

    def write(self, content_type: ContentType) -> Schema:
        source = content_type.source
        model: type[BaseModel] = content_type.model
        if isinstance(source, MarkdownFolder):
            body = self.front_matter(model, source)
        else:
            named_by_file = not isinstance(source, ListFile)
            body = self.mapping(model, frozenset({"id"}) if named_by_file else frozenset())
        title = model_words(model, self.language)
        if isinstance(source, ListFile):
            body = {"type": ["array", "null"], "items": body}
        head = {"$schema": DIALECT, "title": title}
        return {**head, **body, "$defs": dict(sorted(self.definitions.items()))}

    def mapping(self, model: type[BaseModel], given: frozenset[str] = frozenset()) -> Schema:
        """Describe a model; the fields `given` come from elsewhere and need not be written."""
        fields = model.model_fields
        required = [name for name in fields if fields[name].is_required() and name not in given]
        return _mapping({name: self.field(model, name) for name in fields}, required)

    def front_matter(self, model: type[BaseModel], source: MarkdownFolder) -> Schema:
        """Describe the front matter of an edition: the record's own keys, and the edition's."""
        edition = self.edition(model)
        in_body = source.read_body("", "", 0)[0].value
        own = [name for name in edition.model_fields if name not in in_body]
        common = [name for name in model.model_fields if name in source.common]
        properties = {name: self.field(edition, name) for name in own}
        properties |= {name: self.field(model, name) for name in common}
        properties["translated_from"] = {**self.words(model, "translated_from"), **_REVISION}
        return _mapping(properties, [n for n in own if edition.model_fields[n].is_required()])

    def edition(self, model: type[BaseModel]) -> type[BaseModel]:
        shape = field_shape(model.model_fields[EDITIONS]).item
        assert shape
        edition: type[BaseModel] = shape.type
        return edition

    def field(self, model: type[BaseModel], name: str) -> Schema:
        info = model.model_fields[name]
        value = self.value(field_shape(info))
        return {**self.words(model, name), **(value if info.is_required() else _or_null(value))}

    def words(self, model: type[BaseModel], name: str) -> Schema:
        info = model.model_fields[name]
        otherwise = info.description or name
        text = words_or(self.language, field_key(model, name), otherwise)
        return {"description": text, "markdownDescription": text + self.hint(field_shape(info))}

    def hint(self, shape: Shape) -> str:
        """Return what follows a description: the choices, or where the ids come from."""
        inner = shape
        while inner.item:
            inner = inner.item
        if inner.is_a(Enum):
            lines = (f"- `{choice}`: {text}" for choice, text in choices(inner.type, self.language))
            return "\n\n" + "\n".join(lines)
        if inner.reference:
            files = ", ".join(f"`{each}`" for each in self.places(inner.reference))
            return "\n\n" + self.language.text("fields.hints.reference", files=files)
        return ""

    def places(self, reference: Reference) -> list[str]:
        types = (self.corpus.types.get(kind) for kind in reference.kinds)
        return [each.source.location for each in types if each]

    def value(self, shape: Shape) -> Schema:
        if shape.is_a(LocalizedText):
            return self.define(shape.type.__name__, self.text(shape.type))
        if shape.is_a(BaseModel):
            return self.part(shape.type)
        if shape.is_a(Enum):
            return self.choice(shape.type)
        if shape.reference:
            name = "-or-".join(shape.reference.kinds)
            return self.define(f"id-of-{name}", self.identity(shape))
        if get_origin(shape.type) is tuple and shape.item:
            return {"type": "array", "items": self.value(shape.item)}
        if shape.item:
            return self.by_key(shape, self.value(shape.item))
        return _scalar(shape)

    def define(self, name: str, schema: Schema) -> Schema:
        self.definitions[name] = schema
        return {"$ref": f"#/$defs/{name}"}

    def part(self, model: type[BaseModel]) -> Schema:
        name = model.__name__
        if name not in self.definitions:
            self.definitions[name] = {}  # a part may hold parts of its own kind
            title = model_words(model, self.language)
            self.definitions[name] = {"title": title, **self.mapping(model)}
        return {"$ref": f"#/$defs/{name}"}

    def text(self, kind: type[LocalizedText]) -> Schema:
        text = {"type": ["string", "number"], "minLength": 1}
        codes = {code: {**text, "type": ["string", "number", "null"]} for code in self.corpus.codes}
        return {
            "description": self.language.text(f"fields.models.{kind.__name__}"),
            "anyOf": [text, _mapping(codes, [self.corpus.codes[0]])],
        }

    def choice(self, choice: type[Enum]) -> Schema:
        found = list(choices(choice, self.language))
        texts = [text for _, text in found]
        schema = {"enum": [value for value, _ in found], "enumDescriptions": texts}
        return self.define(choice.__name__, {**schema, "markdownEnumDescriptions": texts})

    def identity(self, shape: Shape) -> Schema:
        assert shape.reference
        kinds = shape.reference.kinds
        known = sorted(each for kind in kinds for each in self.corpus.records.get(kind, ()))
        schema = _scalar(shape)
        return {**schema, "examples": known} if known else schema

    def by_key(self, shape: Shape, value: Schema) -> Schema:
        key = shape_of(get_args(shape.type)[0])
        languages = any(getattr(mark, "pattern", "") == LANGUAGE_PATTERN for mark in key.marks)
        if languages or shape.type == Mapping[str, str]:
            return _mapping(dict.fromkeys(self.corpus.codes, value), [])
        return {"type": "object", "additionalProperties": value}


def choices(choice: type[Enum], language: Language) -> Iterator[tuple[str, str]]:
    """Yield the values of an enumeration as they are written, with their words."""
    for member in choice:
        key = f"fields.{choice.__name__}.{member.value}"
        yield member.value, words_or(language, key, str(member.value))


def model_words(model: type[BaseModel], language: Language) -> str:
    """Return what a model is called, in a network's own type as its docstring says it."""
    said = (model.__doc__ or model.__name__).strip().splitlines()[0]
    return words_or(language, f"fields.models.{model.__name__}", said)


def words_or(language: Language, key: str, otherwise: str) -> str:
    """Return the words for `key`, `otherwise` for what the package itself does not know."""
    return language.text(key) if language.has(key) else otherwise


def _mapping(properties: Schema, required: list[str]) -> Schema:
    needed = {"required": required} if required else {}
    return {"type": "object", "properties": properties, **needed, "additionalProperties": False}


def _scalar(shape: Shape) -> Schema:
    annotated: Any = Annotated[shape.type, *shape.marks] if shape.marks else shape.type
    schema: Schema = TypeAdapter(annotated).json_schema()
    if schema.get("type") == "string":
        pattern = schema.get("pattern", "")
        may_be_number = any(re.search(pattern, numeral) for numeral in _NUMERALS)
        return {**schema, "type": ["string", "number"]} if may_be_number else schema
    if schema.get("type") == "boolean":
        return {"anyOf": [schema, {"enum": ["true", "false"]}]}
    return {"anyOf": [{**schema, **_limits(shape.marks)}, _NUMBER_TEXT]}


def _limits(marks: Iterable[Any]) -> Schema:
    """Return the bounds of a number, which the model's own schema of it leaves out."""
    limits: Schema = {}
    for mark in marks:
        limits |= _limits(getattr(mark, "metadata", ()))
        for name, keyword in (("ge", "minimum"), ("le", "maximum")):
            if getattr(mark, name, None) is not None:
                limits[keyword] = getattr(mark, name)
    return limits


def _or_null(schema: Schema) -> Schema:
    """Allow the key with nothing after it: a field not filled in yet."""
    kinds = schema.get("type")
    if kinds is None:
        return {"anyOf": [schema, {"type": "null"}]}
    return {**schema, "type": [*([kinds] if isinstance(kinds, str) else kinds), "null"]}
