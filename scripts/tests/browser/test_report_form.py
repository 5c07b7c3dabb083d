"""The form for reports: by keyboard, into a mail or to the receiver named, and with no script."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.visit import NARROW, Visitor

pytestmark = pytest.mark.browser

FORM = "/tillganglighet/"
PAGE = "#report-page"
TEXT = "#report-text"


def sent(page: Page) -> list[str]:
    """Send the form by keyboard; return the addresses the browser was asked to lead to."""
    asked: list[str] = []
    session = page.context.new_cdp_session(page)
    session.send("Page.enable")
    session.on("Page.frameRequestedNavigation", lambda event: asked.append(event["url"]))
    page.locator(".report-form button").focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    return asked


def test_the_page_one_comes_from_is_filled_in(visitor: Visitor) -> None:
    page = visitor.go("/en/projects/")
    page.locator(".page-meta a").last.click()
    page.wait_for_url(re.compile(r"/en/accessibility/\?page="))
    assert page.locator(PAGE).input_value().endswith("/en/projects/")
    assert page.locator(PAGE).input_value().startswith("https://")


@pytest.mark.parametrize("asked", ["?page=javascript:alert(1)", "?page=", ""])
def test_only_a_path_is_filled_in(visitor: Visitor, asked: str) -> None:
    assert visitor.go(f"{FORM}{asked}").locator(PAGE).input_value() == ""


def test_the_form_writes_a_mail(visitor: Visitor) -> None:
    page = visitor.go(f"{FORM}?page=/parter/")
    page.locator(TEXT).fill("Knappen syns inte")
    (mail,) = sent(page)
    assert mail.startswith("mailto:")
    said = unquote(mail)
    assert "Knappen syns inte" in said
    assert "/parter/" in said
    assert visitor.complaints == []


def test_the_form_asks_for_what_it_needs(visitor: Visitor) -> None:
    page = visitor.go(FORM)
    assert sent(page) == []
    assert visitor.run("() => document.activeElement.id") == TEXT.removeprefix("#")


def test_the_form_works_without_script(browser: Browser, address: str) -> None:
    with Visitor.opened(browser, address, NARROW, java_script_enabled=False) as someone:
        page = someone.go(f"{FORM}?page=/parter/")
        page.locator(TEXT).fill("Knappen syns inte")
        (mail,) = sent(page)
        assert "Knappen syns inte" in unquote(mail)


RECEIVER = "https://lomakkeet.example/saavutettavuus"


def test_the_form_sends_to_the_receiver_named_and_to_no_other(lappi_visitor: Visitor) -> None:
    lappi_visitor.context.route("https://**", lambda route: route.fulfill(body="received"))
    page = lappi_visitor.go("/saavutettavuus/")
    page.locator(TEXT).fill("Painike puuttuu")
    assert sent(page) == [RECEIVER]
    # A browser on its way to the receiver would not be stopped by what is opened next.
    page.wait_for_url(lambda url: not url.startswith(lappi_visitor.address))
    assert lappi_visitor.complaints == []
    page = lappi_visitor.go("/saavutettavuus/")
    page.locator(TEXT).fill("Painike puuttuu")
    page.locator(".report-form").evaluate("each => { each.action = 'https://elsewhere.example/'; }")
    sent(page)
    assert any("form-action" in each for each in lappi_visitor.complaints)
