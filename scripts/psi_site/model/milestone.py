"""The timeline of the network."""

from typing import ClassVar

from psi_site.model.record import PartyRef, Record
from psi_site.model.text import LocalizedProse, LocalizedText
from psi_site.model.values import Count, Year


class Milestone(Record):
    """One step of the network's history."""

    kind: ClassVar[str] = "milestone"

    year: Year
    month: Count | None = None
    to_year: Year | None = None
    approximate: LocalizedText | None = None
    """How the source dates it, where it gives no exact year."""
    title: LocalizedText
    text: LocalizedProse
    organisations: tuple[PartyRef, ...] = ()

    @property
    def name(self) -> LocalizedText:
        return self.title
