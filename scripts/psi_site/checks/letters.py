"""A text with one byte for each character: quick looks that tell most texts need no closer one.

Each look may find too much, never too little: who finds something goes on to look at the text
itself. What is not in Latin-1 stands as `?`, which may therefore be any character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from psi_site.checks.passages import lowered
from psi_site.facts import CAPITAL

_LATIN = bytes(range(256)).decode("latin1")


def _table(sort: str) -> bytes:
    """Return what makes letters of one sort, told by a pattern, `A` and blanks of no letters."""
    sorts = rf"({sort})|([^\W_])|([.!])|(\n)|(\s)|([-*+>#:])|(.)"
    return re.sub(sorts, lambda match: "Aa.\n -,"[(match.lastindex or 0) - 1], _LATIN).encode()


_WORDS = re.sub(r"[\W_]", " ", _LATIN).lower().encode("latin1")
"""Letters and digits in lower case, everything else a blank."""
_CAPITALS = _table(rf"[?]|{CAPITAL}")
_SENTENCES = _table(r"[^\W\d_a-z]")
"""What a sentence may begin with, what ends one and what begins a block."""
_END = b". A"
_BRIEFLY = ((b" " * 8, b" "), (b"  ", b" "), (b"\n\n", _END), (b"\n-", _END))
"""Where blocks end, and the many blanks that stand for an address."""


class Letters:
    """The letters of a text, each at its place."""

    __slots__ = ("_bytes", "_pieces")

    def __init__(self, text: str) -> None:
        self._bytes = text.encode("latin1", "replace")
        # Four capitals are in Latin-1 in lower case only.
        lower = lowered(text).encode("latin1", "replace") if b"?" in self._bytes else self._bytes
        self._pieces = lower.translate(_WORDS).split()

    def may_have(self, pieces: frozenset[bytes]) -> bool:
        """Return whether one of the words may be there whose `pieces` these are."""
        return not pieces.isdisjoint(self._pieces) or b"" in pieces

    def may_have_capitals(self) -> bool:
        """Return whether two capitals may stand beside each other."""
        return b"AA" in self._bytes.translate(_CAPITALS)

    def may_have_sentence(self, words: int) -> bool:
        """Return whether a sentence may have so many words; it is cut only where it surely ends."""
        if len(self._pieces) + self._bytes.count(b"?") < words:
            return False
        shapes = self._bytes.translate(_SENTENCES)
        for each, shorter in _BRIEFLY:
            shapes = shapes.replace(each, shorter)
        return max(len(each.translate(None, b"aA")) for each in shapes.split(_END)) >= words - 1


def pieces(words: Iterable[str]) -> frozenset[bytes]:
    """Return the longest piece of each word, an empty one where a word has none in Latin-1."""
    split = (word.encode("latin1", "replace").translate(_WORDS).split() for word in words)
    return frozenset(max(each, key=len, default=b"") for each in split)
