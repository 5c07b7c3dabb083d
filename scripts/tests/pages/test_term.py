"""The glossary: an anchor for each term, and where the terms are used."""

from __future__ import annotations

from psi_site.model.page import Page
from psi_site.model.term import Term
from psi_site.pages.mentions import mention_links, mentions
from psi_site.pages.term import entry, term_list
from psi_site.site import Site
from tests.pages.drawing import draw, reader, words
from tests.pages.made import with_records

OVEN = Term.model_validate(
    {
        "id": "oven",
        "title": {"sv": "Ugn", "en": "Oven"},
        "abbreviation": {"sv": "UGN", "en": "OVN"},
        "forms": {"sv": ["ugnen", "ugnar"], "en": ["ovens"]},
        "definition": {"sv": "Värmer [annat](term:iop).", "en": "Heats [things](term:iop)."},
        "source": {"sv": "Kokboken", "en": "The cookbook"},
        "partners": ["bilda"],
    }
)


def test_every_field_is_on_the_page(real_site: Site) -> None:
    html = draw(with_records(real_site, OVEN), "/ordlista/")
    assert 'id="oven"' in html
    said = words(html)
    for text in ("Ugn UGN", "Värmer annat", "ugnen, ugnar", "Kokboken", "Bilda"):
        assert text in said
    assert "ovens" not in said


def test_every_term_has_one_anchor(real_site: Site) -> None:
    for path in ("/ordlista/", "/en/glossary/"):
        html = draw(real_site, path)
        for term in real_site.all(Term):
            assert html.count(f'id="{term.id}"') == 1


def test_used_on_names_texts_and_fields(real_site: Site) -> None:
    used = {(r.kind, r.id) for r in mentions(reader(real_site), real_site.get(Term, "uvas"))}
    assert ("page", "siffror") in used
    assert ("project", "samverkan-for-social-innovation") in used


def test_used_on_follows_the_language(real_site: Site) -> None:
    """A link that stands in one edition only counts for readers of that edition."""
    page = Page.model_validate(
        {
            "id": "extra",
            "editions": {
                "sv": {"title": "A", "description": "A", "body": "En [ugn](term:oven)."},
                "en": {"title": "B", "description": "B", "body": "Nothing here."},
            },
        }
    )
    site = with_records(real_site, OVEN, page)
    assert mentions(reader(site), OVEN) == [page]
    assert mentions(reader(site, "en"), OVEN) == []


def test_used_on_finds_an_original_that_is_read_for_want_of_a_translation(
    real_site: Site,
) -> None:
    edition = {"title": "A", "description": "A", "body": "En [ugn](term:oven)."}
    page = Page.model_validate({"id": "extra", "editions": {"sv": edition}})
    site = with_records(real_site, OVEN, page)
    (mention,) = mention_links(reader(site, "en"), OVEN)
    assert (mention.link.href, mention.link.lang, mention.kind) == ("/extra/", "sv", "page")


def test_what_cannot_be_read_is_no_mention(real_site: Site) -> None:
    found = mentions(reader(real_site), real_site.get(Term, "iop"))
    assert not {"organisation", "settings", "statement"} & {record.kind for record in found}


def test_kinds_and_records_can_be_left_out(real_site: Site) -> None:
    view, uvas = reader(real_site), real_site.get(Term, "uvas")
    whole = mention_links(view, uvas)
    assert "sida" in {mention.kind for mention in whole}
    assert "sida" not in {mention.kind for mention in mention_links(view, uvas, kinds=["page"])}
    beside = mentions(view, uvas)[:1]
    assert len(mention_links(view, uvas, beside)) == len(whole) - 1


def test_terms_stand_in_alphabetical_order(real_site: Site) -> None:
    letters = term_list(reader(real_site), real_site.list_pages["term"], None)["letters"]
    texts = [letter.text for letter, _ in letters]
    assert texts[0] == "0–9"
    assert texts[-1] == "Ö"
    assert sum(len(found) for _, found in letters) == len(real_site.all(Term))


def test_forms_are_those_of_the_language(real_site: Site) -> None:
    assert entry(reader(real_site, "en"), OVEN).forms == "ovens"
