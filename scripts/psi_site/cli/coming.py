"""What changes by itself when days pass: what begins, closes and becomes a thing of the past."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from psi_site.model.event import Event, EventStatus
from psi_site.model.grant import Grant
from psi_site.model.project import Project
from psi_site.model.record import Record
from psi_site.site import Site

_OFF = (EventStatus.CANCELLED, EventStatus.POSTPONED)


@dataclass(frozen=True)
class Change:
    """Something that is otherwise from a day on; `what` is a key of words."""

    day: date
    what: str
    record: Record


def coming_changes(site: Site, today: date, days: int) -> list[Change]:
    """Return what changes after `today` and within so many days, in order of days."""
    last = today + timedelta(days=days)
    found = [*_events(site), *_projects(site), *_grants(site)]
    within = [change for change in found if today < change.day <= last]
    return sorted(within, key=lambda change: (change.day, change.what, change.record.id))


def _events(site: Site) -> Iterator[Change]:
    for event in site.all(Event):
        if event.status in _OFF:
            continue
        if event.first_day:
            yield Change(event.first_day, "event_begins", event)
        if event.last_day:
            yield Change(event.last_day + timedelta(days=1), "event_passes", event)
        if event.registration and event.registration.last_day:
            closed = event.registration.last_day + timedelta(days=1)
            yield Change(closed, "registration_closes", event)


def _projects(site: Site) -> Iterator[Change]:
    for project in site.all(Project):
        if project.start:
            yield Change(project.start, "project_begins", project)
        if project.end:
            yield Change(project.end + timedelta(days=1), "project_ends", project)


def _grants(site: Site) -> Iterator[Change]:
    for grant in site.all(Grant):
        if grant.opens:
            yield Change(grant.opens, "grant_opens", grant)
        if grant.closes:
            yield Change(grant.closes + timedelta(days=1), "grant_closes", grant)
