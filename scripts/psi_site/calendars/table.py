"""Which calendars there are: one table, from which each language has its own.

A calendar belongs to a page and its address is made from the page's: `/kalender/` has
`/kalender.ics` beside it. Calendars of records that live elsewhere on the site stand below the
event list, in a folder named after their own list, where no event or series can have its address.
Calendars of events and series share the folder of their pages, whose addresses are unique.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, NamedTuple

from psi_site.addresses import path_in
from psi_site.model.event import Audience, Event, EventStatus, Series
from psi_site.model.page import Page
from psi_site.model.party import Partner
from psi_site.model.record import Record
from psi_site.site import Site
from psi_site.tracing import answer, remembering

PUBLIC = (Audience.OPEN, Audience.INVITED)
"""Internal meetings are left out of calendars that anybody may find; each is in its own series'."""


@dataclass(frozen=True)
class CalendarKind:
    """One row of the table: whose calendars these are, where they lie and what is in them.

    `address` may use `{page}`, the owner's address, `{events}`, that of the event list, `{list}`,
    the last part of the address of the list of the owner's kind, and `{id}`. `select` gives the
    events of an owner, whatever their audience, and None for an owner without a calendar.
    """

    id: str
    owner: type[Record]
    address: str
    select: Callable[[Site, Any], tuple[Event, ...] | None]
    audiences: tuple[Audience, ...] = tuple(Audience)


class Calendar(NamedTuple):
    """A calendar in one language.

    `path` is where its file lies and `page` where its page does, both from the site's root;
    `language` is that of its name, its description and its file. `events` come in order of time;
    `undated` are those that a page has to name, since no calendar program can show them.
    `audiences` are those the calendar may carry; an event that does not say is carried anywhere.
    """

    id: str
    kind: str
    owner: Record
    language: str
    path: str
    page: str
    name: str
    description: str
    audiences: tuple[Audience, ...]
    events: tuple[Event, ...]
    undated: tuple[Event, ...]


def _all_events(site: Site, page: Page) -> tuple[Event, ...] | None:
    return site.all(Event) if page.lists == Event.kind else None


def _of_series(site: Site, series: Series) -> tuple[Event, ...]:
    """Return the events of a series; one that has none yet can be subscribed to already."""
    return site.links_to(series, Event)


def _organised_by(site: Site, partner: Partner) -> tuple[Event, ...] | None:
    return tuple(site.get(Event, each) for each in _arranged_by(site, partner.id)) or None


@answer
def _arranged_by(site: Site, partner_id: str) -> tuple[str, ...]:
    """Return the ids of the events of a partner that anybody may know of."""
    return _arranged(site).get(partner_id, ())


@remembering
def _arranged(site: Site) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for event in site.all(Event):
        if audience_of(site, event) in (*PUBLIC, None):
            for party in organisers(site, event):
                found.setdefault(party, {})[event.id] = None
    return {party: tuple(events) for party, events in found.items()}


def _itself(site: Site, event: Event) -> tuple[Event, ...] | None:
    del site
    return (event,) if effective_start(event) else None


KINDS: tuple[CalendarKind, ...] = (
    CalendarKind("all", Page, "{page}.ics", _all_events, PUBLIC),
    CalendarKind("series", Series, "{page}.ics", _of_series),
    CalendarKind("organiser", Partner, "{events}/{list}/{id}.ics", _organised_by, PUBLIC),
    CalendarKind("event", Event, "{page}.ics", _itself),
)


def organisers(site: Site, event: Event) -> tuple[str, ...]:
    """Return the ids of those who arrange an event: its own organisers, else its series'."""
    if event.organisers or event.series is None:
        return event.organisers
    return site.get(Series, event.series).organisers


def audience_of(site: Site, event: Event) -> Audience | None:
    """Return whom an event is for, else whom its series is for; None where nobody says."""
    if event.audience or event.series is None:
        return event.audience
    return site.get(Series, event.series).audience


def effective_start(event: Event) -> date | datetime | None:
    """Return the moment a calendar shows an event at.

    One that was put off or called off, and has no new date, stays at its old one: only there can
    those who wrote it down learn of it.
    """
    off = event.status in (EventStatus.POSTPONED, EventStatus.CANCELLED)
    return event.start or (event.previous_start if off else None)


