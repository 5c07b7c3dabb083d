"""Calendars that people subscribe to: every one of the site's, in every language.

`table` says which there are, `ics` writes them, `stamps` dates what is in them, `description`
tells of an event and `subscribe` leads readers to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from psi_site.artifact import Artifact
from psi_site.calendars.stamps import missing_history, stamp_of
from psi_site.calendars.table import KINDS, CalendarKind, owned_calendar
from psi_site.diagnostics import Diagnostic
from psi_site.model.event import Event
from psi_site.site import Site
from psi_site.tracing import lasting


def units(site: Site) -> Mapping[str, Callable[[], Iterable[Artifact]]]:
    """Return what makes the file of each calendar that there may be, by a name of its own.

    What is made is nothing for an owner without a calendar. Making raises LookupError or ValueError
    where the site's time zone cannot be told in rules.
    """
    return {
        f"calendars {kind.id} {record_id} {language}": partial(
            _file, site, kind, record_id, language
        )
        for language in site.codes
        for kind in KINDS
        for record_id in site.ids(kind.owner.kind)
    }


def artifacts(site: Site) -> Iterator[Artifact]:
    """Yield the file of every calendar in every language; raises what `units` do."""
    for make in units(site).values():
        yield from make()


def _file(site: Site, kind: CalendarKind, owner: str, language: str) -> Iterator[Artifact]:
    calendar = owned_calendar(site, kind, site.get(kind.owner, owner), language)
    if calendar:
        # Whoever asks which calendars there are need not wait for the writer of them.
        from psi_site.calendars.ics import calendar_bytes

        events = {event.id: _lines(site, event.id, language) for event in calendar.events}
        yield Artifact(calendar.path.lstrip("/"), calendar_bytes(site, calendar, events))


@lasting
def _lines(site: Site, event_id: str, language: str) -> bytes:
    """Return the lines of an event, the same in every calendar of a language."""
    from psi_site.calendars.ics import event_bytes

    event = site.get(Event, event_id)
    return event_bytes(site, event, language, stamp_of(site, event))


def warnings(site: Site) -> tuple[Diagnostic, ...]:
    """Return what is uncertain about the calendars: events whose history is not known."""
    return tuple(missing_history(site))
