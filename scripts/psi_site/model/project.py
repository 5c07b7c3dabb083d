"""Projects: what is to change, who does it, what it costs and who pays."""

from enum import StrEnum
from typing import ClassVar

from psi_site.model.event import Document
from psi_site.model.party import Contact
from psi_site.model.record import Addressed, EventRef, Part, PartyRef, PlaceRef, SchemeRef, TermRef
from psi_site.model.text import Line, LocalizedInline, LocalizedProse, LocalizedText
from psi_site.model.values import Amount, Count, Day, Decimal, Url, Year


class ProjectStatus(StrEnum):
    """How far a project has come, as far as a source shows."""

    APPLIED = "applied"
    ONGOING = "ongoing"
    FINISHED = "finished"
    UNKNOWN = "unknown"


class AmountKind(StrEnum):
    """The three amounts of a grant (the vocabulary of 360Giving)."""

    APPLIED = "applied"
    GRANTED = "granted"
    PAID = "paid"


class PartyRole(StrEnum):
    """What an organisation does in a project."""

    OWNER = "owner"
    PARTNER = "partner"
    FUNDER = "funder"
    REFERENCE_GROUP = "reference_group"
    COUNTERPART = "counterpart"
    PARTICIPANT = "participant"


class ProjectParty(Part):
    """An organisation in a project, in one role."""

    organisation: PartyRef
    role: PartyRole
    note: LocalizedInline | None = None


class ProjectAmount(Part):
    """Money applied for, granted or paid, by one funder."""

    kind: AmountKind
    amount: Amount
    funder: PartyRef | None = None
    day: Day | None = None
    year: Year | None = None
    share: Decimal | None = None
    """Percent of the project's booked costs, where the amount is bound to them."""
    note: LocalizedInline | None = None


class BudgetRow(Part):
    """One row of a table by year: as many amounts as the table has years, and their sum."""

    label: LocalizedText
    organisation: PartyRef | None = None
    amounts: tuple[Amount, ...]
    total: Amount


class Budget(Part):
    """A table of amounts by year whose sums agree within `tolerance` for each sum."""

    caption: LocalizedText
    years: tuple[Year, ...]
    rows: tuple[BudgetRow, ...]
    total: BudgetRow
    tolerance: Amount = 0
    notes: tuple[LocalizedInline, ...] = ()


class Overhead(Part):
    """A flat rate on some rows of the costs: `percent` of the rows from `first` to `last`."""

    percent: Decimal
    row: Count
    of_rows: tuple[Count, ...]
    tolerance: Amount = 0


class Goal(Part):
    """One thing the project wants to be true when it ends."""

    text: LocalizedInline


class Activity(Part):
    """What the project does; `activities` are its parts."""

    title: LocalizedText
    text: LocalizedProse | None = None
    when: LocalizedText | None = None
    events: tuple[EventRef, ...] = ()
    activities: "tuple[Activity, ...]" = ()


class Decision(Part):
    """A decision or document the project rests on."""

    title: LocalizedText
    reference: Line | None = None
    body: LocalizedText | None = None
    day: Day | None = None
    url: Url | None = None
    note: LocalizedInline | None = None


class Result(Part):
    """A number the project reports."""

    value: Count
    label: LocalizedText


class Project(Addressed):
    """A funded or planned piece of work."""

    kind: ClassVar[str] = "project"

    title: LocalizedText
    summary: LocalizedText
    description: LocalizedProse | None = None
    status: ProjectStatus
    status_note: LocalizedInline | None = None
    start: Day | None = None
    end: Day | None = None
    period: LocalizedText | None = None
    """What is known of the time, where the sources give no dates."""
    first_year: Year | None = None
    last_year: Year | None = None
    diary_number: Line | None = None
    programme: LocalizedText | None = None
    scheme: SchemeRef | None = None
    parties: tuple[ProjectParty, ...] = ()
    municipalities: tuple[PlaceRef, ...] = ()
    places: tuple[PlaceRef, ...] = ()
    amounts: tuple[ProjectAmount, ...] = ()
    problem: LocalizedProse | None = None
    overall_goals: tuple[Goal, ...] = ()
    goal: LocalizedProse | None = None
    sub_goals: tuple[Goal, ...] = ()
    activities: "tuple[Activity, ...]" = ()
    target_groups: LocalizedProse | None = None
    perspectives: LocalizedProse | None = None
    sustainability: LocalizedProse | None = None
    evaluation: LocalizedProse | None = None
    dissemination: LocalizedProse | None = None
    steering: LocalizedProse | None = None
    delimitation: LocalizedProse | None = None
    results: tuple[Result, ...] = ()
    costs: Budget | None = None
    funding: Budget | None = None
    overhead: Overhead | None = None
    decisions: tuple[Decision, ...] = ()
    contacts: tuple[Contact, ...] = ()
    documents: tuple[Document, ...] = ()
    terms: tuple[TermRef, ...] = ()
    url: Url | None = None

    @property
    def name(self) -> LocalizedText:
        return self.title
