"""The page that lists every calendar and feed of the site, with how to take each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from psi_site.calendars.table import PUBLIC, Calendar, calendars
from psi_site.feeds.table import feeds
from psi_site.model.event import Event
from psi_site.model.page import Page
from psi_site.pages.reader import Reader
from psi_site.pages.subscription import Menu, calendar_menu
from psi_site.pages.web_page import Variables


@dataclass(frozen=True)
class CalendarOffer:
    """A calendar to subscribe to; `page` is the address of the page it belongs to."""

    title: str
    page: str
    description: str
    notes: list[str]
    menu: Menu


@dataclass(frozen=True)
class CalendarGroup:
    """Calendars of one kind; `notes` hold for all of them."""

    id: str
    title: str
    notes: list[str]
    calendars: list[CalendarOffer]


@dataclass(frozen=True)
class FeedFile:
    """A feed in one format: its path from the root, its absolute address, its media type."""

    format: str
    path: str
    address: str
    type: str


@dataclass(frozen=True)
class FeedOffer:
    """A feed in one language and every format; `lang` where that is not the page's own."""

    title: str
    description: str
    lang: str | None
    files: list[FeedFile]


def follow_variables(reader: Reader, page: Page) -> Variables:
    """Return the site's calendars by kind, and its feeds in every language."""
    del page
    explained = ("what", "changes", "past", "stop")
    return {
        "calendar_groups": calendar_groups(reader),
        "calendar_notes": [reader.t(f"calendars.explanation.{key}") for key in explained],
        "feeds": list(_feeds(reader)),
    }


def calendar_groups(reader: Reader) -> list[CalendarGroup]:
    """Return the calendars of more than one event, in the groups and the order of their table."""
    groups: dict[str, list[Calendar]] = {}
    for calendar in calendars(reader.site, reader.language.code):
        if calendar.kind != Event.kind:
            groups.setdefault(calendar.kind, []).append(calendar)
    return [_group(reader, kind, found) for kind, found in groups.items()]


def _group(reader: Reader, kind: str, found: list[Calendar]) -> CalendarGroup:
    """Say once what holds for every calendar of a kind."""
    notes = [list(_notes(reader, calendar)) for calendar in found]
    shared = [note for note in notes[0] if len(found) > 1 and all(note in own for own in notes)]
    offers = [
        CalendarOffer(
            title=calendar.name,
            page=calendar.page,
            description=calendar.description,
            notes=[note for note in own if note not in shared],
            menu=calendar_menu(reader, calendar),
        )
        for calendar, own in zip(found, notes, strict=True)
    ]
    return CalendarGroup(kind, reader.t(f"calendars.kind.{kind}"), shared, offers)


def _notes(reader: Reader, calendar: Calendar) -> Iterator[str]:
    """Say whom the calendar is for, and what it cannot show."""
    if calendar.audiences:
        kinds = [reader.t(f"calendars.audience.{each.value}") for each in calendar.audiences]
        yield reader.t("calendars.carries", audiences=reader.language.join(kinds))
    if calendar.audiences == PUBLIC:
        yield reader.t("calendars.internal_left_out")
    if calendar.undated:
        yield reader.t("calendars.undated", n=len(calendar.undated))


def _feeds(reader: Reader) -> Iterator[FeedOffer]:
    """Yield the feeds of the reader's language, then those of the others."""
    own = reader.language.code
    for code in (own, *(each for each in reader.site.codes if each != own)):
        found: dict[str, FeedOffer] = {}
        for feed in feeds(reader.site, code):
            lang = None if code == own else code
            offer = FeedOffer(feed.title, feed.description, lang, [])
            name = reader.t(f"feeds.formats.{feed.format.id}")
            file = FeedFile(name, feed.path, feed.url, feed.media_type)
            found.setdefault(feed.id, offer).files.append(file)
        yield from found.values()
