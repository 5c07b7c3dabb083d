"""The parts of a record, each with the path to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from psi_site.model.record import Path
from psi_site.model.text import LocalizedText


def parts(model: BaseModel, path: Path = ()) -> Iterator[tuple[Path, BaseModel]]:
    """Yield every part inside a record with the path to it; a text is no part."""
    for name in type(model).model_fields:
        yield from _inside(getattr(model, name), (*path, name))


def _inside(value: object, path: Path) -> Iterator[tuple[Path, BaseModel]]:
    if isinstance(value, LocalizedText):
        return
    if isinstance(value, BaseModel):
        yield path, value
        yield from parts(value, path)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _inside(item, (*path, index))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _inside(item, (*path, str(key)))
