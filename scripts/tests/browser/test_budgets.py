"""What a first visit to each page costs on the wire, after brotli."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import brotli
import pytest

from psi_site.hosting.copies import FORMS
from tests.test_real_site import elements, file_for, pages

KB = 1000
MOST_HTML_AND_CSS = 20 * KB
MOST_SCRIPT = 10 * KB
MOST_WITHOUT_IMAGES = 40 * KB
MOST_REQUESTS = 8
QUALITY = FORMS[0].quick
"""What the copies beside the pages are made with, for a site that has none yet."""

SHEETS = {"stylesheet"}
ALSO_FETCHED = {"icon", "manifest"}


@cache
def weight(path: Path) -> int:
    """Return the size of a file on the wire, in bytes."""
    copy = path.with_name(path.name + ".br")
    if copy.is_file():
        return copy.stat().st_size
    return len(brotli.compress(path.read_bytes(), quality=QUALITY))


@dataclass(frozen=True)
class Visit:
    """The files of a first visit to a page, before anybody scrolls or clicks."""

    page: Path
    sheets: frozenset[Path]
    scripts: frozenset[Path]
    others: frozenset[Path]
    images: frozenset[Path]

    @property
    def html_and_css(self) -> int:
        return weight(self.page) + sum(map(weight, self.sheets))

    @property
    def script(self) -> int:
        return sum(map(weight, self.scripts))

    @property
    def without_images(self) -> int:
        return self.html_and_css + self.script + sum(map(weight, self.others))

    @property
    def requests(self) -> int:
        parts = (self.sheets, self.scripts, self.others, self.images)
        return 1 + sum(len(each) for each in parts)


def visit(site: Path, page: Path) -> Visit:
    def linked(kinds: set[str]) -> frozenset[Path]:
        found = (e.attrib for e in elements(page, "link") if kinds & set(e.attrib["rel"].split()))
        return frozenset(_file(site, page, attributes["href"]) for attributes in found)

    scripts = (e.attrib["src"] for e in elements(page, "script") if "src" in e.attrib)
    images = (e.attrib for e in elements(page, "img") if e.attrib.get("loading") != "lazy")
    return Visit(
        page,
        linked(SHEETS),
        frozenset(_file(site, page, address) for address in scripts),
        linked(ALSO_FETCHED),
        frozenset(_file(site, page, attributes["src"]) for attributes in images),
    )


def _file(site: Path, page: Path, address: str) -> Path:
    found = file_for(site, page, address)
    assert found, f"{page} fetches {address} from elsewhere"
    return found[0]


@pytest.fixture(scope="module")
def visits(built: Path) -> list[Visit]:
    return [visit(built, page) for page in pages(built)]


@pytest.mark.parametrize(
    ("measure", "most"),
    [
        ("html_and_css", MOST_HTML_AND_CSS),
        ("script", MOST_SCRIPT),
        ("without_images", MOST_WITHOUT_IMAGES),
        ("requests", MOST_REQUESTS),
    ],
)
def test_no_page_costs_more(visits: list[Visit], measure: str, most: int) -> None:
    costs = {each.page: getattr(each, measure) for each in visits}
    assert {page: cost for page, cost in costs.items() if cost > most} == {}
    assert max(costs.values()) > 0
