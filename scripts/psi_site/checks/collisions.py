"""Nobody is expected in two events at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic, Severity
from psi_site.model.event import Event, EventStatus, programme_items
from psi_site.model.party import Person
from psi_site.tracing import lasting, remembering

_OFF = (EventStatus.CANCELLED, EventStatus.POSTPONED)


def check_collisions(corpus: Corpus) -> Iterator[Diagnostic]:
    """Yield a warning for events at one time in one place, or at one time for the same people."""
    for event, other in _collisions(corpus):
        yield from _pair(corpus, corpus.get(Event, event), corpus.get(Event, other))


class _Taken(NamedTuple):
    """When an event is, who is expected in it, and where: what no other may take at that time."""

    start: datetime
    end: datetime
    id: str
    people: tuple[str, ...]
    venue: tuple[str, ...]


@remembering
def _collisions(corpus: Corpus) -> tuple[tuple[str, str], ...]:
    """Return the ids of every two events that collide."""
    taken = (_taken(corpus, each) for each in corpus.ids(Event.kind))
    under_way: list[_Taken] = []
    found: list[tuple[str, str]] = []
    for event in sorted((_Taken(*each) for each in taken if each), key=lambda each: each[:3]):
        under_way = [each for each in under_way if each.end > event.start]
        found += [(event.id, other.id) for other in under_way if _collide(event, other)]
        under_way.append(event)
    return tuple(found)


@lasting
def _taken(
    corpus: Corpus, event_id: str
) -> tuple[datetime, datetime, str, tuple[str, ...], tuple[str, ...]] | None:
    """Return it in an order of its own: what is kept is compared as it is written."""
    event = corpus.get(Event, event_id)
    if not event.start or event.status in _OFF:
        return None
    return *_span(event), event.id, tuple(sorted(_people(event))), tuple(sorted(_venue(event)))


def _collide(event: _Taken, other: _Taken) -> bool:
    shared = {*event.people}.intersection(other.people)
    return bool(shared or {*event.venue}.intersection(other.venue))


def _span(event: Event) -> tuple[datetime, datetime]:
    """Return beginning and end; a day lasts until the next, a time without an end for an hour."""
    start, end = event.start, event.end
    assert start is not None
    if isinstance(start, datetime):
        return start, end if isinstance(end, datetime) else start + timedelta(hours=1)
    last: date = end or start
    return datetime.combine(start, time()), datetime.combine(last, time()) + timedelta(days=1)


def _pair(corpus: Corpus, event: Event, other: Event) -> Iterator[Diagnostic]:
    people = _names(corpus, _people(event) & _people(other))
    shared = people or sorted(_venue(event) & _venue(other))
    if not shared:
        return
    code = "event-collision" if people else "venue-collision"
    first = corpus.document(other).span(("start",))
    arguments = {
        "other": str(other.title.get(corpus.codes[0], corpus.codes)),
        "day": str(event.first_day),
        "shared": ", ".join(shared),
        "file": first.path,
        "line": str(first.line),
    }
    span = corpus.document(event).span(("start",))
    yield Diagnostic(code, span, arguments, Severity.WARNING)


def _names(corpus: Corpus, people: set[str]) -> list[str]:
    found = (corpus.find(each, (Person.kind,)) for each in sorted(people))
    return [person.full_name for person in found if isinstance(person, Person)]


def _people(event: Event) -> set[str]:
    items = programme_items(event.programme)
    everyone = [*event.people, *(person for item in items for person in item.people)]
    return {each.person for each in everyone if each.person}


def _venue(event: Event) -> set[str]:
    """Return the street address, which no two events for the network's people share at once."""
    street = event.venue.street if event.venue else None
    return {street} if street else set()
