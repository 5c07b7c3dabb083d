"""Places by kind, and what is found in each: partners, projects, events and smaller places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from psi_site.model.event import Event
from psi_site.model.figure import Figure
from psi_site.model.newsletter import Newsletter
from psi_site.model.page import Page
from psi_site.model.party import Organisation, Partner, Place, PlaceKind
from psi_site.model.project import Project
from psi_site.model.record import Record
from psi_site.pages import involvement
from psi_site.pages.county_map import Map, Spot, county_map
from psi_site.pages.facets import Choice
from psi_site.pages.mentions import mention_links
from psi_site.pages.news import items_about
from psi_site.pages.partner import tile
from psi_site.pages.reader import Reader
from psi_site.pages.web_page import Variables
from psi_site.site import Site


def place_list(reader: Reader, page: Page, choice: Choice | None) -> Variables:
    """Return the places under their kinds, each with how much is found there."""
    del page, choice
    places = reader.site.all(Place)
    kinds = ((kind, [p for p in places if p.size is kind]) for kind in PlaceKind)
    return {
        "kinds": [
            {
                "id": kind.value,
                "title": reader.t(f"place.kinds.{kind.value}"),
                "places": [_line(reader, place) for place in reader.by_name(found)],
            }
            for kind, found in kinds
            if found
        ],
        "map": place_map(reader),
    }


@dataclass(frozen=True)
class PlaceMap:
    """A map of the places of one kind, with its table: headings and rows as the component wants."""

    drawing: Map
    columns: tuple[dict[str, Any], ...]
    rows: tuple[dict[str, Any], ...]


def place_map(reader: Reader) -> PlaceMap | None:
    """Return the map of the kind of places of which most have a position, None for too few."""
    by_kind: dict[PlaceKind, list[Place]] = {kind: [] for kind in PlaceKind}
    for place in reader.site.all(Place):
        if place.coordinates and reader.href(place):
            by_kind[place.size].append(place)
    places = max(by_kind.values(), key=len)
    counts = {place.id: _counts(reader.site, place) for place in places}
    most = max((sum(each.values()) for each in counts.values()), default=0)
    drawing = county_map([_spot(reader, place, counts[place.id], most) for place in places])
    if drawing is None:
        return None
    names = next(iter(counts.values()))
    columns = ({"text": reader.t(f"map.{name}"), "numeric": True} for name in names)
    rows = (_row(reader, place, counts[place.id]) for place in reader.by_name(places))
    return PlaceMap(drawing, ({"text": reader.t("map.place")}, *columns), tuple(rows))


def _spot(reader: Reader, place: Place, counts: dict[str, int], most: int) -> Spot:
    assert place.coordinates
    lines = [reader.t(f"place.count.{name}", n=n) for name, n in counts.items() if n]
    weight = 2 if 2 * sum(counts.values()) > most else min(sum(counts.values()), 1)
    return Spot(place.coordinates, reader.link(place), tuple(lines[:2]), weight)


def _row(reader: Reader, place: Record, counts: dict[str, int]) -> dict[str, Any]:
    link = reader.link(place)
    cells = [reader.language.number(n) for n in counts.values()]
    return {"header": link.title, "href": link.href, "lang": link.lang, "cells": cells}


def _counts(site: Site, place: Place) -> dict[str, int]:
    """Return how much is found in a place, by the words it is told with."""
    return {
        "partners": len(_partners(site, place)),
        "projects": len(_projects(site, place)),
        "events": len(_events(site, place)),
    }


def _line(reader: Reader, place: Record) -> dict[str, Any]:
    assert isinstance(place, Place)
    site = reader.site
    counts = _counts(site, place)
    parts = [reader.t(f"place.count.{name}", n=n) for name, n in counts.items() if n]
    return {
        "link": reader.link(place),
        "counts": " · ".join(parts),
        "within": reader.link(site.get(Place, place.within)) if place.within else None,
        "words": " ".join(place.aliases),
    }


def place_page(reader: Reader, place: Place) -> Variables:
    """Return what a place's page shows beside the place itself."""
    site = reader.site
    partners, projects, events = (
        _partners(site, place),
        _projects(site, place),
        _events(site, place),
    )
    inside = site.links_to(place, Place)
    figures = site.links_to(place, Figure)
    beside: list[Record] = [*partners, *projects, *events, *inside, *figures]
    listed = [p for p in reader.by_name(partners) if isinstance(p, Partner)]
    others = [each for each in site.all(Organisation) if each.place in inhabited(site, place)]
    return {
        "kind": reader.t(f"place.kind.{place.size.value}"),
        "within": reader.link(site.get(Place, place.within)) if place.within else None,
        "partners": [tile(reader, partner) for partner in listed],
        "organisations": reader.links(reader.by_name(others)),
        "projects": involvement.project_rows(reader, [(each, ()) for each in projects]),
        "events": involvement.event_rows(reader, [(each, ()) for each in events]),
        "inside": reader.links(reader.by_name(inside)),
        "figures": reader.links(figures),
        "news": items_about(reader, place),
        "mentions": mention_links(reader, place, beside, (Newsletter.kind, Organisation.kind)),
        "position": _position(place),
    }


def inhabited(site: Site, place: Place) -> set[str]:
    """Return the ids of a place and of every place within it, however deep."""
    found = {place.id}
    while True:
        more = {each.id for each in site.all(Place) if each.within in found} - found
        if not more:
            return found
        found |= more


def _partners(site: Site, place: Place) -> list[Partner]:
    here = inhabited(site, place)
    return [each for each in site.all(Partner) if here & {each.municipality, *each.places}]


def _projects(site: Site, place: Place) -> list[Project]:
    here = inhabited(site, place)
    return [each for each in site.all(Project) if here & {*each.municipalities, *each.places}]


def _events(site: Site, place: Place) -> list[Event]:
    here = inhabited(site, place)
    return [
        each
        for each in site.all(Event)
        if here & {*each.places, each.venue.place if each.venue else None}
    ]


def _position(place: Place) -> dict[str, float] | None:
    """Return where a place lies, in decimal degrees for the address of a map."""
    if place.coordinates is None:
        return None
    return {"latitude": place.coordinates.latitude, "longitude": place.coordinates.longitude}
