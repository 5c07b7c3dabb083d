"""Written pages too long for one address: what they look up is divided between pages below them.

The page itself keeps a list that leads to every part, under the anchors that the whole had.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from psi_site.addresses import page_path, readable_in
from psi_site.model.page import Page
from psi_site.pages.reader import Reader
from psi_site.pages.web_page import Variables


class PagePart(NamedTuple):
    """A page below a written one: the last part of its address, its title and what it shows."""

    slug: str
    title: str
    variables: Callable[[], Variables]


def parts_of(reader: Reader, page: Page) -> tuple[PagePart, ...]:
    """Return the parts of a page, the same number in every language; none for most."""
    divide = _DIVIDED.get(page.template)
    return tuple(divide(reader, page)) if divide else ()


def part_path(reader: Reader, page: Page, slug: str) -> str:
    """Return the path of a part in the reader's language."""
    return f"{page_path(reader.site, page, reader.language.code)}{slug}/"


def part_alternates(reader: Reader, page: Page, index: int) -> dict[str, str]:
    """Return the path of a page's part in every language the page has."""
    found = {}
    for code in readable_in(reader.site, page):
        other = Reader(reader.site, reader.site.languages[code], reader.now)
        found[code] = part_path(other, page, parts_of(other, page)[index].slug)
    return found


# What the parts show is slow to import, and few sites have such pages.


def _codes(reader: Reader, page: Page) -> Iterator[PagePart]:
    from psi_site.pages.handbook import CODE_PARTS, code_part

    del page
    for part in CODE_PARTS:
        title = reader.t("handbook.codes_part", first=part.first, last=part.last)
        yield PagePart(part.slug, title, partial(code_part, reader, part))


def _fields(reader: Reader, page: Page) -> Iterator[PagePart]:
    from psi_site.pages.handbook import FIELD_PARTS, field_parts

    slug, title = reader.t(FIELD_PARTS), reader.t("handbook.parts")
    yield PagePart(slug, title, partial(field_parts, reader, page))


def _components(reader: Reader, page: Page) -> Iterator[PagePart]:
    from psi_site.pages.style_page import COMPONENT_PARTS, component_part, part_slug

    del page
    for part in COMPONENT_PARTS:
        title = reader.t("style.part", first=part.first, last=part.last)
        yield PagePart(part_slug(reader, part), title, partial(component_part, reader, part))


_DIVIDED: Mapping[str, Callable[[Reader, Page], Iterable[PagePart]]] = {
    "codes": _codes,
    "reference": _fields,
    "style": _components,
}
