"""Figures with their year and source."""

from typing import ClassVar

from psi_site.model.record import PlaceRef, Record
from psi_site.model.text import LocalizedText
from psi_site.model.values import Count, Url, Year


class Figure(Record):
    """A number that means nothing without its year and source."""

    kind: ClassVar[str] = "figure"

    value: Count
    qualifier: LocalizedText | None = None
    """Over, about, just under."""
    unit: LocalizedText
    statement: LocalizedText
    year: Year
    place: PlaceRef | None = None
    source: LocalizedText
    source_url: Url | None = None

    @property
    def name(self) -> LocalizedText:
        return self.statement
