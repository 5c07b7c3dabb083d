"""The parts of a record, each with the path to it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from psi_site.model.record import Path
from psi_site.model.text import LocalizedText


def parts(model: BaseModel, path: Path = ()) -> Iterator[tuple[Path, BaseModel]]:
    """Yield every part inside a record with the path to it; a text is no part."""
    for name in _holders(type(model)):
        yield from _inside(getattr(model, name), (*path, name))


@cache
def _holders(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the names of the fields in which a part may stand; most hold texts and ids only."""
    fields = model.model_fields.items()
    return tuple(name for name, field in fields if _may_hold(field.annotation))


def _may_hold(annotation: Any) -> bool:
    if get_origin(annotation) is None and isinstance(annotation, type):
        return issubclass(annotation, BaseModel) and not issubclass(annotation, LocalizedText)
    return any(map(_may_hold, get_args(annotation)))


def _inside(value: object, path: Path) -> Iterator[tuple[Path, BaseModel]]:
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _inside(item, (*path, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _inside(item, (*path, str(key)))
    elif isinstance(value, BaseModel) and not isinstance(value, LocalizedText):
        yield path, value
        yield from parts(value, path)
