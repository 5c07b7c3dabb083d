"""The made-up corpus as values: records in the shape of the data files, letters as sections.

Every record is drawn from a seed of its own, so that one more of a kind changes no other. How
often a record is referred to does not depend on the scale, so the work of a page does not either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import Any

from psi_site.bench.scale import Size
from psi_site.bench.words import Author, Prose, Texts, read_template

YEARS = range(2016, 2026)
"""The years the letters and most events are spread over."""

Data = dict[str, Any]
"""A record as its data file holds it."""


@dataclass(frozen=True)
class Item:
    """An item of a letter, or a section's heading where `level` is 2."""

    id: str
    level: int
    title: Texts
    body: Texts
    facts: Data


@dataclass(frozen=True)
class Issue:
    """A letter: its facts, what each language says of it, and its items in order."""

    id: str
    facts: Data
    subject: Texts
    preheader: Texts
    introduction: Texts
    items: tuple[Item, ...]


@dataclass(frozen=True)
class MadeUp:
    """The corpus of a size, drawn from a seed."""

    size: Size
    seed: int = 1

    @cached_property
    def settings(self) -> Data:
        """The settings of the site."""
        found: Data = read_template("site.yml")
        return found

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the corpus, that of the originals first."""
        return tuple(self.settings["languages"])

    def _author(self, *name: object) -> Author:
        """Return who writes one record, from a chance of its own."""
        chance = Random("/".join(map(str, (self.seed, *name))))  # noqa: S311 - no secret
        return Author(self.languages, chance)

    def pages(self) -> Iterator[tuple[Data, Texts]]:
        """Yield the front matter and the text of every page that no record makes."""
        for page in read_template("pages.yml"):
            author = self._author("page", page["id"])
            sections = 0 if page.get("lists") else 3
            yield page, author.write(_page_body, sections)

    def partners(self) -> Iterator[Data]:
        """Yield the partners: every other with a contact, each with a text of its own."""
        for number, record_id in enumerate(self.size.ids("partner")):
            author = self._author(record_id)
            links = [_one(author.chance, self.size, kind) for kind in ("project", "event")]
            yield {
                "id": record_id,
                "title": author.write(_partner_name, number),
                "sector": author.chance.choice(("civil_society", "municipality", "public_body")),
                "url": f"https://{record_id}.example/",
                "founded": str(author.chance.randint(1900, 2014)),
                "joined": str(author.chance.choice(YEARS)),
                "description": author.write(_blocks, 2, links),
                "contacts": [{"email": f"info@{record_id}.example", "verified": "2026-03-01"}],
            }

    def projects(self) -> Iterator[Data]:
        """Yield the projects: long texts, goals, activities, parties and a grant."""
        for record_id in self.size.ids("project"):
            author = self._author(record_id)
            start = _day(author.chance)
            yield {
                "id": record_id,
                "title": author.title(),
                "summary": author.text(1),
                "description": author.write(_blocks, 3, ()),
                "status": "finished",
                "start": start.isoformat(),
                "end": (start + timedelta(days=500)).isoformat(),
                "parties": [
                    {"organisation": each, "role": role}
                    for role, each in zip(
                        ("owner", "partner", "funder"),
                        _several(author.chance, self.size, "partner", 3),
                        strict=False,
                    )
                ],
                "amounts": [{"kind": "granted", "amount": "250000", "year": str(start.year)}],
                "problem": author.text(4),
                "goal": author.text(3),
                "sub_goals": [{"text": author.text(1)} for _ in range(3)],
                "activities": [{"title": author.title(), "text": author.text(3)} for _ in range(3)],
                "target_groups": author.text(2),
            }

    def events(self) -> Iterator[Data]:
        """Yield the events: a programme of four items, a venue, those who arrange it."""
        for record_id in self.size.ids("event"):
            author = self._author(record_id)
            day = _day(author.chance).isoformat()
            links = [_one(author.chance, self.size, "project")]
            yield {
                "id": record_id,
                "title": author.title(),
                "form": author.chance.choice(("dialogue", "seminar", "workshop", "conference")),
                "summary": author.text(1),
                "description": author.write(_blocks, 2, links),
                "start": f"{day} 13:00",
                "end": f"{day} 16:00",
                "attendance": "onsite",
                "audience": "open",
                "for_whom": author.text(2),
                "venue": {"title": author.title(), "locality": author.write(_place)},
                "organisers": _several(author.chance, self.size, "partner", 2),
                "registration": {"url": f"https://corpus.example/sign-up/{record_id}"},
                "programme": [
                    {
                        "kind": "talk",
                        "start": f"{13 + index // 2}:{index % 2 * 3}0",
                        "title": author.title(),
                        "text": author.text(2),
                    }
                    for index in range(4)
                ],
            }

    def issues(self) -> Iterator[Issue]:
        """Yield the letters in order of time: four sections of three items, about 1,200 words."""
        count = self.size.newsletter
        numbers = dict.fromkeys(YEARS, 0)
        for index in range(count):
            year = YEARS[index * len(YEARS) // count]
            numbers[year] += 1
            yield self._issue(year, numbers[year], index)

    def _issue(self, year: int, number: int, index: int) -> Issue:
        author = self._author("letter", index)
        share = (index * len(YEARS) / self.size.newsletter) % 1
        published = date(year, 1, 10) + timedelta(days=int(share * 340))
        return Issue(
            f"{year}-{number}",
            {"year": str(year), "number": str(number), "published": published.isoformat()},
            author.write(_subject, year, number),
            author.text(1),
            author.text(4),
            tuple(item for section in range(1, 5) for item in self._section(author, section)),
        )

    def _section(self, author: Author, section: int) -> Iterator[Item]:
        nothing = dict.fromkeys(self.languages, "")
        yield Item(f"part-{section}", 2, author.title(), nothing, {})
        for number in range(1, 4):
            name = f"part-{section}-item-{number}"
            yield Item(name, 3, author.title(), *self._item(author, number))

    def _item(self, author: Author, number: int) -> tuple[Texts, Data]:
        chance, size = author.chance, self.size
        links = [_one(chance, size, kind) for kind in ("partner", "event")]
        links += ["https://example.org/a-longer/address?number=1"] if number == 2 else []
        facts: Data = {"partners": _several(chance, size, "partner", 2)}
        if number == 3:
            facts["projects"] = _several(chance, size, "project", 1)
        return author.write(_blocks, 1 + (number == 1), links), facts


def _subject(prose: Prose, year: int, number: int) -> str:
    pattern = prose.words["letter"]
    assert isinstance(pattern, str)
    return pattern.format(year=year, number=number)


def _partner_name(prose: Prose, number: int) -> str:
    return f"{prose.pick('families')} {prose.pick('places')} {number + 1}"


def _place(prose: Prose) -> str:
    return prose.pick("places")


def _blocks(prose: Prose, lists: int, links: Sequence[str]) -> str:
    """Return two paragraphs, the first with the links, and a list where `lists` is above 1."""
    parts = [prose.paragraph(3, links), prose.paragraph(2)]
    if lists > 1:
        parts.insert(1, prose.bullets(4))
    if lists > 2:
        parts += [prose.paragraph(5), prose.paragraph(4)]
    return "\n\n".join(parts)


def _page_body(prose: Prose, sections: int) -> str:
    parts = [prose.paragraph(2)]
    for _ in range(sections):
        parts += [f"## {prose.title()}", prose.paragraph(3), prose.bullets(3)]
    return "\n\n".join(parts)


def _day(chance: Random) -> date:
    """Return a day of the years of the corpus, or of the year after: one event in ten is to come.

    The corpus is built as if it were summer then.
    """
    first = date(YEARS[0] + 1, 1, 1)
    return first + timedelta(days=chance.randrange(365 * len(YEARS)))


def _one(chance: Random, size: Size, kind: str) -> str:
    """Return a link to a record of a kind."""
    return f"{kind}:{kind}-{chance.randint(1, size.of(kind))}"


def _several(chance: Random, size: Size, kind: str, count: int) -> list[str]:
    """Return the ids of different records of a kind."""
    numbers = range(1, size.of(kind) + 1)
    return [f"{kind}-{each}" for each in chance.sample(numbers, min(count, len(numbers)))]
