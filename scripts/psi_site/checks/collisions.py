"""Nobody is expected in two events at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic, Severity
from psi_site.model.event import Event, EventStatus, programme_items
from psi_site.model.party import Person
from psi_site.tracing import lasting

_OFF = (EventStatus.CANCELLED, EventStatus.POSTPONED)


def check_collisions(corpus: Corpus) -> Iterator[Diagnostic]:
    """Yield a warning for events at one time in one place, or at one time for the same people."""
    for event, other in _collisions(corpus):
        yield from _pair(corpus, corpus.get(Event, event), corpus.get(Event, other))


@lasting
def _collisions(corpus: Corpus) -> tuple[tuple[str, str], ...]:
    """Return the ids of every two events that collide."""
    events = [e for e in corpus.all(Event) if e.start and e.status not in _OFF]
    events.sort(key=lambda event: (_span(event), event.id))
    under_way: list[tuple[datetime, Event]] = []
    found: list[tuple[str, str]] = []
    for event in events:
        start, end = _span(event)
        under_way = [each for each in under_way if each[0] > start]
        found += [(event.id, other.id) for _, other in under_way if _collide(event, other)]
        under_way.append((end, event))
    return tuple(found)


def _collide(event: Event, other: Event) -> bool:
    return bool(_people(event) & _people(other) or _venue(event) & _venue(other))


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
