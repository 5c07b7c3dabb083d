"""Which partners and people a text names, and which names the register does not know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from psi_site.corpus import Corpus
from psi_site.importing.text import folded
from psi_site.model.party import Organisation, Partner, Person
from psi_site.model.record import Record
from psi_site.model.text import LocalizedText

NEAR = 0.86
"""So alike are two names that one is probably a slip for the other (0 to 1)."""

_GENITIVE = "s?"
_CAPITALISED = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")


def likeness(one: str, other: str) -> float:
    """Return how alike two folded names are, 0 to 1."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= NEAR else 0.0


def names_of(record: Record) -> set[str]:
    """Return every folded name of a partner, an organisation or a person."""
    found: list[LocalizedText | str | None] = [record.name, *getattr(record, "aliases", ())]
    found += [getattr(record, "legal_entity", None), getattr(record, "short_title", None)]
    texts = (
        [each.value for each in name.passages()] if isinstance(name, LocalizedText) else [name]
        for name in found
        if name
    )
    return {folded(text) for group in texts for text in group} - {""}


@dataclass(frozen=True)
class Register:
    """The names of a site."""

    corpus: Corpus

    @cached_property
    def partners(self) -> dict[str, str]:
        """The id of each partner by each of its folded names."""
        return _by_name(self.corpus.all(Partner))

    @cached_property
    def people(self) -> dict[str, str]:
        """The id of each person by each of their folded names."""
        return _by_name(self.corpus.all(Person))

    @cached_property
    def organisations(self) -> dict[str, str]:
        """The id of each organisation that is not a partner by its folded names."""
        return _by_name(self.corpus.all(Organisation))

    def partners_in(self, text: str) -> list[str]:
        """Return the ids of the partners a text names, in its order."""
        return _named(self._partner_pattern, self.partners, text)

    def people_in(self, text: str) -> list[str]:
        """Return the ids of the people a text names, in its order."""
        return _named(self._person_pattern, self.people, text)

    @cached_property
    def _partner_pattern(self) -> re.Pattern[str]:
        return _pattern(self.partners)

    @cached_property
    def _person_pattern(self) -> re.Pattern[str]:
        return _pattern(self.people)

    def strangers(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield what looks like a person's name and is none of ours, with the name it is near."""
        for name in person_names(text):
            key = folded(name)
            plain = key.removesuffix("s")
            if {key, plain} & self.people.keys() or self._is_part_of_partner(key):
                continue
            yield name, next((known for known in self.people if likeness(key, known) >= NEAR), "")

    def _is_part_of_partner(self, key: str) -> bool:
        known = (*self.partners, *self.organisations)
        return any(f" {key} " in f" {name} " for name in known)


def _by_name(records: Iterable[Record]) -> dict[str, str]:
    return {name: record.id for record in records for name in sorted(names_of(record))}


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if name)
    return re.compile(rf"(?<!\w)({either or '(?!)'}){_GENITIVE}(?!\w)")


def _named(pattern: re.Pattern[str], ids: dict[str, str], text: str) -> list[str]:
    return list(dict.fromkeys(ids[match[1]] for match in pattern.finditer(folded(text))))


def person_names(text: str) -> Iterator[str]:
    """Yield runs of two or three capitalised words, as names of people are written."""
    run: list[str] = []
    end = 0
    for match in _CAPITALISED.finditer(text):
        word = match[0]
        joins = text[end : match.start()] == " "
        if run and not (joins and _is_name_word(word)):
            yield from _whole(run)
            run = []
        if _is_name_word(word):
            run.append(word)
        end = match.end()
    yield from _whole(run)


def _is_name_word(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and word[1:] != word[1:].upper()


def _whole(run: list[str]) -> Iterator[str]:
    if 2 <= len(run) <= 3:
        yield " ".join(run)


def is_person_name(text: str) -> bool:
    """Return whether a line is a person's name and nothing else."""
    return list(person_names(text)) == [text.strip()]
