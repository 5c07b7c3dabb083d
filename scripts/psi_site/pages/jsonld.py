"""Structured data for search engines: schema.org as JSON-LD, from the same records as the page."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from psi_site.model.event import (
    AttendanceMode,
    Event,
    EventStatus,
    Participation,
    Role,
    Venue,
    programme_items,
)
from psi_site.model.newsletter import Newsletter
from psi_site.model.party import Person, Place
from psi_site.pages.reader import Reader
from psi_site.pages.web_page import WebPage

Node = dict[str, Any]

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
_CONTEXT = "https://schema.org"
_STATUS = {
    EventStatus.SCHEDULED: "EventScheduled",
    EventStatus.RESCHEDULED: "EventRescheduled",
    EventStatus.POSTPONED: "EventPostponed",
    EventStatus.CANCELLED: "EventCancelled",
    EventStatus.MOVED_ONLINE: "EventMovedOnline",
}
_ATTENDANCE = {
    AttendanceMode.ONSITE: "OfflineEventAttendanceMode",
    AttendanceMode.ONLINE: "OnlineEventAttendanceMode",
    AttendanceMode.MIXED: "MixedEventAttendanceMode",
}


def structured_data(
    reader: Reader, page: WebPage, address: str, trail: list[tuple[str, str]]
) -> list[str]:
    """Return the page's JSON-LD blocks, safe inside a script element.

    `address` is the site's without a slash at its end; `trail` has title and path of the pages
    from the home page down to this one.
    """
    nodes = [_organisation(reader, address) if len(trail) == 1 else _trail(trail, address)]
    own = _NODES.get(page.record.kind) if page.record else None
    if own and page.record and page.kind == page.record.kind:
        node = own(reader, page.record, address)
        if node:
            nodes.append({"url": f"{address}{page.path}", "inLanguage": page.language, **node})
    return [_safe({"@context": _CONTEXT, **node}) for node in nodes]


def _safe(node: Mapping[str, Any]) -> str:
    """Serialise so that no text can end the script element or open a comment in it."""
    return _encode(node).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _filled(**values: Any) -> Node:
    """Return a node without the values that are not known."""
    named = {("@type" if key == "type" else key): value for key, value in values.items()}
    return {key: value for key, value in named.items() if value not in (None, "", [], {})}


def _organisation(reader: Reader, address: str) -> Node:
    settings = reader.site.settings
    return _filled(
        type="Organization",
        name=reader.words(settings.title),
        alternateName=reader.words(settings.short_title),
        description=reader.words(settings.description),
        url=f"{address}/",
        email=settings.email,
        telephone=settings.phone,
        foundingDate=str(settings.founded) if settings.founded else None,
        areaServed=reader.words(settings.region),
    )


def _trail(trail: list[tuple[str, str]], address: str) -> Node:
    items = [
        {"@type": "ListItem", "position": position, "name": title, "item": f"{address}{path}"}
        for position, (title, path) in enumerate(trail, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _event(reader: Reader, event: Event, address: str) -> Node | None:
    """Describe an event; schema.org requires a start, so an undated one has no description."""
    if event.start is None:
        return None
    return _filled(
        type="Event",
        name=reader.words(event.title),
        description=reader.words(event.summary),
        startDate=reader.iso(event.start),
        endDate=reader.iso(event.end) if event.end else None,
        previousStartDate=reader.iso(event.previous_start) if event.previous_start else None,
        eventStatus=f"{_CONTEXT}/{_STATUS[event.status]}",
        eventAttendanceMode=(
            f"{_CONTEXT}/{_ATTENDANCE[event.attendance]}" if event.attendance else None
        ),
        location=_locations(reader, event),
        organizer=[_party(reader, party_id, address) for party_id in event.organisers],
        performer=_speakers(reader, event),
    )


def _locations(reader: Reader, event: Event) -> list[Node]:
    found = [_venue(reader, event.venue)] if event.venue else []
    if event.online and event.online.url:
        found.append({"@type": "VirtualLocation", "url": event.online.url})
    return found


def _venue(reader: Reader, venue: Venue) -> Node:
    place = reader.site.get(Place, venue.place) if venue.place else None
    locality = venue.locality or (place.name if place else None)
    postal = _filled(
        type="PostalAddress",
        streetAddress=venue.street,
        postalCode=venue.postal_code,
        addressLocality=reader.words(locality),
        addressCountry=venue.country,
    )
    spot = venue.coordinates
    geo = spot and {
        "@type": "GeoCoordinates",
        "latitude": spot.latitude,
        "longitude": spot.longitude,
    }
    name = reader.words(venue.title) or reader.words(locality)
    return _filled(type="Place", name=name, address=postal, geo=geo)


def _party(reader: Reader, party_id: str, address: str) -> Node:
    link = reader.party(party_id)
    url = f"{address}{link.href}" if link.href else reader.site.party(party_id).url
    return _filled(type="Organization", name=link.title, url=url)


def _speakers(reader: Reader, event: Event) -> list[Node]:
    """Return those who speak, lead or sit in a panel, each once, in programme order."""
    items = programme_items(event.programme)
    parts: list[Participation] = [part for item in items for part in item.people]
    ids = [
        part.person
        for part in (*parts, *event.people)
        if part.person and part.role is not Role.PARTICIPANT
    ]
    people = (reader.site.get(Person, person_id) for person_id in dict.fromkeys(ids))
    return [{"@type": "Person", "name": person.full_name} for person in people]


def _newsletter(reader: Reader, issue: Newsletter, address: str) -> Node:
    changed, sender = reader.site.changed(issue), _organisation(reader, address)
    return _filled(
        type="Article",
        headline=issue.editions[reader.language.code].subject,
        description=issue.editions[reader.language.code].preheader,
        datePublished=issue.published.isoformat() if issue.published else str(issue.year),
        dateModified=changed.isoformat() if changed else None,
        author=sender,
        publisher=sender,
    )


_NODES: Mapping[str, Callable[[Reader, Any, str], Node | None]] = {
    Event.kind: _event,
    Newsletter.kind: _newsletter,
}
