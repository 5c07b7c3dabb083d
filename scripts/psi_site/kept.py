"""What of the published site still holds, so that a build makes only the rest again.

A *unit* is a page, or files that are made together. When one is made, everything it read is noted
(`tracing`); what is noted has a *mark*, which changes with it. A unit holds while the marks of all
it read are what they were. Answers stand between: one whose own notes have changed is asked again,
and only where it comes out otherwise does what depends on it change.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import zlib
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from psi_site.tracing import (
    LASTING,
    QUESTIONS,
    SHARED,
    Answer,
    Answerer,
    Name,
    Notes,
    answers_of,
    remind,
    shared_by,
    tracing,
)

T = TypeVar("T")
Mark = bytes
GONE: Mark = b""
"""The mark of what is no longer there."""


def mark_of(value: Any) -> Mark:
    """Return a mark for a value; equal values may differ in theirs, unequal ones always do.

    Which of its parts are one object and which are only equal makes no difference.
    """
    out = BytesIO()
    pickler = pickle.Pickler(out, protocol=5)
    pickler.fast = True
    pickler.dump(value)
    return hashlib.blake2b(out.getbuffer(), digest_size=12).digest()


class File(NamedTuple):
    """A published file as a build left it: its path in the site, its size, its time (ns).

    `copies` has the endings of its compressed copies.
    """

    path: str
    size: int
    time: int
    copies: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The path of the file, and those of its copies."""
        return self.path, *(f"{self.path}{ending}" for ending in self.copies)


@dataclass
class Kept:
    """What a build leaves for the next; it holds nothing where the `key` is another.

    Names are told by their place in `names`: `marks` has the mark of each, `origins` what each
    answer was found from, `answers` the lasting ones themselves, packed since few are asked for,
    `units` what each unit read.
    `files` are those of each unit, in the folder named `folder`; a unit that is no file has its
    value in `values`. The `spare` is the folder that was published before that one, without the
    files at the paths `behind`, which are new since; nothing where all is.
    """

    key: Mark
    folder: str = ""
    names: list[Name] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    origins: dict[int, tuple[int, ...]] = field(default_factory=dict)
    answers: dict[int, bytes] = field(default_factory=dict)
    units: dict[str, tuple[int, ...]] = field(default_factory=dict)
    files: dict[str, tuple[File, ...]] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    spare: str = ""
    behind: frozenset[str] = frozenset()


