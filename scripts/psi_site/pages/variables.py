"""What each kind of page has for its template, beside what every page has.

A kind without a row of its own is drawn from the record alone. Rows lie in three tables: for the
page of a record, for the page that lists a kind, and for a named template of a written page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from psi_site.model.event import Event, Series
from psi_site.model.figure import Figure
from psi_site.model.grant import Grant, Scheme
from psi_site.model.milestone import Milestone
from psi_site.model.newsletter import Newsletter
from psi_site.model.page import Page
from psi_site.model.party import Group, Partner, Person, Place
from psi_site.model.project import Project
from psi_site.model.record import Record
from psi_site.model.term import Term
from psi_site.pages.contact import contact_page
from psi_site.pages.event import event_list_variables, event_variables
from psi_site.pages.facets import FACETS, Choice, choices
from psi_site.pages.figure import figure_list
from psi_site.pages.follow import follow_variables
from psi_site.pages.group import group_list
from psi_site.pages.handbook import codes_page, reference_page
from psi_site.pages.home import home_variables
from psi_site.pages.milestone import milestone_list
from psi_site.pages.newsletter import newsletter_list, newsletter_page
from psi_site.pages.partner import partner_list, partner_page
from psi_site.pages.person import person_list
from psi_site.pages.place import place_list, place_page
from psi_site.pages.project import project_page
from psi_site.pages.project_list import project_list
from psi_site.pages.reader import Reader
from psi_site.pages.scheme import grant_page, scheme_list
from psi_site.pages.search import search_variables
from psi_site.pages.series import series_variables
from psi_site.pages.statement import statement_page
from psi_site.pages.style_page import style_page
from psi_site.pages.term import term_list
from psi_site.pages.web_page import Variables

ForRecord = Callable[[Reader, Any], Variables]
ForList = Callable[[Reader, Page, "Choice | None"], Variables]
ForPage = Callable[[Reader, Page], Variables]

RECORDS: Mapping[str, ForRecord] = {
    Event.kind: event_variables,
    Series.kind: series_variables,
    Partner.kind: partner_page,
    Place.kind: place_page,
    Grant.kind: grant_page,
    Project.kind: project_page,
    Newsletter.kind: newsletter_page,
}
LISTS: Mapping[str, ForList] = {
    Event.kind: event_list_variables,
    Partner.kind: partner_list,
    Place.kind: place_list,
    Person.kind: person_list,
    Group.kind: group_list,
    Milestone.kind: milestone_list,
    Term.kind: term_list,
    Figure.kind: figure_list,
    Scheme.kind: scheme_list,
    Project.kind: project_list,
    Newsletter.kind: newsletter_list,
}
TEMPLATES: Mapping[str, ForPage] = {
    "follow": follow_variables,
    "home": home_variables,
    "search": search_variables,
    "contact": contact_page,
    "statement": statement_page,
    "style": style_page,
    "reference": reference_page,
    "codes": codes_page,
}


def record_variables(reader: Reader, record: Record) -> Variables:
    """Return the variables of a record's own page."""
    own = RECORDS.get(record.kind)
    return {"record": record, **(own(reader, record) if own else {})}


def list_variables(reader: Reader, page: Page, choice: Choice | None) -> Variables:
    """Return the variables of a list, narrowed to one choice of a facet where there is one."""
    assert page.lists
    records = choice.records if choice else reader.site.of_kind(page.lists)
    own = LISTS.get(page.lists)
    return {
        "page": page,
        "choice": choice,
        "records": records,
        "facets": facet_links(reader, page, choice),
        **_text(reader, page, choice),
        **(own(reader, page, choice) if own else {}),
    }


def page_variables(reader: Reader, page: Page) -> Variables:
    """Return the variables of a written page: its text, and its list where it has one."""
    if page.lists:
        return list_variables(reader, page, None)
    own = TEMPLATES.get(page.template)
    return {"page": page, **_text(reader, page, None), **(own(reader, page) if own else {})}


def _text(reader: Reader, page: Page, choice: Choice | None) -> Variables:
    """Return a page's rendered text; a narrowed list goes without the introduction."""
    if choice:
        return {"body": "", "headings": ()}
    rendered = reader.markdown(page.editions[reader.language.code].body)
    return {"body": rendered.html, "headings": rendered.headings}


def facet_links(reader: Reader, page: Page, current: Choice | None) -> list[dict[str, Any]]:
    """Return the facets of a list, each with links to its choices and their counts."""
    base = reader.href(page)
    found = []
    for facet in FACETS:
        if facet.kind == page.lists:
            items = [
                {
                    "text": choice.label,
                    "href": f"{base}{choice.slug}/",
                    "count": len(choice.records),
                    "current": current is not None and choice.slug == current.slug,
                }
                for choice in choices(reader, facet)
            ]
            found.append({"id": facet.id, "items": items})
    return found
