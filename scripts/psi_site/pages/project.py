"""The page of a project, section by section."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from psi_site.exports import downloads
from psi_site.model.event import Event
from psi_site.model.grant import Grant, Scheme
from psi_site.model.party import Place
from psi_site.model.project import (
    Activity,
    Decision,
    PartyRole,
    Project,
    ProjectAmount,
    ProjectStatus,
)
from psi_site.model.record import Record
from psi_site.model.term import Term
from psi_site.pages.agenda import AgendaLine, line
from psi_site.pages.budget import year_tables
from psi_site.pages.contact import contact_cards
from psi_site.pages.event import document
from psi_site.pages.involvement import project_years
from psi_site.pages.news import items_about
from psi_site.pages.reader import Link, Reader
from psi_site.pages.web_page import Variables
from psi_site.prose import Heading, slugify

TONES = {
    ProjectStatus.APPLIED: "rye",
    ProjectStatus.ONGOING: "forest",
    ProjectStatus.FINISHED: "lake",
    ProjectStatus.UNKNOWN: None,
}
"""The colour of each status, wherever projects are shown."""


@dataclass(frozen=True)
class Section:
    """A part of the page that has something in it; the template draws it by `name`."""

    name: str
    id: str
    title: str


@dataclass(frozen=True)
class Step:
    """An activity with its parts."""

    title: Markup
    text: Markup
    when: Markup
    events: list[Link]
    steps: list[Step]


@dataclass(frozen=True)
class Money:
    """An amount as a figure, and what is known of it."""

    label: str
    text: str
    value: int
    funder: Link | None
    share: str
    day: dict[str, str] | None
    year: str
    note: Markup


def project_page(reader: Reader, project: Project) -> Variables:
    """Return what the page of a project shows beside the record itself."""
    shown = {
        **_texts(project),
        "activities": steps(reader, project.activities, "activity"),
        "results": _results(reader, project),
        "parties": parties(reader, project),
        "money": project.amounts or project.funding or project.costs,
        "decisions": [_decision(reader, each) for each in project.decisions],
        "documents": [document(reader, each) for each in project.documents],
        "events": events(reader, project),
        "news": items_about(reader, project),
        "related": related(reader, project),
        "terms": reader.links(reader.site.get(Term, each) for each in project.terms),
        "contacts": contact_cards(reader, project.contacts),
    }
    sections = [_section(reader, name) for name in _ORDER if shown.get(name)]
    return {
        **shown,
        "status": status_tag(reader, project),
        "when": when(reader, project),
        "municipalities": _places(reader, project.municipalities),
        "places": _places(reader, project.places),
        "scheme": reader.link(reader.site.get(Scheme, project.scheme)) if project.scheme else None,
        "owners": _with_role(reader, project, PartyRole.OWNER),
        "amounts": [money(reader, amount) for amount in project.amounts],
        "tables": year_tables(reader, project),
        "downloads": downloads(reader.site, reader.language, project),
        "sections": sections,
        "headings": [Heading(section.id, section.title, 2) for section in sections],
    }


_ORDER = (
    *("description", "problem", "goals", "activities", "target_groups", "results", "parties"),
    *("money", "perspectives", "sustainability", "evaluation", "dissemination", "steering"),
    *("delimitation", "events", "decisions", "documents", "news", "related", "terms", "contacts"),
)


def _texts(project: Project) -> Mapping[str, Any]:
    """Return the sections that are texts of the record itself."""
    return {
        "goals": project.overall_goals or project.goal or project.sub_goals,
        **{name: getattr(project, name, None) for name in _ORDER if name in Project.model_fields},
    }


def _section(reader: Reader, name: str) -> Section:
    title = reader.t(f"project.section.{name}")
    return Section(name, slugify(title), title)


# What it is


def status_tag(reader: Reader, project: Project) -> dict[str, str | None]:
    """Return how far a project has come, for the tag component."""
    return {"text": reader.t(f"project.status.{project.status}"), "tone": TONES[project.status]}


def when(reader: Reader, project: Project) -> str:
    """Return when a project runs: its days and what is said of its time, else its years."""
    parts = (_days(reader, project), reader.words(project.period))
    return " · ".join(part for part in parts if part) or project_years(reader, project)


def _days(reader: Reader, project: Project) -> str:
    if project.start and project.end:
        return reader.language.date_range(project.start, project.end)
    if project.start:
        return reader.t("project.since", day=reader.date(project.start))
    return reader.t("project.until", day=reader.date(project.end)) if project.end else ""


def _places(reader: Reader, place_ids: Iterable[str]) -> list[Link]:
    return reader.links(reader.site.get(Place, place_id) for place_id in place_ids)


# What is done


def steps(reader: Reader, activities: Iterable[Activity], prefix: str) -> list[Step]:
    """Return activities with their parts; `prefix` keeps the ids of their texts apart."""
    return [
        Step(
            title=reader.text(activity.title),
            text=reader.prose(activity.text, f"{prefix}-{number}-"),
            when=reader.text(activity.when),
            events=reader.links(reader.site.get(Event, each) for each in activity.events),
            steps=steps(reader, activity.activities, f"{prefix}-{number}"),
        )
        for number, activity in enumerate(activities, start=1)
    ]


def events(reader: Reader, project: Project) -> list[AgendaLine]:
    """Return the events a project has or is named by, the first to come first, undated last."""
    found = {event.id: event for event in reader.site.links_to(project, Event)}
    for event_id in _event_ids(project.activities):
        found.setdefault(event_id, reader.site.get(Event, event_id))
    in_order = sorted(found.values(), key=lambda event: (event.first_day is None, str(event.start)))
    return [line(reader, event) for event in in_order]


def _event_ids(activities: Iterable[Activity]) -> list[str]:
    return [
        each
        for activity in activities
        for each in (*activity.events, *_event_ids(activity.activities))
    ]


def _results(reader: Reader, project: Project) -> list[dict[str, Any]]:
    return [
        {"value": reader.language.number(each.value), "label": reader.text(each.label)}
        for each in project.results
    ]


# Who takes part


def parties(reader: Reader, project: Project) -> list[dict[str, Any]]:
    """Return the organisations of a project by role, in the order of the roles."""
    by_role = {
        role: [
            {"link": reader.party(party.organisation), "note": reader.inline(party.note)}
            for party in project.parties
            if party.role is role
        ]
        for role in PartyRole
    }
    return [
        {"title": _role(reader, project, role), "parties": found}
        for role, found in by_role.items()
        if found
    ]


def _role(reader: Reader, project: Project, role: PartyRole) -> str:
    """Return a role in words; nobody funds what is only applied for."""
    asked = role is PartyRole.FUNDER and project.status is ProjectStatus.APPLIED
    return reader.t("project.role.asked" if asked else f"project.role.{role}")


def _with_role(reader: Reader, project: Project, role: PartyRole) -> list[Link]:
    return [reader.party(party.organisation) for party in project.parties if party.role is role]


# Money


def money(reader: Reader, amount: ProjectAmount) -> Money:
    """Return an amount with who gives it, when, and on what terms."""
    share = reader.language.percent(amount.share) if amount.share else ""
    day = amount.day
    return Money(
        label=reader.t(f"project.amount.{amount.kind}"),
        text=reader.money(amount.amount),
        value=amount.amount,
        funder=reader.party(amount.funder) if amount.funder else None,
        share=reader.t("project.money.share", share=share) if share else "",
        day={"iso": day.isoformat(), "text": reader.date(day)} if day else None,
        year=str(amount.year) if amount.year and not day else "",
        note=reader.inline(amount.note),
    )


# What it rests on, and what hangs together with it


def _decision(reader: Reader, decision: Decision) -> dict[str, Any]:
    day = decision.day
    return {
        "title": reader.text(decision.title),
        "href": decision.url,
        "reference": decision.reference,
        "body": reader.text(decision.body),
        "day": {"iso": day.isoformat(), "text": reader.date(day)} if day else None,
        "note": reader.inline(decision.note),
    }


def related(reader: Reader, project: Project) -> list[Link]:
    """Return the rounds and schemes of support that name a project."""
    found: list[Record] = [
        *reader.site.links_to(project, Grant),
        *reader.site.links_to(project, Scheme),
    ]
    return [link for link in reader.links(found) if link.href]
