"""Somebody who visits a site: a browser context that notes all that goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

HEIGHT = 900
WIDE = 1280
NARROW = 390


@cache
def axe_script() -> str:
    """Return axe-core, the program that looks for barriers."""
    file = resources.files("axe_playwright_python").joinpath("axe.min.js")
    return file.read_text(encoding="utf-8")


@dataclass
class Visitor:
    """A page to look at a site with; `complaints` and `requests` fill while it is used."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @classmethod
    @contextmanager
    def opened(
        cls, browser: Browser, address: str, width: int = WIDE, **settings: Any
    ) -> Iterator[Visitor]:
        """Yield a new visitor, with Playwright's settings for a context."""
        settings.setdefault("reduced_motion", "reduce")
        context = browser.new_context(viewport={"width": width, "height": HEIGHT}, **settings)
        someone = cls(context.new_page(), address)
        someone._listen()
        yield someone
        context.close()

    def refuse_scripts(self) -> None:
        """Let no script of the site arrive, as where a network or a company holds them back.

        Unlike in a browser whose scripts are off, programs that look at the page still run.
        """
        self.context.route("**/*.js", lambda route: route.abort())

    @property
    def context(self) -> BrowserContext:
        """What Playwright calls a context: a browser with nothing in its memory."""
        return self.page.context

    def go(self, path: str) -> Page:
        """Open the page at a path of the site; return Playwright's page."""
        self.page.goto(self.address + path)
        return self.page

    def resize(self, width: int) -> None:
        """Make the window so many CSS pixels wide."""
        self.page.set_viewport_size({"width": width, "height": HEIGHT})

    def run(self, script: str, argument: Any = None) -> Any:
        """Return what a function of JavaScript returns in the page."""
        return self.page.evaluate(script, argument)

    def barriers(self, *without: str) -> list[str]:
        """Return what axe finds: WCAG 2.2 A and AA, and best practice, `without` some rules."""
        if not self.run("() => 'axe' in window"):
            self.run(axe_script())
        options = {
            "runOnly": BAR,
            "rules": {rule: {"enabled": False} for rule in without},
            "resultTypes": ["violations"],
            "preload": False,
        }
        found = self.run("options => axe.run(document, options)", options)
        return [
            f"{each['id']}: {node['html']} {node['failureSummary']}"
            for each in found["violations"]
            for node in each["nodes"]
        ]

    def elsewhere(self) -> list[str]:
        """Return the requests that went to any other host."""
        own = f"{self.address}/"
        return [url for url in self.requests if not url.startswith((own, "data:", "blob:"))]

    def _listen(self) -> None:
        self.context.on("request", lambda request: self.requests.append(request.url))
        self.context.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{self.page.url}: {message.text}")


TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BAR = {"type": "tag", "values": TAGS}
