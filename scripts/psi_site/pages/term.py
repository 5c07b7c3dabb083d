"""The glossary: every term with its anchor, and where it is used."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from psi_site.model.page import Page
from psi_site.model.party import Partner
from psi_site.model.term import Term
from psi_site.pages.alphabet import by_letter
from psi_site.pages.anchors import text_beside
from psi_site.pages.facets import Choice
from psi_site.pages.mentions import Mention, mention_links
from psi_site.pages.reader import Link, Reader
from psi_site.pages.web_page import Variables


@dataclass(frozen=True)
class Entry:
    """A term of the glossary."""

    id: str
    title: Markup
    abbreviation: Markup
    forms: str
    definition: Markup
    source: Markup
    partners: list[Link]
    used_on: list[Mention]


def term_list(reader: Reader, page: Page, choice: Choice | None) -> Variables:
    """Return the terms under the letters they begin with."""
    del choice
    found = reader.site.all(Term)
    letters = by_letter(reader, found)
    return {
        "letters": [
            (letter, [entry(reader, each) for each in letter.records if isinstance(each, Term)])
            for letter in letters
        ],
        **text_beside(reader, page, found),
    }


def entry(reader: Reader, term: Term) -> Entry:
    """Return a term for the glossary."""
    site = reader.site
    return Entry(
        id=term.id,
        title=reader.text(term.title),
        abbreviation=reader.text(term.abbreviation),
        forms=", ".join(term.forms.get(reader.language.code, ())),
        definition=reader.prose(term.definition, f"{term.id}-"),
        source=reader.text(term.source),
        partners=reader.links(site.get(Partner, partner_id) for partner_id in term.partners),
        used_on=mention_links(reader, term),
    )
