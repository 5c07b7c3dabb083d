"""Ways to reach somebody, with the day each was last known true; and the contact page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from markupsafe import Markup

from psi_site.model.page import Page
from psi_site.model.party import Contact, Person
from psi_site.pages.reader import Link, Reader
from psi_site.pages.web_page import Variables


class Verified(NamedTuple):
    """The day something was last known true, for machines and in words."""

    iso: str
    text: str


class ContactCard(NamedTuple):
    """One way to reach somebody: a person where one is named, else an office by its role."""

    person: Link | None
    role: Markup
    email: str | None
    phone: str | None
    url: str | None
    verified: Verified


def contact_cards(reader: Reader, contacts: Iterable[Contact]) -> list[ContactCard]:
    """Return contacts for the contact component, the most recently verified first."""
    in_order = sorted(contacts, key=lambda contact: contact.verified, reverse=True)
    return [contact_card(reader, contact) for contact in in_order]


def contact_card(reader: Reader, contact: Contact) -> ContactCard:
    """Return one contact for the contact component."""
    named = contact.person
    return ContactCard(
        person=reader.link(reader.site.get(Person, named)) if named else None,
        role=reader.text(contact.role),
        email=contact.email,
        phone=contact.phone,
        url=contact.url,
        verified=Verified(contact.verified.isoformat(), reader.date(contact.verified)),
    )


def contact_page(reader: Reader, page: Page) -> Variables:
    """Return what the contact page shows beneath its own text: the network's own details."""
    del page
    settings = reader.site.settings
    return {
        "contacts": contact_cards(reader, settings.contacts),
        "coordinators": [reader.party(party_id) for party_id in settings.coordinators],
        "addresses": [
            {"label": reader.text(address.label), "lines": address.lines}
            for address in settings.addresses
        ],
    }
