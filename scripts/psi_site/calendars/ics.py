"""A calendar as the bytes of an iCalendar file (RFC 5545, RFC 7986).

Every value is set here: icalendar's own defaults read the clock and draw random numbers, and its
time zones differ between runs. `stamp` values come in from outside.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from urllib.parse import quote
from zoneinfo import ZoneInfo

from icalendar import vCategory, vDDDTypes, vDuration, vGeo, vText, vUri

from psi_site.calendars.description import contact_lines, describe, page_address
from psi_site.calendars.lines import line, written
from psi_site.calendars.stamps import Stamp
from psi_site.calendars.table import Calendar, audience_of, effective_start
from psi_site.calendars.zones import timezone
from psi_site.model.event import AttendanceMode, Audience, Event, EventStatus, Series
from psi_site.model.party import Place
from psi_site.model.term import Term
from psi_site.model.text import LocalizedText
from psi_site.site import Site
from psi_site.urls import absolute, encoded

REFRESH = timedelta(hours=12)
"""How often programs are asked to look for changes; Google and others follow rules of their own."""

_END = b"END:VCALENDAR\r\n"
_STATUS = {EventStatus.CANCELLED: "CANCELLED", EventStatus.POSTPONED: "TENTATIVE"}
_ONLINE = (AttendanceMode.ONLINE, AttendanceMode.MIXED)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_REFUSED = ("Cc", "Cs", "Cn")


def calendar_bytes(site: Site, calendar: Calendar, events: Mapping[str, bytes]) -> bytes:
    """Return the file of a calendar; `events` has the lines of each of its events by id.

    Raises LookupError or ValueError where the site's time zone cannot be told in rules.
    """
    body = (events[event.id] for event in calendar.events)
    return b"".join((*_head(site, calendar), _zone_bytes(site.settings.timezone), *body, _END))


@lru_cache(maxsize=8)
def _zone_bytes(zone: str) -> bytes:
    return written(timezone(zone))


def event_bytes(site: Site, event: Event, language: str, stamp: Stamp) -> bytes:
    """Return the lines of an event, the same in every calendar of a language."""
    return b"".join(_event_lines(site, event, language, stamp))


def _event_lines(site: Site, event: Event, language: str, stamp: Stamp) -> Iterator[bytes]:
    """Yield the lines of an event in the order in which icalendar sorts them."""
    title = site.read(event.title, language).language or language
    description = describe(site, event, language)
    yield _text_line("BEGIN", "VEVENT")
    yield _text_line("SUMMARY", headline(site, event, language), LANGUAGE=title)
    yield from _when(event, ZoneInfo(site.settings.timezone))
    modified = vDDDTypes(stamp.modified.astimezone(UTC))
    yield line("DTSTAMP", modified)
    yield _text_line("UID", f"{event.id}@{site.settings.uid_domain}")
    yield _text_line("SEQUENCE", str(stamp.sequence))
    yield _categories_line(site, event, language)
    yield _conference(site, event, language)
    for contact in contact_lines(site, event.contacts, language):
        yield _text_line("CONTACT", contact, LANGUAGE=language)
    yield line("CREATED", vDDDTypes(stamp.created.astimezone(UTC)))
    altrep = data_uri(description.html)
    yield _text_line("DESCRIPTION", description.plain, LANGUAGE=language, ALTREP=altrep)
    yield _geo(event)
    yield line("LAST-MODIFIED", modified)
    yield _text_line("LOCATION", location(site, event, language), LANGUAGE=language)
    yield _text_line("STATUS", _STATUS.get(event.status, "CONFIRMED"))
    if event.status in _STATUS:
        yield _text_line("TRANSP", "TRANSPARENT")
    yield _uri_line("URL", encoded(page_address(site, event, language)))
    yield _text_line("X-ALT-DESC", description.document, FMTTYPE="text/html")
    yield _text_line("END", "VEVENT")


def clean(text: str) -> str:
    """Return a text as RFC 5545 allows it: no control characters, and `\\n` for every line end.

    Characters that programs take for line ends become one, as those of Unicode.
    """
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    if all(map(str.isprintable, text.split("\n"))):
        return text
    kept = (c for c in text if c == "\n" or unicodedata.category(c) not in _REFUSED)
    return "".join(c for c in kept if c != "\ufeff")


def _head(site: Site, calendar: Calendar) -> Iterator[bytes]:
    """Yield the lines of a calendar itself, in the order in which icalendar sorts them."""
    language, settings = calendar.language, site.settings
    network = str(site.read(settings.short_title, language))
    before, between, after = _frame(
        f"-//{settings.uid_domain}//{network}//{language.upper()}", settings.timezone
    )
    yield before
    yield _text_line("DESCRIPTION", calendar.description, LANGUAGE=language)
    yield _text_line("X-WR-CALDESC", calendar.description)
    yield _text_line("NAME", calendar.name, LANGUAGE=language)
    yield _text_line("X-WR-CALNAME", calendar.name)
    yield between
    yield _uri_line("SOURCE", absolute(settings, calendar.path), VALUE="URI")
    yield _uri_line("URL", absolute(settings, calendar.page))
    yield after


@lru_cache(maxsize=64)
def _frame(producer: str, zone: str) -> tuple[bytes, bytes, bytes]:
    """Return the lines that all calendars of a language share, in three parts."""
    interval = vDuration(REFRESH)
    interval.params["VALUE"] = "DURATION"
    before = (
        b"BEGIN:VCALENDAR\r\n",
        _text_line("VERSION", "2.0"),
        _text_line("PRODID", producer),
        _text_line("CALSCALE", "GREGORIAN"),
    )
    period = line("X-PUBLISHED-TTL", vDuration(REFRESH))
    after = period + _text_line("X-WR-TIMEZONE", zone)
    return b"".join(before), line("REFRESH-INTERVAL", interval), after


def _text_line(name: str, text: str, **parameters: str) -> bytes:
    """Return a property as TEXT, nothing where there is none."""
    shown = clean(text)
    return line(name, vText(shown), **parameters) if shown.strip() else b""


def _uri_line(name: str, uri: str, **parameters: str) -> bytes:
    return line(name, vUri(uri), **parameters)


def _when(event: Event, zone: ZoneInfo) -> Iterator[bytes]:
    """Yield the beginning and the end: days with an exclusive end, or times of the site's zone.

    An event without a known end gets none; a made-up one would be a promise.
    """
    start, end = effective_start(event), event.end
    if isinstance(start, datetime):
        yield line("DTSTART", vDDDTypes(start.replace(tzinfo=zone)))
        if isinstance(end, datetime) and end > start:
            yield line("DTEND", vDDDTypes(end.replace(tzinfo=zone)))
    elif start:
        last = end if end and not isinstance(end, datetime) and end >= start else start
        after = min(last, date.max - timedelta(days=1)) + timedelta(days=1)
        yield line("DTSTART", vDDDTypes(start))
        yield line("DTEND", vDDDTypes(after))


def headline(site: Site, event: Event, language: str) -> str:
    """Return an event's title, with what has become of it before and whom it is for after."""
    words = site.languages[language]
    title = str(site.read(event.title, language))
    if audience_of(site, event) is Audience.INTERNAL:
        title = words.text("calendars.headline.internal", title=title)
    if event.status is not EventStatus.SCHEDULED:
        title = words.text(f"calendars.headline.{event.status}", title=title)
    return title


