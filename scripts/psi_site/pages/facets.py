"""Narrower lists with a page of their own: partners of one sector, events of one year.

One row of the table makes the pages, the links with their counts and the headings, in every
language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from psi_site.model.event import Event
from psi_site.model.party import Partner, Place, PlaceKind, Sector
from psi_site.model.record import Record
from psi_site.pages.reader import Reader
from psi_site.site import Site
from psi_site.tracing import lasting


class Facet(NamedTuple):
    """A way to narrow the list of one kind.

    `values` gives the values a record has; `slug` and `label` turn a value into the last part of an
    address and into words, `rank` into what the choices are sorted by.
    """

    kind: str
    id: str
    values: Callable[[Site, Record], Iterable[str]]
    slug: Callable[[Reader, str], str]
    label: Callable[[Reader, str], str]
    rank: Callable[[Reader, str], Any]


class Choice(NamedTuple):
    """One value of a facet with the ids of its records, never none."""

    facet: Facet
    value: str
    slug: str
    label: str
    ids: tuple[str, ...]


def _sector(site: Site, record: Record) -> Iterable[str]:
    del site
    return (record.sector.value,) if isinstance(record, Partner) else ()


def _municipality(site: Site, record: Record) -> Iterable[str]:
    """A partner is sought in its own municipality and in every other it works in."""
    if not isinstance(record, Partner):
        return ()
    named = dict.fromkeys((record.municipality, *record.places))
    return [
        place for place in named if place and site.get(Place, place).size is PlaceKind.MUNICIPALITY
    ]


def _year(site: Site, record: Record) -> Iterable[str]:
    del site
    if isinstance(record, Event) and record.first_day and record.last_day:
        return (str(year) for year in range(record.first_day.year, record.last_day.year + 1))
    return ()


def _place_name(reader: Reader, place_id: str) -> str:
    return reader.words(reader.site.get(Place, place_id).name)


FACETS: tuple[Facet, ...] = (
    Facet(
        kind=Partner.kind,
        id="sector",
        values=_sector,
        slug=lambda reader, value: reader.t(f"address.sector.{value}"),
        label=lambda reader, value: reader.t(f"partner.sector.{value}"),
        rank=lambda reader, value: list(Sector).index(Sector(value)),
    ),
    Facet(
        kind=Partner.kind,
        id="municipality",
        values=_municipality,
        slug=lambda reader, value: f"{reader.t('address.municipality')}/{value}",
        label=_place_name,
        rank=lambda reader, value: reader.language.sort_key(_place_name(reader, value)),
    ),
    Facet(
        kind=Event.kind,
        id="year",
        values=_year,
        slug=lambda reader, value: value,
        label=lambda reader, value: value,
        rank=lambda reader, value: -int(value),
    ),
)


def choices(reader: Reader, facet: Facet) -> list[Choice]:
    """Return the values of a facet that some record has, in the order of the facet."""
    site, found = reader.site, dict[str, list[str]]()
    for record_id in site.ids(facet.kind):
        for value in _values(site, facet.kind, record_id, facet.id):
            found.setdefault(value, []).append(record_id)
    return [
        Choice(facet, value, facet.slug(reader, value), facet.label(reader, value), tuple(ids))
        for value, ids in sorted(found.items(), key=lambda each: facet.rank(reader, each[0]))
    ]


@lasting
def _values(site: Site, kind: str, record_id: str, facet_id: str) -> tuple[str, ...]:
    facet = next(each for each in FACETS if (each.kind, each.id) == (kind, facet_id))
    record = site.find(record_id, (kind,))
    return tuple(facet.values(site, record)) if record else ()


def records_of(site: Site, kind: str, choice: Choice | None) -> tuple[Record, ...]:
    """Return the records of a list of a kind, narrowed to a choice where there is one."""
    if choice is None:
        return site.of_kind(kind)
    found = (site.find(record_id, (kind,)) for record_id in choice.ids)
    return tuple(record for record in found if record)
