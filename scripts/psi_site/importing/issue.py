"""An issue of the newsletter in the making, before it is text again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from psi_site.importing.blocks import Block

Number = tuple[int, int]
"""Year and number in the year."""


@dataclass
class Picture:
    """A picture a letter had, or its traces in the text form."""

    source: str = ""
    alternative: str = ""
    caption: str = ""
    credit: str = ""
    file: str = ""

    @property
    def is_known(self) -> bool:
        """Whether there is anything to write about it."""
        return bool(self.caption or self.credit or self.alternative or self.file)


@dataclass
class Item:
    """A piece of news with what it is about."""

    title: str
    link: str = ""
    blocks: list[Block] = field(default_factory=list)
    picture: Picture | None = None
    partners: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    contacts: list[str] = field(default_factory=list)


@dataclass
class Section:
    """A heading with text, items or both."""

    title: str
    blocks: list[Block] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)


@dataclass
class Issue:
    """Everything that becomes the draft."""

    subject: str = ""
    preheader: str = ""
    signature: str = ""
    published: date | None = None
    numbers: dict[Number, list[str]] = field(default_factory=dict)
    introduction: list[Block] = field(default_factory=list)
    picture: Picture | None = None
    sections: list[Section] = field(default_factory=list)

    def claim(self, text: str) -> bool:
        """Take down what a line says about the issue's number; return whether it says any."""
        found = numbers_in(text)
        for number in found:
            self.numbers.setdefault(number, []).append(text)
        return bool(found)


_YEAR = r"(?P<year>(?:19|20)\d\d)"
_NUMBER = r"(?P<number>\d{1,2})"
_FORMS = (
    re.compile(rf"(?<!\d){_YEAR}\s*[:/–_-]\s*(?:nr\.?\s*)?{_NUMBER}(?!\d|[-/.]\d)", re.I),
    re.compile(
        rf"(?<!\w)(?:nr|nummer|no|number|issue|#)\.?\s*{_NUMBER}(?!\d)\s*[,:/–-]?\s*"
        rf"(?:[^\W\d]+\s+)?{_YEAR}(?!\d)",
        re.I,
    ),
    re.compile(rf"(?<![\d/]){_NUMBER}\s*/\s*{_YEAR}(?!\d)"),
)


def numbers_in(text: str) -> list[Number]:
    """Return every issue number a line gives: 2017:4, nr 4 2017, 4/2017."""
    found = (match for form in _FORMS for match in form.finditer(text))
    numbers = ((int(match["year"]), int(match["number"])) for match in found)
    return list(dict.fromkeys(number for number in numbers if number[1] > 0))
