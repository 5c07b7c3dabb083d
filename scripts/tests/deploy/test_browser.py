"""Every page of the real site in Chromium, from nginx with the real headers: no rule is broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from psi_site.hosting.servers import Server
from psi_site.hosting.table import search_paths
from psi_site.site import Site
from tests.deploy.servers import Running, serving

pytestmark = pytest.mark.browser

LISTEN = """
  window.broken = [];
  document.addEventListener("securitypolicyviolation", (event) =>
    window.broken.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""


@pytest.fixture(scope="module")
def real(
    real_site: Site, built: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    with serving(Server.NGINX, real_site, built, tmp_path_factory.mktemp("real")) as running:
        yield running


class Watch:
    """A page whose broken rules, messages and requests are written down."""

    def __init__(self, browser: Browser, origin: str) -> None:
        self.page: Page = browser.new_context().new_page()
        self.page.add_init_script(LISTEN)
        self.page.on("console", lambda m: self.said.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.note(request.url))
        self.origin = origin
        self.said: list[str] = []

    def note(self, url: str) -> None:
        if not url.startswith((self.origin, "data:", "blob:")):
            self.said.append(f"request to {url}")

    def open(self, path: str) -> list[str]:
        """Open a path; return what went wrong."""
        self.said.clear()
        self.page.goto(urljoin(self.origin, path), wait_until="load")
        return [*self.page.evaluate("window.broken"), *self.said]


@pytest.fixture
def watch(browser: Browser, real: Running) -> Iterator[Watch]:
    made = Watch(browser, f"http://127.0.0.1:{real.port}/")
    yield made
    made.page.context.close()


def pages(folder: Path) -> list[str]:
    files = sorted(folder.rglob("*.html"))
    return [f"/{file.relative_to(folder).as_posix()}".removesuffix("index.html") for file in files]


def test_no_page_breaks_the_policy(watch: Watch, built: Path) -> None:
    every = pages(built)
    assert len(every) > 100
    wrong = {path: found for path in every if (found := watch.open(path))}
    assert wrong == {}


def test_the_policy_would_be_noticed(watch: Watch) -> None:
    watch.open("/")
    watch.page.evaluate("document.body.setAttribute('style', 'color: red')")
    watch.page.evaluate("document.head.append(document.createElement('style'))")
    watch.page.evaluate("document.querySelector('style').textContent = 'p { color: red }'")
    assert any("style-src" in each for each in watch.page.evaluate("window.broken"))


def test_the_search_works_under_its_policy(watch: Watch, real_site: Site) -> None:
    for path in search_paths(real_site):
        assert watch.open(f"{path}?q=social") == []
        watch.page.wait_for_selector("main a[href*='/']:has(mark), main mark", timeout=10_000)
        assert watch.page.evaluate("window.broken") == []
        assert watch.said == []


def test_webassembly_runs_nowhere_else(watch: Watch, real_site: Site) -> None:
    compiled = "WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])).then(() => true)"
    watch.open(search_paths(real_site)[0])
    assert watch.page.evaluate(f"{compiled}.catch(() => false)")
    watch.open("/")
    assert not watch.page.evaluate(f"{compiled}.catch(() => false)")


def test_every_form_may_be_sent(built: Path, real: Running) -> None:
    """`form-action 'self'` stops what leaves the site, but where the page's own policy names it."""
    for path in pages(built):
        html = (built / path.lstrip("/") / ("index.html" if path.endswith("/") else "")).read_text(
            encoding="utf-8"
        )
        for action in re.findall(r"<form\b[^>]*\baction=\"([^\"]*)\"", html):
            scheme = urlsplit(action).scheme
            assert not scheme or f"form-action &#39;self&#39; {scheme}:" in html, path
