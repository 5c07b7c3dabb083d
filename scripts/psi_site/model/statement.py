"""The accessibility statement: every part that the Swedish act 2018:1937 and EN 301 549 ask for."""

from enum import StrEnum
from typing import ClassVar

from psi_site.model.record import Part, PartyRef, Record
from psi_site.model.text import Line, LocalizedInline, LocalizedProse, LocalizedText
from psi_site.model.values import Day, Email, Phone, SecureUrl, Url


class Conformance(StrEnum):
    """The degree of conformance, in the three words of the model statement (EU 2018/1523)."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


class ShortcomingKind(StrEnum):
    """Why a shortcoming stands: not yet mended, a disproportionate burden, or exempt content."""

    NOT_CONFORMING = "not_conforming"
    BURDEN = "burden"
    EXEMPT = "exempt"


class Shortcoming(Part):
    """Something that does not conform, whom it meets, and what to do instead."""

    kind: ShortcomingKind
    title: LocalizedText
    criteria: tuple[Line, ...] = ()
    """Success criteria of WCAG 2.2 by number."""
    reason: LocalizedInline
    alternative: LocalizedInline
    mended_by: Day | None = None


class Statement(Record):
    """The statement of one site."""

    kind: ClassVar[str] = "statement"

    actor: LocalizedText
    responsible: tuple[PartyRef, ...] = ()
    service: LocalizedText
    standard: LocalizedText
    conformance: Conformance
    shortcomings: tuple[Shortcoming, ...] = ()
    method: LocalizedProse
    assessed: Day
    reviewed: Day
    published: Day
    report_email: Email
    report_phone: Phone | None = None
    report_note: LocalizedProse
    report_form: SecureUrl | None = None
    """Who takes the form's answers, as a form of HTML sends them; none lets it write a mail."""
    supervisor: LocalizedText
    supervisor_url: Url

    @property
    def name(self) -> LocalizedText:
        return self.service
