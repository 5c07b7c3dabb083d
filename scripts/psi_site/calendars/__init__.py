"""Calendars that people subscribe to: every one of the site's, in every language.

`table` says which there are, `ics` writes them, `stamps` dates what is in them, `description`
tells of an event and `subscribe` leads readers to them.
"""

from __future__ import annotations

from collections.abc import Iterator

from psi_site.artifact import Artifact
from psi_site.calendars.stamps import missing_history, stamps
from psi_site.calendars.table import calendars
from psi_site.diagnostics import Diagnostic
from psi_site.model.event import Event
from psi_site.site import Site


def artifacts(site: Site) -> Iterator[Artifact]:
    """Yield the file of every calendar in every language.

    Raises LookupError or ValueError where the site's time zone cannot be told in rules.
    """
    # Whoever asks which calendars there are need not wait for the writer of them.
    from psi_site.calendars.ics import calendar_bytes, event_bytes

    stamped = stamps(site)
    for language in site.codes:
        events = {
            event_id: event_bytes(site, site.get(Event, event_id), language, stamp)
            for event_id, stamp in stamped.items()
        }
        for calendar in calendars(site, language):
            yield Artifact(calendar.path.lstrip("/"), calendar_bytes(site, calendar, events))


def warnings(site: Site) -> tuple[Diagnostic, ...]:
    """Return what is uncertain about the calendars: events whose history is not known."""
    return tuple(missing_history(site))
