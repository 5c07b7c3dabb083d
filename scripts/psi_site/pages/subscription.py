"""Menus for taking a calendar, or a single event, into one's own calendar program."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from psi_site.calendars.subscribe import Way, event_ways, ways
from psi_site.calendars.table import Calendar, calendar_of
from psi_site.model.event import Event, Series
from psi_site.model.record import Record
from psi_site.pages.reader import Reader
from psi_site.tracing import answer


class WayLink(NamedTuple):
    """One way in, as the component `subscribe` shows it; `hint` says how fresh it stays."""

    text: str
    href: str
    hint: str
    type: str | None


class Menu(NamedTuple):
    """A menu for the component `subscribe`; `address` is the absolute address to copy, if any."""

    title: str
    hint: str
    links: list[WayLink]
    address: str | None


def calendar_menu(reader: Reader, calendar: Calendar) -> Menu:
    """Return the ways to subscribe to a calendar."""
    found = ways(reader.site, calendar)
    copied = next((way.href for way in found if way.copy), None)
    return Menu(
        title=reader.t("calendars.subscribe"),
        hint=reader.t("calendars.explanation.changes"),
        links=_links(reader, found),
        address=copied,
    )


def record_menu(reader: Reader, record: Record) -> Menu | None:
    """Return the ways to subscribe to the calendar of a record's page, None where it has none."""
    return _record_menu(reader, record.kind, record.id)


@answer
def _record_menu(reader: Reader, kind: str, record_id: str) -> Menu | None:
    """Every event's page shows such a menu, and only a new address or name changes it."""
    record = reader.site.find(record_id, (kind,))
    calendar = calendar_of(reader.site, record, reader.language.code) if record else None
    return calendar_menu(reader, calendar) if calendar else None


def all_events_menu(reader: Reader) -> Menu | None:
    """Return the ways to subscribe to everything the network arranges."""
    page = reader.site.list_pages.get(Event.kind)
    return record_menu(reader, page) if page else None


def series_menu(reader: Reader, event: Event) -> Menu | None:
    """Return the ways to subscribe to the series of an event, else to all events."""
    if event.series is None:
        return all_events_menu(reader)
    series = reader.site.get(Series, event.series)
    menu = record_menu(reader, series)
    if menu is None:
        return all_events_menu(reader)
    return menu._replace(title=reader.t("event.subscribe_series", title=reader.words(series.title)))


def saving_menu(reader: Reader, event: Event) -> Menu | None:
    """Return the ways to save one event, None while it has no date."""
    found = event_ways(reader.site, event, reader.language.code)
    if not found:
        return None
    hint = reader.t("calendars.copy_note")
    return Menu(reader.t("calendars.add_title"), hint, _links(reader, found), None)


def _links(reader: Reader, found: Iterable[Way]) -> list[WayLink]:
    return [
        WayLink(
            text=reader.t(way.label),
            href=way.href,
            hint=reader.t(way.note) if way.note else "",
            type="text/calendar" if way.download else None,
        )
        for way in found
        if not way.copy
    ]
