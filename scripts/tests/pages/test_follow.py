"""The page to follow from: it leaves no calendar and no feed out."""

from __future__ import annotations

import pytest
from markupsafe import escape

from psi_site.calendars.subscribe import ways
from psi_site.calendars.table import calendars
from psi_site.feeds.table import feeds
from psi_site.pages.follow import calendar_groups
from psi_site.site import Site
from tests.pages.drawing import XHTML, draw, reader, tree, words

PAGES = {"sv": "/folj-oss/", "en": "/en/follow/"}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_calendar_of_several_events_can_be_subscribed_to(
    real_site: Site, language: str
) -> None:
    page = draw(real_site, PAGES[language])
    words_of = real_site.languages[language]
    links = {element.attrib["href"] for element in tree(page).iter(f"{XHTML}a")}
    offered = [each for each in calendars(real_site, language) if each.kind != "event"]
    assert len(offered) > 3
    for calendar in offered:
        for way in ways(real_site, calendar):
            assert way.copy or way.href in links
            assert not way.copy or f'data-copy="{way.href}"' in page
            assert not way.note or escape(words_of.text(way.note)) in page or way.copy


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_feed_of_every_language_can_be_copied(real_site: Site, language: str) -> None:
    page = draw(real_site, PAGES[language])
    for code in real_site.codes:
        for feed in feeds(real_site, code):
            assert f'data-copy="{feed.url}"' in page
            assert f'href="{feed.path}"' in page


def test_what_holds_for_all_of_a_kind_is_said_once(real_site: Site) -> None:
    groups = {group.id: group for group in calendar_groups(reader(real_site))}
    shared = groups["organiser"].notes
    assert shared
    assert all(note not in each.notes for each in groups["organiser"].calendars for note in shared)
    page = words(draw(real_site, PAGES["sv"]))
    assert page.count(shared[0]) <= 2
