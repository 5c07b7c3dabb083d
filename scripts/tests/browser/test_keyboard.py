"""The keyboard reaches everything, and one always sees where one is."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from psi_site.site import Site
from tests.browser.kinds import pages_of_every_kind
from tests.browser.visit import NARROW, WIDE, Visitor

pytestmark = pytest.mark.browser

ZOOMED = 640
"""What 200 % zoom leaves of 1280 CSS pixels."""

UNSEEN = """(element) => {
  const each = element || document.activeElement;
  const name = each.outerHTML.slice(0, 160);
  const box = [...each.getClientRects()].find((part) => part.width > 1 && part.height > 1);
  if (!box) return 'no size: ' + name;
  if (!each.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
    return 'hidden: ' + name;
  if (box.right <= 0 || box.bottom <= 0 || box.left >= innerWidth || box.top >= innerHeight)
    return 'outside: ' + name;
  const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
  const y = Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 1);
  const above = document.elementFromPoint(x, y);
  if (!above || !(each.contains(above) || above.contains(each))) return 'covered: ' + name;
  const style = getComputedStyle(each);
  const drawn = each.querySelector(':scope > path');
  const ring = each instanceof SVGElement && drawn
    ? parseFloat(getComputedStyle(drawn).strokeWidth) >= 3
    : style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  return ring ? null : 'no ring: ' + name;
}"""

FOCUS_ALL = f"""() => {{
  const unseen = {UNSEEN};
  const able = 'a[href], button, input, select, textarea, summary, iframe, [tabindex]';
  return [...document.querySelectorAll(able)].map((each) => {{
    if (each.tabIndex < 0) return null;
    each.focus({{ focusVisible: true }});
    return document.activeElement === each ? unseen(each) : null;
  }}).filter(Boolean);
}}"""

PLACE = """() => {
  const each = document.activeElement;
  return each === document.body ? null : [...document.querySelectorAll('*')].indexOf(each);
}"""


@pytest.mark.parametrize("width", [WIDE, ZOOMED, NARROW])
def test_focus_is_seen_on_every_kind_of_page(
    visitor: Visitor, real_site: Site, built: Path, width: int
) -> None:
    visitor.resize(width)
    unseen = []
    for language in real_site.codes:
        for page in pages_of_every_kind(real_site, built, language).values():
            visitor.go(page.path)
            unseen += [f"{page.path} {each}" for each in visitor.run(FOCUS_ALL)]
    assert unseen == []


@pytest.mark.parametrize("width", [WIDE, ZOOMED, NARROW])
@pytest.mark.parametrize("path", ["/", "/sok/", "/en/events/"])
def test_the_tab_key_goes_forward_through_the_page(visitor: Visitor, path: str, width: int) -> None:
    visitor.resize(width)
    page = visitor.go(path)
    places, unseen = [], []
    for _ in range(40):
        page.keyboard.press("Tab")
        place = visitor.run(PLACE)
        if place is None:
            break
        places.append(place)
        unseen.append(visitor.run(UNSEEN))
    assert [each for each in unseen if each] == []
    assert len(places) > 10
    assert places == sorted(set(places))


def test_skipping_to_the_content(visitor: Visitor) -> None:
    page = visitor.go("/")
    page.keyboard.press("Tab")
    assert page.locator(".skip-link").bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert visitor.run("() => document.activeElement.id") == "main-content"
    page.keyboard.press("Tab")
    assert visitor.run("() => Boolean(document.activeElement.closest('main'))")


def test_the_menu_at_twice_the_size(browser: Browser, address: str) -> None:
    with Visitor.opened(browser, address, ZOOMED, device_scale_factor=2) as someone:
        page = someone.go("/")
        button, menu = page.locator("[data-menu-button]"), page.locator(".site-menu")
        assert menu.is_hidden()
        while not someone.run("() => document.activeElement.matches('[data-menu-button]')"):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert button.get_attribute("aria-expanded") == "true"
        assert menu.is_visible()
        page.keyboard.press("Tab")
        assert someone.run("() => Boolean(document.activeElement.closest('.site-menu'))")
        page.keyboard.press("Escape")
        assert menu.is_hidden()
        assert someone.run("() => document.activeElement.matches('[data-menu-button]')")


def test_the_ways_to_subscribe(visitor: Visitor) -> None:
    page = visitor.go("/kalender/")
    summary = page.locator("details[data-dropdown] summary").first
    panel = page.locator(".subscribe-panel").first
    summary.focus()
    page.keyboard.press("Enter")
    assert panel.is_visible()
    page.keyboard.press("Tab")
    assert visitor.run("() => Boolean(document.activeElement.closest('.subscribe-panel'))")
    page.keyboard.press("Escape")
    assert panel.is_hidden()
    assert visitor.run("() => document.activeElement.matches('summary')")


TOO_SMALL = """(least) => [...document.querySelectorAll('button, input, summary, nav a, a.button')]
  .filter((each) => each.checkVisibility() && getComputedStyle(each).display !== 'inline')
  .filter((each) => each.getBoundingClientRect().height < least)
  .map((each) => each.outerHTML.slice(0, 160))"""


def test_targets_are_large(visitor: Visitor, real_site: Site, built: Path) -> None:
    visitor.resize(NARROW)
    small = []
    for page in pages_of_every_kind(real_site, built, real_site.codes[0]).values():
        visitor.go(page.path)
        small += [f"{page.path} {each}" for each in visitor.run(TOO_SMALL, 44)]
    assert small == []


def test_unseen_focus_would_be_noticed(visitor: Visitor) -> None:
    visitor.go("/")
    visitor.run("() => { document.querySelector('main a').style.opacity = '0'; }")
    assert any(each.startswith("hidden") for each in visitor.run(FOCUS_ALL))
