"""What a computation reads of the site, noted so that its result holds until that changes.

Whoever hands out a part of the site notes it by name (`note`); a computation that is to be kept
runs inside `tracing` and ends up with the names of all it read. Values that are worked out once
and shared (`remembered`, `remembering`) pass on to each reader what they were made from, so that no
cache hides a dependency; one made from many things passes on a single name that stands for them.
An `answer` stands between: who asks depends on what was answered, not on all that was looked
through to find it. ("Which events is this partner in?" looks through every event, but seldom
changes.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Generic, NamedTuple, Protocol, Self, TypeVar, overload

Name = tuple[str, ...]
"""What was read: its sort first, then what tells it from others of that sort."""
Notes = dict[Name, None]
"""The names of what was read, each once, in the order they were met."""

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])

SHARED = "shared"
"""The sort of a value that is shared: it may have changed where anything it was made from has."""
_FEW = 8
"""So many names are passed on to each reader of a shared value; more get one name together."""

_open: list[Notes] = []
"""The computations under way, the innermost last; a build runs in one thread."""


def note(*name: str) -> None:
    """Note that what is under way has read the thing of this name."""
    if _open:
        _open[-1][name] = None


@contextmanager
def tracing(*, apart: bool = False) -> Iterator[Notes]:
    """Yield the notes of what is read inside; what is around has read it too, unless `apart`."""
    notes: Notes = {}
    _open.append(notes)
    try:
        yield notes
    finally:
        _open.pop()
        if not apart:
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
            with tracing(apart=True) as notes:
                value = self._make(owner)
            kept = owner.__dict__[self._slot] = (value, _together(owner, self._slot, (), notes))
        _pass_on(kept[1])
        return kept[0]


def remembering(method: F) -> F:
    """Let a method work out its answer once for each set of (hashable) arguments and object."""
    slot = f"_remembered_{method.__module__}.{method.__qualname__}"

    @wraps(method)
    def answer(owner: Any, *arguments: Any) -> Any:
        answers: dict[tuple[Any, ...], tuple[Any, Notes]] = owner.__dict__.setdefault(slot, {})
        kept = answers.get(arguments)
        if kept is None:
            with tracing(apart=True) as notes:
                value = method(owner, *arguments)
            kept = answers[arguments] = (value, _together(owner, slot, arguments, notes))
        _pass_on(kept[1])
        return kept[0]

    return answer  # type: ignore[return-value]


def _together(owner: object, slot: str, arguments: tuple[Any, ...], notes: Notes) -> Notes:
    """Return what a reader of a shared value has read: a name for it where it has many origins.

    A value of which a build could not say next time whose it is passes on all it was made from.
    """
    whose = getattr(owner, "answers_as", None)
    if whose is None or len(notes) <= _FEW or not all(isinstance(each, str) for each in arguments):
        return notes
    name = (SHARED, whose, slot, *arguments)
    shared_by(owner)[name] = notes
    return {name: None}


def shared_by(owner: object) -> dict[Name, Notes]:
    """Return what the shared values of an answerer that have a name were made from."""
    found: dict[Name, Notes] = owner.__dict__.setdefault("_shared", {})
    return found


class Answerer(Protocol):
    """Something that answers questions about the site; each has a name of its own in a build."""

    @property
    def answers_as(self) -> str:
        """The name."""


class Answer(NamedTuple):
    """What was answered, and the names of what was read to find it."""

    value: Any
    notes: Notes


Recall = Callable[[Name], Answer | None]
"""Gives the answer of the build before to a question, None where it does not hold any more."""

QUESTIONS: dict[str, Callable[..., Any]] = {}
"""Every question that can be asked, by name; asked of an answerer with strings."""
LASTING: set[str] = set()
"""The names of the questions whose answers builds hand on to each other."""


def answers_of(owner: object) -> dict[Name, Answer]:
    """Return what an answerer has answered so far, in the order it was found out."""
    found: dict[Name, Answer] = owner.__dict__.setdefault("_answers", {})
    return found


def remind(owner: object, recall: Recall) -> None:
    """Let an answerer take lasting answers from the build before."""
    owner.__dict__["_recall"] = recall


def answer(function: F) -> F:
    """Make a function of an answerer and strings a question whose answer is kept.

    The value has to be plain (texts, numbers, frozen values of them) and small: builds compare
    it with the value of the build before.
    """

    def find(owner: Answerer, name: Name) -> Answer:
        with tracing(apart=True) as notes:
            return Answer(function(owner, *name[2:]), notes)

    return _question(function, find)


def lasting(function: F) -> F:
    """Make a function a question as `answer` does, whose answer the next build need not find again.

    For what is slow to make of few records: its value lies in the cache, and many of them are
    joined where one has changed.
    """
    LASTING.add(_name_of(function))

    def find(owner: Answerer, name: Name) -> Answer:
        recall: Recall | None = owner.__dict__.get("_recall")
        found = recall(name) if recall else None
        if found is None:
            with tracing(apart=True) as notes:
                found = Answer(function(owner, *name[2:]), notes)
        return found

    return _question(function, find)


def _name_of(function: Callable[..., Any]) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def _question(function: F, find: Callable[[Answerer, Name], Answer]) -> F:
    question = _name_of(function)

    @wraps(function)
    def ask(owner: Answerer, *arguments: str) -> Any:
        name: Name = (question, owner.answers_as, *arguments)
        answers = answers_of(owner)
        kept = answers.get(name)
        if kept is None:
            kept = answers[name] = find(owner, name)
        if _open:
            _open[-1][name] = None
        return kept.value

    QUESTIONS[question] = ask
    return ask  # type: ignore[return-value]
