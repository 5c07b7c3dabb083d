"""Who does what in which events and projects, seen from one organisation or person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from psi_site.model.event import Event, Participation, Role, programme_items
from psi_site.model.party import Contact, Group, Period, Person, Seat
from psi_site.model.project import Project, ProjectStatus
from psi_site.model.record import Record
from psi_site.pages.agenda import AgendaLine, line
from psi_site.pages.reader import Link, Reader

ORGANISER = "organiser"
PARTICIPANT = "participant"
CONTACT = "contact"
FUNDER = "funder"
ASKED = "asked"

Roles = tuple[str, ...]
"""What somebody does, in the words of the model: `organiser`, `speaker`, `owner`."""


class EventRow(NamedTuple):
    """An event as one line of a list, and what somebody does in it, in words."""

    line: AgendaLine
    roles: str


class ProjectRow(NamedTuple):
    """A project as one line of a list."""

    project: Project
    link: Link
    roles: str
    when: str


class SeatRow(NamedTuple):
    """A seat in a group in one period."""

    group: Group
    link: Link
    years: str
    seat: Seat


def event_roles(event: Event, record: Record) -> Roles:
    """Return what an organisation or person does in an event, each role once."""
    return tuple(dict.fromkeys(_event_roles(event, record)))


def _event_roles(event: Event, record: Record) -> Iterator[str]:
    is_person = isinstance(record, Person)
    if not is_person and record.id in event.organisers:
        yield ORGANISER
    for part in _participations(event):
        if (part.person if is_person else part.organisation) == record.id:
            yield part.role.value
    if not is_person and record.id in event.participants:
        yield PARTICIPANT
    if is_person and _is_contact(event.contacts, record):
        yield CONTACT


def _participations(event: Event) -> Iterator[Participation]:
    yield from event.people
    for item in programme_items(event.programme):
        yield from item.people


def _is_contact(contacts: Iterable[Contact], record: Record) -> bool:
    return any(contact.person == record.id for contact in contacts)


def project_roles(project: Project, record: Record) -> Roles:
    """Return what an organisation or person does in a project, each role once."""
    if isinstance(record, Person):
        return (CONTACT,) if _is_contact(project.contacts, record) else ()
    named = [p.role.value for p in project.parties if p.organisation == record.id]
    pays = any(amount.funder == record.id for amount in project.amounts)
    return tuple(dict.fromkeys([*named, *([FUNDER] if pays else [])]))


def event_rows(reader: Reader, events: Iterable[tuple[Event, Roles]]) -> list[EventRow]:
    """Return events as lines, the latest first and undated ones last."""
    in_order = sorted(events, key=lambda pair: pair[0].first_day or dt.date.min, reverse=True)
    return [EventRow(line(reader, event), _event_words(reader, roles)) for event, roles in in_order]


def project_rows(reader: Reader, projects: Iterable[tuple[Project, Roles]]) -> list[ProjectRow]:
    """Return projects as lines, in alphabetical order."""
    roles_of = {project.id: roles for project, roles in projects}
    ordered = reader.by_name(reader.site.get(Project, project_id) for project_id in roles_of)
    return [
        ProjectRow(
            project=project,
            link=reader.link(project),
            roles=_project_words(reader, project, roles_of[project.id]),
            when=project_years(reader, project),
        )
        for project in ordered
        if isinstance(project, Project)
    ]


def project_years(reader: Reader, project: Project) -> str:
    """Return the years of a project, or what else is known of its time."""
    first = project.start.year if project.start else project.first_year
    last = project.end.year if project.end else project.last_year
    if first is None and last is None:
        return reader.words(project.period)
    return years(reader, first, last)


def years(reader: Reader, first: int | None, last: int | None) -> str:
    """Return a span of years in words, open at either end."""
    if first is None:
        return reader.t("involvement.years.to", last=str(last)) if last is not None else ""
    if last is None:
        return reader.t("involvement.years.since", first=str(first))
    if first == last:
        return str(first)
    return reader.t("involvement.years.span", first=str(first), last=str(last))


def _event_words(reader: Reader, roles: Roles) -> str:
    in_programme = set(Role)
    areas = ("event.role" if role in in_programme else "involvement.event" for role in roles)
    return _words(reader, zip(areas, roles, strict=True))


def _project_words(reader: Reader, project: Project, roles: Roles) -> str:
    areas = {CONTACT: "involvement.project"}
    names = (_funding(project, role) for role in roles)
    return _words(reader, ((areas.get(name, "project.role"), name) for name in names))


def _funding(project: Project, role: str) -> str:
    """Nobody funds what is only applied for."""
    return ASKED if role == FUNDER and project.status is ProjectStatus.APPLIED else role


def _words(reader: Reader, keys: Iterable[tuple[str, str]]) -> str:
    return ", ".join(reader.t(f"{area}.{role}") for area, role in keys)


def events_of(reader: Reader, record: Record) -> list[tuple[Event, Roles]]:
    """Return the events an organisation or person does something in, with the roles."""
    pairs = ((event, event_roles(event, record)) for event in reader.site.links_to(record, Event))
    return [(event, roles) for event, roles in pairs if roles]


def projects_of(reader: Reader, record: Record) -> list[tuple[Project, Roles]]:
    """Return the projects an organisation or person does something in, with the roles."""
    found = reader.site.links_to(record, Project)
    pairs = ((project, project_roles(project, record)) for project in found)
    return [(project, roles) for project, roles in pairs if roles]


def seats_of(reader: Reader, record: Record) -> list[SeatRow]:
    """Return the seats an organisation or person has had in groups, the newest period first."""
    return [
        SeatRow(group, reader.link(group), period_years(reader, period), seat)
        for group in reader.site.links_to(record, Group)
        for period in newest_first(group)
        for seat in period.seats
        if (seat.person if isinstance(record, Person) else seat.organisation) == record.id
    ]


def newest_first(group: Group) -> list[Period]:
    """Return the periods of a group, the newest first."""
    return sorted(group.periods, key=lambda period: period.from_year, reverse=True)


def period_years(reader: Reader, period: Period) -> str:
    """Return the years of a period in words."""
    return years(reader, period.from_year, period.to_year)
