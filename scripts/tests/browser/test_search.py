"""The search page: words in any form, one language at a time, kinds, the address, and failing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.visit import Visitor

pytestmark = pytest.mark.browser

SWEDISH = "/sok/"
ENGLISH = "/en/search/"
ANSWERED = re.compile(r"\d|[Ii]n[gt]|[Nn]o ")


def asked(someone: Visitor, path: str, query: str, kind: str = "") -> Locator:
    """Open the search page with a query in its address; return the status when it has spoken."""
    more = f"&kind={kind}" if kind else ""
    page = someone.go(f"{path}?q={query}{more}")
    status = page.locator("#search [role=status]")
    expect(status).to_have_text(ANSWERED)
    return status


def titles(someone: Visitor) -> list[str]:
    links = someone.page.locator("[data-search-results] h3 a")
    links.first.wait_for()
    return links.all_inner_texts()


def marked(someone: Visitor) -> set[str]:
    links = someone.page.locator("[data-search-results] mark")
    links.first.wait_for()
    return {word.strip(".,:;()”").lower() for word in links.all_inner_texts()}


@pytest.mark.parametrize(
    ("path", "query", "finds"),
    [
        (SWEDISH, "nyheten", "nyheter"),
        (SWEDISH, "kommuner", "kommun"),
        (SWEDISH, "mötets", "möte"),
        (ENGLISH, "municipality", "municipalities"),
        (ENGLISH, "meeting", "meetings"),
    ],
)
def test_other_forms_of_a_word_are_found(
    visitor: Visitor, path: str, query: str, finds: str
) -> None:
    asked(visitor, path, query)
    expect(visitor.page.locator("[data-search-results] mark").first).to_be_visible()
    assert any(word.startswith(finds) for word in marked(visitor) - {query})
    assert visitor.complaints == []
    assert visitor.elsewhere() == []


@pytest.mark.parametrize(("path", "below"), [(SWEDISH, False), (ENGLISH, True)])
def test_each_language_finds_its_own(visitor: Visitor, path: str, below: bool) -> None:
    asked(visitor, path, "Activa")
    assert titles(visitor)
    links = visitor.page.locator("[data-search-results] h3 a").all()
    found = [(link.get_attribute("href") or "").startswith("/en/") for link in links]
    assert set(found) == {below}


def test_a_kind_narrows_and_stays_in_the_address(visitor: Visitor) -> None:
    asked(visitor, SWEDISH, "kommun")
    page = visitor.page
    chip = page.locator("[data-search-kinds] a").nth(1)
    kind = chip.get_attribute("data-kind")
    count = int(re.findall(r"\((\d+)\)", chip.inner_text())[0])
    chip.click()
    expect(page.locator("#search [role=status]")).to_have_text(re.compile(rf"\b{count}\b"))
    expect(page.locator("[data-search-kinds] [aria-current]")).to_contain_text(kind or "")
    rows = page.locator("[data-search-results] .row-meta")
    rows.first.wait_for()
    assert all(text.startswith(kind or "") for text in rows.all_inner_texts())
    assert "q=kommun" in page.url and "kind=" in page.url
    page.reload()
    expect(page.locator("[data-search-kinds] [aria-current]")).to_contain_text(kind or "")
    page.go_back()
    expect(page.locator("[data-search-kinds] [aria-current]")).to_have_attribute("data-kind", "")


def test_the_address_keeps_what_is_typed(visitor: Visitor) -> None:
    page = visitor.go(SWEDISH)
    field = page.locator("#search input[type=search]")
    field.fill("stormöte")
    page.wait_for_url("**/?q=storm*")
    first = titles(visitor)
    page.reload()
    expect(field).to_have_value("stormöte")
    assert titles(visitor) == first


def test_the_form_in_the_head_leads_here(visitor: Visitor) -> None:
    page = visitor.go("/en/about/")
    page.locator(".site-header input[type=search]").fill("newsletter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search/?q=newsletter")
    assert titles(visitor)


def test_more_results_and_the_place_one_reads_on_from(visitor: Visitor) -> None:
    asked(visitor, SWEDISH, "psi")
    assert len(titles(visitor)) == 10
    visitor.page.locator("[data-search-more]").click()
    expect(visitor.page.locator("[data-search-results] h3 a").nth(10)).to_be_focused()


def test_nothing_found_is_said_and_the_index_remains(visitor: Visitor) -> None:
    status = asked(visitor, SWEDISH, "qzxqzx")
    expect(status).to_contain_text("qzxqzx")
    assert visitor.page.locator("[data-search-results] li").count() == 0
    assert visitor.page.locator(".index-list a").first.is_visible()


def test_a_broken_index_is_said_and_the_index_from_a_to_z_remains(visitor: Visitor) -> None:
    visitor.page.route("**/pagefind/**", lambda route: route.abort())
    page = visitor.go(f"{ENGLISH}?q=partner")
    failed = page.locator("#search").get_attribute("data-failed") or ""
    expect(page.locator("#search [role=status]")).to_have_text(failed)
    assert page.locator(".index-list a").first.is_visible()


def test_nobody_is_asked_before_there_is_a_question(visitor: Visitor) -> None:
    visitor.go(SWEDISH).wait_for_load_state("networkidle")
    assert [url for url in visitor.requests if "/pagefind/" in url] == []
