"""The page of an event: its notices, its facts, and what hangs together with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from psi_site.chronology import dated_events
from psi_site.model.event import (
    AttendanceMode,
    Audience,
    Document,
    Event,
    EventStatus,
    Recording,
    Role,
    Series,
    Venue,
)
from psi_site.model.page import Page
from psi_site.model.party import Contact, Partner, Place
from psi_site.model.project import Project
from psi_site.model.term import Term
from psi_site.pages.agenda import agenda, clock, kind_tag, series_links
from psi_site.pages.contact import contact_cards
from psi_site.pages.facets import Choice
from psi_site.pages.news import items_about
from psi_site.pages.programme import language_name, people, programme
from psi_site.pages.reader import Link, Reader
from psi_site.pages.subscription import record_menu, saving_menu, series_menu
from psi_site.pages.web_page import Variables
from psi_site.site import Site
from psi_site.tracing import answer, remembering

Shown = Mapping[str, Any]

_NOTICE = {
    EventStatus.CANCELLED: "danger",
    EventStatus.POSTPONED: "warning",
    EventStatus.RESCHEDULED: "warning",
    EventStatus.MOVED_ONLINE: "warning",
}
_OFF = (EventStatus.CANCELLED, EventStatus.POSTPONED)


def event_variables(reader: Reader, event: Event) -> Variables:
    """Return what the page of an event shows beside the record itself."""
    past = reader.is_past(event)
    return {
        "notices": list(notices(reader, event)),
        "date": reader.date_block(event),
        "over": _over(reader, event) if event.start else None,
        "tags": _tags(reader, event),
        "when": when(reader, event),
        "venue": _venue(reader, event.venue) if event.venue else None,
        "audience": audience(reader, event),
        "organisers": [reader.party(party_id) for party_id in event.organisers],
        "registration": _registration(reader, event),
        "spoken": _spoken(reader, event.spoken),
        "programme": programme(reader, event),
        "moderators": _with_role(reader, event, Role.MODERATOR),
        "others": _others(reader, event),
        "participants": _participants(reader, event),
        "attending": _with_role(reader, event, Role.PARTICIPANT),
        "contacts": contact_cards(reader, _contacts(reader, event)),
        "tallies": list(_tallies(reader, event)),
        "recordings": [_recording(reader, each) for each in event.recordings],
        "documents": [document(reader, each) for each in event.documents],
        "projects": reader.links(_projects(reader, event)),
        "places": reader.links(reader.site.get(Place, each) for each in event.places),
        "terms": reader.links(reader.site.get(Term, each) for each in event.terms),
        "news": items_about(reader, event),
        "saving": None if past else saving_menu(reader, event),
        "subscription": series_menu(reader, event),
        **_neighbours(reader, event),
    }


def event_list_variables(reader: Reader, page: Page, choice: Choice | None) -> Variables:
    """Return the events of the list, or of one choice of it, apart by time; and the series."""
    return {
        "agenda": agenda(reader, choice.ids if choice else reader.site.ids(Event.kind)),
        "series": series_links(reader),
        "subscription": record_menu(reader, page),
    }


# What one has to know first


def notices(reader: Reader, event: Event) -> Iterator[Shown]:
    """Yield the notices above an event: a changed status, no date, or that it is over.

    `after` is the ISO moment from which the browser shows a notice; `hidden` says that it is not
    shown yet.
    """
    status = event.status.value
    if event.status is not EventStatus.SCHEDULED:
        yield {
            "kind": _NOTICE[event.status],
            "title": reader.t(f"event.status.{status}"),
            "text": _changed(reader, event),
            "note": reader.inline(event.status_note),
        }
    elif event.status_note:
        title = reader.t("event.notice.note")
        yield {"kind": "info", "title": title, "note": reader.inline(event.status_note)}
    if event.start and event.status not in _OFF:
        watch = "event.notice.watch" if event.recordings else "event.notice.past_text"
        yield {
            "kind": "info",
            "title": reader.t("event.notice.past"),
            "text": reader.t(watch, date=_days(reader, event)),
            "after": _over(reader, event),
            "hidden": not reader.is_past(event),
        }


def _changed(reader: Reader, event: Event) -> str:
    """Say what a status means for somebody who had planned to come."""
    old = event.previous_start or (event.start if event.status in _OFF else None)
    if old is None or (event.status is EventStatus.RESCHEDULED and not event.start):
        return reader.t(f"event.notice.{event.status.value}")
    values = {"old": reader.language.moment(old), "new": when(reader, event)["text"]}
    return reader.t(f"event.notice.{event.status.value}_from", **values)


def _over(reader: Reader, event: Event) -> str:
    """Return the ISO moment from which an event is over: its end, or midnight after its day."""
    if isinstance(event.end, dt.datetime):
        return reader.iso(event.end)
    assert event.last_day
    return reader.iso(_midnight_after(event.last_day))


# When, where, for whom


def _days(reader: Reader, event: Event) -> str:
    assert event.first_day and event.last_day
    return reader.language.date_range(event.first_day, event.last_day)


def when(reader: Reader, event: Event) -> Shown:
    """Return when an event is: words, with the weekday of a single day, and an ISO moment."""
    first = event.first_day
    if first is None or event.start is None:
        return {"text": reader.when(event), "iso": None}
    if first != event.last_day:
        return {"text": reader.when(event), "iso": reader.iso(event.start)}
    parts = (reader.language.weekday_date(first), clock(reader, event))
    return {"text": ", ".join(part for part in parts if part), "iso": reader.iso(event.start)}


def _venue(reader: Reader, venue: Venue) -> Shown:
    place = reader.site.get(Place, venue.place) if venue.place else None
    locality = reader.words(venue.locality)
    town = " ".join(part for part in (venue.postal_code, locality) if part)
    link = reader.link(place) if place else None
    spot = venue.coordinates
    return {
        "title": reader.text(venue.title),
        "street": venue.street,
        "town": town if not (link and town == link.title) else "",
        "place": link,
        "country": _country(reader, venue),
        "map": {"latitude": spot.latitude, "longitude": spot.longitude} if spot else None,
        "accessibility": reader.prose(venue.accessibility, "venue-"),
    }


def _country(reader: Reader, venue: Venue) -> str:
    """Return the country of a venue outside the network's own places, by its name in CLDR."""
    if venue.place or not venue.country:
        return ""
    return str(reader.language.locale.territories.get(venue.country, venue.country))


