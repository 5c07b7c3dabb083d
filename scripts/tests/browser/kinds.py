"""One page of every kind, in every language: the longest of its kind, which shows most."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from psi_site.addresses import page_path
from psi_site.model.page import Page
from psi_site.pages.catalogue import web_pages
from psi_site.pages.reader import Reader
from psi_site.pages.web_page import WebPage
from psi_site.site import Site
from tests.conftest import NOW


def pages_in(site: Site, language: str) -> Iterator[WebPage]:
    """Yield the pages of a language, but for those that only lead on from a former address."""
    for page in web_pages(Reader(site, site.languages[language], NOW)):
        if page.templates != ("redirect.html",):
            yield page


def kind(site: Site, page: WebPage) -> str:
    """Return a name for the kind of a page: its template, and whether it is a narrower list."""
    name = page.templates[0].removesuffix(".html")
    if page.kind == "list" and isinstance(page.record, Page):
        whole = page_path(site, page.record, page.language)
        return name if page.path == whole else f"{name} narrowed"
    return name


def pages_of_every_kind(site: Site, folder: Path, language: str) -> dict[str, WebPage]:
    """Return a page for each kind, with its name; `folder` holds the built site."""
    found: dict[str, WebPage] = {}
    for page in sorted(pages_in(site, language), key=lambda p: (folder / p.file).stat().st_size):
        found[kind(site, page)] = page
    return dict(sorted(found.items()))
