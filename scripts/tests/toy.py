"""A content type of its own: all the Python that a new one takes."""

from __future__ import annotations

from typing import Annotated, ClassVar

from psi_site.content import ContentType, Home
from psi_site.model.record import PartnerRef, PlaceRef, Record, Reference
from psi_site.model.text import LocalizedProse, LocalizedText
from psi_site.model.values import Count, Day, Ident
from psi_site.sources.records import ListFile


class Toy(Record):
    """Something to play with, lent out by a partner."""

    kind: ClassVar[str] = "toy"

    title: LocalizedText
    text: LocalizedProse | None = None
    pieces: Count = 1
    bought: Day | None = None
    lender: PartnerRef
    places: tuple[PlaceRef, ...] = ()
    goes_with: Annotated[Ident, Reference(("toy",))] | None = None
    """Another toy."""

    @property
    def name(self) -> LocalizedText:
        return self.title


TOYS = ContentType(Toy, ListFile("data/toys.yml"), Home.OWN_PAGE)
