"""The base of every record, and how records point at each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Any, ClassVar, NamedTuple, get_args, get_origin

from pydantic import BaseModel, ConfigDict, PrivateAttr

from psi_site.model.text import LocalizedInline, LocalizedProse, LocalizedText, MarkdownText
from psi_site.model.values import Count, Day, Flag, Ident

Path = tuple[str | int, ...]


class Reference(NamedTuple):
    """Marks a field as the id of a record of one of `kinds`."""

    kinds: tuple[str, ...]


class Part(BaseModel):
    """A frozen piece of a record; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Record(Part):
    """Something the site knows: it has an id that never changes, and a name in some languages."""

    kind: ClassVar[str]
    """The name of the content type, as references and links write it."""

    id: Ident
    updated: Day | None = None
    revision: Count | None = None
    translated_from: Mapping[str, str] = {}

    _leaves: tuple[Leaf, ...] | None = PrivateAttr(default=None)

    def __getstate__(self) -> dict[Any, Any]:
        """Leave out what can be found again."""
        state = super().__getstate__()
        return {**state, "__pydantic_private__": {"_leaves": None}}

    @property
    def name(self) -> LocalizedText:
        """The text that lists and links show for the record."""
        raise NotImplementedError

    def readable_in(self, offered: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of the site's languages the record can be read in: those of its name."""
        return tuple(language for language in offered if self.name.has(language))


class Publishable(Record):
    """A record with a page of its own, which editors publish when it is ready.

    Records that stand on a list's page only (people, terms, figures) are facts for others to name;
    they have no page to hold back, and so no draft.
    """

    draft: Flag = False
    """Whether the record is read and checked, but not published."""


class Addressed(Publishable):
    """A record whose page has an address that ends in its id."""

    redirect_from: tuple[Ident, ...] = ()
    """Ids of former addresses that lead here: those it had itself, or of what became part of it."""


def is_draft(record: Record) -> bool:
    """Return whether a record is held back from the public."""
    return isinstance(record, Publishable) and record.draft


class Leaf(NamedTuple):
    """A value somewhere inside a record: where it is, what it is, what it may point at."""

    path: Path
    value: Any
    reference: Reference | None = None
    is_markdown: bool = False


class _Shape(NamedTuple):
    """What a field's annotation says of its value; `inner` is that of the items it holds."""

    reference: Reference | None
    is_markdown: bool
    inner: _Shape | None


def leaves(record: BaseModel) -> tuple[Leaf, ...]:
    """Return every text, reference and scalar of a record, in the order of its fields.

    A whole record remembers the answer: it is frozen, and checks and pages ask again and again.
    """
    if not isinstance(record, Record):
        return _leaves_of(record)
    if record._leaves is None:
        record._leaves = _leaves_of(record)
    return record._leaves


def _leaves_of(model: BaseModel) -> tuple[Leaf, ...]:
    found: list[Leaf] = []
    _walk_part(model, None, (), found)
    return tuple(found)


def _walk_part(model: BaseModel, shape: _Shape | None, path: Path, found: list[Leaf]) -> None:
    del shape
    for name, inner in _shapes(type(model)):
        value = getattr(model, name)
        if value is not None:
            _walk(value, inner, (*path, name), found)


def _walk_items(values: tuple[Any, ...], shape: _Shape, path: Path, found: list[Leaf]) -> None:
    inner = shape.inner or shape
    for index, value in enumerate(values):
        _walk(value, inner, (*path, index), found)


def _walk_mapping(values: Mapping[Any, Any], shape: _Shape, path: Path, found: list[Leaf]) -> None:
    inner = shape.inner or shape
    for key, value in values.items():
        _walk(value, inner, (*path, key), found)


def _take_text(value: LocalizedText, shape: _Shape, path: Path, found: list[Leaf]) -> None:
    del shape
    found.append(Leaf(path, value, None, isinstance(value, (LocalizedInline, LocalizedProse))))


def _take(value: Any, shape: _Shape, path: Path, found: list[Leaf]) -> None:
    found.append(Leaf(path, value, shape.reference, shape.is_markdown))


_Way = Callable[[Any, _Shape, Path, list[Leaf]], None]

_WAYS: dict[type, _Way] = {}
"""How values of each type met so far are walked through: records have many of few types."""


def _walk(value: Any, shape: _Shape, path: Path, found: list[Leaf]) -> None:
    way = _WAYS.get(type(value))
    if way is None:
        way = _WAYS[type(value)] = _way(type(value))
    way(value, shape, path, found)


def _way(sort: type) -> _Way:
    ways: tuple[tuple[type, _Way], ...] = (
        (LocalizedText, _take_text),
        (BaseModel, _walk_part),
        (tuple, _walk_items),
        (Mapping, _walk_mapping),
    )
    return next((way for base, way in ways if issubclass(sort, base)), _take)


@cache
def _shapes(model: type[BaseModel]) -> tuple[tuple[str, _Shape], ...]:
    return tuple(
        (name, _shape(field.annotation, tuple(field.metadata)))
        for name, field in model.model_fields.items()
    )


def _shape(annotation: Any, marks: tuple[Any, ...]) -> _Shape:
    """Take off `Annotated` and `| None`, collecting the marks found on the way."""
    while get_origin(annotation) is Annotated or type(None) in get_args(annotation):
        if get_origin(annotation) is Annotated:
            annotation, *found = get_args(annotation)
            marks = (*marks, *found)
        else:
            annotation = next(a for a in get_args(annotation) if a is not type(None))
    arguments = [a for a in get_args(annotation) if a is not Ellipsis]
    return _Shape(
        reference=next((mark for mark in marks if isinstance(mark, Reference)), None),
        is_markdown=any(isinstance(mark, MarkdownText) for mark in marks),
        inner=_shape(arguments[-1], ()) if arguments else None,
    )


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
