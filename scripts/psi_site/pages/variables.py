"""What each kind of page has for its template, beside what every page has.

A kind without a row of its own is drawn from the record alone. Rows lie in three tables: for the
page of a record, for the page that lists a kind, and for a named template of a written page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
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
from psi_site.pages.facets import FACETS, Choice, choices, records_of
from psi_site.pages.reader import Reader
from psi_site.pages.web_page import Variables


def _late(module: str, name: str) -> Callable[..., Variables]:
    """Return a function of a room of pages, which is imported when the first such page is drawn.

    Most builds draw a few pages, and all the rooms together take a tenth of a second to import.
    """

    def variables(*given: Any) -> Variables:
        found: Variables = getattr(import_module(f"psi_site.pages.{module}"), name)(*given)
        return found

    return variables


ForRecord = Callable[[Reader, Any], Variables]
ForList = Callable[[Reader, Page, "Choice | None"], Variables]
ForPage = Callable[[Reader, Page], Variables]

RECORDS: Mapping[str, ForRecord] = {
    Event.kind: _late("event", "event_variables"),
    Series.kind: _late("series", "series_variables"),
    Partner.kind: _late("partner", "partner_page"),
    Place.kind: _late("place", "place_page"),
    Grant.kind: _late("scheme", "grant_page"),
    Project.kind: _late("project", "project_page"),
    Newsletter.kind: _late("newsletter", "newsletter_page"),
}
LISTS: Mapping[str, ForList] = {
    Event.kind: _late("event", "event_list_variables"),
    Partner.kind: _late("partner", "partner_list"),
    Place.kind: _late("place", "place_list"),
    Person.kind: _late("person", "person_list"),
    Group.kind: _late("group", "group_list"),
    Milestone.kind: _late("milestone", "milestone_list"),
    Term.kind: _late("term", "term_list"),
    Figure.kind: _late("figure", "figure_list"),
    Scheme.kind: _late("scheme", "scheme_list"),
    Project.kind: _late("project_list", "project_list"),
    Newsletter.kind: _late("newsletter", "newsletter_list"),
}
TEMPLATES: Mapping[str, ForPage] = {
    "follow": _late("follow", "follow_variables"),
    "home": _late("home", "home_variables"),
    "search": _late("search", "search_variables"),
    "contact": _late("contact", "contact_page"),
    "statement": _late("statement", "statement_page"),
    "style": _late("style_page", "style_page"),
    "reference": _late("handbook", "reference_page"),
    "codes": _late("handbook", "codes_page"),
}


def record_variables(reader: Reader, record: Record) -> Variables:
    """Return the variables of a record's own page."""
    own = RECORDS.get(record.kind)
    return {"record": record, **(own(reader, record) if own else {})}


def list_variables(reader: Reader, page: Page, choice: Choice | None) -> Variables:
    """Return the variables of a list, narrowed to one choice of a facet where there is one.

    A kind without a row of its own is listed by its records.
    """
    assert page.lists
    own = LISTS.get(page.lists)
    listed = own(reader, page, choice) if own else _listed(reader, page.lists, choice)
    return {
        "page": page,
        "choice": choice,
        "facets": facet_links(reader, page, choice),
        **_text(reader, page, choice),
        **listed,
    }


def _listed(reader: Reader, kind: str, choice: Choice | None) -> Variables:
    return {"records": records_of(reader.site, kind, choice)}


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
                    "count": len(choice.ids),
                    "current": current is not None and choice.slug == current.slug,
                }
                for choice in choices(reader, facet)
            ]
            found.append({"id": facet.id, "items": items})
    return found