def _order(event: Event) -> tuple[datetime, str]:
    start = effective_start(event)
    assert start is not None
    moment = start if isinstance(start, datetime) else datetime.combine(start, time.min)
    return moment, event.id


def calendars(site: Site, language: str) -> tuple[Calendar, ...]:
    """Return every calendar of the site in one language, in the order of the table."""
    return tuple(_calendars(site, language))


def _calendars(site: Site, language: str) -> Iterator[Calendar]:
    for kind in KINDS:
        for record in site.all(kind.owner):
            calendar = owned_calendar(site, kind, record, language)
            if calendar:
                yield calendar


def calendar_of(site: Site, record: Record, language: str) -> Calendar | None:
    """Return the calendar that belongs to a record's page, None where it has none."""
    if site.holds(record):
        return _calendar_of(site, record.kind, record.id, language)
    return _found_calendar(site, record, language)


@remembering
def _calendar_of(site: Site, kind: str, record_id: str, language: str) -> Calendar | None:
    """Many pages ask for the calendar of one series."""
    record = site.find(record_id, (kind,))
    return _found_calendar(site, record, language) if record else None


def _found_calendar(site: Site, record: Record, language: str) -> Calendar | None:
    for kind in KINDS:
        if isinstance(record, kind.owner):
            return owned_calendar(site, kind, record, language)
    return None


def ended_calendar(site: Site, record: Record, language: str) -> Calendar | None:
    """Return the empty calendar of a record that has no events any more.

    Programs that subscribe to it go on asking, and should not be told that it is missing.
    """
    for kind in KINDS:
        if isinstance(record, kind.owner):
            empty = replace(kind, select=lambda site, owner: ())
            return owned_calendar(site, empty, record, language)
    return None


def owned_calendar(
    site: Site, kind: CalendarKind, record: Record, language: str
) -> Calendar | None:
    """Return the calendar that a row of the table gives a record, None where it gives none."""
    selected = kind.select(site, record)
    path = _path(site, kind, record, language)
    page = path_in(site, record, language)
    if selected is None or path is None or page is None:
        return None
    chosen = [each for each in selected if audience_of(site, each) in (*kind.audiences, None)]
    words = site.languages[language]
    values = {
        "network": str(site.read(site.settings.short_title, language)),
        "title": str(site.read(record.name, language)),
    }
    return Calendar(
        id=kind.id if kind.owner is Page else f"{kind.id}-{record.id}",
        kind=kind.id,
        owner=record,
        language=language,
        path=path,
        page=page,
        name=words.text(f"calendars.name.{kind.id}", **values),
        description=words.text(f"calendars.description.{kind.id}", **values),
        audiences=_audiences(site, kind, record, chosen),
        events=tuple(sorted(filter(effective_start, chosen), key=_order)),
        undated=tuple(event for event in chosen if effective_start(event) is None),
    )


def _audiences(
    site: Site, kind: CalendarKind, record: Record, events: list[Event]
) -> tuple[Audience, ...]:
    """Return whom a calendar is for: as its row says, or as its own few events do."""
    if len(kind.audiences) < len(Audience):
        return kind.audiences
    own = {audience_of(site, event) for event in events}
    if isinstance(record, Series):
        own.add(record.audience)
    return tuple(audience for audience in Audience if audience in own)


def _path(site: Site, kind: CalendarKind, record: Record, language: str) -> str | None:
    """Fill in a row's address for one owner; None where a page it is made from is missing."""
    own_list = _list_stem(site, record.kind, language)
    values = {
        "page": _stem(site, record, language),
        "events": _list_stem(site, Event.kind, language),
        "list": own_list.rpartition("/")[2] if own_list else None,
        "id": record.id,
    }
    needed = [key for key in values if f"{{{key}}}" in kind.address]
    return kind.address.format_map(values) if all(values[key] for key in needed) else None


@answer
def _list_stem(site: Site, kind: str, language: str) -> str | None:
    return _stem(site, site.list_pages.get(kind), language)


def _stem(site: Site, record: Record | None, language: str) -> str | None:
    """Return a record's path without its last slash; the root's is the name of its page."""
    path = path_in(site, record, language) if record else None
    return path and (path.rstrip("/") or f"/{record.id if record else ''}")
