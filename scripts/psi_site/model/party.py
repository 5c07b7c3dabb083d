"""Those who take part: partners of the network, other organisations, people, places and groups."""

from enum import StrEnum
from typing import ClassVar

from psi_site.model.record import Addressed, Part, PartyRef, PersonRef, PlaceRef, Record
from psi_site.model.text import Line, LocalizedProse, LocalizedText
from psi_site.model.values import Count, Day, Decimal, Email, File, Phone, Url, Year


class Sector(StrEnum):
    """The three groups the network counts its partners in."""

    CIVIL_SOCIETY = "civil_society"
    MUNICIPALITY = "municipality"
    PUBLIC_BODY = "public_body"


class PlaceKind(StrEnum):
    """How large a place is."""

    REGION = "region"
    MUNICIPALITY = "municipality"
    LOCALITY = "locality"
    DISTRICT = "district"


class Logo(Part):
    """An organisation's mark; the name beside it is its alternative text."""

    file: File
    dark_file: File | None = None


class Coordinates(Part):
    """A position in WGS 84 decimal degrees."""

    latitude: Decimal
    longitude: Decimal


class Contact(Part):
    """A way to reach somebody in a public role, and when it was last known true."""

    person: PersonRef | None = None
    role: LocalizedText | None = None
    email: Email | None = None
    phone: Phone | None = None
    url: Url | None = None
    verified: Day


class Organisation(Record):
    """An organisation the network works with that is not one of its partners."""

    kind: ClassVar[str] = "organisation"

    title: LocalizedText
    short_title: LocalizedText | None = None
    aliases: tuple[Line, ...] = ()
    legal_entity: Line | None = None
    description: LocalizedProse | None = None
    place: PlaceRef | None = None
    country: Line | None = None
    url: Url | None = None
    dissolved: Year | None = None

    @property
    def name(self) -> LocalizedText:
        return self.title


class Partner(Addressed):
    """A member of the network."""

    kind: ClassVar[str] = "partner"

    title: LocalizedText
    aliases: tuple[Line, ...] = ()
    legal_entity: Line | None = None
    sector: Sector
    municipality: PlaceRef | None = None
    places: tuple[PlaceRef, ...] = ()
    description: LocalizedProse | None = None
    contacts: tuple[Contact, ...] = ()
    joined: Year | None = None
    left: Year | None = None
    founded: Year | None = None
    members: Count | None = None
    members_year: Year | None = None
    logo: Logo | None = None
    url: Url | None = None

    @property
    def name(self) -> LocalizedText:
        return self.title


class Affiliation(Part):
    """What a person was, where, and when; a source may give neither year."""

    organisation: PartyRef | None = None
    title: LocalizedText | None = None
    from_year: Year | None = None
    to_year: Year | None = None
    known: Year | None = None
    """A year in which the source shows the affiliation, where it gives no beginning or end."""


class Portrait(Part):
    """A picture of a person and who took it."""

    file: File | None = None
    credit: Line


class Person(Record):
    """Somebody in a public role."""

    kind: ClassVar[str] = "person"

    full_name: Line
    aliases: tuple[Line, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()
    contacts: tuple[Contact, ...] = ()
    portrait: Portrait | None = None
    verified: Day

    @property
    def name(self) -> LocalizedText:
        return LocalizedText.of(self.full_name)


class Place(Addressed):
    """A municipality, a town or a part of one, that readers look for by name."""

    kind: ClassVar[str] = "place"

    title: LocalizedText
    aliases: tuple[Line, ...] = ()
    size: PlaceKind
    within: PlaceRef | None = None
    description: LocalizedProse | None = None
    coordinates: Coordinates | None = None

    @property
    def name(self) -> LocalizedText:
        return self.title


class Seat(Part):
    """A place in a group: an organisation, a person or both."""

    organisation: PartyRef | None = None
    person: PersonRef | None = None
    role: LocalizedText | None = None


class Period(Part):
    """The composition of a group in one period."""

    from_year: Year
    to_year: Year | None = None
    description: LocalizedProse | None = None
    seats: tuple[Seat, ...]


class Group(Record):
    """A committee or other body of the network, by period, newest first."""

    kind: ClassVar[str] = "group"

    title: LocalizedText
    description: LocalizedProse
    meets: LocalizedText | None = None
    periods: tuple[Period, ...]

    @property
    def name(self) -> LocalizedText:
        return self.title
