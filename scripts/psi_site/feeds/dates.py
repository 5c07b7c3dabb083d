"""When something in a feed was published, and when it last changed.

A feed needs a moment where a source may give a day or nothing. Every rule here gives the same
moment for the same commit, on every machine and in every build.
"""

from __future__ import annotations

import calendar
import zlib
from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from psi_site.diagnostics import Span
from psi_site.model.newsletter import Newsletter
from psi_site.model.record import Record
from psi_site.model.settings import Settings
from psi_site.site import Site
from psi_site.sources.document import Path
from psi_site.tracing import lasting

_QUARTERS = 4


def at_noon(settings: Settings, day: date) -> datetime:
    """Return the moment that stands for a day: noon at home is that day nearly everywhere."""
    return datetime.combine(day, time(12), ZoneInfo(settings.timezone))


def newsletter_published(site: Site, issue: Newsletter) -> datetime:
    """Return when an issue was published: the day it says, else the end of its quarter.

    Number 1 is dated 31 March, 2 30 June, 3 30 September, 4 and later 31 December: the last day
    it can have come out, in the order of the numbers. The day its text was recorded sets a limit,
    so that the current issue is not dated in the future.
    """
    if issue.published:
        return at_noon(site.settings, issue.published)
    month = 12 // _QUARTERS * min(max(issue.number, 1), _QUARTERS)
    last = date(issue.year, month, calendar.monthrange(issue.year, month)[1])
    recorded = first_recorded(site, issue)
    ended = at_noon(site.settings, last)
    return min(ended, recorded) if recorded else ended


def first_recorded(site: Site, record: Record) -> datetime | None:
    """Return when the oldest line of a record was written, None where history does not say.

    The oldest surviving line, not the file's first commit: a list has many records in one file.
    An incomplete history (a shallow clone) would date everything to its edge, so it is not asked.
    """
    return _first_recorded(site, record.kind, record.id) if site.history.complete else None


@lasting
def _first_recorded(site: Site, kind: str, record_id: str) -> datetime | None:
    record = site.find(record_id, (kind,))
    spans = site.document(record).spans.values() if record else ()
    return _at_home(site, min(_moments(site, spans), default=None))


def last_changed(site: Site, record: Record, language: str, published: datetime) -> datetime:
    """Return when a record last changed for readers of `language`, never before `published`.

    The editor's own `updated` comes first. A change to another language's edition does not count.
    The fraction of the second is the record's own: many change in one commit, and entries with the
    same `updated` cannot be put in order (W3C's validator warns of them).
    """
    moment = max(_changed(site, record, language) or published, published)
    return moment.replace(microsecond=_fraction(record))


def _changed(site: Site, record: Record, language: str) -> datetime | None:
    if record.updated:
        return at_noon(site.settings, record.updated)
    if not site.history.complete:
        return None
    spans = site.document(record).spans.items()
    moments = _moments(site, (span for path, span in spans if _concerns(path, language)))
    return _at_home(site, max(moments, default=None))


def _fraction(record: Record) -> int:
    """Return microseconds that are the same for a record for ever."""
    return zlib.crc32(f"{record.kind}:{record.id}".encode()) % 1_000_000


def _concerns(path: Path, language: str) -> bool:
    return path[:1] != ("editions",) or path[1:2] == (language,)


def _at_home(site: Site, moment: datetime | None) -> datetime | None:
    return moment.astimezone(ZoneInfo(site.settings.timezone)) if moment else None


def _moments(site: Site, spans: Iterable[Span]) -> set[datetime]:
    """Return when the lines of some places were written, each moment once."""
    places = {(span.path, span.line) for span in spans}
    lines = {path: site.history.lines(path) for path in {path for path, _ in places}}
    found = {lines[path][line - 1] for path, line in places if 0 < line <= len(lines[path])}
    return {moment for moment in found if moment}
