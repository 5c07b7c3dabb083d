"""Events as lines of a list: what is coming, what has been, and what has no date.

Coming is as of the reader's day; the browser splits again by the ISO times each line carries, so
that a page built last week does not announce yesterday's meeting.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from psi_site.chronology import dated_events
from psi_site.model.event import AttendanceMode, Event, EventStatus, Series, Venue
from psi_site.model.party import Place
from psi_site.pages.reader import DateBlock, Reader
from psi_site.tracing import answer

_TONES = {
    EventStatus.CANCELLED: "danger",
    EventStatus.POSTPONED: "rye",
    EventStatus.RESCHEDULED: "rye",
    EventStatus.MOVED_ONLINE: "lake",
}


class AgendaLine(NamedTuple):
    """An event as the component `row` shows it.

    `start` and `end` are ISO moments for the browser, None while the event is undated; a timed
    event without an end lasts its day.
    """

    title: str
    href: str | None
    lang: str | None
    text: str
    meta: str
    date: DateBlock | None
    tags: list[dict[str, str | None]]
    start: str | None
    end: str | None


class AgendaYear(NamedTuple):
    """What happened in one year, newest first."""

    year: str
    lines: list[AgendaLine]


class Agenda(NamedTuple):
    """Events apart by time: the next first, the past by year from the newest, and the undated."""

    coming: list[AgendaLine]
    past: list[AgendaYear]
    undated: list[AgendaLine]

    @property
    def past_lines(self) -> list[AgendaLine]:
        """The past in one list, newest first."""
        return [line for year in self.past for line in year.lines]


def agenda(reader: Reader, ids: Iterable[str], series: bool = True) -> Agenda:
    """Return events, by their ids, in the three parts of a list, as of the reader's day.

    Without `series` the lines do not say which series they are of: on its own page.
    """
    ids, told = tuple(ids), "series" if series else ""
    wanted = frozenset(ids)
    dated = [each for each in dated_events(reader.site) if each.id in wanted]
    undated = wanted.difference(each.id for each in dated)
    today, years = reader.today, dict[str, list[AgendaLine]]()
    for each in reversed(dated):
        if each.last_day < today:
            years.setdefault(str(each.start.year), []).append(_line(reader, each.id, told))
    return Agenda(
        coming=[_line(reader, each.id, told) for each in dated if each.last_day >= today],
        past=[AgendaYear(year, lines) for year, lines in years.items()],
        undated=[_line(reader, each, told) for each in ids if each in undated],
    )


@answer
def _line(reader: Reader, event_id: str, series: str) -> AgendaLine:
    """Long lists change only where a line does."""
    return line(reader, reader.site.get(Event, event_id), bool(series))


def line(reader: Reader, event: Event, series: bool = True) -> AgendaLine:
    """Return one event as a line, with its series or form as a tag unless told otherwise."""
    link = reader.link(event)
    return AgendaLine(
        title=link.title,
        href=link.href,
        lang=link.lang,
        text=reader.words(event.summary),
        meta=" · ".join(part for part in (clock(reader, event), where(reader, event)) if part),
        date=reader.date_block(event),
        tags=[*_tags(reader, event), *([kind_tag(reader, event)] if series else [])],
        start=reader.iso(event.start) if event.start else None,
        end=last_moment(reader, event),
    )


def last_moment(reader: Reader, event: Event) -> str | None:
    """Return when an event is over, for the browser: a moment, or a day that lasts to its end."""
    end = event.end if isinstance(event.end, dt.datetime) else event.last_day
    return reader.iso(end) if end else None


def clock(reader: Reader, event: Event) -> str:
    """Return the hours of a dated event, or what is known of the time of an undated one."""
    if event.start is None:
        return reader.words(event.period)
    if not isinstance(event.start, dt.datetime):
        return ""
    start = reader.language.time(event.start.time())
    if not isinstance(event.end, dt.datetime) or event.end.date() != event.start.date():
        return reader.t("event.from_time", time=start)
    return reader.t("formats.hours", start=start, end=reader.language.time(event.end.time()))


def where(reader: Reader, event: Event) -> str:
    """Return where an event is in a few words; that it is online where that is all."""
    if event.attendance is AttendanceMode.ONLINE:
        return reader.t("event.attendance.online")
    return place_name(reader, event.venue) if event.venue else ""


def place_name(reader: Reader, venue: Venue) -> str:
    """Return the house and the town of a venue, those that are known."""
    place = reader.site.get(Place, venue.place).name if venue.place else None
    names = [reader.words(venue.title), reader.words(venue.locality or place)]
    return ", ".join(dict.fromkeys(name for name in names if name))


def _tags(reader: Reader, event: Event) -> list[dict[str, str | None]]:
    """Say what is not as usual."""
    tags: list[dict[str, str | None]] = []
    if event.status is not EventStatus.SCHEDULED:
        text = reader.t(f"event.status.{event.status.value}")
        tags.append({"text": text, "tone": _TONES[event.status], "icon": "alert-outline"})
    if event.attendance is AttendanceMode.MIXED:
        tags.append({"text": reader.t("event.attendance.mixed"), "tone": "lake", "icon": "laptop"})
    return tags


def kind_tag(reader: Reader, event: Event) -> dict[str, str | None]:
    """Return the tag for an event's series, a link, or for its form outside any series."""
    if event.series is None:
        return {"text": reader.t(f"event.form.{event.form.value}")}
    link = reader.link(reader.site.get(Series, event.series))
    return {"text": link.title, "tone": "plum", "href": link.href, "lang": link.lang}


def series_links(reader: Reader) -> list[Mapping[str, Any]]:
    """Return the series that have events, as links with their counts."""
    found: list[Mapping[str, Any]] = []
    for series in reader.site.all(Series):
        count = len(reader.site.ids_linked_to(series, Event.kind))
        link = reader.link(series)
        if count:
            found.append({"text": link.title, "href": link.href, "count": count})
    return found
