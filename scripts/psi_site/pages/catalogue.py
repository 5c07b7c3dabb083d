"""Every page of the site in one language: those editors wrote, those records make, and lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from psi_site.addresses import alternates, page_path, readable_in
from psi_site.content import Home
from psi_site.corpus import Key
from psi_site.model.page import Page
from psi_site.pages.facets import FACETS, Choice, choices
from psi_site.pages.listing import Listing, listing
from psi_site.pages.not_found import not_found_parts
from psi_site.pages.parts import PagePart, part_alternates, part_path, parts_of
from psi_site.pages.reader import Reader
from psi_site.pages.redirects import redirect_pages
from psi_site.pages.web_page import WebPage


def web_pages(reader: Reader) -> Iterator[WebPage]:
    """Yield the pages in the reader's language: written ones first, then records, then lists."""
    language = reader.language.code
    for page in reader.site.all(Page):
        if language in page.editions:
            yield _written(reader, page)
    for kind, content_type in reader.site.types.items():
        if content_type.home is Home.OWN_PAGE and kind != Page.kind:
            yield from _of_kind(reader, kind, content_type.listed_with)
    yield from _facet_pages(reader)
    yield from _part_pages(reader)
    yield _not_found(reader)
    yield from redirect_pages(reader)


def _shown() -> Any:
    """Return what knows what pages show; it is slow to import for who only asks which there are."""
    from psi_site.pages import variables

    return variables


def _parents(reader: Reader, page: Page) -> tuple[str, ...]:
    """Return the paths above a page, from the home page down, in the reader's language."""
    site, language = reader.site, reader.language.code
    found: list[str] = []
    parent = page.parent or (None if page.id == site.settings.home else site.settings.home)
    while parent:
        above = site.get(Page, parent)
        if language in above.editions:
            found.append(page_path(site, above, language))
        is_home = above.id == site.settings.home
        parent = None if is_home else above.parent or site.settings.home
    return tuple(reversed(found))


def _written(reader: Reader, page: Page) -> WebPage:
    edition = page.editions[reader.language.code]
    return WebPage(
        path=page_path(reader.site, page, reader.language.code),
        language=reader.language.code,
        templates=_list_templates(page) if page.lists else (f"pages/{page.template}.html",),
        title=edition.title,
        description=edition.description,
        menu_title=edition.menu_title or edition.title,
        parents=_parents(reader, page),
        alternates=alternates(reader.site, page),
        kind="list" if page.lists else "page",
        indexed=page.indexed,
        updated=page.updated,
        about=lambda: page,
        variables=lambda: _shown().page_variables(reader, page),
    )


def _list_templates(page: Page) -> tuple[str, ...]:
    """A kind without a list template of its own is drawn as a plain list of names."""
    return (f"lists/{page.lists}.html", "lists/list.html")


def _of_kind(reader: Reader, kind: str, listed_with: str) -> Iterator[WebPage]:
    """Yield the pages of the records of a kind, which all lie below one list."""
    language = reader.language.code
    base = reader.site.list_pages.get(listed_with)
    if base is None or language not in base.editions:
        return
    parents = (*_parents(reader, base), page_path(reader.site, base, language))
    for record_id in reader.site.ids(kind):
        found = listing(reader.site, kind, record_id)
        if language in found.editions:
            yield _of_record(reader, (kind, record_id), found, parents)


def _of_record(reader: Reader, key: Key, found: Listing, parents: tuple[str, ...]) -> WebPage:
    kind, record_id = key
    site, edition = reader.site, found.editions[reader.language.code]
    return WebPage(
        path=edition.path,
        language=reader.language.code,
        templates=(f"records/{kind}.html",),
        title=edition.title,
        description=edition.description,
        menu_title=edition.name,
        parents=parents,
        alternates=found.alternates,
        kind=kind,
        updated=found.updated,
        about=lambda: site.records[kind][record_id],
        variables=lambda: _shown().record_variables(reader, site.records[kind][record_id]),
    )


def _not_found(reader: Reader) -> WebPage:
    """Return the page hosts show for an address that leads nowhere.

    It speaks every language of the site, the folder's own first: many hosts serve one such page
    for the whole site.
    """
    code = reader.language.code
    folder = "/" if code == reader.site.codes[0] else f"/{code}/"
    return WebPage(
        path=f"{folder}404.html",
        language=code,
        templates=("404.html",),
        title=reader.t("not_found.title"),
        description="",
        menu_title=reader.t("not_found.title"),
        parents=(),
        alternates={},
        kind="not_found",
        indexed=False,
        variables=lambda: {"not_found": not_found_parts(reader)},
    )


def _facet_pages(reader: Reader) -> Iterator[WebPage]:
    language = reader.language.code
    for facet in FACETS:
        page = reader.site.list_pages.get(facet.kind)
        if page and language in page.editions:
            for choice in choices(reader, facet):
                yield _facet_page(reader, page, choice)


def _part_pages(reader: Reader) -> Iterator[WebPage]:
    language = reader.language.code
    for page in reader.site.all(Page):
        if language in page.editions:
            for index, part in enumerate(parts_of(reader, page)):
                yield _part_page(reader, page, index, part)


def _part_page(reader: Reader, page: Page, index: int, part: PagePart) -> WebPage:
    return WebPage(
        path=part_path(reader, page, part.slug),
        language=reader.language.code,
        templates=(f"pages/{page.template}.html",),
        title=part.title,
        description=page.editions[reader.language.code].description,
        menu_title=part.title,
        parents=(*_parents(reader, page), page_path(reader.site, page, reader.language.code)),
        alternates=part_alternates(reader, page, index),
        indexed=page.indexed,
        updated=page.updated,
        about=lambda: page,
        variables=part.variables,
    )


def _facet_page(reader: Reader, page: Page, choice: Choice) -> WebPage:
    base = page_path(reader.site, page, reader.language.code)
    title = reader.t(f"facet.{choice.facet.kind}.{choice.facet.id}", value=choice.label)
    return WebPage(
        path=f"{base}{choice.slug}/",
        language=reader.language.code,
        templates=_list_templates(page),
        title=title,
        description=reader.t("facet.description", n=len(choice.ids), title=title),
        menu_title=choice.label,
        parents=(*_parents(reader, page), base),
        alternates=_facet_alternates(reader, page, choice),
        kind="list",
        indexed=page.indexed,
        updated=page.updated,
        about=lambda: page,
        variables=lambda: _shown().list_variables(reader, page, choice),
    )


def _facet_alternates(reader: Reader, page: Page, choice: Choice) -> dict[str, str]:
    found = {}
    for code in readable_in(reader.site, page):
        other = Reader(reader.site, reader.site.languages[code], reader.now)
        slug = choice.facet.slug(other, choice.value)
        found[code] = f"{page_path(reader.site, page, code)}{slug}/"
    return found
