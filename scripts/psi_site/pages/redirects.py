"""Former addresses: each leads to where its content is now, by a page and by the host's rules.

A list's former address moves everything below it, and a record's former id is honoured in every
language and below every address its list has had.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from psi_site.addresses import former_paths, page_path
from psi_site.content import Home
from psi_site.model.page import Page
from psi_site.pages.facets import FACETS, choices
from psi_site.pages.listing import listing
from psi_site.pages.reader import TIMELESS, Reader
from psi_site.pages.web_page import Variables, WebPage
from psi_site.site import Site
from psi_site.tracing import remembering


@dataclass(frozen=True, order=True)
class Redirect:
    """An address that moved: both are paths from the site's root; `language` is the new page's."""

    source: str
    target: str
    language: str


@remembering
def redirects(site: Site) -> tuple[Redirect, ...]:
    """Return every former address of the site with its new one, in the order of the former."""
    places = [(place, code) for code in site.codes for place in _places(site, code)]
    present = {path for (path, _), _ in places}
    found: dict[str, Redirect] = {}
    for (path, formers), code in places:
        for former in formers:
            if former not in present:
                found.setdefault(former, Redirect(former, path, code))
    return tuple(found[source] for source in sorted(found))


def redirect_pages(reader: Reader) -> Iterator[WebPage]:
    """Yield the pages at former addresses of the reader's language."""
    for redirect in redirects(reader.site):
        if redirect.language == reader.language.code:
            yield _page(reader, redirect)


def _places(site: Site, code: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the path of every page in a language, with the paths it had before."""
    for page in site.all(Page):
        if code in page.editions:
            yield page_path(site, page, code), list(former_paths(site, page, code))
            yield from _narrowed(site, page, code)
    for kind, content_type in site.types.items():
        base = site.list_pages.get(content_type.listed_with)
        is_listed = content_type.home is Home.OWN_PAGE and kind != Page.kind
        if is_listed and base and code in base.editions:
            yield from _places_of(site, kind, base, code)


def _places_of(site: Site, kind: str, base: Page, code: str) -> Iterator[tuple[str, list[str]]]:
    now, before = page_path(site, base, code), former_paths(site, base, code)
    for record_id in site.ids(kind):
        found = listing(site, kind, record_id)
        if code in found.editions:
            formers = [f"{now}{each}/" for each in found.former]
            formers += [f"{old}{each}/" for old in before for each in (record_id, *found.former)]
            yield found.editions[code].path, formers


def _narrowed(site: Site, page: Page, code: str) -> Iterator[tuple[str, list[str]]]:
    reader = Reader(site, site.languages[code], TIMELESS)
    base, formers = page_path(site, page, code), former_paths(site, page, code)
    for facet in FACETS:
        if facet.kind == page.lists:
            for choice in choices(reader, facet):
                yield f"{base}{choice.slug}/", [f"{each}{choice.slug}/" for each in formers]


def _page(reader: Reader, redirect: Redirect) -> WebPage:
    title = reader.t("redirect.title")
    return WebPage(
        path=redirect.source,
        language=redirect.language,
        templates=("redirect.html",),
        title=title,
        description="",
        menu_title=title,
        parents=(),
        alternates={},
        kind="redirect",
        indexed=False,
        variables=lambda: _variables(reader, redirect),
    )


def _variables(reader: Reader, redirect: Redirect) -> Variables:
    """Return the new address: from the root, whole, and as it is seen from the former one."""
    address = reader.site.settings.address.rstrip("/")
    up = "../" * redirect.source.strip("/").count("/") + "../"
    return {
        "redirect": {
            "href": redirect.target,
            "url": f"{address}{redirect.target}",
            "relative": f"{up}{redirect.target.lstrip('/')}",
        }
    }
