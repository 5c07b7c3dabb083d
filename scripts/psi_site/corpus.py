"""Every record of a repository by kind and id, each with the document it was read from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from psi_site.content import ContentType
from psi_site.facts import Facts, KnownFacts, PackedFacts, facts_of, pack
from psi_site.model.page import Page
from psi_site.model.record import Record, is_draft
from psi_site.model.settings import Settings
from psi_site.sources.document import Document
from psi_site.sources.later import Table
from psi_site.tracing import answer, note, remembered

R = TypeVar("R", bound=Record)
Key = tuple[str, str]
"""Kind and id: the name of a record within a site."""

RECORD, KIND, DOCUMENT = "record", "kind", "document"
"""What of a corpus is noted when it is read: a record, all of a kind, a record with its places."""


@dataclass(frozen=True)
class Corpus:
    """What was read below `root`, before anything is known to agree with anything else.

    Whoever draws from it goes through the methods, which note what is handed out. The settings are
    not noted: with them everything changes. `known` has the facts of records as they were read.
    """

    root: Path
    types: Mapping[str, ContentType]
    records: Mapping[str, Mapping[str, Record]]
    documents: Mapping[Key, Document]
    known: KnownFacts = field(default_factory=lambda: KnownFacts({}), kw_only=True)

    @cached_property
    def settings(self) -> Settings:
        """The site's settings."""
        settings = next(iter(self.records[Settings.kind].values()))
        assert isinstance(settings, Settings)
        return settings

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of the site's languages, the original's first."""
        return self.settings.languages

    def all(self, model: type[R]) -> tuple[R, ...]:
        """Return every record of a type, in the order of its source."""
        found = self.of_kind(model.kind)
        return tuple(record for record in found if isinstance(record, model))

    def of_kind(self, kind: str) -> tuple[Record, ...]:
        """Return every record of a kind, in the order of its source."""
        note(KIND, kind)
        return tuple(self.records.get(kind, {}).values())

    def ids(self, kind: str) -> tuple[str, ...]:
        """Return the id of every record of a kind, in the order of its source."""
        return _ids(self, kind)

    def get(self, model: type[R], record_id: str) -> R:
        """Return one record; raise KeyError for an unknown id."""
        note(RECORD, model.kind, record_id)
        record = self.records[model.kind][record_id]
        assert isinstance(record, model)
        return record

    def every(self) -> Iterable[Record]:
        """Yield every record, in the order of the table of types."""
        for kind in self.records:
            yield from self.of_kind(kind)

    def facts(self, record: Record) -> Facts:
        """Return what a record says of others."""
        note(RECORD, record.kind, record.id)
        return self.known.get((record.kind, record.id)) or facts_of(record)

    def every_fact(self) -> Iterable[tuple[Key, Facts]]:
        """Yield the facts of every record with its name, in the order of the table of types."""
        return self._facts_where(lambda packed: True)

    def verified_facts(self) -> Iterable[tuple[Key, Facts]]:
        """Yield those of every fact in which something was verified on a day."""
        return self._facts_where(lambda packed: packed.is_verified)

    def _facts_where(self, is_asked: Callable[[PackedFacts], bool]) -> Iterator[tuple[Key, Facts]]:
        for kind in self.records:
            for record_id, packed in _facts_of_kind(self, kind):
                if is_asked(packed):
                    key = (kind, record_id)
                    yield key, self.known.get(key) or facts_of(self.records[kind][record_id])

    def find_key(self, record_id: str, kinds: Iterable[str]) -> Key | None:
        """Return the name of what `find` finds, for who need not read it."""
        for kind in kinds:
            note(RECORD, kind, record_id)
            if self.has(kind, record_id):
                return kind, record_id
        return None

    def key_of(self, record_id: str, kinds: Iterable[str]) -> Key | None:
        """Return what `find_key` does; not noted, for who goes through every record."""
        return next(((each, record_id) for each in kinds if self.has(each, record_id)), None)

    def has(self, kind: str, record_id: str) -> bool:
        """Return whether there is a record of a name; not noted either."""
        return record_id in self.records.get(kind, ())

    def holds(self, record: Record) -> bool:
        """Return whether a record is one of these, and not one that only looks like it."""
        return self.records.get(record.kind, {}).get(record.id) is record

    def find(self, record_id: str, kinds: Iterable[str]) -> Record | None:
        """Return the record with that id among the kinds, or None."""
        for kind in kinds:
            note(RECORD, kind, record_id)
            record = self.records.get(kind, {}).get(record_id)
            if record:
                return record
        return None

    def published(self) -> Mapping[str, Mapping[str, Record]]:
        """Return the records by kind and id, without those that are drafts."""
        return {kind: self._published(kind) for kind in self.records}

    def _published(self, kind: str) -> Mapping[str, Record]:
        found = self.records[kind]
        shown = [each for each in found if not self.is_draft(kind, each)]
        if isinstance(found, Table):
            return found.only(shown)
        return {each: found[each] for each in shown}

    def is_draft(self, kind: str, record_id: str) -> bool:
        """Return whether a record is held back from the public; not noted."""
        packed = self.known.packed.get((kind, record_id))
        return packed.is_draft if packed else is_draft(self.records[kind][record_id])

    def document(self, record: Record) -> Document:
        """Return the document a record was read from."""
        note(DOCUMENT, record.kind, record.id)
        return self.documents[(record.kind, record.id)]

    @property
    def answers_as(self) -> str:
        """The name of the site among those that answer questions about it."""
        return "site"

    @remembered
    def list_pages(self) -> Mapping[str, Page]:
        """The page that lists each kind."""
        return {page.lists: page for page in reversed(self.all(Page)) if page.lists}


@answer
def _ids(corpus: Corpus, kind: str) -> tuple[str, ...]:
    """Most edits change a record, and not which there are."""
    note(KIND, kind)
    return tuple(corpus.records.get(kind, {}))


@answer
def _facts_of_kind(corpus: Corpus, kind: str) -> tuple[tuple[str, PackedFacts], ...]:
    """Return the facts of every record of a kind: most edits change the record and not these."""
    note(KIND, kind)
    found = corpus.records.get(kind, {})
    packed = corpus.known.packed
    return tuple(
        (record_id, packed.get((kind, record_id)) or pack(facts_of(found[record_id])))
        for record_id in found
    )
