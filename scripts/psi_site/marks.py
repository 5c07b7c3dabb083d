"""The mark of everything that checks, pages and files read of the records, see `kept`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from psi_site.corpus import DOCUMENT, KIND, RECORD, Corpus
from psi_site.kept import GONE, Mark, mark_of
from psi_site.sources.history import HISTORY
from psi_site.tracing import Name

EARLY = frozenset({RECORD, KIND, DOCUMENT, HISTORY})
"""The sorts of what is known before anything is made of the records."""


class Marks:
    """The marks of a corpus; `others` has those of what it does not know itself, by sort."""

    def __init__(self, corpus: Corpus, others: Mapping[str, Callable[..., Mark]]) -> None:
        self.corpus = corpus
        self.others = others
        self._made: dict[Name, Mark] = {}

    def __call__(self, name: Name) -> Mark:
        """Return the mark of what was noted under a name; `GONE` where there is no such thing."""
        if name not in self._made:
            sort, *rest = name
            own: Mapping[str, Callable[..., Mark]] = {
                RECORD: self._record,
                KIND: self._kind,
                DOCUMENT: self._document,
            }
            self._made[name] = (own.get(sort) or self.others[sort])(*rest)
        return self._made[name]

    def _record(self, kind: str, record_id: str) -> Mark:
        """A record follows from what its source says, wherever that stands."""
        if record_id not in self.corpus.records.get(kind, {}):
            return GONE
        return self.corpus.documents[(kind, record_id)].content

    def _kind(self, kind: str) -> Mark:
        found = self.corpus.records.get(kind, {})
        return mark_of([(each, self((RECORD, kind, each))) for each in found])

    def _document(self, kind: str, record_id: str) -> Mark:
        """A record with the places of its parts."""
        document = self.corpus.documents.get((kind, record_id))
        if document is None:
            return GONE
        return document.mark or mark_of((document.value, dict(document.spans)))