def audience(reader: Reader, event: Event) -> str:
    """Return who may come: as the event says, else its series; nothing where neither does."""
    own = event.audience
    if own is None and event.series:
        own = reader.site.get(Series, event.series).audience
    return reader.t(f"event.audience.{own.value}") if isinstance(own, Audience) else ""


def _registration(reader: Reader, event: Event) -> Shown | None:
    """Return how to sign up; `open` while there is time, `until` tells the browser when not."""
    found = event.registration
    if found is None:
        return None
    last = found.last_day or event.last_day
    return {
        "url": found.url,
        "email": found.email,
        "last_day": found.last_day and reader.date(found.last_day),
        "iso": found.last_day and reader.iso(found.last_day),
        "note": reader.inline(found.note),
        "open": event.status not in _OFF and (last is None or reader.today <= last),
        "until": last and reader.iso(_midnight_after(last)),
    }


def _midnight_after(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min)


def _spoken(reader: Reader, codes: Iterable[str]) -> str:
    return reader.language.join([language_name(reader, code) for code in codes])


def _tags(reader: Reader, event: Event) -> list[Shown]:
    tags: list[Shown] = [kind_tag(reader, event)]
    if event.series:
        tags.append({"text": reader.t(f"event.form.{event.form.value}")})
    if event.attendance:
        icon = "map-marker-outline" if event.attendance is AttendanceMode.ONSITE else "laptop"
        text = reader.t(f"event.attendance.{event.attendance.value}")
        tags.append({"text": text, "tone": "lake", "icon": icon})
    return tags


# People


def _with_role(reader: Reader, event: Event, role: Role) -> list[Shown]:
    return people(reader, (part for part in event.people if part.role is role), role)


def _others(reader: Reader, event: Event) -> list[Shown]:
    """Return those with another part in the whole event, their roles said."""
    told = (Role.MODERATOR, Role.PARTICIPANT)
    return people(reader, (part for part in event.people if part.role not in told), None)


