"""What is said of an event, in plain text and in the two forms of HTML."""

from __future__ import annotations

from pathlib import Path

import html5lib

from psi_site.calendars.description import contact_lines, describe, outline_of, page_address
from psi_site.model.event import Event
from psi_site.site import Site
from tests.calendars.sample import event, site_of

WINTER = """\
We talk about neighbourhoods.

Taking part:
– Bo Björk, Granris Municipality (moderator)

Programme:
• 08:30–09:00 What is a neighbourhood?
  A short introduction.
  – Ada Alm, chair, The Village Team (speaker)
• Two conversations
  • 1. Helping each other
  • 2. Getting to know
    • Questions
• Summary
  – Ada Alm, chair, The Village Team (speaker)
  – The Library (takes part)

Organised by: The Village Team
Cost: Free
Sign up: https://exempel.se/anm%C3%A4lan?m%C3%B6te=1&plats=%C3%A5
Sign up by: 15 January 2022
Sign up: Tell us about food on the partners' page.
Contact: Ada Alm, Host, ada@exempel.se, 010-123 45 67
Read more: https://www.exempel.se/n%C3%A4t/en/events/winter/"""


def test_the_plain_text_has_programme_people_and_links(sample: Site) -> None:
    assert describe(sample, sample.get(Event, "winter"), "en").plain == WINTER


def test_the_rich_text_has_the_same_words_nested(sample: Site) -> None:
    html = describe(sample, sample.get(Event, "winter"), "en").html
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    words = " ".join(" ".join(tree.itertext()).split())
    for line in WINTER.splitlines():
        for part in line.strip("•–1234.: ").split(": "):
            assert part.strip() in words
    deepest = tree.findall("./div/ul/li/ul/li/ul/li/b")
    assert [each.text for each in deepest] == ["Questions"]
    links = [each.get("href") for each in tree.iter("a")]
    assert links == [
        "https://exempel.se/anm%C3%A4lan?m%C3%B6te=1&plats=%C3%A5",
        "https://www.exempel.se/n%C3%A4t/en/about/partners/",
        "https://www.exempel.se/n%C3%A4t/en/events/winter/",
    ]


def test_the_whole_document_is_for_outlook(sample: Site) -> None:
    found = describe(sample, sample.get(Event, "winter"), "sv")
    assert found.html in found.document
    assert found.document.startswith("<!DOCTYPE HTML PUBLIC")
    tree = html5lib.parse(found.document, namespaceHTMLElements=False)
    assert tree.get("lang") == "sv"


def test_what_looks_like_html_is_text(sample: Site, tmp_path: Path) -> None:
    source = event().replace("Om mötet.", "'<script>x</script> & <b>y</b>'")
    site = site_of(tmp_path, {"a": source})
    found = describe(site, site.get(Event, "a"), "sv")
    assert found.plain.startswith("<script>x</script> & <b>y</b>")
    assert "&lt;script&gt;x&lt;/script&gt; &amp; &lt;b&gt;y&lt;/b&gt;" in found.html


def test_untranslated_words_say_their_language(tmp_path: Path) -> None:
    source = event(for_whom="{sv: Alla}").replace("summary: {sv: Om mötet., en: About it.}", "")
    site = site_of(tmp_path, {"a": f"summary: {{sv: Om mötet.}}\n{source}"})
    html = describe(site, site.get(Event, "a"), "en").html
    assert '<div lang="en">' in html
    assert '<span lang="sv">Om mötet.</span>' in html


def test_the_status_is_said_first(sample: Site) -> None:
    outline = outline_of(sample, sample.get(Event, "rescheduled"), "en")
    said = [notice.plain for notice in outline.notices]
    assert said == ["This event has a new time.", "Earlier time: 1 June 2026"]
    cancelled = describe(sample, sample.get(Event, "cancelled"), "sv").plain
    assert cancelled.startswith("Mötet är inställt.\n\nSalen är stängd (https://exempel.se/sal).")


def test_lists_in_a_text_keep_their_lines(tmp_path: Path) -> None:
    item = 'programme:\n  - kind: talk\n    title: Tal\n    text: "Med:\\n\\n- ett\\n- två"\n'
    site = site_of(tmp_path, {"a": event() + item})
    plain = describe(site, site.get(Event, "a"), "sv").plain
    assert "• Tal\n  Med:\n  - ett\n  - två\n" in plain


def test_registration_by_mail_is_a_link(tmp_path: Path) -> None:
    site = site_of(tmp_path, {"a": event(registration="{email: ada@exempel.se}")})
    found = describe(site, site.get(Event, "a"), "sv")
    assert "Anmälan: ada@exempel.se\n" in found.plain
    assert '<a href="mailto:ada@exempel.se">ada@exempel.se</a>' in found.html


def test_contacts_are_one_line_each(sample: Site) -> None:
    contacts = sample.get(Event, "winter").contacts
    assert contact_lines(sample, contacts, "en") == (
        "Ada Alm, Host, ada@exempel.se, 010-123 45 67",
    )


def test_the_page_is_the_one_that_exists(sample: Site) -> None:
    odd = sample.get(Event, "odd-text")
    assert page_address(sample, odd, "en").endswith("/kalender/odd-text/")
