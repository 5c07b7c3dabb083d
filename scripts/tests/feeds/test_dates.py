"""When an issue is dated, with a day and without, and when it changed."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psi_site.diagnostics import Severity
from psi_site.feeds import artifacts, check_feeds
from psi_site.feeds.dates import at_noon, first_recorded, last_changed, newsletter_published
from psi_site.model.event import Event
from psi_site.model.newsletter import Newsletter
from psi_site.model.party import Partner
from psi_site.site import Site, load_site
from tests.feeds.network import FILES, SECOND, commit, network, write

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def issue(site: Site, **changes: object) -> Newsletter:
    return site.get(Newsletter, "2023-3").model_copy(update=changes)


@pytest.mark.parametrize(
    ("number", "moment"),
    [
        (1, "2020-03-31T12:00:00+02:00"),
        (2, "2020-06-30T12:00:00+02:00"),
        (3, "2020-09-30T12:00:00+02:00"),
        (4, "2020-12-31T12:00:00+01:00"),
        (7, "2020-12-31T12:00:00+01:00"),
    ],
)
def test_an_issue_without_a_day_is_dated_at_its_quarters_end(
    small: Site, number: int, moment: str
) -> None:
    undated = issue(small, published=None, year=2020, number=number)
    assert newsletter_published(small, undated).isoformat() == moment


def test_the_day_an_issue_says_it_came_out_wins(small: Site) -> None:
    assert newsletter_published(small, issue(small)).isoformat() == "2023-10-20T12:00:00+02:00"


def test_a_current_issue_without_a_day_is_not_dated_in_the_future(small: Site) -> None:
    current = issue(small, published=None, year=2024, number=4)
    assert newsletter_published(small, current) == datetime(2024, 1, 10, 9, tzinfo=STOCKHOLM)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_noon_is_the_same_day_in_the_sites_zone(small: Site, day: date) -> None:
    moment = at_noon(small.settings, day)
    assert moment.astimezone(STOCKHOLM).date() == day
    assert moment.utcoffset() is not None


def test_an_entry_of_a_list_has_its_own_date(tmp_path: Path) -> None:
    network(tmp_path)
    more = FILES["data/partners.yml"] + "- id: ny\n  title: Ny\n  sector: civil_society\n"
    write(tmp_path, {"data/partners.yml": more})
    commit(tmp_path, SECOND)
    site = load_site(tmp_path)[0]
    old, new = (first_recorded(site, site.get(Partner, name)) for name in ("foreningen", "ny"))
    assert (old and old.isoformat(), new and new.isoformat()) == (
        "2024-01-10T09:00:00+01:00",
        "2024-07-01T14:30:00+02:00",
    )


def test_a_change_to_one_edition_is_no_change_to_the_other(tmp_path: Path) -> None:
    network(tmp_path)
    name = "newsletters/2023-3.en.md"
    write(tmp_path, {name: FILES[name].replace("A meeting", "One meeting")})
    commit(tmp_path, SECOND)
    site = load_site(tmp_path)[0]
    published = newsletter_published(site, issue(site))
    changed = [last_changed(site, issue(site), code, published) for code in ("sv", "en")]
    assert [moment.isoformat(timespec="seconds") for moment in changed] == [
        "2024-01-10T09:00:00+01:00",
        "2024-07-01T14:30:00+02:00",
    ]


def test_the_editors_own_date_of_change_wins_but_is_never_before_publication(small: Site) -> None:
    published = newsletter_published(small, issue(small))
    for day, expected in (((2025, 2, 3), (2025, 2, 3)), ((2001, 1, 1), (2023, 10, 20))):
        record = issue(small, updated=date(*day))
        assert last_changed(small, record, "sv", published).date() == date(*expected)


@pytest.fixture
def without_history(tmp_path: Path) -> Site:
    dated = FILES["data/events/mote.yml"] + "updated: 2024-02-02\n"
    network(tmp_path, {"data/events/mote.yml": dated})
    shutil.rmtree(tmp_path / ".git")
    return load_site(tmp_path)[0]


def test_without_history_news_is_dated_by_editors_and_the_rest_is_told(
    without_history: Site,
) -> None:
    feeds = {each.path: each.content.decode() for each in artifacts(without_history)}
    assert feeds["nytt/rss.xml"].count("<item>") == 1
    assert "Fri, 02 Feb 2024 12:00:00 +0100" in feeds["nytt/rss.xml"]
    (warning,) = check_feeds(without_history)
    assert (warning.code, warning.severity) == ("news-without-history", Severity.WARNING)
    assert warning.arguments == {"count": "2"}


def test_a_record_that_is_not_committed_yet_is_told_of(tmp_path: Path) -> None:
    network(tmp_path)
    write(tmp_path, {"data/events/nytt.yml": FILES["data/events/mote.yml"]})
    site = load_site(tmp_path)[0]
    assert site.get(Event, "nytt")
    (warning,) = check_feeds(site)
    assert (warning.code, warning.span.path) == ("news-undated", "data/events/nytt.yml")
