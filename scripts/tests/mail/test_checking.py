"""The check before an issue goes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from psi_site.diagnostics import Diagnostic
from psi_site.mail.checking import check_issue
from psi_site.model.newsletter import Newsletter
from psi_site.report import wording
from psi_site.site import Site
from tests.mail.network import ISSUE, mail_of, network

SUBJECT = "subject: Nyhetsbrev 2024:2 – våren"
PREHEADER = "preheader: Om stöd & möten i vår."


def found(site: Site, issue: str = "2024-2") -> list[Diagnostic]:
    newsletter = site.get(Newsletter, issue)
    mails = [mail_of(site, code, issue) for code in site.codes if code in newsletter.editions]
    return check_issue(site, newsletter, mails)


def changed(tmp_path: Path, old: str, new: str) -> list[Diagnostic]:
    """Return what is found when `old` is replaced in the original of the issue."""
    assert old in ISSUE
    every = found(network(tmp_path, **{"2024_2_sv": ISSUE.replace(old, new)}))
    return [each for each in every if each.span.path == "newsletters/2024-2.sv.md"]


def test_nothing_to_say_about_a_good_issue(small: Site) -> None:
    assert found(small) == []


def test_the_real_issue_has_no_error(real_site: Site) -> None:
    assert [each for each in found(real_site, "2017-4") if each.is_error] == []


@pytest.mark.parametrize(
    ("old", "new", "code", "marked"),
    [
        (SUBJECT, "subject: Vårens brev", "newsletter-subject-without-number", "subject"),
        (PREHEADER, f"preheader: {SUBJECT[9:].upper()}", "mail-preheader-is-subject", "preheader"),
        (PREHEADER, f"preheader: {'Långt ' * 22}", "mail-preheader-length", "preheader"),
        ("Tack för i år.", "Rad.\nTack för 2024:1.", "newsletter-other-number", "2024:1"),
        ("Tack för i år.", "Rad ett.\nTack, Kim Ekstrom.", "mail-name-near", "Ekstrom"),
        ("  file: bilder/torg.png\n", "", "mail-image-lost", "alternative"),
    ],
)
def test_faults_are_found_where_they_stand(
    tmp_path: Path, old: str, new: str, code: str, marked: str
) -> None:
    (fault,) = changed(tmp_path, old, new)
    assert fault.code == code
    assert marked in ISSUE.replace(old, new).split("\n")[fault.span.line - 1]


def test_a_name_is_offered_as_it_should_be(tmp_path: Path) -> None:
    faults = changed(tmp_path, "Tack för i år.", "Tack, Klubbn! Tack, Kim Ekstöm.")
    offers = {each.arguments["written"]: each.suggestion for each in faults}
    assert offers == {"Klubbn": "Klubben", "Kim Ekstöm": "Kim Ekström"}
    assert not any(each.is_error for each in faults)


def test_an_issue_too_large_is_an_error(tmp_path: Path) -> None:
    (fault,) = changed(tmp_path, "Tack för i år.", "Ett långt stycke å.\n\n" * 1200)
    assert fault.code == "mail-too-large"
    assert fault.is_error
    assert int(fault.arguments["size"]) > 100_000


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_fault_has_words(tmp_path: Path, real_site: Site, language: str) -> None:
    faults = found(real_site, "2017-4")
    for number, (old, new) in enumerate(
        [
            (SUBJECT, "subject: Vårens brev"),
            (PREHEADER, f"preheader: {SUBJECT[9:]}"),
            (PREHEADER, f"preheader: {'Långt ' * 22}"),
            ("Tack för i år.", "Tack för 2024:1. Tack, Kim Ekstrom."),
            ("Tack för i år.", "Ett långt stycke å.\n\n" * 1200),
        ]
    ):
        faults += changed(tmp_path / str(number), old, new)
    for fault in faults:
        words = wording(fault, real_site.languages[language])
        assert words.message
        assert words.note
        assert words.help
    assert len({fault.code for fault in faults}) == 7
