"""Records under the letters they begin with, in the order of the reader's alphabet."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from psi_site.i18n import Language
from psi_site.model.record import Record
from psi_site.pages.reader import Reader

_OTHER = ""


class Letter(NamedTuple):
    """A letter as a heading: its anchor, and the records under it in alphabetical order."""

    id: str
    text: str
    records: tuple[Record, ...]


class Letters(NamedTuple):
    """The names that begin with the letters from `first` to `last`, for a page of their own.

    Part of an address that is kept for ever, so a page is never divided in another way.
    """

    first: str
    last: str

    @property
    def slug(self) -> str:
        """The letters as part of an address."""
        return f"{self.first}-{self.last}".lower()

    def hold(self, name: str) -> bool:
        """Return whether a name, which begins with a letter from A to Z, is among them."""
        return self.first <= name[0].upper() <= self.last


def by_letter(reader: Reader, records: Iterable[Record]) -> list[Letter]:
    """Return the letters that some record begins with; figures and signs share a heading."""
    found: dict[str, list[Record]] = {}
    for record in reader.by_name(records):
        letter = initial(reader.language, reader.words(record.name))
        found.setdefault(letter, []).append(record)
    alphabet = reader.language.words["formats.alphabet"].upper()
    return [
        Letter(
            id=f"letter-{alphabet.index(letter) + 1 if letter else 0}",
            text=letter or reader.t("alphabet.other"),
            records=tuple(under),
        )
        for letter, under in found.items()
    ]


def initial(language: Language, name: str) -> str:
    """Return the letter of the language's alphabet that a name is found under, else nothing."""
    alphabet = language.words["formats.alphabet"]
    first = next((letter for letter in name.casefold() if letter.isalnum()), "")
    if first not in alphabet:
        first = unicodedata.normalize("NFD", first)[:1]
    return first.upper() if first and first in alphabet else _OTHER
