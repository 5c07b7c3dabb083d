"""Newsletters and events in the order of time, told without the records.

Lists, feeds and neighbours need to know when each was, of all of them. Builds hand on to each other
when that is, so that only the few that are shown have to be read.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import NamedTuple

from psi_site.corpus import Corpus
from psi_site.model.event import Event
from psi_site.model.newsletter import Newsletter
from psi_site.tracing import lasting, remembering


class Dated(NamedTuple):
    """When an event is: its beginning in the site's time zone, and the last of its days.

    One of a whole day begins at midnight. `series` is the id of the series it is of.
    """

    start: datetime
    id: str
    last_day: date
    series: str | None


@remembering
def dated_events(corpus: Corpus) -> tuple[Dated, ...]:
    """Return the events that have a date, from the first to the last."""
    found = (_dated(corpus, each) for each in corpus.ids(Event.kind))
    return tuple(sorted(Dated(*each) for each in found if each))


@lasting
def _dated(corpus: Corpus, event_id: str) -> tuple[datetime, str, date, str | None] | None:
    event = corpus.get(Event, event_id)
    if event.start is None or event.first_day is None or event.last_day is None:
        return None
    hours = event.start.time() if isinstance(event.start, datetime) else time.min
    return datetime.combine(event.first_day, hours), event.id, event.last_day, event.series


class Issued(NamedTuple):
    """The number of a newsletter, and the day it was published, where that is known."""

    year: int
    number: int
    id: str
    published: date | None


@remembering
def issues(corpus: Corpus) -> tuple[Issued, ...]:
    """Return the newsletters, the oldest first."""
    found = (_issued(corpus, each) for each in corpus.ids(Newsletter.kind))
    return tuple(sorted((Issued(*each) for each in found), key=lambda issue: issue[:3]))


def issue_ids(corpus: Corpus) -> tuple[str, ...]:
    """Return the ids of the newsletters, of the oldest first."""
    return tuple(issue.id for issue in issues(corpus))


@lasting
def _issued(corpus: Corpus, issue_id: str) -> tuple[int, int, str, date | None]:
    issue = corpus.get(Newsletter, issue_id)
    return *issue.sort_key, issue.id, issue.published
