"""What a computation reads of the site, noted so that its result holds until that changes.

Whoever hands out a part of the site notes it by name (`note`); a computation that is to be kept
runs inside `tracing` and ends up with the names of all it read. Values that are worked out once
and shared (`remembered`, `remembering`) pass on to each reader what they were made from, so that no
cache hides a dependency.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Generic, Self, TypeVar, overload

Name = tuple[str, ...]
"""What was read: its sort first, then what tells it from others of that sort."""
Notes = dict[Name, None]
"""The names of what was read, each once, in the order they were met."""

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])

_open: list[Notes] = []
"""The computations under way, the innermost last; a build runs in one thread."""


def note(*name: str) -> None:
    """Note that what is under way has read the thing of this name."""
    if _open:
        _open[-1][name] = None


@contextmanager
def tracing() -> Iterator[Notes]:
    """Yield the notes of what is read inside; what surrounds it has read all of it too."""
    notes: Notes = {}
    _open.append(notes)
    try:
        yield notes
    finally:
        _open.pop()
        _pass_on(notes)


def _pass_on(notes: Notes) -> None:
    if _open:
        _open[-1].update(notes)


class remembered(Generic[T]):  # noqa: N801 - used as `cached_property` is
    """A property worked out once for an object; every reader has read what it was made from."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self._slot = ""
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        del owner
        self._slot = f"_remembered_{name}"

    @overload
    def __get__(self, owner: None, kind: type) -> Self: ...

    @overload
    def __get__(self, owner: object, kind: type | None = None) -> T: ...

    def __get__(self, owner: object | None, kind: type | None = None) -> T | Self:
        if owner is None:
            return self
        kept: tuple[T, Notes] | None = owner.__dict__.get(self._slot)
        if kept is None:
            with tracing() as notes:
                kept = (self._make(owner), notes)
            owner.__dict__[self._slot] = kept
        else:
            _pass_on(kept[1])
        return kept[0]


def remembering(method: F) -> F:
    """Let a method work out its answer once for each set of (hashable) arguments and object."""
    slot = f"_remembered_{method.__name__}"

    @wraps(method)
    def answer(owner: Any, *arguments: Any) -> Any:
        answers: dict[tuple[Any, ...], tuple[Any, Notes]] = owner.__dict__.setdefault(slot, {})
        kept = answers.get(arguments)
        if kept is None:
            with tracing() as notes:
                kept = (method(owner, *arguments), notes)
            answers[arguments] = kept
        else:
            _pass_on(kept[1])
        return kept[0]

    return answer  # type: ignore[return-value]
