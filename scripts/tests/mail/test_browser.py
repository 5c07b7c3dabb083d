"""The mail's HTML in a browser: axe in both colour schemes, narrow screens, and no fetching."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from psi_site.mail.message import Mail
from psi_site.mail.preview import without_images, without_styles
from tests.browser.visit import axe_script

pytestmark = pytest.mark.browser

# A mail is shown inside a program that has the landmarks of a page; the mail itself has none.
OF_WHOLE_PAGES = ("region", "landmark-one-main")


def show(browser: Browser, html: str, scheme: Any = "light", width: int = 700) -> Page:
    """Open a mail; nothing is fetched from anywhere."""
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.route("**/*", lambda route: route.abort())
    page.set_content(html, wait_until="domcontentloaded")
    return page


def violations(page: Page) -> list[str]:
    page.evaluate(axe_script())
    rules = {name: {"enabled": False} for name in OF_WHOLE_PAGES}
    found = page.evaluate("options => axe.run(document, options)", {"rules": rules})
    return [
        f"{each['id']}: {node['html']}" for each in found["violations"] for node in each["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_to_say(browser: Browser, any_mail: Mail, scheme: str) -> None:
    page = show(browser, any_mail.html, scheme)
    assert violations(page) == []
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_follow_the_reader(browser: Browser, mail: Mail, scheme: str) -> None:
    page = show(browser, mail.html, scheme)
    colour = page.evaluate("getComputedStyle(document.querySelector('.sheet')).backgroundColor")
    assert colour == {"light": "rgb(255, 253, 251)", "dark": "rgb(27, 19, 27)"}[scheme]
    page.context.close()


def test_without_styles_axe_has_nothing_to_say(browser: Browser, any_mail: Mail) -> None:
    page = show(browser, without_styles(any_mail.html))
    assert violations(page) == []
    page.context.close()


@pytest.mark.parametrize("width", [320, 480, 1400])
def test_nothing_scrolls_sideways(browser: Browser, any_mail: Mail, width: int) -> None:
    page = show(browser, any_mail.html, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    sheet = page.evaluate("document.querySelector('.sheet').getBoundingClientRect().width")
    assert sheet == min(width, 600)
    page.context.close()


def test_a_long_word_scrolls_nothing(browser: Browser, mail: Mail) -> None:
    long = mail.html.replace("</h1>", f" {'lång' * 60}</h1>")
    page = show(browser, long, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.context.close()


def test_without_pictures_their_words_are_shown(browser: Browser, mail: Mail) -> None:
    page = show(browser, without_images(mail.html))
    image = page.locator("img")
    assert image.get_attribute("alt")
    assert violations(page) == []
    page.context.close()


def test_the_preheader_is_not_seen(browser: Browser, any_mail: Mail) -> None:
    page = show(browser, any_mail.html)
    assert not page.get_by_text(any_mail.document.preheader, exact=True).is_visible()
    page.context.close()
