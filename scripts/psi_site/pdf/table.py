"""Which pages have a sheet, and where it lies.

A sheet's address is that of its page with another end, `/kalender/ID/` and `/kalender/ID.pdf`. So
it needs no name of its own, and wherever the sheet was not made, its page is what to show instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from psi_site.addresses import page_path, path_in, paths_of
from psi_site.model.event import Event
from psi_site.model.newsletter import Newsletter
from psi_site.model.page import Page
from psi_site.model.party import Partner
from psi_site.model.project import Project
from psi_site.pages.redirects import redirects
from psi_site.pages.web_page import WebPage
from psi_site.site import Site
from psi_site.tracing import lasting

SUFFIX = ".pdf"

RECORDS: Mapping[str, Callable[[Any], bool]] = {
    Event.kind: lambda event: bool(event.programme),
    Newsletter.kind: lambda issue: True,
    Project.kind: lambda project: True,
}
"""Kinds of records with a sheet for the page of each, and which of them have one."""

LISTS = frozenset({Partner.kind})
"""Kinds whose whole list has a sheet."""


def has_sheet(site: Site, page: WebPage) -> str | None:
    """Return the kind a page's sheet is of, which names its template; None for no sheet."""
    record = page.record
    if isinstance(record, Page):
        is_whole = record.lists in LISTS and page.path == page_path(site, record, page.language)
        return record.lists if is_whole else None
    wanted = RECORDS.get(record.kind) if record else None
    return page.kind if wanted and wanted(record) else None


def sheet_path(path: str) -> str:
    """Return the path of a sheet from that of its page."""
    return f"{path.rstrip('/')}{SUFFIX}"


def pages_of_sheets(site: Site) -> Mapping[str, str]:
    """Return the path of every sheet, of today and of former addresses, with that of its page."""
    present = dict(_present(site))
    former = {
        sheet_path(each.source): each.target
        for each in redirects(site)
        if sheet_path(each.target) in present
    }
    return {**former, **present}


def _present(site: Site) -> Iterator[tuple[str, str]]:
    for code in site.codes:
        for kind in RECORDS:
            for record_id in site.ids(kind):
                if _is_wanted(site, kind, record_id):
                    yield from _at(paths_of(site, kind, record_id).get(code))
        for kind in LISTS:
            page = site.list_pages.get(kind)
            yield from _at(path_in(site, page, code) if page else None)


@lasting
def _is_wanted(site: Site, kind: str, record_id: str) -> bool:
    record = site.find(record_id, (kind,))
    return record is not None and RECORDS[kind](record)


def _at(path: str | None) -> Iterator[tuple[str, str]]:
    if path:
        yield sheet_path(path), path