def data_uri(html: str) -> str:
    """Return HTML as the address that Thunderbird reads rich text from (RFC 2397)."""
    return f"data:text/html,{quote(clean(html), safe='')}"


def _categories_line(site: Site, event: Event, language: str) -> bytes:
    found = [clean(each) for each in _categories(site, event, language)]
    return line("CATEGORIES", vCategory(found), LANGUAGE=language) if found else b""


def _categories(site: Site, event: Event, language: str) -> tuple[str, ...]:
    series = [site.get(Series, event.series).name] if event.series else []
    names = [*series, *(site.get(Term, term).name for term in event.terms)]
    shown = [str(site.read(name, language)) for name in names]
    return tuple({name.casefold(): name for name in shown}.values())


def _geo(event: Event) -> bytes:
    at = event.venue.coordinates if event.venue and _is_onsite(event) else None
    return line("GEO", vGeo((at.latitude, at.longitude))) if at else b""


def _conference(site: Site, event: Event, language: str) -> bytes:
    """Return where an event is on the net; RFC 7986 has it say that this is a URI."""
    if not event.online or not event.online.url:
        return b""
    label = clean(site.languages[language].text("calendars.label.online"))
    address = encoded(event.online.url)
    return _uri_line("CONFERENCE", address, VALUE="URI", LABEL=label, LANGUAGE=language)


def _is_onsite(event: Event) -> bool:
    """Return whether there is a place to go to: not for what has moved to the net."""
    moved = event.status is EventStatus.MOVED_ONLINE
    return not moved and event.attendance is not AttendanceMode.ONLINE


def location(site: Site, event: Event, language: str) -> str:
    """Return where an event is in one line: the place, the net, or both; empty where unknown."""
    words = site.languages[language]
    place = _venue(site, event, language) if _is_onsite(event) else ""
    moved = event.status is EventStatus.MOVED_ONLINE
    net = words.text("calendars.online") if moved or event.attendance in _ONLINE else ""
    return " + ".join(part for part in (place, net) if part)


def _venue(site: Site, event: Event, language: str) -> str:
    venue = event.venue
    if venue is None:
        return ""

    def said(text: LocalizedText | None) -> str:
        return str(site.read(text, language)) if text else ""

    town = said(venue.locality) or (said(site.get(Place, venue.place).name) if venue.place else "")
    locality = " ".join(part for part in (venue.postal_code, town) if part)
    country = site.languages[language].locale.territories.get(venue.country or "", venue.country)
    parts = (said(venue.title), venue.street, locality, country)
    return ", ".join(part for part in parts if part)
