"""The words of the not-found page, in every language of the site."""

from __future__ import annotations

from typing import Any

from psi_site.addresses import page_path
from psi_site.model.page import Page
from psi_site.pages.reader import Reader
from psi_site.site import Site
from psi_site.tracing import answer

SEARCH_TEMPLATE = "search"


@answer
def search_path(site: Site, language: str) -> str | None:
    """Return the path of the page to search on, None where the site has none in the language."""
    for page in site.all(Page):
        if page.template == SEARCH_TEMPLATE and language in page.editions:
            return page_path(site, page, language)
    return None


def not_found_parts(reader: Reader) -> list[dict[str, Any]]:
    """Return one part for each language, the reader's own first."""
    site = reader.site
    codes = sorted(site.codes, key=lambda code: code != reader.language.code)
    return [_part(site, code) for code in codes]


def _part(site: Site, code: str) -> dict[str, Any]:
    language = site.languages[code]
    home = site.get(Page, site.settings.home)
    return {
        "lang": code,
        "title": language.text("not_found.title"),
        "text": language.text("not_found.text"),
        "home_href": page_path(site, home, code) if code in home.editions else "/",
        "home_text": language.text("page.home"),
        "search_href": search_path(site, code),
        "search_label": language.text("search.label"),
        "search_button": language.text("search.button"),
    }
