"""What script adds: languages kept apart from it, lists that narrow, dates, copying and films."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from psi_site.site import Site
from tests import made_up
from tests.browser.kinds import pages_of_every_kind
from tests.browser.visit import Visitor

pytestmark = pytest.mark.browser

EVENTS = "/en/events/"
FILMED = "/en/events/2031-02-10-nuotiopuhe/"


def path_of(someone: Visitor) -> str:
    return urlsplit(someone.page.url).path


def test_switching_language_keeps_the_page(visitor: Visitor, real_site: Site, built: Path) -> None:
    first, second = real_site.codes
    for page in pages_of_every_kind(real_site, built, first).values():
        if second not in page.alternates:
            continue
        visitor.go(page.path).locator(f".site-languages a[lang={second}]").click()
        assert path_of(visitor) == page.alternates[second]
        assert visitor.page.locator("html").get_attribute("lang") == second
        visitor.page.locator(f".site-languages a[lang={first}]").click()
        assert path_of(visitor) == page.path


def test_a_list_narrows_while_one_types(visitor: Visitor) -> None:
    page = visitor.go("/personer/")
    items = page.locator("[data-filter-item]")
    total = items.count()
    field = page.locator("[data-filter]")
    field.fill("Karlsson")
    shown = page.locator("[data-filter-item]:visible").count()
    assert 0 < shown < total
    status = page.locator(f"#{field.get_attribute('id')}-status")
    expect(status).to_contain_text(str(shown))
    expect(status).to_contain_text(str(total))
    assert page.url.endswith("?q=Karlsson")
    page.reload()
    expect(page.locator("[data-filter-item]:visible")).to_have_count(shown)
    field.fill("qzxqzx")
    expect(status).to_have_text(status.get_attribute("data-none") or "")
    field.fill("")
    expect(page.locator("[data-filter-item]:visible")).to_have_count(total)
    assert "?" not in page.url


def test_narrower_lists_are_pages_with_counts(visitor: Visitor) -> None:
    page = visitor.go("/parter/")
    chosen = page.locator(".filters a", has_text="Kommuner").first
    count = int(chosen.locator(".filters-count").inner_text())
    chosen.click()
    assert path_of(visitor) == "/parter/kommuner/"
    assert page.locator("[data-filter-item]").count() == count
    assert page.locator(".filters [aria-current=page]").count() >= 1


def coming(someone: Visitor) -> list[str]:
    links = someone.page.locator('[data-split="coming"]:visible [data-start] a')
    return links.all_inner_texts()


def test_dates_are_split_anew_by_the_visitors_clock(lappi_visitor: Visitor) -> None:
    someone = lappi_visitor
    someone.page.clock.set_fixed_time(made_up.NOW)
    someone.go(EVENTS)
    before = coming(someone)
    assert len(before) > 1
    assert someone.page.locator("[data-split-past]").is_hidden()
    first = someone.page.locator('[data-split="coming"] > [data-start]').first
    ends = first.get_attribute("data-end") or first.get_attribute("data-start") or ""
    someone.page.clock.set_fixed_time(dt.datetime.fromisoformat(ends) + dt.timedelta(days=1))
    someone.page.reload()
    after = coming(someone)
    assert before[0] not in after
    assert set(after) < set(before)
    assert before[0] in someone.page.locator("[data-split-past]:visible").inner_text()


def test_long_after_nothing_is_said_to_come(lappi_visitor: Visitor) -> None:
    for path in (EVENTS, "/en/"):
        lappi_visitor.page.clock.set_fixed_time(made_up.NOW + dt.timedelta(days=3650))
        lappi_visitor.go(path)
        assert coming(lappi_visitor) == []
        assert lappi_visitor.page.locator("[data-split-empty]").first.is_visible()


def test_a_meeting_says_by_itself_that_it_is_over(lappi_visitor: Visitor) -> None:
    page = lappi_visitor.page
    path = "/en/events/2031-03-30-lyhtyjen-paiva/"
    page.clock.set_fixed_time(made_up.NOW)
    lappi_visitor.go(path)
    waiting = page.locator("[data-shown-after]")
    assert waiting.count() > 0
    assert all(each.is_hidden() for each in waiting.all())
    page.clock.set_fixed_time(made_up.NOW + dt.timedelta(days=365))
    page.reload()
    assert all(each.is_visible() for each in waiting.all())
    assert all(each.is_hidden() for each in page.locator("[data-shown-until]").all())


def test_an_address_is_copied_and_it_is_said(browser: Browser, address: str) -> None:
    rights = ["clipboard-read", "clipboard-write"]
    with Visitor.opened(browser, address, permissions=rights) as someone:
        page = someone.go("/kalender/")
        page.locator("details[data-dropdown] summary").first.click()
        button = page.locator("[data-copy]").first
        button.click()
        status = button.locator("xpath=..").locator("[role=status]")
        expect(status).to_have_text(button.get_attribute("data-done") or "")
        copied = someone.run("() => navigator.clipboard.readText()")
        assert copied == button.get_attribute("data-copy")


def test_an_address_that_cannot_be_copied_is_said_too(visitor: Visitor) -> None:
    page = visitor.go("/kalender/")
    visitor.run("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
    page.locator("details[data-dropdown] summary").first.click()
    button = page.locator("[data-copy]").first
    button.click()
    status = button.locator("xpath=..").locator("[role=status]")
    expect(status).to_have_text(button.get_attribute("data-failed") or "")


def test_a_film_is_a_poster_until_one_clicks(lappi_visitor: Visitor) -> None:
    page = lappi_visitor.go(FILMED)
    page.wait_for_load_state("networkidle")
    poster = page.locator(".film-poster").first
    assert poster.is_visible()
    assert lappi_visitor.elsewhere() == []
    assert page.locator("iframe, video").count() == 0
    film = poster.get_attribute("href") or ""
    assert film.startswith("https://")
    page.route(re.compile("^https:"), lambda route: route.fulfill(body="A film"))
    poster.click()
    page.wait_for_url(film)
