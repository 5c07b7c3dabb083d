"""A field of the form for each field of a model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any, get_origin

from pydantic import BaseModel

from psi_site.i18n import Language
from psi_site.model.record import leaves
from psi_site.model.text import LocalizedInline, LocalizedProse, LocalizedText, MarkdownText
from psi_site.model.values import read_flag
from psi_site.schema import EDITIONS, Shape, choices, field_key, field_shape
from psi_site.site import Site
from psi_site.sources.records import MarkdownFolder

Node = dict[str, Any]
Place = tuple[str, ...]
"""Where a field is within a record: the names on the way to it, without the numbers of lists."""

_BODY = "body"
_NOT_ASKED = frozenset({"id", "translated_from", "updated", "revision", "redirect_from"})
"""What commands write, or what seldom is needed: the form leaves it in the file as it is."""


@dataclass(frozen=True)
class FieldWriter:
    """Writes fields for a site, labelled with their names and explained in `language`."""

    site: Site
    language: Language

    def title(self, model: type[BaseModel]) -> str:
        """Return what a model is, in words."""
        return self._words(f"fields.models.{model.__name__}") or model.__name__

    def fields(self, model: type[BaseModel], given: frozenset[str]) -> list[Node]:
        """Return the fields of a record but those `given` by the name of its file."""
        kind = getattr(model, "kind", "")
        asked = [name for name in model.model_fields if name not in _NOT_ASKED - {"id"} | given]
        return [
            self._field(model, name, (kind, name), ())
            for name in asked
            if not self.is_mixed((kind, name)) or (given and model.model_fields[name].is_required())
        ]

    def is_mixed(self, place: Place) -> bool:
        """Return whether some texts there are one for all languages, and others one for each.

        The form has no field for both. One it does not know it leaves as it is, so it is not asked.
        """
        return self._spread.get(place) == {True, False}

    def takes_more(self, model: type[BaseModel]) -> bool:
        """Return whether the form asks for everything that a new entry of a list must have."""
        kind = getattr(model, "kind", "")
        needed = (name for name, info in model.model_fields.items() if info.is_required())
        return not any(self.is_mixed((kind, name)) for name in needed)

    def heading(self, model: type[BaseModel]) -> str:
        """Return the field of an edition that names it: the first one that must be there."""
        fields = _edition(model).model_fields
        return next(name for name, info in fields.items() if info.is_required())

    def edition_fields(self, model: type[BaseModel], source: MarkdownFolder) -> list[Node]:
        """Return the fields of a Markdown file: the edition's, then the record's, then its body."""
        edition = _edition(model)
        kind = getattr(model, "kind", "")
        in_body = source.read_body("", "", 0)[0].value
        own = [name for name in edition.model_fields if name not in {*in_body, *_NOT_ASKED}]
        common = [name for name in model.model_fields if name in source.common - _NOT_ASKED]
        body = {"name": _BODY, "label": _BODY, "widget": "text", "required": False, "i18n": True}
        return [
            *({**self._field(edition, name, (kind, name), ()), "i18n": True} for name in own),
            *(self._field(model, name, (kind, name), ()) for name in common),
            body,
        ]

    def _words(self, key: str) -> str:
        return self.language.text(key) if self.language.has(key) else ""

    def _field(
        self, model: type[BaseModel], name: str, place: Place, within: tuple[type, ...]
    ) -> Node:
        info = model.model_fields[name]
        shape = field_shape(info)
        head: Node = {"name": name, "label": name, "hint": self._words(field_key(model, name))}
        return {**head, "required": info.is_required(), **self._value(shape, place, within)}

    def _value(self, shape: Shape, place: Place, within: tuple[type, ...]) -> Node:
        if shape.is_a(LocalizedText):
            return self._text(shape.type, place)
        if shape.is_a(BaseModel):
            return {"widget": "object", "collapsed": True, **self._inside(shape, place, within)}
        if shape.is_a(Enum):
            return {"widget": "select", "options": self._choices(shape.type)}
        if shape.reference:
            return {"widget": "select", "options": self._known(shape.reference.kinds)}
        if shape.item and get_origin(shape.type) is tuple:
            return self._many(shape.item, place, within)
        if shape.item:
            return {"widget": "object", "collapsed": True, "fields": self._each(shape.item, place)}
        if any(getattr(mark, "func", None) is read_flag for mark in shape.marks):
            return {"widget": "select", "options": self._yes_or_no()}
        return _scalar(shape)

    def _text(self, kind: type[LocalizedText], place: Place) -> Node:
        """Return one box where all records there are say the same in every language."""
        widget = "text" if issubclass(kind, (LocalizedInline, LocalizedProse)) else "string"
        if self._spread.get(place) == {True}:
            return {"widget": widget}
        original = self.site.codes[0]
        fields = [
            {
                "name": code,
                "label": self._name(code),
                "widget": widget,
                "required": code == original,
            }
            for code in self.site.codes
        ]
        return {"widget": "object", "fields": fields}

    def _name(self, code: str) -> str:
        return str(self.language.locale.languages.get(code, code))

    @cached_property
    def _spread(self) -> Mapping[Place, set[bool]]:
        """For each place, whether texts there are common to all languages: yes, no, or both."""
        found: dict[Place, set[bool]] = {}
        for record in self.site.every():
            for leaf in leaves(record):
                if isinstance(leaf.value, LocalizedText):
                    names = tuple(step for step in leaf.path if isinstance(step, str))
                    place = (record.kind, *names)
                    found.setdefault(place, set()).add(leaf.value.common is not None)
        return found

    def _inside(self, shape: Shape, place: Place, within: tuple[type, ...]) -> Node:
        """Return the fields of a part; one that holds its own kind is followed three deep."""
        model: type[BaseModel] = shape.type
        deeper = (*within, model)
        names = [
            name
            for name in model.model_fields
            if not (_of(field_shape(model.model_fields[name])) is model and within.count(model) > 1)
            and not self.is_mixed((*place, name))
        ]
        return {"fields": [self._field(model, name, (*place, name), deeper) for name in names]}

    def _many(self, item: Shape, place: Place, within: tuple[type, ...]) -> Node:
        if item.is_a(BaseModel) and not item.is_a(LocalizedText):
            return {"widget": "list", "collapsed": True, **self._inside(item, place, within)}
        value = self._value(item, place, within)
        if value["widget"] == "select":
            return {**value, "multiple": True}
        if "fields" in value:
            return {"widget": "list", "fields": value["fields"]}
        return {"widget": "list"}

    def _each(self, item: Shape, place: Place) -> list[Node]:
        """Return a field for each language of a mapping by language."""
        return [
            {
                "name": code,
                "label": self._name(code),
                "required": False,
                **self._value(item, (*place, code), ()),
            }
            for code in self.site.codes
        ]

    def _choices(self, choice: type[Enum]) -> list[Node]:
        if not self.language.has(f"fields.{choice.__name__}.{next(iter(choice)).value}"):
            return [{"label": member.value, "value": member.value} for member in choice]
        found = choices(choice, self.language)
        return [{"label": f"{value}: {words}", "value": value} for value, words in found]

    def _yes_or_no(self) -> list[Node]:
        """A choice, because a switch would be written as "no" into every record without it."""
        return [
            {"label": self.language.text(f"cms.{word}"), "value": value}
            for word, value in (("yes", True), ("no", False))
        ]

    def _known(self, kinds: tuple[str, ...]) -> list[Node]:
        """Return the records that may be named, by name in the alphabet of the language."""
        records = [each for kind in kinds for each in self.site.of_kind(kind)]
        named = {each.id: str(self.site.read(each.name, self.language.code)) for each in records}
        ordered = sorted(named, key=lambda record_id: self.language.sort_key(named[record_id]))
        return [{"label": f"{named[each]} ({each})", "value": each} for each in ordered]


def _edition(model: type[BaseModel]) -> type[BaseModel]:
    shape = field_shape(model.model_fields[EDITIONS]).item
    assert shape
    edition: type[BaseModel] = shape.type
    return edition


def _of(shape: Shape) -> Any:
    while shape.item:
        shape = shape.item
    return shape.type


def _scalar(shape: Shape) -> Node:
    """A text box for everything: the form shall not rewrite a date or an amount."""
    if any(isinstance(mark, MarkdownText) for mark in shape.marks):
        return {"widget": "text"}
    return {"widget": "string"}
