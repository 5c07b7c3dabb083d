"""When an event was written and last changed, and how often it was moved.

Calendar programs take a change to heart only when the event's stamps say so (RFC 5545 sections
3.8.7.2 to 3.8.7.4). The stamps come from the history of the event's file, counted over every
commit that is merged, so that they only ever rise; an editor's `updated` and `revision` go before
them. Nothing here reads a clock: the same commit gives the same stamps anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from pydantic_core import PydanticCustomError

from psi_site.calendars.table import effective_start
from psi_site.diagnostics import Diagnostic, Severity, Span
from psi_site.model.event import Event, EventStatus, as_day
from psi_site.model.values import read_moment
from psi_site.site import Site
from psi_site.sources.history import History, Version
from psi_site.sources.yaml import read_yaml
from psi_site.tracing import answer, lasting

_Value = Mapping[str, Any] | None
_PLACE = ("title", "street", "postal_code", "locality", "place", "country")


class Stamp(NamedTuple):
    """When an event was first written and last changed (UTC), and its revision number."""

    created: datetime
    modified: datetime
    sequence: int


class _Step(NamedTuple):
    """What one commit did to one event."""

    moment: datetime
    moved: bool


def stamps(site: Site) -> Mapping[str, Stamp]:
    """Return the stamp of every dated event by its id."""
    dated = (event for event in site.all(Event) if effective_start(event))
    return {event.id: stamp_of(site, event) for event in dated}


def stamp_of(site: Site, event: Event) -> Stamp:
    """Return the stamp of an event that has a date."""
    return _stamp(event, _steps_of(site, event.id))


def missing_history(site: Site) -> Iterator[Diagnostic]:
    """Yield a warning where stamps have to be made up: for the whole site, or for each file."""
    folder = site.types[Event.kind].source.location
    past = _steps(site)
    unknown = (site.get(Event, each) for each in site.ids(Event.kind) if each not in past)
    lacking = [
        site.source_file(event)
        for event in unknown
        if effective_start(event) and not _is_stamped(event)
    ]
    places = lacking if site.history.complete else [folder] if lacking else []
    for place in places:
        yield Diagnostic("history-missing", Span(place), {"file": place}, Severity.WARNING)


def _is_stamped(event: Event) -> bool:
    return event.updated is not None and event.revision is not None


def _stamp(event: Event, steps: tuple[_Step, ...]) -> Stamp:
    """Join what the editor says, what the history says and, last, what the event lets guess."""
    moments = [step.moment for step in steps] or [_guess(event)]
    moved = sum(step.moved for step in steps) if steps else _guessed_moves(event)
    modified = _midnight(event.updated) if event.updated else max(moments)
    sequence = moved if event.revision is None else event.revision
    return Stamp(min(*moments, modified), modified, sequence)


def _guess(event: Event) -> datetime:
    """Return a fixed moment before the event: the beginning of the year before it."""
    day = as_day(effective_start(event))
    assert day is not None
    return _midnight(date(max(day.year - 1, 1), 1, 1))


def _guessed_moves(event: Event) -> int:
    return int(event.status is not EventStatus.SCHEDULED)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


@answer
def _steps_of(site: Site, event_id: str) -> tuple[_Step, ...]:
    """Return what happened to one event, so that a commit to another one does not concern it."""
    return _steps(site).get(event_id, ())


@lasting
def _steps(site: Site) -> Mapping[str, tuple[_Step, ...]]:
    """Return what happened to each event; nothing where the history is not whole."""
    if not site.history.complete:
        return {}
    folder = site.types[Event.kind].source.location
    return _read_steps(site.history, folder)


def _read_steps(history: History, folder: str) -> dict[str, tuple[_Step, ...]]:
    """Follow each file of the folder by its name, which is the event's id for ever."""
    versions = [each for each in history.versions(folder) if _is_event(each.path, folder)]
    edits = [each for each in versions if any(each.before)]
    blobs = history.contents(blob for each in edits for blob in (*each.before, each.after))
    values = {blob: _read(folder, text) for blob, text in blobs.items()}
    found: dict[str, list[_Step]] = {}
    for version in versions:
        step = _step(version, values)
        if step:
            found.setdefault(PurePosixPath(version.path).stem, []).append(step)
    return {event_id: tuple(steps) for event_id, steps in found.items()}


def _is_event(path: str, folder: str) -> bool:
    file = PurePosixPath(path)
    return file.suffix == ".yml" and file.parent == PurePosixPath(folder)


def _step(version: Version, values: Mapping[str, _Value]) -> _Step | None:
    """Return what a version did; None where it changed the file but nothing that it says.

    Of the version that made the file it does not matter what it said: most have no other.
    """
    known = [value for value in map(values.get, version.before) if value]
    now = values.get(version.after)
    if now in known:
        return None
    moved = bool(known) and _arrangement(now) not in map(_arrangement, known)
    return _Step(version.moment, moved)


def _read(path: str, text: str) -> _Value:
    """Return an event's raw values; None where there was no event that could be read."""
    value = read_yaml(text, path)[0].value
    return value if isinstance(value, dict) else None


def _arrangement(value: _Value) -> tuple[Any, ...]:
    """Return what a reader of the calendar has to act on when it changes.

    Read from the raw values: a version of long ago need not fit today's model.
    """
    if value is None:
        return ()
    venue, online = _mapping(value.get("venue")), _mapping(value.get("online"))
    return (
        *(_moment(value.get(key)) for key in ("start", "end", "previous_start")),
        str(value.get("status") or EventStatus.SCHEDULED),
        value.get("attendance"),
        *(venue.get(key) for key in _PLACE),
        online.get("url"),
    )


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _moment(value: Any) -> Any:
    """Read a moment, so that 13.00 and 13:00 are one; leave alone what is none."""
    try:
        return read_moment(value) if value else None
    except PydanticCustomError:
        return value
