"""Newsletters: an issue with sections and items, in one edition for each language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from psi_site.model.record import (
    EventRef,
    GrantRef,
    Part,
    PartnerRef,
    PersonRef,
    ProjectRef,
    Record,
    SchemeRef,
)
from psi_site.model.text import Language, Line, LocalizedText
from psi_site.model.values import Day, File, Flag, Ident, Number, Url, Year


class Image(Part):
    """A picture, what it shows for those who do not see it, and who made it.

    An issue from an archive may lack the file: then caption and credit are kept as a note.
    """

    file: File | None = None
    alternative: Line | None = None
    decorative: Flag = False
    caption: Line | None = None
    credit: Line | None = None


class ReadMore(Part):
    """A link out of an item; `title` says where it leads."""

    title: Line
    url: Url | None = None


class NewsletterItem(Part):
    """One piece of news; `id` is its anchor and never changes."""

    id: Ident
    title: Line
    body: str
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
    body: str = ""
    items: tuple[NewsletterItem, ...] = ()


class Edition(Part):
    """An issue in one language."""

    subject: Line
    preheader: Line
    image: Image | None = None
    introduction: str = ""
    sections: tuple[NewsletterSection, ...] = ()
    signature: Line | None = None


class Newsletter(Record):
    """One issue; its id is year and number, `2017-4`."""

    kind: ClassVar[str] = "newsletter"

    year: Year
    number: Number
    published: Day | None = None
    period: LocalizedText | None = None
    """When it was sent, where no day is known."""
    editions: Mapping[Language, Edition]

    @property
    def name(self) -> LocalizedText:
        subjects = {language: edition.subject for language, edition in self.editions.items()}
        return LocalizedText(by_language=subjects)

    @property
    def sort_key(self) -> tuple[int, int]:
        """Order of issues in time."""
        return (self.year, self.number)

    @property
    def day(self) -> date | None:
        """The day of publication, where known."""
        return self.published
