"""Every single page: nothing forbidden, fetched elsewhere, stored, or wider than a small screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from psi_site.site import Site
from tests.browser.kinds import pages_in
from tests.browser.visit import Visitor

pytestmark = pytest.mark.browser

SMALLEST = 320
"""In CSS pixels: WCAG 2.2, 1.4.10 Reflow; what 400 % zoom leaves of 1280."""

SPACE_OUT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* {
    line-height: 1.5 !important;
    letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important;
  }
  p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""
"""WCAG 2.2, 1.4.12 Text Spacing; a sheet made by script needs no exception from the policy."""

TOO_WIDE = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  return [...document.body.querySelectorAll('*')]
    .filter((each) => each.getBoundingClientRect().right > root.clientWidth + 1)
    .filter((each) => !each.closest('.table-region'))
    .map((each) => each.outerHTML.slice(0, 160)).slice(0, 3);
}"""

CUT_OFF = """() => {
  const hides = (each) => /hidden|clip/.test(getComputedStyle(each).overflow);
  const parts = (text) => {
    const range = document.createRange();
    range.selectNodeContents(text);
    return [...range.getClientRects()];
  };
  const found = [];
  for (const each of document.body.querySelectorAll('*')) {
    const box = each.getBoundingClientRect();
    if (box.width <= 1 || each.closest('svg') || !hides(each)) continue;
    const texts = document.createTreeWalker(each, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      if (!texts.currentNode.parentElement.checkVisibility()) continue;
      const out = parts(texts.currentNode).some((part) => part.width > 1
        && (part.right > box.right + 1 || part.left < box.left - 1
          || part.bottom > box.bottom + 1 || part.top < box.top - 1));
      if (out) found.push(texts.currentNode.data.trim());
    }
  }
  return found;
}"""
"""Words that reach out of something that hides what does not fit."""

STORED = """async () => ({
  local: localStorage.length,
  session: sessionStorage.length,
  cookies: document.cookie,
  databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
NOTHING = {"local": 0, "session": 0, "cookies": "", "databases": 0, "caches": 0, "workers": 0}


def paths(site: Site) -> Iterator[str]:
    for language in site.codes:
        for page in pages_in(site, language):
            yield page.path


@pytest.fixture(scope="module")
def walk(browser: Browser, address: str, real_site: Site) -> Iterator[tuple[Visitor, list[str]]]:
    """Somebody with a small screen who has been everywhere, and what did not fit."""
    with Visitor.opened(browser, address, SMALLEST) as someone:
        faults = []
        for path in paths(real_site):
            someone.go(path)
            faults += [f"{path}: {each}" for each in someone.run(TOO_WIDE)]
            someone.run(SPACE_OUT)
            faults += [f"{path} spaced out: {each}" for each in someone.run(TOO_WIDE)]
            faults += [f"{path} cut off: {each}" for each in someone.run(CUT_OFF)]
        yield someone, faults


def test_everything_fits(walk: tuple[Visitor, list[str]]) -> None:
    assert walk[1] == []


def test_the_policy_forbids_nothing_and_the_console_is_silent(
    walk: tuple[Visitor, list[str]],
) -> None:
    assert walk[0].complaints == []


def test_nothing_is_fetched_elsewhere(walk: tuple[Visitor, list[str]]) -> None:
    assert len(walk[0].requests) > 100
    assert walk[0].elsewhere() == []


def test_nothing_is_stored(walk: tuple[Visitor, list[str]]) -> None:
    assert walk[0].run(STORED) == NOTHING
    assert walk[0].context.storage_state(indexed_db=True) == {"cookies": [], "origins": []}


def test_forbidden_things_would_be_noticed(visitor: Visitor) -> None:
    visitor.go("/")
    visitor.run("""() => {
      document.body.insertAdjacentHTML('beforeend', '<p style="width: 3000px">wide</p>');
      fetch('https://elsewhere.example/').catch(() => {});
      localStorage.setItem('a', 'b');
      const wide = document.createElement('div');
      wide.textContent = 'wide';
      wide.style.width = '3000px';
      document.body.append(wide);
    }""")
    assert any("style-src" in each for each in visitor.complaints)
    assert any("connect-src" in each for each in visitor.complaints)
    assert visitor.run(STORED) != NOTHING
    assert visitor.run(TOO_WIDE) != []
