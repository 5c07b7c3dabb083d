"""Every record of a repository by kind and id, each with the document it was read from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from psi_site.content import ContentType
from psi_site.model.page import Page
from psi_site.model.record import Record, is_draft
from psi_site.model.settings import Settings
from psi_site.sources.document import Document

R = TypeVar("R", bound=Record)
Key = tuple[str, str]
"""Kind and id: the name of a record within a site."""


@dataclass(frozen=True)
class Corpus:
    """What was read below `root`, before anything is known to agree with anything else."""

    root: Path
    types: Mapping[str, ContentType]
    records: Mapping[str, Mapping[str, Record]]
    documents: Mapping[Key, Document]

    @cached_property
    def settings(self) -> Settings:
        """The site's settings."""
        return self.all(Settings)[0]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the site's languages, the original's first."""
        return self.settings.languages

    def all(self, model: type[R]) -> tuple[R, ...]:
        """Return every record of a type, in the order of its source."""
        found = self.records.get(model.kind, {}).values()
        return tuple(record for record in found if isinstance(record, model))

    def get(self, model: type[R], record_id: str) -> R:
        """Return one record; raise KeyError for an unknown id."""
        record = self.records[model.kind][record_id]
        assert isinstance(record, model)
        return record

    def every(self) -> Iterable[Record]:
        """Yield every record, in the order of the table of types."""
        for records in self.records.values():
            yield from records.values()

    def find(self, record_id: str, kinds: Iterable[str]) -> Record | None:
        """Return the record with that id among the kinds, or None."""
        found = (self.records.get(kind, {}).get(record_id) for kind in kinds)
        return next((record for record in found if record), None)

    def published(self) -> Mapping[str, Mapping[str, Record]]:
        """Return the records by kind and id, without those that are drafts."""
        return {
            kind: {record_id: each for record_id, each in found.items() if not is_draft(each)}
            for kind, found in self.records.items()
        }

    def document(self, record: Record) -> Document:
        """Return the document a record was read from."""
        return self.documents[(record.kind, record.id)]

    @cached_property
    def list_pages(self) -> Mapping[str, Page]:
        """The page that lists each kind."""
        return {page.lists: page for page in reversed(self.all(Page)) if page.lists}
