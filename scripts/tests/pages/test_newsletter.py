"""The archive, and the page of an issue.

`python -m tests.pages.test_newsletter FOLDER`, run in `scripts`, takes the expected page anew out
of a built site: read the difference before committing it.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

from psi_site.model.newsletter import Newsletter, NewsletterItem
from psi_site.pages.newsletter import (
    about,
    blocks,
    line,
    newsletter_list,
    newsletter_page,
    people,
    sent,
)
from psi_site.pages.reader import Reader
from psi_site.site import Site
from tests.conftest import NOW
from tests.pages.made import with_records

GOLDEN = Path(__file__).parent / "golden" / "newsletter.html"
ISSUE = "nyhetsbrev/2017-4/index.html"


@pytest.fixture(scope="module")
def reader(real_site: Site) -> Reader:
    return Reader(real_site, real_site.languages["en"], NOW)


@pytest.fixture(scope="module")
def issue(real_site: Site) -> Newsletter:
    return real_site.get(Newsletter, "2017-4")


def swedish_only(**more: Any) -> Newsletter:
    edition = {"subject": "Nytt i höst", "preheader": "Allt om hösten."}
    base = {"id": "2023-1", "year": 2023, "number": 1, "editions": {"sv": edition}}
    return Newsletter.model_validate({**base, **more})


def main_part(page: str) -> str:
    """Return the article of a page, without blank lines."""
    found = re.search(r"<article.*</article>", page, re.S)
    assert found
    return "\n".join(text.rstrip() for text in found[0].split("\n") if text.strip()) + "\n"


def test_an_issue_is_as_expected(built: Path) -> None:
    page = (built / ISSUE).read_text(encoding="utf-8")
    assert main_part(page) == GOLDEN.read_text(encoding="utf-8")


def test_every_item_has_its_anchor_under_its_section(reader: Reader, issue: Newsletter) -> None:
    variables = newsletter_page(reader, issue)
    levels = [(heading.level, heading.id) for heading in variables["headings"]]
    expected = [
        pair
        for section in issue.editions["en"].sections
        for pair in ((2, section.id), *((3, item.id) for item in section.items))
    ]
    assert levels == expected
    assert len(levels) == len(set(levels))


def test_anchors_are_the_same_in_every_language(issue: Newsletter) -> None:
    anchors = [
        [item.id for section in edition.sections for item in section.items]
        for edition in issue.editions.values()
    ]
    assert len(anchors) > 1
    assert all(each == anchors[0] for each in anchors)


def test_an_untranslated_issue_keeps_its_own_language(real_site: Site) -> None:
    site = with_records(real_site, swedish_only())
    found = line(Reader(site, site.languages["en"], NOW), "2023-1")
    assert (found.link.title, found.link.lang) == ("Nytt i höst", "sv")
    assert found.link.href == "/nyhetsbrev/2023-1/"
    assert found.text == "Allt om hösten."


def test_the_archive_begins_with_the_newest_year(reader: Reader, real_site: Site) -> None:
    variables = newsletter_list(reader, real_site.list_pages[Newsletter.kind], None)
    years = list(variables["years"])
    assert years == sorted(years, reverse=True)
    listed = [line.link.href for lines in variables["years"].values() for line in lines]
    assert len(listed) == len(real_site.all(Newsletter))
    assert [feed["type"] for feed in variables["feeds"]] == [
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
    ]


def test_sent_is_the_day_or_what_is_known(reader: Reader, issue: Newsletter) -> None:
    assert sent(reader, swedish_only(published="2023-03-01")) == "1 March 2023"
    assert sent(reader, issue) == "Late 2017"
    assert sent(reader, swedish_only()) == ""


def test_a_picture_without_its_file_keeps_its_words(built: Path, issue: Newsletter) -> None:
    page = (built / ISSUE).read_text(encoding="utf-8")
    images = [
        item.image
        for section in issue.editions["sv"].sections
        for item in section.items
        if item.image
    ]
    assert images
    assert all(image.file is None for image in images)
    assert all(f"{image.caption}." in page and f"{image.credit}." in page for image in images)


def test_a_list_stands_as_it_was_on_the_day_of_the_issue(reader: Reader) -> None:
    wanted = swedish_only(published="2021-04-01", blocks=[{"kind": "coming_events"}])
    (block,) = blocks(reader, wanted)
    first = block["lines"][0]
    assert first["href"] == "/en/events/2021-04-19-tillit-i-valfarden/"
    assert "2021" in first["meta"]
    assert blocks(reader, swedish_only(published="2021-04-01")) == []


def test_people_have_the_role_they_had_that_year(reader: Reader, issue: Newsletter) -> None:
    (then,) = people(reader, issue, ["susanna-jordan"])
    assert then["href"] == "/en/people/#susanna-jordan"
    assert then["role"] and then["org"]
    (later,) = people(reader, swedish_only(), ["susanna-jordan"])
    assert (later["role"], later["org"]) == (None, None)


def test_what_an_item_names_is_linked_kind_by_kind(reader: Reader) -> None:
    item = NewsletterItem(
        id="a",
        title="A",
        body="",
        partners=("verdandi-orebro",),
        grants=("utvecklingsmedel-2017",),
        schemes=("utvecklingsmedel",),
    )
    found = about(reader, item)
    assert [len(links) for _, links in found] == [1, 2]
    assert all(link.href for _, links in found for link in links)


def test_a_contact_is_not_named_twice(reader: Reader, issue: Newsletter) -> None:
    for section in newsletter_page(reader, issue)["sections"]:
        for item in section.items:
            names = [person["name"] for person in (*item.contacts, *item.people)]
            assert len(names) == len(set(names))


if __name__ == "__main__":
    built_page = (Path(sys.argv[1]) / ISSUE).read_text(encoding="utf-8")
    GOLDEN.write_text(main_part(built_page), encoding="utf-8")
