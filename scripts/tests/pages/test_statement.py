"""The accessibility statement has every part the law asks for; and the contact page."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest
from pydantic import ValidationError

from psi_site.model.statement import Statement
from psi_site.pages.statement import PARTS, report_href
from psi_site.site import Site
from tests.pages.drawing import draw, reader, words
from tests.pages.made import only

FULL: dict[str, Any] = {
    "id": "accessibility",
    "actor": {"sv": "Nätverket", "en": "The network"},
    "responsible": ["coompanion"],
    "service": {"sv": "Webbplatsen", "en": "The website"},
    "standard": {"sv": "regelboken", "en": "the rule book"},
    "conformance": "none",
    "shortcomings": [
        {
            "kind": kind,
            "title": {"sv": f"Brist {kind}", "en": f"Shortcoming {kind}"},
            "criteria": ["1.4.3", "2.4.7"],
            "reason": {"sv": f"Därför {kind}", "en": f"Because {kind}"},
            "alternative": {"sv": f"I stället {kind}", "en": f"Instead {kind}"},
            "mended_by": "2027-02-03",
        }
        for kind in ("not_conforming", "burden", "exempt")
    ],
    "method": {"sv": "Vi *provade*.", "en": "We *tried*."},
    "assessed": "2026-01-02",
    "reviewed": "2026-03-04",
    "published": "2026-05-06",
    "report_email": "brist@example.org",
    "report_phone": "019-10 20 30",
    "report_note": {"sv": "Skriv vad som hände.", "en": "Tell us what happened."},
    "supervisor": {"sv": "Tillsynen", "en": "The authority"},
    "supervisor_url": "https://example.org/anmal",
}


def made(site: Site, **changes: Any) -> Site:
    return only(site, "statement", Statement.model_validate(FULL | changes))


def test_every_part_is_on_the_page(real_site: Site) -> None:
    html = draw(made(real_site), "/tillganglighet/")
    said = words(html)
    for text in (
        *("Nätverket", "Coompanion", "Webbplatsen är inte förenlig med regelboken."),
        *("1.4.3, 2.4.7", "3 februari 2027", "Vi provade", "2 januari 2026", "4 mars 2026"),
        *("6 maj 2026", "brist@example.org", "Skriv vad som hände.", "Anmäl till Tillsynen"),
        *("Därför burden", "I stället exempt", "Brist not_conforming"),
    ):
        assert text in said
    assert 'href="tel:019102030"' in html
    assert 'href="https://example.org/anmal"' in html
    for part in PARTS:
        assert html.count(f'id="statement-{part}"') == 1
        assert f'href="#statement-{part}"' in html


@pytest.mark.parametrize(("degree", "text"), [("full", "helt"), ("partial", "delvis")])
def test_degree_of_conformance(real_site: Site, degree: str, text: str) -> None:
    said = words(draw(made(real_site, conformance=degree), "/tillganglighet/"))
    assert f"Webbplatsen är {text} förenlig med regelboken." in said


def test_no_shortcoming_is_said(real_site: Site) -> None:
    said = words(draw(made(real_site, shortcomings=[]), "/tillganglighet/"))
    assert "Vi känner inte till några brister." in said
    assert "Inget innehåll är undantaget." in said


def test_burden_is_denied_only_where_none_is_claimed(real_site: Site) -> None:
    denied = "Vi har inte gjort undantag för något som oskäligt betungande."
    assert denied not in words(draw(made(real_site), "/tillganglighet/"))
    assert denied in words(draw(real_site, "/tillganglighet/"))


def test_a_site_without_a_statement_shows_the_text_alone(real_site: Site) -> None:
    html = draw(only(real_site, "statement"), "/tillganglighet/")
    assert "statement-" not in html


def test_mail_asks_for_what_a_report_needs(real_site: Site) -> None:
    site = made(real_site)
    address = report_href(reader(site), site.all(Statement)[0])
    assert address.startswith("mailto:brist@example.org?subject=")
    assert "Webbläsare och hjälpmedel:" in unquote(address)
    assert "\r\n" in unquote(address)


def test_contact_page_shows_every_detail_of_the_settings(real_site: Site) -> None:
    html = draw(real_site, "/kontakt/")
    said = words(html)
    settings = real_site.settings
    for address in settings.addresses:
        for line in address.lines:
            assert line in said
    for contact in settings.contacts:
        assert f'href="mailto:{contact.email}"' in html
    details = said[said.index("Uppgifterna gällde den dag") :]
    assert details.count("31 december 2023") == len(settings.contacts)
    assert 'href="tel:0196027394"' in html
    assert "Macro" not in html


def test_the_form_writes_a_mail_whose_lines_have_names(real_site: Site) -> None:
    html = draw(made(real_site), "/tillganglighet/")
    assert 'action="mailto:brist@example.org?subject=' in html
    assert 'enctype="text/plain"' in html
    assert 'name="Vilken sida gäller det?"' in html
    assert 'type="email"' not in html


def test_the_form_sends_to_the_receiver_that_is_named(real_site: Site) -> None:
    receiver = "https://forms.example.org/tillganglighet"
    html = draw(made(real_site, report_form=receiver), "/en/accessibility/")
    assert f'action="{receiver}" method="post" data-report' in html
    assert all(f'name="{part}"' in html for part in ("page", "text", "email"))


@pytest.mark.parametrize("address", ["http://forms.example.org/", "https://forms.example;/", "?"])
def test_the_receiver_has_to_be_safe_to_name_in_a_policy(address: str) -> None:
    with pytest.raises(ValidationError):
        Statement.model_validate(FULL | {"report_form": address})


def test_every_page_leads_to_the_form_and_says_which_it_is(real_site: Site) -> None:
    html = draw(real_site, "/en/projects/")
    assert 'href="/en/accessibility/?page=/en/projects/#statement-report"' in html
    assert "statement-report" not in draw(only(real_site, "statement"), "/en/projects/")
