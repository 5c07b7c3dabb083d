"""Without script, in forced colours and with less motion, everything is still there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from psi_site.site import Site
from tests.browser.kinds import pages_of_every_kind
from tests.browser.test_keyboard import FOCUS_ALL
from tests.browser.visit import NARROW, Visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def paths(real_site: Site, built: Path) -> list[str]:
    """A page of every kind, in each language."""
    codes = real_site.codes
    return [p.path for c in codes for p in pages_of_every_kind(real_site, built, c).values()]


@pytest.fixture(scope="module")
def without_script(browser: Browser, address: str) -> Iterator[Visitor]:
    """Somebody with a small screen whose browser runs no script."""
    with Visitor.opened(browser, address, NARROW, java_script_enabled=False) as someone:
        yield someone


def test_without_script_the_menu_is_open(without_script: Visitor, paths: list[str]) -> None:
    for path in paths:
        page = without_script.go(path)
        links = page.locator(".site-menu a")
        assert links.count() > 3
        assert all(link.is_visible() for link in links.all()), path
        assert page.locator(".site-header input[type=search]").is_visible()
        assert page.locator("h1").is_visible()


def test_without_script_no_button_is_dead(without_script: Visitor, paths: list[str]) -> None:
    for path in paths:
        page = without_script.go(path)
        for waiting in page.locator("[data-needs-script]").all():
            assert waiting.is_hidden(), path


def test_without_script_search_is_an_index(without_script: Visitor) -> None:
    page = without_script.go("/sok/")
    entries = page.locator(".index-list a")
    assert entries.count() > 100
    assert entries.first.is_visible()
    page = without_script.go("/en/search/?q=partner")
    assert page.locator(".index-list a").first.is_visible()


def test_without_script_the_ways_to_subscribe_open(without_script: Visitor) -> None:
    page = without_script.go("/kalender/")
    page.locator("details summary").first.click()
    assert page.locator(".subscribe-panel a").first.is_visible()


FRAMELESS = """() => [...document.querySelectorAll('button, input, summary.button, a.button')]
  .filter((each) => each.checkVisibility())
  .filter((each) => {
    const style = getComputedStyle(each);
    return parseFloat(style.borderTopWidth) < 1 || style.borderTopStyle === 'none';
  }).map((each) => each.outerHTML.slice(0, 160))"""

STUBBORN = """() => [...document.body.querySelectorAll('*')]
  .filter((each) => getComputedStyle(each).forcedColorAdjust === 'none' && !each.closest('svg'))
  .map((each) => each.outerHTML.slice(0, 160))"""

CHOSEN = """() => {
  const line = (link) => {
    const style = getComputedStyle(link);
    return [style.borderBottomColor, style.textDecorationLine, style.fontWeight].join();
  };
  const chosen = document.querySelector('.site-menu [aria-current]');
  const other = document.querySelector('.site-menu a:not([aria-current], [data-section])');
  return line(chosen) !== line(other);
}"""


def test_in_forced_colours_controls_have_edges(
    browser: Browser, address: str, paths: list[str]
) -> None:
    with Visitor.opened(browser, address, forced_colors="active") as someone:
        for path in paths:
            someone.go(path)
            assert someone.run(FRAMELESS) == [], path
            assert someone.run(STUBBORN) == [], path
            assert someone.run(FOCUS_ALL) == [], path


def test_in_forced_colours_the_page_one_is_on_is_marked(browser: Browser, address: str) -> None:
    with Visitor.opened(browser, address, forced_colors="active") as someone:
        someone.go("/kalender/")
        assert someone.run(CHOSEN)


MOVING = """() => {
  const slow = (value) => value.split(',').some((each) => parseFloat(each) > 0.01);
  const all = [...document.querySelectorAll('*')].filter((each) => {
    const style = getComputedStyle(each);
    return slow(style.animationDuration) || slow(style.transitionDuration)
      || style.scrollBehavior === 'smooth';
  });
  return all.map((each) => each.outerHTML.slice(0, 160));
}"""


def test_with_less_motion_nothing_moves(visitor: Visitor, paths: list[str]) -> None:
    for path in paths:
        visitor.go(path)
        assert visitor.run(MOVING) == [], path
