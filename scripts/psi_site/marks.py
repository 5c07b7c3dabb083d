"""The mark of everything that pages and files read of a site, see `kept`."""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from psi_site.corpus import DOCUMENT, KIND, RECORD
from psi_site.images import PICTURE
from psi_site.kept import GONE, Mark, mark_of
from psi_site.site import Site
from psi_site.sources.history import HISTORY
from psi_site.tracing import Name


@dataclass
class Marks:
    """The marks of one site; `others` has those of what the site itself does not know, by sort."""

    site: Site
    others: Mapping[str, Callable[..., Mark]]
    _made: dict[Name, Mark] = field(default_factory=dict)

    def __call__(self, name: Name) -> Mark:
        """Return the mark of what was noted under a name; `GONE` where there is no such thing."""
        if name not in self._made:
            sort, *rest = name
            own: Mapping[str, Callable[..., Mark]] = {
                RECORD: self._record,
                KIND: self._kind,
                DOCUMENT: self._document,
                HISTORY: self._history,
                PICTURE: self._picture,
            }
            self._made[name] = (own.get(sort) or self.others[sort])(*rest)
        return self._made[name]

    def _record(self, kind: str, record_id: str) -> Mark:
        """A record follows from what its source says, wherever that stands."""
        if record_id not in self.site.records.get(kind, {}):
            return GONE
        value = self.site.documents[(kind, record_id)].value
        # Version 2 writes no references between equal strings: the same value, the same bytes.
        return hashlib.blake2b(marshal.dumps(value, 2), digest_size=12).digest()

    def _kind(self, kind: str) -> Mark:
        found = self.site.records.get(kind, {})
        return mark_of([(each, self((RECORD, kind, each))) for each in found])

    def _document(self, kind: str, record_id: str) -> Mark:
        """A record with the places of its parts."""
        document = self.site.documents.get((kind, record_id))
        if document is None:
            return GONE
        spans = sorted((str(path), str(span)) for path, span in document.spans.items())
        return mark_of((marshal.dumps(document.value, 2), spans))

    def _history(self, place: str) -> Mark:
        """The commits that changed a file, or any file of a folder."""
        touched = self.site.history.touched
        if place in touched:
            return mark_of(str(touched[place]))
        below = [(path, each) for path, each in touched.items() if path.startswith(f"{place}/")]
        return mark_of(str(below))

    def _picture(self, file: str) -> Mark:
        original = self.site.images.originals.get(file)
        if original is None:
            return GONE
        return mark_of((original.mark, original.width, original.height, original.plain))
