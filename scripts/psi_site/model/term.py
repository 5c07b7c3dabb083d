"""The glossary."""

from collections.abc import Mapping
from typing import ClassVar

from psi_site.model.record import PartnerRef, Record
from psi_site.model.text import Language, Line, LocalizedProse, LocalizedText


class Term(Record):
    """A word of the glossary."""

    kind: ClassVar[str] = "term"

    title: LocalizedText
    abbreviation: LocalizedText | None = None
    forms: Mapping[Language, tuple[Line, ...]] = {}
    """Other forms of the word that readers meet, by language."""
    definition: LocalizedProse
    source: LocalizedText | None = None
    partners: tuple[PartnerRef, ...] = ()

    @property
    def name(self) -> LocalizedText:
        return self.title
