"""People in public roles: one page for all, with an anchor for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup

from psi_site.images import Picture
from psi_site.model.newsletter import Newsletter
from psi_site.model.page import Page
from psi_site.model.party import Affiliation, Partner, Person, Portrait
from psi_site.model.record import Record
from psi_site.pages import involvement
from psi_site.pages.alphabet import by_letter
from psi_site.pages.anchors import text_beside
from psi_site.pages.contact import ContactCard, Verified, contact_card, contact_cards
from psi_site.pages.facets import Choice
from psi_site.pages.mentions import Mention, mention_links
from psi_site.pages.news import NewsItem, items_about
from psi_site.pages.reader import Link, Reader
from psi_site.pages.web_page import Variables


class Role(NamedTuple):
    """What a person was, where and when: the pieces the person component shows."""

    text: Markup
    org: str
    href: str | None
    years: str


class Face(NamedTuple):
    """A picture of a person and who took it; `picture` is None where only the credit is known."""

    picture: Picture | None
    credit: str


class Office(NamedTuple):
    """A partner that names the person as its contact."""

    partner: Link
    card: ContactCard


class Entry(NamedTuple):
    """A person with everything the site says of them."""

    id: str
    name: str
    aliases: str
    roles: list[Role]
    portrait: Face | None
    contacts: list[ContactCard]
    offices: list[Office]
    seats: list[involvement.SeatRow]
    events: list[involvement.EventRow]
    projects: list[involvement.ProjectRow]
    news: list[NewsItem]
    mentions: list[Mention]
    verified: Verified


def person_list(reader: Reader, page: Page, choice: Choice | None) -> Variables:
    """Return the people under the letters they begin with."""
    del choice
    found = reader.site.all(Person)
    letters = by_letter(reader, found)
    return {
        "letters": [
            (letter, [entry(reader, p) for p in letter.records if isinstance(p, Person)])
            for letter in letters
        ],
        **text_beside(reader, page, found),
    }


def entry(reader: Reader, person: Person) -> Entry:
    """Return a person for the list of people."""
    events = involvement.events_of(reader, person)
    projects = involvement.projects_of(reader, person)
    seats = involvement.seats_of(reader, person)
    beside: list[Record] = [event for event, _ in events]
    beside += [project for project, _ in projects]
    beside += [row.group for row in seats]
    return Entry(
        id=person.id,
        name=person.full_name,
        aliases=", ".join(person.aliases),
        roles=[role(reader, each) for each in newest_first(person)],
        portrait=face(reader, person.portrait) if person.portrait else None,
        contacts=contact_cards(reader, person.contacts),
        offices=list(_offices(reader, person)),
        seats=seats,
        events=involvement.event_rows(reader, events),
        projects=involvement.project_rows(reader, projects),
        news=items_about(reader, person),
        mentions=mention_links(reader, person, beside, (Newsletter.kind, Partner.kind)),
        verified=Verified(person.verified.isoformat(), reader.date(person.verified)),
    )


def face(reader: Reader, portrait: Portrait) -> Face:
    """Return a portrait for the page; one that cannot be read is left out."""
    images, file = reader.site.images, portrait.file
    picture = None
    if file and file in images.originals:
        picture = images.picture(file, "", "4rem")
    return Face(picture, portrait.credit)


def newest_first(person: Person) -> list[Affiliation]:
    """Return what a person was, the latest known first."""
    return sorted(person.affiliations, key=_last_known, reverse=True)


def _last_known(affiliation: Affiliation) -> int:
    if affiliation.from_year and not affiliation.to_year:
        return dt.MAXYEAR
    return affiliation.to_year or affiliation.known or 0


def role(reader: Reader, affiliation: Affiliation) -> Role:
    """Return an affiliation for the person component."""
    party = reader.party(affiliation.organisation) if affiliation.organisation else None
    return Role(
        text=reader.text(affiliation.title),
        org=party.title if party else "",
        href=party.href if party else None,
        years=affiliation_years(reader, affiliation),
    )


def affiliation_years(reader: Reader, affiliation: Affiliation) -> str:
    """Return when an affiliation held, as far as a source shows."""
    span = involvement.years(reader, affiliation.from_year, affiliation.to_year)
    return span or (str(affiliation.known) if affiliation.known else "")


def roles_at(reader: Reader, person: Person, partner: Partner) -> list[Role]:
    """Return what a person was at one partner, the latest first."""
    return [role(reader, each) for each in newest_first(person) if each.organisation == partner.id]


def _offices(reader: Reader, person: Person) -> Iterator[Office]:
    for partner in reader.by_name(reader.site.links_to(person, Partner)):
        assert isinstance(partner, Partner)
        for contact in partner.contacts:
            if contact.person == person.id:
                yield Office(reader.link(partner), contact_card(reader, contact))
