"""The page of a series: what it is, and its events apart by time."""

from __future__ import annotations

from psi_site.model.event import Event, Series
from psi_site.pages.agenda import agenda
from psi_site.pages.reader import Reader
from psi_site.pages.subscription import record_menu
from psi_site.pages.web_page import Variables


def series_variables(reader: Reader, series: Series) -> Variables:
    """Return what the page of a series shows beside the record itself."""
    events = reader.site.ids_linked_to(series, Event.kind)
    return {
        "agenda": agenda(reader, events, series=False),
        "audience": reader.t(f"event.audience.{series.audience.value}"),
        "organisers": [reader.party(party_id) for party_id in series.organisers],
        "subscription": record_menu(reader, series),
    }
