"""One table gives every feed of every language, each at an address of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from psi_site.feeds import Discovery, artifacts, autodiscovery, feeds
from psi_site.feeds.table import FORMATS, ROWS
from psi_site.model.newsletter import Newsletter
from psi_site.prose import slugify
from psi_site.site import Site, load_site
from tests.feeds.network import FILES, network


def test_every_row_is_written_in_every_format_and_language(small: Site) -> None:
    for code in small.codes:
        found = [(feed.id, feed.format.id, feed.language) for feed in feeds(small, code)]
        assert found == [(row.id, form.id, code) for row in ROWS for form in FORMATS]


def test_addresses(small: Site) -> None:
    assert [feed.path for code in small.codes for feed in feeds(small, code)] == [
        "/nyhetsbrev/rss.xml",
        "/nyhetsbrev/atom.xml",
        "/nyhetsbrev/feed.json",
        "/nytt/rss.xml",
        "/nytt/atom.xml",
        "/nytt/feed.json",
        "/en/newsletter/rss.xml",
        "/en/newsletter/atom.xml",
        "/en/newsletter/feed.json",
        "/en/news/rss.xml",
        "/en/news/atom.xml",
        "/en/news/feed.json",
    ]


def test_files_are_the_feeds_and_one_stylesheet(small: Site) -> None:
    paths = [each.path for each in artifacts(small)]
    expected = [feed.path.lstrip("/") for code in small.codes for feed in feeds(small, code)]
    assert paths == [*expected, "feed.css"]


def test_a_list_page_at_the_news_address_leaves_each_feed_its_own(tmp_path: Path) -> None:
    folder = slugify("nytt")
    page = FILES["docs/nyhetsbrev.sv.md"].replace("lists:", f"slug: {folder}\nlists:")
    site = network(tmp_path, {"docs/nyhetsbrev.sv.md": page})
    paths = [each.path for each in artifacts(site)]
    assert len(set(paths)) == len(paths)
    assert {"nytt/rss.xml", "nytt/news/rss.xml"} <= set(paths)


def test_without_a_page_in_a_language_there_is_no_feed_in_it(tmp_path: Path) -> None:
    network(tmp_path)
    for name in ("docs/nyhetsbrev.en.md", "newsletters/2023-3.en.md"):
        (tmp_path / name).unlink()
    site = load_site(tmp_path)[0]
    assert [feed.id for feed in feeds(site, "en")] == ["news"] * 3
    (feed, *_) = feeds(site, "sv")
    assert (feed.id, feed.translations) == ("newsletter", {})


def test_a_feed_with_nothing_in_it_is_not_written(tmp_path: Path) -> None:
    network(tmp_path)
    for path in tmp_path.glob("newsletters/*"):
        path.unlink()
    site = load_site(tmp_path)[0]
    assert not site.all(Newsletter)
    assert {feed.id for feed in feeds(site, "sv")} == {"news"}


def test_autodiscovery_says_type_title_and_language(small: Site) -> None:
    first, *rest = autodiscovery(small, "sv")
    title = "Nätet: nyhetsbrev (RSS)"
    assert first == Discovery("application/rss+xml", title, "/nyhetsbrev/rss.xml", "sv")
    assert len({each.title for each in (first, *rest)}) == 1 + len(rest)
    assert {each.hreflang for each in autodiscovery(small, "en")} == {"en"}


def test_an_internal_meeting_is_no_news(small: Site) -> None:
    assert all("/inre/" not in entry.url for feed in feeds(small, "sv") for entry in feed.entries)


@pytest.mark.parametrize("code", ["sv", "en"])
def test_a_feed_has_a_greatest_length(tmp_path: Path, code: str) -> None:
    letter = FILES["newsletters/2023-2.sv.md"].replace("2023", "2022")
    changes = {
        f"newsletters/2022-{n}.sv.md": letter.replace("ber: 2", f"ber: {n}").replace(
            "22:2", f"22:{n}"
        )
        for n in range(1, 26)
    }
    site = network(tmp_path, changes)
    entries = feeds(site, code)[0].entries
    assert len(entries) == ROWS[0].limit
    assert [entry.published for entry in entries] == sorted(
        (entry.published for entry in entries), reverse=True
    )
    assert entries[2].url.endswith("/2022-25/")
