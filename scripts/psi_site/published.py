"""What the site publishes, by name: addresses, anchors, calendar UIDs and the ids of entries.

Nothing is drawn to find out; a name is told with the thing that has it, so that a thing that moved
can be told from one that is gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import PurePosixPath
from typing import NamedTuple

from psi_site.addresses import page_path, path_in
from psi_site.calendars.table import calendars, effective_start
from psi_site.content import Home
from psi_site.exports.catalogue import addresses as export_addresses
from psi_site.feeds.table import entry_ids, feeds, page_of
from psi_site.model.event import Event
from psi_site.model.newsletter import Newsletter
from psi_site.model.page import Page
from psi_site.model.record import Record
from psi_site.pages.facets import FACETS, choices
from psi_site.pages.parts import parts_of
from psi_site.pages.reader import TIMELESS, Reader
from psi_site.pdf import pages_of_sheets, sheet_path
from psi_site.site import Site
from psi_site.tracing import remembering

MEDIA = "docs"
_NOT_FILES = frozenset({".md", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"})
"""Sources of pages, and pictures: nobody keeps the address of those."""


class Register(StrEnum):
    """A kind of name that others keep: in links, bookmarks, calendars and feed readers."""

    ADDRESSES = "addresses"
    ANCHORS = "anchors"
    UIDS = "uids"
    GUIDS = "guids"


class Thing(NamedTuple):
    """What a name names: a record, the edition in a language, and a part that is no page.

    `part` is empty for the page itself, else says which file or narrower list of it is meant.
    """

    kind: str
    id: str
    language: str = ""
    part: str = ""

    def __str__(self) -> str:
        return ":".join((self.kind, self.id, self.language, self.part)).rstrip(":")

    @classmethod
    def read(cls, text: str) -> Thing:
        """Return the thing that `str` wrote."""
        return cls(*text.split(":", 3))


FILE = "file"
"""The kind of a thing that is a file beside the pages; its id is the file's path."""

CALENDAR = "calendar"
FEED = "feed."
EXPORT = "export."
FACET = "facet."
SHEET = "pdf"
"""Parts of a thing, or how their names begin."""

Names = Mapping[str, Thing]


@remembering
def published(site: Site) -> Mapping[Register, Names]:
    """Return every name the site publishes, with what it names."""
    return {
        Register.ADDRESSES: dict(_addresses(site)),
        Register.ANCHORS: dict(_anchors(site)),
        Register.UIDS: dict(_uids(site)),
        Register.GUIDS: dict(_guids(site)),
    }


def _addresses(site: Site) -> Iterator[tuple[str, Thing]]:
    for code in site.codes:
        yield from _pages(site, code)
        for calendar in calendars(site, code):
            owner = calendar.owner
            yield calendar.path, Thing(owner.kind, owner.id, code, CALENDAR)
        for feed in feeds(site, code):
            page = page_of(site, feed.id)
            assert page
            yield feed.path, Thing(page.kind, page.id, code, f"{FEED}{feed.id}.{feed.format.id}")
    for path, record, code, name in export_addresses(site):
        yield path, Thing(record.kind, record.id, code, f"{EXPORT}{name}")
    for file in sorted((site.root / MEDIA).rglob("*.*")):
        if file.suffix.lower() not in _NOT_FILES and file.is_file():
            path = file.relative_to(site.root / MEDIA).as_posix()
            if not any(part.startswith(".") for part in PurePosixPath(path).parts):
                yield f"/{path}", Thing(FILE, path)


def _pages(site: Site, code: str) -> Iterator[tuple[str, Thing]]:
    sheets = pages_of_sheets(site)
    for path, record, rest in _paths(site, code):
        yield path, Thing(record.kind, record.id, code, rest and f"{FACET}{rest}")
        if not rest and sheets.get(sheet_path(path)) == path:
            yield sheet_path(path), Thing(record.kind, record.id, code, SHEET)


def _paths(site: Site, code: str) -> Iterator[tuple[str, Record, str]]:
    """Yield the path of every page about a record, and what it adds to that of the first one."""
    pages = [page for page in site.all(Page) if code in page.editions]
    for page in pages:
        yield page_path(site, page, code), page, ""
    for kind, content_type in site.types.items():
        if content_type.home is Home.OWN_PAGE and kind != Page.kind:
            for record in site.of_kind(kind):
                path = path_in(site, record, code)
                if path:
                    yield path, record, ""
    reader = Reader(site, site.languages[code], TIMELESS)
    for page in pages:
        base = page_path(site, page, code)
        yield from ((f"{base}{slug}/", page, slug) for slug in _below(reader, page))


def _below(reader: Reader, page: Page) -> Iterator[str]:
    """Yield what the addresses of narrower lists and of parts add to that of their page."""
    for facet in FACETS:
        if reader.site.list_pages.get(facet.kind) is page:
            yield from (choice.slug for choice in choices(reader, facet))
    yield from (part.slug for part in parts_of(reader, page))


def _anchors(site: Site) -> Iterator[tuple[str, Thing]]:
    """Yield the anchors of the newsletters, named as links in the sources name them."""
    for issue in site.all(Newsletter):
        for code, edition in issue.editions.items():
            for section in edition.sections:
                for anchor in (section.id, *(item.id for item in section.items)):
                    yield f"{issue.id}.{code}#{anchor}", Thing(issue.kind, issue.id, code)


def _uids(site: Site) -> Iterator[tuple[str, Thing]]:
    """Yield the UID of every event that a calendar shows (RFC 5545 section 3.8.4.7)."""
    for event in site.all(Event):
        if effective_start(event):
            yield f"{event.id}@{site.settings.uid_domain}", Thing(event.kind, event.id)


def _guids(site: Site) -> Iterator[tuple[str, Thing]]:
    for code in site.codes:
        for record, guid in entry_ids(site, code):
            yield guid, Thing(record.kind, record.id, code)
