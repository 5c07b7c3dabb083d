"""Support schemes and their rounds of grants."""

from typing import ClassVar

from psi_site.model.event import Document
from psi_site.model.party import Contact
from psi_site.model.record import Addressed, Part, PartyRef, ProjectRef, Record, SchemeRef
from psi_site.model.text import LocalizedInline, LocalizedProse, LocalizedText
from psi_site.model.values import Amount, Count, Day, Url, Year


class DecidingBody(Part):
    """Who decided on grants in which years; both hold, each for its own time."""

    from_year: Year
    to_year: Year | None = None
    text: LocalizedInline


class FollowOn(Part):
    """What a small grant led to."""

    organisation: PartyRef
    project: ProjectRef | None = None
    seed: Amount | None = None
    amount: Amount
    funder: PartyRef | None = None
    text: LocalizedProse


class Scheme(Record):
    """A standing offer of money, and the rules it follows."""

    kind: ClassVar[str] = "scheme"

    title: LocalizedText
    summary: LocalizedText
    description: LocalizedProse | None = None
    funder: PartyRef
    since: Year | None = None
    for_whom: LocalizedProse | None = None
    criteria: tuple[LocalizedInline, ...] = ()
    process: tuple[LocalizedInline, ...] = ()
    decided_by: tuple[DecidingBody, ...] = ()
    examples: tuple[LocalizedInline, ...] = ()
    follow_on: tuple[FollowOn, ...] = ()
    contacts: tuple[Contact, ...] = ()
    documents: tuple[Document, ...] = ()
    url: Url | None = None

    @property
    def name(self) -> LocalizedText:
        return self.title


class Recipient(Part):
    """Who got a grant, and for what where that is known."""

    organisation: PartyRef
    amount: Amount | None = None
    purpose: LocalizedInline | None = None
    project: ProjectRef | None = None


class Grant(Addressed):
    """One round: its call, those who applied and those who got something."""

    kind: ClassVar[str] = "grant"

    title: LocalizedText
    scheme: SchemeRef
    year: Year
    call: LocalizedProse | None = None
    opens: Day | None = None
    closes: Day | None = None
    criteria: tuple[LocalizedInline, ...] = ()
    applicants: Count | None = None
    decided: Day | None = None
    decided_by: LocalizedText | None = None
    total: Amount | None = None
    recipients: tuple[Recipient, ...] = ()

    @property
    def name(self) -> LocalizedText:
        return self.title
