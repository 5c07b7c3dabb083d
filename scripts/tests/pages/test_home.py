"""The home page: its own sections, and what it takes from the records."""

from __future__ import annotations

from psi_site.model.newsletter import Newsletter
from psi_site.model.page import Page
from psi_site.pages.home import (
    happenings,
    newest_figures,
    newest_issue,
    newest_projects,
    partner_groups,
    sections,
)
from psi_site.site import Site
from tests.pages.drawing import draw, reader, with_events, words


def test_sections_end_with_the_link_that_leads_on(real_site: Site) -> None:
    first, join, support = sections(reader(real_site), real_site.get(Page, "index"))
    assert (first.id, first.title) == ("vad", "Vad är PSI?")
    assert join.action and join.action.href == "/ga-med/"
    assert support.action and support.action.title not in support.words
    assert first.html.startswith("\n<p>PSI samlar") or first.html.startswith("<p>PSI samlar")
    assert first.html.rstrip().endswith("</p>")


def test_every_word_of_the_text_is_shown(real_site: Site) -> None:
    for language, path in (("sv", "/"), ("en", "/en/")):
        shown = words(draw(real_site, path))
        for section in sections(reader(real_site, language), real_site.get(Page, "index")):
            assert section.title in shown
            assert " ".join(section.words.split()) in shown
            assert section.action and section.action.title in shown


def test_the_next_events_come_first_and_the_latest_fill_in_for_them(real_site: Site) -> None:
    coming, latest = happenings(reader(real_site))
    assert coming == []
    assert latest[0].href == "/kalender/2022-10-24-fran-utanforskap-till-inkludering/"
    site = with_events(real_site, {"id": "next", "start": "2026-12-01"})
    coming, _ = happenings(reader(site))
    assert [line.href for line in coming] == ["/kalender/next/"]
    assert 'data-start="2026-12-01"' in draw(site, "/")


def test_figures_are_the_newest_of_what_they_say(real_site: Site) -> None:
    found = newest_figures(reader(real_site))
    assert [figure["year"] for figure in found] == ["2025", "2022", "2021"]
    labels = [str(figure["label"]) for figure in found]
    assert len(set(labels)) == 3


def test_partners_stand_in_three_groups_in_alphabetical_order(real_site: Site) -> None:
    groups = partner_groups(reader(real_site))
    assert [len(group.partners) for group in groups] == [22, 10, 7]
    names = [link.title for link in groups[0].partners]
    assert names[0] == "ABF"
    assert names[-1].startswith("Örebro")


def test_the_newest_issue_names_its_first_items(real_site: Site) -> None:
    issue = newest_issue(reader(real_site, "en"))
    newest = max(real_site.all(Newsletter), key=lambda each: each.sort_key)
    assert issue and issue.link.href == f"/en/newsletter/{newest.id}/"
    assert len(issue.items) == 6
    assert issue.count == sum(len(s.items) for s in newest.editions["en"].sections)


def test_the_newest_projects_lead(real_site: Site) -> None:
    first = newest_projects(reader(real_site))[0]
    assert first["link"].href == "/projekt/samverkan-for-social-innovation/"
    assert first["when"].startswith("2025")