def _participants(reader: Reader, event: Event) -> list[Link]:
    """Return the organisations that take part, but for those named beside their people."""
    named = {part.organisation for part in event.people if part.role is Role.PARTICIPANT}
    return [reader.party(each) for each in event.participants if each not in named]


def _contacts(reader: Reader, event: Event) -> tuple[Contact, ...]:
    """Return whom to ask: as the event says, else, before it is over, those of its organisers."""
    if event.contacts or reader.is_past(event):
        return event.contacts
    parties = (reader.site.party(party_id) for party_id in event.organisers)
    return tuple(each for party in parties if isinstance(party, Partner) for each in party.contacts)


# What came of it


def _tallies(reader: Reader, event: Event) -> Iterator[Shown]:
    year = str(event.first_day.year) if event.first_day else reader.words(event.period)
    for tally in event.tallies:
        number = reader.language.number(tally.value)
        value = reader.t("event.about", value=number) if tally.approximate else number
        yield {"value": value, "label": reader.text(tally.label), "year": year}


def _recording(reader: Reader, recording: Recording) -> Shown:
    passage = reader.read(recording.title)
    spoken = (recording.language,) if recording.language else ()
    return {
        "title": passage.value,
        "lang": passage.language,
        "href": recording.url,
        "host": (urlsplit(recording.url).hostname or "").removeprefix("www."),
        "length": _length(reader, recording.minutes) if recording.minutes else None,
        "date": _day(reader, recording.published) if recording.published else None,
        "spoken": _spoken(reader, spoken),
        "captions": _spoken(reader, recording.captions),
        "transcript": reader.prose(recording.transcript, "transcript-"),
    }


def _day(reader: Reader, day: dt.date) -> Shown:
    return {"iso": day.isoformat(), "text": reader.date(day)}


def _length(reader: Reader, minutes: int) -> Shown:
    """Return a length for machines (ISO 8601) and for people."""
    hours, rest = divmod(minutes, 60)
    words = [reader.t("event.hours", n=hours)] if hours else []
    if rest or not hours:
        words.append(reader.t("event.minutes", n=rest))
    return {"iso": f"PT{minutes}M", "text": " ".join(words)}


def document(reader: Reader, found: Document) -> Shown:
    """Return a document for the component `downloads`: a file of the site, or a page elsewhere."""
    own = found.language if found.language != reader.language.code else None
    address = f"/{found.file}" if found.file else found.url or ""
    name = urlsplit(address).path.rpartition("/")[2]
    return {
        "title": reader.words(found.title),
        "href": address,
        "format": name.rpartition(".")[2].upper() if "." in name else None,
        "lang": own,
    }


# What it hangs together with


def _projects(reader: Reader, event: Event) -> list[Project]:
    named = [reader.site.get(Project, project_id) for project_id in event.projects]
    found = {each.id: each for each in (*named, *reader.site.links_to(event, Project))}
    return list(found.values())


def _neighbours(reader: Reader, event: Event) -> dict[str, Shown | None]:
    """Return the dated events before and after this one in its series."""
    if event.series is None or event.start is None:
        return {"previous": None, "following": None}
    previous, following = _beside(reader.site, event.series, event.id)
    return {
        "previous": _neighbour(reader, previous) if previous else None,
        "following": _neighbour(reader, following) if following else None,
    }


@answer
def _beside(site: Site, series: str, event_id: str) -> tuple[str | None, str | None]:
    """Return the ids of the events before and after one in its series."""
    ids = _ids_in_order(site, series)
    place = ids[event_id]
    order = list(ids)
    previous = order[place - 1] if place else None
    return previous, order[place + 1] if place + 1 < len(order) else None


@remembering
def _ids_in_order(site: Site, series: str) -> dict[str, int]:
    """Return the ids of a series' dated events with their places, from the first to the last."""
    ids = (each.id for each in dated_events(site) if each.series == series)
    return {event_id: place for place, event_id in enumerate(ids)}


@answer
def _neighbour(reader: Reader, event_id: str) -> Shown:
    event = reader.site.get(Event, event_id)
    link: Link = reader.link(event)
    return {
        "title": link.title,
        "href": link.href,
        "lang": link.lang,
        "meta": _days(reader, event),
    }
