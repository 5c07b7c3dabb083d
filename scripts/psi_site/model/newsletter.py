"""Newsletters: an issue with sections and items, in one edition for each language."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from pydantic import model_validator

from psi_site.model.record import (
    Addressed,
    EventRef,
    GrantRef,
    Part,
    PartnerRef,
    Path,
    PersonRef,
    ProjectRef,
    SchemeRef,
)
from psi_site.model.text import Language, Line, LocalizedText, Markdown
from psi_site.model.values import Day, File, Flag, Ident, Number, Url, Year


class Image(Part):
    """A picture, what it shows for those who do not see it, and who made it.

    An issue from an archive may lack the file: then caption and credit are kept as a note. With a
    file there is a caption or a decision to have none, and always a credit.
    """

    file: File | None = None
    alternative: Line | None = None
    decorative: Flag = False
    caption: Line | None = None
    no_caption: Flag = False
    credit: Line | None = None


class ReadMore(Part):
    """A link out of an item; `title` says where it leads."""

    title: Line
    url: Url | None = None


class NewsletterItem(Part):
    """One piece of news; `id` is its anchor and never changes."""

    id: Ident
    title: Line
    body: Markdown
    image: Image | None = None
    more: ReadMore | None = None
    contacts: tuple[PersonRef, ...] = ()
    people: tuple[PersonRef, ...] = ()
    partners: tuple[PartnerRef, ...] = ()
    events: tuple[EventRef, ...] = ()
    projects: tuple[ProjectRef, ...] = ()
    grants: tuple[GrantRef, ...] = ()
    schemes: tuple[SchemeRef, ...] = ()


class NewsletterSection(Part):
    """A heading with its items; `body` is text directly under the heading."""

    id: Ident
    title: Line
    body: Markdown = ""
    items: tuple[NewsletterItem, ...] = ()


class BlockKind(StrEnum):
    """What an issue as mail can list from the data."""

    COMING_EVENTS = "coming_events"
    NEW_PARTNERS = "new_partners"
    OPEN_CALLS = "open_calls"


class Block(Part):
    """A list made from the data on the day of the issue; left out where it would be empty."""

    kind: BlockKind
    until: Day | None = None
    """The last day of events to list; without it all coming ones."""


class Edition(Part):
    """An issue in one language."""

    subject: Line
    preheader: Line
    image: Image | None = None
    introduction: Markdown = ""
    sections: tuple[NewsletterSection, ...] = ()
    signature: Line | None = None

    def images(self) -> Iterator[tuple[Path, Image]]:
        """Yield its pictures in order, each with its place in the edition."""
        if self.image:
            yield ("image",), self.image
        for number, section in enumerate(self.sections):
            for index, item in enumerate(section.items):
                if item.image:
                    yield ("sections", number, "items", index, "image"), item.image


class Newsletter(Addressed):
    """One issue; its id is year and number, `2017-4`."""

    kind: ClassVar[str] = "newsletter"

    year: Year
    number: Number
    published: Day | None = None
    period: LocalizedText | None = None
    """When it was sent, where no day is known."""
    blocks: tuple[Block, ...] = ()
    """Lists after the sections, in order."""
    editions: Mapping[Language, Edition]

    @model_validator(mode="before")
    @classmethod
    def _share_facts(cls, value: Any) -> Any:
        """Let translations take the facts of an item from the original, the first edition."""
        if isinstance(value, dict) and isinstance(value.get("editions"), dict):
            return {**value, "editions": _with_shared_facts(value["editions"])}
        return value

    @property
    def name(self) -> LocalizedText:
        subjects = {language: edition.subject for language, edition in self.editions.items()}
        return LocalizedText.by(subjects)

    @property
    def sort_key(self) -> tuple[int, int]:
        """Order of issues in time."""
        return (self.year, self.number)

    @property
    def day(self) -> date | None:
        """The day of publication, where known."""
        return self.published


_OWN = frozenset({"id", "title", "body", "more"})
"""The fields of an item that a translation never takes from its original."""


def _with_shared_facts(editions: dict[str, Any]) -> dict[str, Any]:
    if not all(isinstance(edition, dict) for edition in editions.values()):
        return editions
    original, *translations = editions
    facts = {item["id"]: item for item in _raw_items(editions[original])}
    shared = {original: editions[original]}
    for language in translations:
        sections = [
            {**section, "items": [_fill(item, facts) for item in section["items"]]}
            for section in editions[language].get("sections", ())
        ]
        shared[language] = {**editions[language], "sections": sections}
    return shared


def _raw_items(edition: dict[str, Any]) -> list[dict[str, Any]]:
    return [item for section in edition.get("sections", ()) for item in section["items"]]


def _fill(item: dict[str, Any], facts: dict[str, dict[str, Any]]) -> dict[str, Any]:
    original = facts.get(item["id"], {})
    own = {key: value for key, value in original.items() if key not in _OWN}
    picture = own.get("image"), item.get("image")
    if all(isinstance(part, dict) for part in picture):
        item = {**item, "image": {**own["image"], **item["image"]}}
    return {**own, **item}
