"""axe finds no barrier on any kind of page: light and dark, wide and narrow, forced colours."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Literal

import pytest

from psi_site.site import Site
from tests.browser.kinds import pages_of_every_kind
from tests.browser.visit import NARROW, WIDE, Visitor
from tests.conftest import ROOT
from tests.test_golden_pages import PAGES

pytestmark = pytest.mark.browser

LANGUAGES = sorted(path.name for path in (ROOT / "scripts/psi_site/locales").glob("*/"))
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def barriers(someone: Visitor, path: str, *widths: int) -> list[str]:
    """Return what stands in the way in light and dark, and where the system sets the colours.

    Contrast, which takes axe three quarters of its time, is looked at in the first of the widths:
    the colours are the same in all.
    """
    someone.go(path)
    found = []
    for scheme, width in product(SCHEMES, widths):
        someone.page.emulate_media(color_scheme=scheme, forced_colors="none")
        someone.resize(width)
        left_out = () if width == widths[0] else ("color-contrast",)
        found += [f"{path} {width} {scheme} {each}" for each in someone.barriers(*left_out)]
    # The system sees to the contrast, and axe reckons with the colours the site asked for.
    someone.page.emulate_media(forced_colors="active")
    return found + [f"{path} forced {each}" for each in someone.barriers("color-contrast")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_barrier_on_any_kind_of_page(
    visitor: Visitor, real_site: Site, built: Path, language: str
) -> None:
    found = []
    for page in pages_of_every_kind(real_site, built, language).values():
        found += barriers(visitor, page.path, WIDE, NARROW)
    assert found == []


def test_no_barrier_whatever_is_filled_in(lappi_visitor: Visitor) -> None:
    found = []
    for file in PAGES.values():
        found += barriers(lappi_visitor, f"/{file.removesuffix('index.html')}", WIDE, NARROW)
    assert found == []


def test_no_barrier_in_an_open_menu(visitor: Visitor) -> None:
    visitor.resize(NARROW)
    page = visitor.go("/")
    page.locator("[data-menu-button]").click()
    assert page.locator(".site-menu").is_visible()
    assert visitor.barriers() == []


def test_axe_can_find_barriers(visitor: Visitor) -> None:
    visitor.go("/kontakt/")
    visitor.run("() => { document.querySelector('h1').style.color = '#ccc'; }")
    assert any(each.startswith("color-contrast") for each in visitor.barriers())