class Keeper:
    """Compares a site with what is kept, and keeps what is made anew.

    `mark` gives the mark of what is no answer; `answerers` are those who answer, by name. The sorts
    of names in `early` have marks before anything has been asked: lasting answers found from those
    alone can be recalled while the rest of the marks are still being worked out.
    """

    def __init__(
        self,
        before: Kept,
        mark: Callable[[Name], Mark],
        answerers: Mapping[str, Answerer],
        early: Container[str] = (),
    ) -> None:
        self._kept = before
        self._early = early
        self._settled: dict[int, bool] = {}
        self._mark = mark
        self._answerers = answerers
        self._places = {name: place for place, name in enumerate(before.names)}
        self._changed: dict[int, bool] = {}
        self._renewed: set[int] = set()
        self._fresh: dict[str, Notes] = {}
        self._values: dict[str, Any] = {}
        for answerer in answerers.values():
            remind(answerer, self._recalled)

    def holds(self, unit: str) -> bool:
        """Return whether a unit is as a build before this one left it."""
        read = self._kept.units.get(unit)
        return read is not None and not self._has_any_changed(read)

    @contextmanager
    def making(self, unit: str) -> Iterator[None]:
        """Note what is read while a unit is made."""
        with tracing(apart=True) as notes:
            yield
        self._fresh[unit] = notes

    def value(self, unit: str, make: Callable[[], T]) -> T:
        """Return a unit that is a value: as it was kept, or as `make` makes it now."""
        if self.holds(unit) and unit in self._kept.values:
            found: T = self._kept.values[unit]
        else:
            with self.making(unit):
                found = make()
        self._values[unit] = found
        return found

    def files(self, unit: str) -> tuple[File, ...]:
        """Return the files of a unit that holds."""
        return self._kept.files.get(unit, ())

    @cached_property
    def _suspects(self) -> set[int]:
        """The places of all that may have changed: what has, and what was found from it.

        Most builds change little, so that of most units no more is asked than whether they read
        one of these.
        """
        kept = self._kept
        found = new = {
            place
            for place, name in enumerate(kept.names)
            if place not in kept.origins and self._today(name) != kept.marks[place]
        }
        while new:
            new = {
                place
                for place, origins in kept.origins.items()
                if place not in found and not found.isdisjoint(origins)
            }
            found |= new
        return found

    def _today(self, name: Name) -> Mark | None:
        """Return the mark of what is no answer, None for what nobody knows: that always changes.

        Such a name comes from an answerer that is none of ours but called like one.
        """
        try:
            return self._mark(name)
        except LookupError:
            return None

    def _has_any_changed(self, places: tuple[int, ...]) -> bool:
        if self._suspects.isdisjoint(places):
            return False
        return any(self._has_changed(place) for place in places if place in self._suspects)

    def _has_changed(self, place: int) -> bool:
        if place not in self._changed:
            self._changed[place] = self._compare(place)
        return self._changed[place]

    def _compare(self, place: int) -> bool:
        """Return whether a suspect has changed; an answer is asked again to find out."""
        kept, name = self._kept, self._kept.names[place]
        origins = kept.origins.get(place)
        if origins is None:
            return True
        if not self._has_any_changed(origins):
            return False
        return name[0] == SHARED or self._asked(name) != kept.marks[place]

    def _asked(self, name: Name) -> Mark:
        """Ask a question again; a question about what is gone has no answer."""
        question, answerer, *arguments = name
        try:
            # Questions are known when the module that holds them is; some are imported late.
            import_module(question.rpartition(".")[0])
            return mark_of(QUESTIONS[question](self._answerers[answerer], *arguments))
        except (LookupError, AssertionError, AttributeError, StopIteration, ImportError):
            return GONE

    def _recalled(self, name: Name) -> Answer | None:
        """Return a lasting answer of the build before, None where it has to be found again."""
        place = self._places.get(name)
        if place is None or not self._still_lasts(place):
            return None
        origins = (self._kept.names[each] for each in self._kept.origins[place])
        value = pickle.loads(self._kept.answers[place])  # noqa: S301 - by an earlier build
        return Answer(value, dict.fromkeys(origins))

    def _still_lasts(self, place: int) -> bool:
        kept = self._kept
        if place not in kept.answers:
            return False
        if "_suspects" not in self.__dict__:
            return all(map(self._is_settled, kept.origins[place]))
        return not self._has_any_changed(kept.origins[place])

    def _is_settled(self, place: int) -> bool:
        """Return whether it is sure, without asking anybody, that something has not changed."""
        if place not in self._settled:
            kept, name = self._kept, self._kept.names[place]
            if place in kept.origins:
                self._settled[place] = all(map(self._is_settled, kept.origins[place]))
            else:
                is_early = name[0] in self._early
                self._settled[place] = is_early and self._today(name) == kept.marks[place]
        return self._settled[place]

    def _lasting(self) -> dict[int, bytes]:
        """Return the lasting answers that still hold, and those found in this build."""
        answers = self._kept.answers
        held = {place: answers[place] for place in answers if self._still_lasts(place)}
        for answerer in self._answerers.values():
            for name, answer in answers_of(answerer).items():
                if name[0] in LASTING and self._place(name) not in held:
                    held[self._place(name)] = pickle.dumps(answer.value, protocol=5)
        return held

    def kept(self, folder: str, files: Mapping[str, tuple[File, ...]]) -> Kept:
        """Return what the next build is to know; `files` has those of every unit of this one."""
        kept = self._kept
        fresh = {unit: self._places_of(notes) for unit, notes in self._fresh.items()}
        answers = self._lasting()
        for place in self._suspects:
            self._renew(place)
        made = (*files, *self._values)
        units = {unit: fresh[unit] if unit in fresh else kept.units[unit] for unit in made}
        tables = (kept.names, kept.marks, kept.origins, answers, units, dict(files), self._values)
        return Kept(kept.key, folder, *tables)

    @property
    def is_new(self) -> bool:
        """Whether a value was made anew, or one is no longer asked for."""
        return bool(self._fresh) or self._values.keys() != self._kept.values.keys()

    def _places_of(self, notes: Notes) -> tuple[int, ...]:
        return tuple(map(self._place, notes))

    def _place(self, name: Name) -> int:
        """Return the place of a name that was noted in this build, with its mark of today."""
        place = self._places.get(name)
        if place is None:
            place = self._places[name] = len(self._kept.names)
            self._kept.names.append(name)
            self._kept.marks.append(GONE)
        if self._kept.marks[place] == GONE:
            self._renew(place)
        return place

    def _renew(self, place: int) -> None:
        """Set the mark of a name, or of an answer and what it was found from, to today's.

        An answer that may have changed and was not asked for is read by nothing that is left: it
        is forgotten, so that whoever asks next time does not meet it as it was long ago.
        """
        if place in self._renewed:
            return
        self._renewed.add(place)
        kept, name = self._kept, self._kept.names[place]
        answerer = self._answerers.get(name[1]) if len(name) > 1 else None
        if name[0] == SHARED:
            self._found_from(place, shared_by(answerer).get(name) if answerer else None)
            return
        answer = answers_of(answerer).get(name) if answerer else None
        if answer:
            kept.marks[place] = mark_of(answer.value)
            self._found_from(place, answer.notes)
        else:
            kept.marks[place] = GONE if place in kept.origins else self._today(name) or GONE

    def _found_from(self, place: int, notes: Notes | None) -> None:
        if notes is not None:
            self._kept.origins[place] = self._places_of(notes)


_OF_ANOTHER_FORM = (AttributeError, ImportError, IndexError, TypeError, ValueError)
"""What is raised where a file is none of ours, or of a time when the key stood elsewhere."""


def read_kept(file: Path, key: Mark) -> Kept:
    """Return what the last build left in a file, nothing where it had another key.

    The key stands first: what another program left is made of classes as they were there.
    """
    with suppress(OSError, pickle.UnpicklingError, EOFError, *_OF_ANOTHER_FORM):
        left = BytesIO(file.read_bytes())
        if pickle.load(left) == key:  # noqa: S301 - written by an earlier build
            content = left.getbuffer()[left.tell() :]
            if _sum(content[_SUM:]) == content[:_SUM]:
                kept = pickle.loads(content[_SUM:])  # noqa: S301 - by this program, says the key
                return kept if isinstance(kept, Kept) else Kept(key)
    return Kept(key)


_SUM = 4
"""The length of a sum, in bytes."""


def _sum(content: bytes | memoryview) -> bytes:
    """Return a sum that tells whether a disk gives back what it was given (CRC-32)."""
    return zlib.crc32(content).to_bytes(_SUM, "big")


def write_kept(file: Path, kept: Kept) -> None:
    """Leave a file for the next build, moved into place; a disk that refuses only costs time."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        aside = file.with_name(f"{file.name}.{os.getpid()}")
        content = pickle.dumps(kept, protocol=5)
        with aside.open("wb") as written:
            written.writelines((pickle.dumps(kept.key, protocol=5), _sum(content), content))
        aside.replace(file)
