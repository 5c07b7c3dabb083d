"""The tree of a text: headings in order, addresses absolute, nothing that mail cannot show."""

from __future__ import annotations

import pytest

from psi_site.mail.body import mail_html, tree
from psi_site.site import Site
from tests.mail.network import document_of


@pytest.mark.parametrize(
    ("markdown", "level", "tags"),
    [
        ("#### A\n\n##### B\n\n#### C", 4, ["h4", "h5", "h4"]),
        ("#### A\n\n###### B", 3, ["h3", "h4"]),
        ("###### A\n\n#### B", 2, ["h2", "h2"]),
        ("#### A\n\n##### B\n\n###### C", 5, ["h5", "h6", "h6"]),
    ],
)
def test_no_heading_level_is_skipped(
    small: Site, markdown: str, level: int, tags: list[str]
) -> None:
    root = tree(document_of(small, "sv"), markdown, "x", level)
    headings = [each.tag for each in root.iter() if str(each.tag)[:1] == "h"]
    assert headings == tags


def test_links_to_records_are_absolute(small: Site) -> None:
    html = mail_html(document_of(small, "en"), "[x](partner:klubben)", "x", 4)
    assert 'href="https://example.org/en/partners/klubben/"' in html


def test_links_inside_the_text_stay_and_others_lead_to_the_web(small: Site) -> None:
    html = mail_html(document_of(small, "sv"), "A[^1] [b](#tack)\n\n[^1]: N.", "x", 4)
    assert 'href="#x-fn-1"' in html
    assert 'id="x-fn-1"' in html
    assert 'href="https://example.org/nyhetsbrev/2024-2/#tack"' in html
    assert "↩" not in html


def test_tables_keep_their_headings_without_a_region(small: Site) -> None:
    html = mail_html(document_of(small, "sv"), "| A |\n|---|\n| 1 |", "x", 4)
    assert '<th scope="col">A</th>' in html
    assert "<section" not in html
    assert "tabindex" not in html
