"""Lists filled from the data."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from psi_site.mail.blocks import MailBlock, mail_blocks, new_partners
from psi_site.model.newsletter import Newsletter
from psi_site.site import Site
from tests.mail.network import ISSUE, network


def blocks(site: Site, language: str, day: date) -> dict[str, MailBlock]:
    issue = site.get(Newsletter, "2024-2")
    made = mail_blocks(site, issue, site.languages[language], day)
    return {block.title: block for block in made}


def titles(block: MailBlock) -> list[str]:
    return [entry.title for entry in block.entries]


def test_coming_events_are_those_of_the_public_until_the_day(small: Site) -> None:
    coming = blocks(small, "sv", date(2024, 5, 1))["På gång"]
    assert titles(coming) == ["Vårmöte", "Inställt möte"]
    assert [entry.when for entry in coming.entries] == [
        "20 maj 2024 kl. 13.00",
        "21–22 maj 2024 (inställt)",
    ]
    assert coming.entries[0].url == "https://example.org/kalender/var/"


def test_an_event_stays_until_its_last_day_is_over(small: Site) -> None:
    assert titles(blocks(small, "en", date(2024, 5, 22))["Coming up"]) == ["Cancelled meeting"]
    assert "Coming up" not in blocks(small, "en", date(2024, 5, 23))


def test_without_a_day_every_coming_event_is_listed(tmp_path: Path) -> None:
    issue = ISSUE.replace("    until: 2024-06-30\n", "")
    site = network(tmp_path, **{"2024_2_sv": issue})
    assert titles(blocks(site, "sv", date(2024, 5, 1))["På gång"])[-1] == "Höstmöte"


def test_new_partners_are_those_no_earlier_issue_told_of(small: Site) -> None:
    new = blocks(small, "sv", date(2024, 5, 1))["Nya parter"]
    assert titles(new) == ["Föreningen", "Klubben"]
    assert [entry.text for entry in new.entries] == [None, "Klubben spelar schack."]
    first = [partner.id for partner in new_partners(small, small.get(Newsletter, "2024-1"))]
    assert first == ["foreningen", "klubben", "forra"]


def test_a_partner_once_listed_is_not_new_again(tmp_path: Path) -> None:
    first = (
        "---\nyear: 2024\nnumber: 1\nsubject: A\npreheader: B\n"
        "blocks:\n  - kind: new_partners\n---\nHej.\n"
    )
    site = network(tmp_path, **{"2024_1_sv": first})
    assert new_partners(site, site.get(Newsletter, "2024-2")) == []


def test_a_text_in_another_language_is_left_out(small: Site) -> None:
    new = blocks(small, "en", date(2024, 5, 1))["New partners"]
    assert {entry.title: entry.text for entry in new.entries}["The Club"] is None


def test_calls_are_open_from_the_first_day_to_the_last(small: Site) -> None:
    key = "Stöd att söka nu"
    for day in (date(2024, 4, 1), date(2024, 5, 31)):
        (call,) = blocks(small, "sv", day)[key].entries
        assert call.when == "Sista dag att söka är 31 maj 2024"
    for day in (date(2024, 3, 31), date(2024, 6, 1)):
        assert key not in blocks(small, "sv", day)
