"""A fault that only follows from another is not reported: mending the first one mends it.

A partner whose entry has a misspelt key is no record, and every link to it would be called a link
to nowhere. Its id is known all the same, so those links are left in peace.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from psi_site.corpus import Corpus, Key
from psi_site.diagnostics import Diagnostic

_FOLLOWS = {
    "list-page-missing": "page",
    "home-missing": "page",
    "no-anchors": "page",
    "unknown-anchor": "page",
    "newsletter-gap": "newsletter",
    "item-not-in-original": "newsletter",
}
"""Codes that mean little while a file of the kind has faults of its own."""


class Unread(NamedTuple):
    """What exists in the sources but is no record, or not all of it.

    `keys` name entries that could not be read, `kinds` those whose only file could not. `faulty`
    are the kinds any of whose files has faults.
    """

    keys: frozenset[Key]
    kinds: frozenset[str]
    faulty: frozenset[str]

    def explains(self, diagnostic: Diagnostic) -> bool:
        """Return whether a diagnostic would go away if everything could be read."""
        if diagnostic.code == "unknown-reference":
            kinds = diagnostic.arguments["kind"].split(", ")
            record_id = diagnostic.arguments["id"]
            return any(kind in self.kinds or (kind, record_id) in self.keys for kind in kinds)
        if diagnostic.code == "picture-unused":
            return bool(self.faulty)
        return _FOLLOWS.get(diagnostic.code) in self.faulty


def unread(corpus: Corpus, named: Iterable[Key], found: Iterable[Diagnostic]) -> Unread:
    """Return what could not be read: `named` are the entries met, `found` the faults of reading."""
    keys = {key for key in named if key not in corpus.documents}
    kinds: set[str] = set()
    touched: set[str] = set()
    faulty = {each.span.path for each in found if each.is_error}
    for kind, content_type in corpus.types.items():
        location = content_type.source.location
        if location in faulty and not corpus.records.get(kind):
            kinds.add(kind)
        inside = [path for path in faulty if path.startswith(f"{location}/")]
        if inside or location in faulty:
            touched.add(kind)
        keys |= {(kind, _id(path.removeprefix(f"{location}/"))) for path in inside}
    return Unread(frozenset(keys - corpus.documents.keys()), frozenset(kinds), frozenset(touched))


def _id(path: str) -> str:
    """Return the id a file gives its record, from the file's path below its folder."""
    return path.replace("/", "-").split(".")[0]
