"""The revision of an original: a short fingerprint of its text in one language.

A translation records the revision it was made from. When the original's text changes the
fingerprint does, whatever the dates say; a changed slug, date or reference does not count.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from psi_site.model.record import Record, leaves
from psi_site.model.text import LocalizedText

_NOT_TEXT = frozenset({"id", "slug", "redirect_from"})


def revision(record: Record, original: str) -> str:
    """Return twelve hexadecimal digits for the record's text in the language `original`."""
    text = "\x00".join(original_texts(record, original))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]


def original_texts(record: Record, original: str) -> Iterator[str]:
    """Yield the texts of a record in the original's language, those that a revision counts."""
    for leaf in leaves(record):
        if isinstance(leaf.value, LocalizedText) and leaf.value.has(original):
            yield str(leaf.value.get(original, (original,)))
        elif leaf.path[:2] == ("editions", original) and _NOT_TEXT.isdisjoint(leaf.path):
            yield str(leaf.value)


def is_stale(record: Record, language: str, original: str) -> bool:
    """Return whether a translation was made from another revision than today's.

    A translation that records no revision is taken to be in step.
    """
    made_from = record.translated_from.get(language)
    return made_from is not None and made_from != revision(record, original)
