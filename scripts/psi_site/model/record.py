"""The base of every record, and how records point at each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, ClassVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict

from psi_site.model.text import LocalizedInline, LocalizedProse, LocalizedText, MarkdownText
from psi_site.model.values import Count, Day, Ident

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Reference:
    """Marks a field as the id of a record of one of `kinds`."""

    kinds: tuple[str, ...]


class Part(BaseModel):
    """A frozen piece of a record; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Record(Part):
    """Something the site knows: it has an id that never changes, and a name in some languages."""

    kind: ClassVar[str]
    """The name of the content type, as references and links write it."""

    id: Ident
    updated: Day | None = None
    revision: Count | None = None
    translated_from: Mapping[str, str] = {}

    @property
    def name(self) -> LocalizedText:
        """The text that lists and links show for the record."""
        raise NotImplementedError

    def readable_in(self, offered: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of the site's languages the record can be read in: those of its name."""
        return tuple(language for language in offered if self.name.has(language))


@dataclass(frozen=True)
class Leaf:
    """A value somewhere inside a record: where it is, what it is, what it may point at."""

    path: Path
    value: Any
    reference: Reference | None = None
    is_markdown: bool = False


def leaves(record: BaseModel) -> Iterator[Leaf]:
    """Yield every text, reference and scalar of a record, in the order of its fields."""
    for name, field in type(record).model_fields.items():
        marks = tuple(field.metadata)
        yield from _walk(getattr(record, name), field.annotation, marks, (name,))


def _walk(value: Any, annotation: Any, marks: tuple[Any, ...], path: Path) -> Iterator[Leaf]:
    annotation, marks = _unwrap(annotation, marks)
    if value is None:
        return
    if isinstance(value, LocalizedText) or not isinstance(value, (BaseModel, tuple, Mapping)):
        reference = next((mark for mark in marks if isinstance(mark, Reference)), None)
        prose = isinstance(value, (LocalizedInline, LocalizedProse))
        marked = any(isinstance(mark, MarkdownText) for mark in marks)
        yield Leaf(path, value, reference, prose or marked)
    elif isinstance(value, BaseModel):
        for leaf in leaves(value):
            yield replace(leaf, path=(*path, *leaf.path))
    else:
        yield from _walk_items(value, annotation, path)


def _walk_items(value: Any, annotation: Any, path: Path) -> Iterator[Leaf]:
    arguments = [a for a in get_args(annotation) if a is not Ellipsis]
    inner = arguments[-1] if arguments else Any
    items = value.items() if isinstance(value, Mapping) else enumerate(value)
    for key, item in items:
        yield from _walk(item, inner, (), (*path, key))


def _unwrap(annotation: Any, marks: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """Take off `Annotated` and `| None`, collecting the marks found on the way."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *found = get_args(annotation)
            marks = (*marks, *found)
        elif type(None) in get_args(annotation):
            annotation = next(a for a in get_args(annotation) if a is not type(None))
        else:
            return annotation, marks


PartnerRef = Annotated[Ident, Reference(("partner",))]
PartyRef = Annotated[Ident, Reference(("partner", "organisation"))]
PersonRef = Annotated[Ident, Reference(("person",))]
PlaceRef = Annotated[Ident, Reference(("place",))]
EventRef = Annotated[Ident, Reference(("event",))]
SeriesRef = Annotated[Ident, Reference(("series",))]
ProjectRef = Annotated[Ident, Reference(("project",))]
GroupRef = Annotated[Ident, Reference(("group",))]
SchemeRef = Annotated[Ident, Reference(("scheme",))]
GrantRef = Annotated[Ident, Reference(("grant",))]
TermRef = Annotated[Ident, Reference(("term",))]
FigureRef = Annotated[Ident, Reference(("figure",))]
PageRef = Annotated[Ident, Reference(("page",))]
NewsletterRef = Annotated[Ident, Reference(("newsletter",))]
