"""Events: what happens, when, where, who takes part, and what came of it."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from psi_site.model.party import Contact, Coordinates
from psi_site.model.record import (
    Addressed,
    Part,
    PartyRef,
    PersonRef,
    PlaceRef,
    ProjectRef,
    SeriesRef,
    TermRef,
)
from psi_site.model.text import Language, Line, LocalizedInline, LocalizedProse, LocalizedText
from psi_site.model.values import Clock, Count, Day, Email, File, Flag, Ident, Moment, Url


class EventStatus(StrEnum):
    """The five states of schema.org's EventStatusType."""

    SCHEDULED = "scheduled"
    RESCHEDULED = "rescheduled"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    MOVED_ONLINE = "moved_online"


class AttendanceMode(StrEnum):
    """How one takes part (schema.org EventAttendanceModeEnumeration)."""

    ONSITE = "onsite"
    ONLINE = "online"
    MIXED = "mixed"


class Audience(StrEnum):
    """Who may come: anybody, the network's own partners, or those invited."""

    OPEN = "open"
    INTERNAL = "internal"
    INVITED = "invited"


class EventKind(StrEnum):
    """The form of an event."""

    DIALOGUE = "dialogue"
    MEETING = "meeting"
    CONFERENCE = "conference"
    SEMINAR = "seminar"
    WORKSHOP = "workshop"
    FAIR = "fair"
    EXCHANGE = "exchange"
    TOUR = "tour"


class ItemKind(StrEnum):
    """The form of a programme item."""

    TALK = "talk"
    EXAMPLES = "examples"
    PANEL = "panel"
    PARALLEL = "parallel"
    GROUP_TALKS = "group_talks"
    DISCUSSION = "discussion"
    QUESTIONS = "questions"
    SUMMARY = "summary"
    BREAK = "break"
    OTHER = "other"


class Role(StrEnum):
    """What a person does in an event."""

    SPEAKER = "speaker"
    MODERATOR = "moderator"
    PANELLIST = "panellist"
    LEADER = "leader"
    PARTICIPANT = "participant"


class Series(Addressed):
    """Events that recur under one name."""

    kind: ClassVar[str] = "series"

    title: LocalizedText
    description: LocalizedProse
    audience: Audience = Audience.OPEN
    organisers: tuple[PartyRef, ...] = ()

    @property
    def name(self) -> LocalizedText:
        return self.title


class Venue(Part):
    """Where one goes; any part a source does not give is left out."""

    title: LocalizedText | None = None
    street: Line | None = None
    postal_code: Line | None = None
    locality: LocalizedText | None = None
    place: PlaceRef | None = None
    country: Line | None = None
    coordinates: Coordinates | None = None
    accessibility: LocalizedProse | None = None


class OnlineVenue(Part):
    """Where one takes part from a distance."""

    url: Url | None = None
    description: LocalizedText | None = None


class Participation(Part):
    """A person or organisation in a role, with the title they had that day."""

    person: PersonRef | None = None
    organisation: PartyRef | None = None
    title: LocalizedText | None = None
    role: Role = Role.SPEAKER


class ProgrammeItem(Part):
    """One item of a programme; `items` are its parallel tracks or numbered talks."""

    id: Ident | None = None
    kind: ItemKind
    number: Count | None = None
    start: Clock | None = None
    end: Clock | None = None
    title: LocalizedText
    text: LocalizedProse | None = None
    language: Language | None = None
    people: tuple[Participation, ...] = ()
    same_people_as: Ident | None = None
    """The id of an earlier item of this programme whose people take part here too."""
    items: "tuple[ProgrammeItem, ...]" = ()


class Recording(Part):
    """A film or sound recording, with what replaces it for those who cannot use it."""

    title: LocalizedText
    url: Url
    minutes: Count | None = None
    language: Language | None = None
    captions: tuple[Language, ...] = ()
    transcript: LocalizedProse | None = None
    published: Day | None = None


class Document(Part):
    """Something to download or read elsewhere: exactly one of `file` and `url`."""

    title: LocalizedText
    file: File | None = None
    url: Url | None = None
    language: Language | None = None


class Registration(Part):
    """How and until when one signs up."""

    url: Url | None = None
    email: Email | None = None
    last_day: Day | None = None
    note: LocalizedInline | None = None


class Tally(Part):
    """A count from the event itself: exhibitors, visitors."""

    value: Count
    approximate: Flag = False
    label: LocalizedText


class Event(Addressed):
    """Something that happens, with or without a known date.

    `start` and `end` are days, or wall-clock times in the site's time zone; `end` is inclusive
    when it is a day. Without `start` the event is undated and `period` says what is known.
    """

    kind: ClassVar[str] = "event"

    title: LocalizedText
    form: EventKind
    summary: LocalizedText
    description: LocalizedProse | None = None
    series: SeriesRef | None = None
    status: EventStatus = EventStatus.SCHEDULED
    status_note: LocalizedInline | None = None
    previous_start: Moment | None = None
    start: Moment | None = None
    end: Moment | None = None
    period: LocalizedText | None = None
    attendance: AttendanceMode | None = None
    audience: Audience | None = None
    """None where no source says; then the series decides, if there is one."""
    for_whom: LocalizedProse | None = None
    cost: LocalizedText | None = None
    venue: Venue | None = None
    online: OnlineVenue | None = None
    organisers: tuple[PartyRef, ...] = ()
    participants: tuple[PartyRef, ...] = ()
    people: tuple[Participation, ...] = ()
    """Those who serve the whole event, the moderator above all."""
    contacts: tuple[Contact, ...] = ()
    registration: Registration | None = None
    spoken: tuple[Language, ...] = ()
    accessibility: LocalizedProse | None = None
    questions: tuple[LocalizedText, ...] = ()
    programme: tuple[ProgrammeItem, ...] = ()
    recordings: tuple[Recording, ...] = ()
    documents: tuple[Document, ...] = ()
    tallies: tuple[Tally, ...] = ()
    outcome: LocalizedProse | None = None
    projects: tuple[ProjectRef, ...] = ()
    places: tuple[PlaceRef, ...] = ()
    terms: tuple[TermRef, ...] = ()

    @property
    def name(self) -> LocalizedText:
        return self.title

    @property
    def first_day(self) -> date | None:
        """The day the event begins, or None while undated."""
        return as_day(self.start)

    @property
    def last_day(self) -> date | None:
        """The last day of the event, or None while undated."""
        return as_day(self.end) or self.first_day

    @property
    def is_timed(self) -> bool:
        """Whether the hour is known."""
        return isinstance(self.start, datetime)


def as_day(moment: date | datetime | None) -> date | None:
    """Return the calendar day of a moment."""
    return moment.date() if isinstance(moment, datetime) else moment


def programme_items(items: tuple[ProgrammeItem, ...]) -> tuple[ProgrammeItem, ...]:
    """Return the items and everything nested in them, in reading order."""
    return tuple(each for item in items for each in (item, *programme_items(item.items)))
