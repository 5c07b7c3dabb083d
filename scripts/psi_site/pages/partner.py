"""The partners of the network: the list in its groups, and what the site knows of each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from markupsafe import Markup

from psi_site.addresses import page_path
from psi_site.model.event import Event, Series
from psi_site.model.grant import Grant, Scheme
from psi_site.model.newsletter import Newsletter
from psi_site.model.page import Page
from psi_site.model.party import Partner, Person, Place, Sector
from psi_site.model.record import Record
from psi_site.pages import involvement
from psi_site.pages.contact import contact_cards
from psi_site.pages.facets import FACETS, Choice, choices, records_of
from psi_site.pages.mentions import mention_links
from psi_site.pages.news import items_about
from psi_site.pages.person import Role, roles_at
from psi_site.pages.reader import Link, Reader
from psi_site.pages.web_page import Variables

TONES = {
    Sector.CIVIL_SOCIETY: "plum",
    Sector.MUNICIPALITY: "forest",
    Sector.PUBLIC_BODY: "lake",
}
"""The colour each group of partners has, wherever partners are shown."""

LOGO_SIDE = 54
"""Pixels: the three rem of the component."""


class Tile(NamedTuple):
    """A partner in the list: `words` are more words by which a reader may seek it."""

    link: Link
    sector: str
    place: str
    tone: str
    words: str
    logo: dict[str, Any] | None


class TileGroup(NamedTuple):
    """Partners under one heading."""

    id: str
    title: str
    tiles: list[Tile]


class Affiliate(NamedTuple):
    """Somebody with a role at a partner."""

    link: Link
    roles: list[Role]


class GrantRow(NamedTuple):
    """What a partner got in a round of grants; the amount only where it is known."""

    link: Link
    amount: str
    purpose: Markup


def tile(reader: Reader, partner: Partner) -> Tile:
    """Return a partner for the partner component."""
    places = [reader.words(place.name) for place in where(reader, partner)]
    names = [*partner.aliases, partner.legal_entity or "", *places]
    return Tile(
        link=reader.link(partner),
        sector=reader.t(f"partner.one.{partner.sector.value}"),
        place=", ".join(places),
        tone=TONES[partner.sector],
        words=" ".join(name for name in names if name),
        logo=logo(reader, partner),
    )


def logo(reader: Reader, partner: Partner) -> dict[str, Any] | None:
    """Return a partner's mark for the partner component, in the size the component shows it.

    `dark` is the one for dark grounds, None where there is one for both.
    """
    if partner.logo is None:
        return None
    dark = partner.logo.dark_file
    return {
        "src": _mark(reader, partner.logo.file),
        "dark": _mark(reader, dark) if dark else None,
        "width": LOGO_SIDE,
        "height": LOGO_SIDE,
    }


def _mark(reader: Reader, file: str) -> str:
    """Return the address of a mark: a cleaned copy, but a drawing (SVG) as it is."""
    images = reader.site.images
    return images.picture(file, "").src if file in images.originals else f"/{file}"


def where(reader: Reader, partner: Partner) -> list[Place]:
    """Return the municipality a partner belongs to, else the places it works in."""
    named = [partner.municipality] if partner.municipality else partner.places
    return [reader.site.get(Place, place_id) for place_id in named]


def has_left(reader: Reader, partner: Partner) -> bool:
    """Return whether a partner's last year in the network is over."""
    return partner.left is not None and partner.left < reader.today.year


def partner_list(reader: Reader, page: Page, choice: Choice | None) -> Variables:
    """Return the partners under the headings of their groups, and the ways to narrow the list."""
    every = records_of(reader.site, Partner.kind, choice)
    shown = [partner for partner in every if isinstance(partner, Partner)]
    return {
        "groups": _groups(reader, shown),
        "narrower": _narrower(reader, page, choice),
        "elsewhere": sum(not where(reader, partner) for partner in reader.site.all(Partner)),
        "is_by_place": choice is not None and choice.facet.id == "municipality",
        "base_href": page_path(reader.site, page, reader.language.code),
    }


def _groups(reader: Reader, partners: Iterable[Partner]) -> list[TileGroup]:
    ordered = [each for each in reader.by_name(partners) if isinstance(each, Partner)]
    current = [partner for partner in ordered if not has_left(reader, partner)]
    former = [partner for partner in ordered if has_left(reader, partner)]
    groups = [
        _group(reader, sector, [each for each in current if each.sector is sector])
        for sector in Sector
    ]
    return [group for group in (*groups, _group(reader, None, former)) if group.tiles]


def _group(reader: Reader, sector: Sector | None, partners: list[Partner]) -> TileGroup:
    tiles = [tile(reader, partner) for partner in partners]
    if sector is None:
        return TileGroup("former", reader.t("partner.former"), tiles)
    title = reader.t(f"partner.sector.{sector.value}")
    return TileGroup(sector.value.replace("_", "-"), title, tiles)


