"""Groups with their seats by period, beside the text of the page; and the timeline."""

from __future__ import annotations

from typing import Any

import pytest

from psi_site.model.milestone import Milestone
from psi_site.model.party import Group
from psi_site.pages.anchors import give_way
from psi_site.pages.group import group_list
from psi_site.pages.milestone import machine_date, milestone_list, when
from psi_site.prose import render
from psi_site.site import Site
from tests.pages.drawing import draw, reader, words
from tests.pages.made import with_records

BOARD = Group.model_validate(
    {
        "id": "board",
        "title": {"sv": "Styrelsen", "en": "The board"},
        "description": {"sv": "Styr.", "en": "Steers."},
        "meets": {"sv": "Varje måndag", "en": "Every Monday"},
        "periods": [
            {"from_year": 2001, "to_year": 2002, "seats": []},
            {
                "from_year": 2020,
                "description": {"sv": "En ny tid.", "en": "A new time."},
                "seats": [
                    {
                        "organisation": "coompanion",
                        "person": "anders-johansson",
                        "role": {"sv": "kassör", "en": "treasurer"},
                    },
                    {"organisation": "arvsfonden"},
                ],
            },
        ],
    }
)


def test_every_field_is_on_the_page(real_site: Site) -> None:
    said = words(draw(with_records(real_site, BOARD), "/organisation/"))
    after = said[said.index("Styrelsen") :]
    for text in (
        *("Styr.", "Varje måndag", "Sedan 2020", "En ny tid.", "Anders Johansson", "Coompanion"),
        *("(kassör)", "Allmänna arvsfonden", "2001–2002"),
    ):
        assert text in after
    assert after.index("Sedan 2020") < after.index("2001–2002")


def test_unknown_seats_are_said_plainly(real_site: Site) -> None:
    said = words(draw(with_records(real_site, BOARD), "/organisation/"))
    assert "Vilka som satt i gruppen då vet vi inte." in said[said.index("2001–2002") :]


def test_anchor_of_a_group_wins_over_a_heading(real_site: Site) -> None:
    html = draw(real_site, "/organisation/")
    assert html.count('id="arbetsutskottet"') == 1
    assert '<h3 id="arbetsutskottet">' in html
    assert 'href="#text-arbetsutskottet"' in html
    assert '<h2 id="text-arbetsutskottet">' in html


def test_only_taken_anchors_give_way() -> None:
    rendered = render("## Ett {#one}\n\n## Två {#two}", lambda *_: None)
    found = give_way(rendered, {"one"})
    assert [heading.id for heading in found.headings] == ["text-one", "two"]
    assert 'id="text-one"' in found.html
    assert 'id="two"' in found.html


def test_groups_are_in_the_table_of_contents(real_site: Site) -> None:
    listed = group_list(reader(real_site), real_site.list_pages["group"], None)
    assert listed["headings"][-1].id == "group-years"


def milestone(**values: Any) -> Milestone:
    base = {"id": "m", "year": 2015, "title": "Start", "text": "Text"}
    return Milestone.model_validate(base | values)


@pytest.mark.parametrize(
    ("values", "text", "iso"),
    [
        ({}, "2015", "2015"),
        ({"month": 1}, "januari 2015", "2015-01"),
        ({"to_year": 2017}, "2015–2017", None),
        ({"month": 1, "approximate": {"sv": "före 2015"}}, "före 2015", None),
        ({"month": 13}, "2015", "2015"),
    ],
)
def test_time_is_no_more_exact_than_known(
    real_site: Site, values: dict[str, Any], text: str, iso: str | None
) -> None:
    assert when(reader(real_site), milestone(**values)) == text
    assert machine_date(milestone(**values)) == iso


def test_timeline_shows_every_milestone_with_its_organisations(real_site: Site) -> None:
    made = milestone(id="made", organisations=["coompanion", "l-sek"])
    site = with_records(real_site, made)
    html = draw(site, "/historia/")
    listed = milestone_list(reader(site), site.list_pages["milestone"], None)
    for item in listed["milestones"]:
        assert html.count(f'id="{item["id"]}"') == 1
        assert str(item["title"]) in html
    assert listed["milestones"][-1]["organisations"][0].title == "Coompanion"
