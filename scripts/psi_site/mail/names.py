"""Names in a text that are nearly, but not quite, those of people and organisations on record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from psi_site.model.party import Organisation, Partner, Person, Place
from psi_site.model.record import Record
from psi_site.site import Site

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_SHORTEST = 6
"""Letters. Shorter names have too many neighbours among common words."""
_LONG = 10
"""Letters from which two may differ; below it one."""


@dataclass(frozen=True)
class NearMiss:
    """A name as written, and the name on record that it is most like."""

    written: str
    known: str


def known_names(site: Site) -> frozenset[str]:
    """Return every name and alias of people, partners, other organisations and places."""
    return frozenset(
        name
        for model in (Person, Partner, Organisation, Place)
        for record in site.all(model)
        for name in _names(record)
    )


def _names(record: Record) -> Iterator[str]:
    yield from (passage.value for passage in record.name.passages())
    yield from getattr(record, "aliases", ())


def near_misses(text: str, known: Iterable[str]) -> list[NearMiss]:
    """Return what in `text` begins with a capital and is nearly one of the names, each once.

    A name in the genitive, with an s at its end, is the same name.
    """
    names = {_key(name): name for name in sorted(known, reverse=True)}
    by_length: dict[int, list[str]] = {}
    for key in names:
        if len(key) >= _SHORTEST:
            by_length.setdefault(key.count(" ") + 1, []).append(key)
    found: dict[str, NearMiss] = {}
    words = list(_WORD.finditer(text))
    for count, keys in by_length.items():
        for written in _phrases(text, words, count):
            key = _key(written)
            if key not in names and key.removesuffix("s") not in names and written not in found:
                near = next((each for each in keys if _is_near(key, each)), None)
                if near:
                    found[written] = NearMiss(written, names[near])
    return [found[written] for written in sorted(found)]


def _key(name: str) -> str:
    return " ".join(_WORD.findall(name)).casefold()


def _phrases(text: str, words: list[re.Match[str]], count: int) -> Iterator[str]:
    """Yield every run of `count` words on one line that begins with a capital letter."""
    for index in range(len(words) - count + 1):
        first, last = words[index], words[index + count - 1]
        phrase = text[first.start() : last.end()]
        if phrase[0].isupper() and not re.search(r"[^\w\s’'-]|\n", phrase):
            yield phrase


def _is_near(written: str, known: str) -> bool:
    limit = 2 if len(known) >= _LONG else 1
    if written[0] != known[0] and written[1:] != known[1:]:
        return False
    # With another ending, or without one, it is an inflected form or a common noun.
    if written.startswith(known) or known.startswith(written):
        return False
    return distance(written, known, limit) <= limit


def distance(first: str, second: str, limit: int) -> int:
    """Return how many letters must be put in, taken out, changed or swapped with the next.

    (Optimal string alignment.) Any number above `limit` only means that it is above.
    """
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, start=1):
        above, row, older = row, [i], before
        before = above
        for j, b in enumerate(second, start=1):
            step = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if older and j > 1 and a == second[j - 2] and first[i - 2] == b:
                step = min(step, older[j - 2] + 1)
            row.append(step)
        if min(row) > limit:
            return limit + 1
    return row[-1]