def _narrower(reader: Reader, page: Page, choice: Choice | None) -> list[dict[str, Any]]:
    """Return a row of links for each facet, the whole list first in the first of them."""
    base = page_path(reader.site, page, reader.language.code)
    rows: list[dict[str, Any]] = []
    for facet in FACETS:
        if facet.kind == Partner.kind:
            items = [_facet_item(base, each, choice) for each in choices(reader, facet)]
            rows.append({"label": reader.t(f"partner.filter.{facet.id}"), "items": items})
    every = {
        "text": reader.t("facet.all"),
        "href": base,
        "count": len(reader.site.all(Partner)),
        "current": choice is None,
    }
    rows[0]["items"].insert(0, every)
    return rows


def _facet_item(base: str, choice: Choice, current: Choice | None) -> dict[str, Any]:
    return {
        "text": choice.label,
        "href": f"{base}{choice.slug}/",
        "count": len(choice.ids),
        "current": current is not None and current.slug == choice.slug,
    }


def partner_page(reader: Reader, partner: Partner) -> Variables:
    """Return what a partner's page shows beside the partner itself."""
    events = involvement.events_of(reader, partner)
    projects = involvement.projects_of(reader, partner)
    people = _people(reader, partner)
    grants = _grants(reader, partner)
    beside = [*(event for event, _ in events), *(project for project, _ in projects), *people]
    beside += [row.group for row in involvement.seats_of(reader, partner)]
    beside += [grant for grant, _ in grants]
    return {
        **_facts(reader, partner),
        "contacts": contact_cards(reader, partner.contacts),
        "organises": involvement.event_rows(reader, _organised(events)),
        "takes_part": involvement.event_rows(reader, _attended(events)),
        "series": reader.links(reader.site.links_to(partner, Series)),
        "projects": involvement.project_rows(reader, projects),
        "people": [Affiliate(reader.link(p), roles_at(reader, p, partner)) for p in people],
        "seats": _seats(reader, partner),
        "grants": [row for _, row in grants],
        "schemes": reader.links(_funded(reader, partner)),
        "news": items_about(reader, partner),
        "mentions": mention_links(reader, partner, beside, (Newsletter.kind,)),
    }


def _organised(events: list[tuple[Event, involvement.Roles]]) -> list[Any]:
    """Return the events a partner organises, with what else it does there."""
    return [
        (event, tuple(role for role in roles if role != involvement.ORGANISER))
        for event, roles in events
        if involvement.ORGANISER in roles
    ]


def _attended(events: list[tuple[Event, involvement.Roles]]) -> list[Any]:
    return [(event, roles) for event, roles in events if involvement.ORGANISER not in roles]


def _facts(reader: Reader, partner: Partner) -> Variables:
    site = reader.site
    listed = [place for place in partner.places if place != partner.municipality]
    municipality = partner.municipality
    return {
        "sector": sector_link(reader, partner.sector),
        "tone": TONES[partner.sector],
        "logo": logo(reader, partner),
        "is_coordinator": partner.id in site.settings.coordinators,
        "former": has_left(reader, partner),
        "municipality": reader.link(site.get(Place, municipality)) if municipality else None,
        "places": reader.links(site.get(Place, place_id) for place_id in listed),
        "members": _members(reader, partner),
        "membership": involvement.years(reader, partner.joined, partner.left),
    }


def sector_link(reader: Reader, sector: Sector) -> Link:
    """Return a group of partners as a link to the list narrowed to it."""
    title = reader.t(f"partner.one.{sector.value}")
    page = reader.site.list_pages.get(Partner.kind)
    code = reader.language.code
    if page is None or code not in page.editions:
        return Link(title, None)
    slug = reader.t(f"address.sector.{sector.value}")
    return Link(title, f"{page_path(reader.site, page, code)}{slug}/")


def _members(reader: Reader, partner: Partner) -> str:
    if partner.members is None:
        return ""
    number = reader.language.number(partner.members)
    if partner.members_year is None:
        return number
    return reader.t("partner.members_in", number=number, year=str(partner.members_year))


def _people(reader: Reader, partner: Partner) -> list[Person]:
    found = (
        person
        for person in reader.site.links_to(partner, Person)
        if any(each.organisation == partner.id for each in person.affiliations)
    )
    return [person for person in reader.by_name(found) if isinstance(person, Person)]


def _seats(reader: Reader, partner: Partner) -> list[dict[str, Any]]:
    return [
        {"row": row, "person": person_link(reader, row.seat.person)}
        for row in involvement.seats_of(reader, partner)
    ]


def person_link(reader: Reader, person_id: str | None) -> Link | None:
    """Return a person as a link, None where nobody is named."""
    return reader.link(reader.site.get(Person, person_id)) if person_id else None


def _funded(reader: Reader, partner: Partner) -> list[Scheme]:
    schemes = reader.site.links_to(partner, Scheme)
    return [scheme for scheme in schemes if scheme.funder == partner.id]


def _grants(reader: Reader, partner: Partner) -> list[tuple[Record, GrantRow]]:
    found = reader.site.links_to(partner, Grant)
    return [
        (
            grant,
            GrantRow(
                link=reader.link(grant),
                amount=reader.money(recipient.amount) if recipient.amount is not None else "",
                purpose=reader.inline(recipient.purpose),
            ),
        )
        for grant in sorted(found, key=lambda each: each.year, reverse=True)
        for recipient in grant.recipients
        if recipient.organisation == partner.id
    ]
