"""The ways into somebody's own calendar: for a whole calendar and for one event.

Plain data for templates; `label` and `note` are keys of the words. Everything is a link, so that
it works without scripts; only copying needs one, and the address stands there to be marked.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from psi_site.calendars.description import page_address
from psi_site.calendars.table import Calendar, calendar_of, effective_start
from psi_site.model.event import Event
from psi_site.site import Site
from psi_site.urls import absolute

_GOOGLE = "https://calendar.google.com/calendar/render"
_OUTLOOK = "https://outlook.live.com/calendar/0"
_OFFICE = "https://outlook.office.com/calendar/0"


_quoted = lru_cache(maxsize=64)(quote)
"""What several services are told about one event is quoted once."""


class Way(NamedTuple):
    """One way to a calendar or an event.

    `note` tells how often the service looks for changes, None where nothing is looked for.
    `copy` marks an address to copy rather than to follow, `download` a file to save.
    """

    id: str
    href: str
    label: str
    note: str | None = None
    copy: bool = False
    download: bool = False


def ways(site: Site, calendar: Calendar) -> tuple[Way, ...]:
    """Return the ways to subscribe to a calendar, in the order to show them.

    Google takes a calendar's address only as webcal, Outlook on the web only as https.
    """
    https = absolute(site.settings, calendar.path)
    webcal = f"webcal://{https.partition('://')[2]}"
    outlook = urlencode({"url": https, "name": calendar.name}, quote_via=quote)
    return (
        _subscription("google", f"{_GOOGLE}?cid={quote(webcal, safe='')}"),
        _subscription("apple", webcal),
        _subscription("outlook", f"{_OUTLOOK}/addfromweb?{outlook}"),
        _subscription("office", f"{_OFFICE}/addfromweb?{outlook}"),
        _subscription("other", webcal),
        Way("copy", https, "calendars.way.copy", "calendars.refresh.copy", copy=True),
        Way("download", calendar.path, "calendars.way.download", download=True),
    )


def _subscription(service: str, href: str) -> Way:
    return Way(service, href, f"calendars.way.{service}", f"calendars.refresh.{service}")


def event_ways(site: Site, event: Event, language: str) -> tuple[Way, ...]:
    """Return the ways to save one event; none while it has no date.

    What is saved is a copy: `calendars.copy_note` says that it does not follow later changes.
    """
    start = effective_start(event)
    if start is None:
        return ()
    file = calendar_of(site, event, language) or calendar_of(site, event, site.codes[0])
    links = [
        Way("google", _google(site, event, language), "calendars.add.google"),
        Way("outlook", _outlook(_OUTLOOK, site, event, language), "calendars.add.outlook"),
        Way("office", _outlook(_OFFICE, site, event, language), "calendars.add.office"),
    ]
    if file:
        links.append(Way("download", file.path, "calendars.add.download", download=True))
    return tuple(links)


def _times(event: Event) -> tuple[date | datetime, date | datetime]:
    """Return an event's beginning and end; the end is exclusive, and the beginning if unknown."""
    start = effective_start(event)
    assert start is not None
    if isinstance(start, datetime):
        return start, event.end if isinstance(event.end, datetime) else start
    last = event.end if event.end and event.end >= start else start
    return start, min(last, date.max - timedelta(days=1)) + timedelta(days=1)


def _body(site: Site, event: Event, language: str) -> str:
    """Return few words: such links are cut where they grow long."""
    summary = str(site.read(event.summary, language))
    return f"{summary}\n\n{page_address(site, event, language)}"


def _google(site: Site, event: Event, language: str) -> str:
    # The writer of calendars is slow to import, and most pages are of no event.
    from psi_site.calendars.ics import headline, location

    times = _times(event)
    pattern = "%Y%m%dT%H%M%S" if isinstance(times[0], datetime) else "%Y%m%d"
    values = {
        "action": "TEMPLATE",
        "text": headline(site, event, language),
        "dates": "/".join(moment.strftime(pattern) for moment in times),
        "ctz": site.settings.timezone,
        "details": _body(site, event, language),
        "location": location(site, event, language),
    }
    return f"{_GOOGLE}?{urlencode(values, quote_via=_quoted)}"


def _outlook(service: str, site: Site, event: Event, language: str) -> str:
    from psi_site.calendars.ics import headline, location

    start, end = (_outlook_moment(site, moment) for moment in _times(event))
    values = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": headline(site, event, language),
        "startdt": start,
        "enddt": end,
        "allday": "false" if "T" in start else "true",
        "body": _body(site, event, language),
        "location": location(site, event, language),
    }
    return f"{service}/deeplink/compose?{urlencode(values, quote_via=_quoted)}"


def _outlook_moment(site: Site, moment: date | datetime) -> str:
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=ZoneInfo(site.settings.timezone)).isoformat()
    return moment.isoformat()
