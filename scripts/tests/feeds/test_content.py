"""The HTML of an entry: whole, safe, and at home on any site."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from psi_site.feeds.content import Writer, with_absolute_links
from psi_site.feeds.feed import Feed
from psi_site.feeds.table import feeds
from psi_site.model.newsletter import Newsletter
from psi_site.site import Site

PAGE = "https://example.org/nyhetsbrev/2023-3/"


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("#nyhet", f"{PAGE}#nyhet"),
        ("img/fil.pdf", "https://example.org/img/fil.pdf"),
        ("/img/fil.pdf", "https://example.org/img/fil.pdf"),
        ("//example.com/x", "https://example.com/x"),
        ("https://example.com/å?b=1#c", "https://example.com/%C3%A5?b=1#c"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("tel:+4619123456", "tel:+4619123456"),
    ],
)
def test_links_are_made_absolute(small: Site, link: str, url: str) -> None:
    fragment = f'<div><a href="{link}">x</a><img src="{link}" alt=""></div>'
    element = html.fragment_fromstring(with_absolute_links(fragment, small, PAGE))
    assert (element[0].get("href"), element[1].get("src")) == (url, url)


def test_an_address_that_is_none_is_taken_away(small: Site) -> None:
    fragment = '<div><a href="http://[x">text</a></div>'
    assert with_absolute_links(fragment, small, PAGE) == "<div><a>text</a></div>"


@given(st.text(st.characters()) | st.from_regex(r"\[[^\]]{1,5}\]\([^)]{0,20}\)", fullmatch=True))
def test_any_markdown_becomes_safe_html_with_absolute_links(small: Site, text: str) -> None:
    issue = small.get(Newsletter, "2023-3")
    edition = issue.editions["sv"].model_copy(update={"introduction": text, "subject": text})
    writer = Writer(small, small.languages["sv"])
    drawn = writer.draw("newsletter.html", PAGE, issue=issue, edition=edition)
    etree.Element("e").text = drawn  # raises on what XML cannot carry
    root = html.fragment_fromstring(drawn)
    assert root.tag == "div"
    for element, _, link, _ in root.iterlinks():
        assert urlsplit(link).scheme in ("https", "http", "mailto", "tel"), (element.tag, link)
    assert not root.xpath("//script | //form | //iframe | //@style | //img[not(@alt)]")


def words(feed: Feed, index: int) -> str:
    return " ".join(
        html.fragment_fromstring(feed.entries[index].content_html).text_content().split()
    )


def test_an_issue_is_whole(small: Site) -> None:
    text = words(feeds(small, "sv")[0], 0)
    for expected in (
        "Hej på dig.",
        "Avsnitt & annat",
        "En nyhet",
        "Bilden Foto: Kim Ek",
        "Ett möte med Föreningen",
        "Slut ]]> på det.",
        "En fotnot.",
        "Mer hos dem",
        "Kontakt: Kim Ek",
        "Redaktionen",
        "Läs på webbplatsen",
    ):
        assert expected in text


def test_headings_follow_each_other(small: Site) -> None:
    root = html.fragment_fromstring(feeds(small, "sv")[0].entries[0].content_html)
    assert [each.tag for each in root.xpath("//h1|//h2|//h3|//h4")] == ["h2", "h3"]


def test_an_issue_without_a_day_says_what_is_known(small: Site) -> None:
    assert words(feeds(small, "sv")[0], 1).startswith("Våren 2023 Hej.")


def test_a_passage_without_translation_is_marked(small: Site) -> None:
    (event,) = (e for e in feeds(small, "en")[3].entries if e.url.endswith("/mote/"))
    root = html.fragment_fromstring(event.content_html)
    (passage,) = root.xpath("//div[@lang='sv']")
    assert passage.text_content() == "Läs mer på sidan."
