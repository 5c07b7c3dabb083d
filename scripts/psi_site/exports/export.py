"""What an export is: fields, and rows of values under them.

A row serves both formats. JSON keeps it whole, with the ids and parts that a program wants; CSV has
one cell for each field, so a list becomes its names in a row, and fields that only make sense as
parts are left to JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from psi_site.addresses import target
from psi_site.i18n import Language
from psi_site.model.party import Place
from psi_site.model.record import Record
from psi_site.model.text import LocalizedText
from psi_site.prose import plain
from psi_site.site import Site
from psi_site.urls import absolute

Value = str | int | float | bool | None
Row = Mapping[str, Any]
"""Values by field: scalars, or lists of texts and of `{id, name}`; None where nothing is known."""

DataType = str
"""A datatype of CSV on the Web (W3C tabular-data-model, built-in datatypes)."""


class Field(NamedTuple):
    """A column: its name for programs, its datatype, and whether CSV has it.

    Its words are `export.field.NAME.label` and `export.field.NAME.about`; `year` heads a column of
    amounts that is named by its year alone.
    """

    name: str
    datatype: DataType = "string"
    nested: bool = False
    year: int | None = None

    def label(self, words: Language) -> str:
        """Return what people call the field: the year, or its words."""
        return str(self.year) if self.year else words.text(f"export.field.{self.name}.label")

    def about(self, words: Language) -> str:
        """Return a sentence on what the field holds."""
        key = "amountOfYear" if self.year else self.name
        return words.text(f"export.field.{key}.about")


@dataclass(frozen=True)
class Scope:
    """What rows are made from: the site in one language, and the record the rows are of.

    `record` is None for rows of all the site. Rows that are not `dated` lack the day they last
    changed; the history of the files is slow to ask.
    """

    site: Site
    language: Language
    record: Record | None = None
    dated: bool = True

    @property
    def currency(self) -> str:
        """The code of the site's currency (ISO 4217)."""
        return self.site.settings.currency

    def words(self, text: LocalizedText | None) -> str | None:
        """Return a text as bare words, in the language where it is translated."""
        return plain(self.site.read(text, self.language.code).value) if text else None

    def names(self, record: Record | None) -> dict[str, str] | None:
        """Return a record as its id and name."""
        return {"id": record.id, "name": self.words(record.name) or ""} if record else None

    def party(self, party_id: str | None) -> dict[str, str] | None:
        """Return a partner or other organisation as its id and name."""
        return self.names(self.site.party(party_id)) if party_id else None

    def places(self, place_ids: Iterable[str]) -> list[dict[str, str]]:
        """Return places as their ids and names."""
        found = (self.names(self.site.get(Place, place_id)) for place_id in place_ids)
        return [place for place in found if place]

    def common(self, record: Record) -> dict[str, Value]:
        """Return the fields every record has: id, name, address, its language, last change."""
        found = target(self.site, record, self.language.code)
        changed = self.site.changed(record) if self.dated else None
        return {
            "id": record.id,
            "title": self.words(record.name),
            "url": self.absolute(found.path) if found else None,
            "language": found.language if found else None,
            "dateModified": changed.isoformat() if changed else None,
        }

    def absolute(self, path: str) -> str:
        """Return the absolute URL of a path from the site's root."""
        return absolute(self.site.settings, path)


COMMON = (Field("id"), Field("title"))
LAST = (Field("url", "anyURI"), Field("language", "language"), Field("dateModified", "date"))
"""The fields that begin and end the rows of every list of records."""


class Export(NamedTuple):
    """A table to take home; its words are `export.ID.file`, the file's name, and `export.ID.title`.

    Its files lie below the page that lists `lists`, or, where `own` tells which records of that
    kind have the table, below the page of each of them. The rows of a list whose records are `each`
    are made of one of them at a time, the scope's.
    """

    id: str
    lists: str
    fields: Callable[[Scope], tuple[Field, ...]]
    rows: Callable[[Scope], Iterable[Row]]
    each: type[Record] | None = None
    own: Callable[[Any], bool] | None = None
