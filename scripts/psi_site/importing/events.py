"""A calendar file (iCalendar, RFC 5545) as drafts of events."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar
from icalendar import Event as Component

from psi_site.checks.validation import validate
from psi_site.corpus import Corpus
from psi_site.importing.blocks import Note, Notes, Patterns
from psi_site.importing.markup import text_of as text_of_markup
from psi_site.importing.moments import Moment, Span, occurrences, span_of
from psi_site.importing.names import NEAR, Register, likeness, names_of
from psi_site.importing.prose_field import prose_lines
from psi_site.importing.text import first_sentence, folded, one_line, tidy
from psi_site.model.event import Event
from psi_site.model.party import Place
from psi_site.prose import slugify
from psi_site.scaffold import scalar
from psi_site.sources.yaml import read_yaml

FOLDER = "data/events"
MAX_BYTES = 5_000_000
MAX_EVENTS = 500
MAX_SUMMARY = 200
DEFAULT_FORM = "meeting"

_MARKUP = re.compile(r"</?(?:p|br|b|i|a|ul|li|div|span|html)\b[^<>]*>", re.I)
_SILENT = frozenset(
    {
        *("UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "TRANSP"),
        *("CLASS", "PRIORITY", "SUMMARY", "DESCRIPTION", "DTSTART", "DTEND"),
        *("DURATION", "LOCATION", "STATUS", "RRULE", "RDATE", "EXDATE"),
        *("RECURRENCE-ID", "ORGANIZER", "ATTENDEE"),
    }
)


class CalendarError(Exception):
    """Raised for a file that is no calendar; `reason` has words of its own."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class EventDraft:
    """A new file: its path from the root, and its text."""

    path: str
    text: str


@dataclass(frozen=True)
class EventImport:
    """The drafts of a calendar file and the list beside them."""

    drafts: tuple[EventDraft, ...]
    notes: tuple[Note, ...]


def read_events(data: bytes, corpus: Corpus, patterns: Patterns) -> EventImport:
    """Return drafts of the events of a calendar; raises CalendarError where it holds none.

    Times become wall-clock times of the site's zone; times without a zone are taken as such.
    """
    components = _components(data)
    reader = _Reader(corpus, patterns, ZoneInfo(corpus.settings.timezone))
    for group in _by_uid(components):
        reader.take(group)
    return EventImport(tuple(reader.drafts.values()), tuple(reader.notes.found))


def _components(data: bytes) -> list[Component]:
    if len(data) > MAX_BYTES:
        raise CalendarError("large")
    try:
        calendars = Calendar.from_ical(data, multiple=True)
        found = [
            event
            for calendar in calendars
            for event in calendar.walk("VEVENT")
            if isinstance(event, Component)
        ]
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        raise CalendarError("broken") from None
    if not found:
        raise CalendarError("empty")
    if len(found) > MAX_EVENTS:
        raise CalendarError("many")
    return found


def _by_uid(components: Iterable[Component]) -> Iterator[list[Component]]:
    """Yield each event with the changes to single occurrences of it, the rule first."""
    groups: dict[str, list[Component]] = {}
    for number, component in enumerate(components):
        groups.setdefault(str(component.get("UID") or number), []).append(component)
    for group in groups.values():
        yield sorted(group, key=lambda component: "RECURRENCE-ID" in component)


@dataclass
class _Reader:
    """Makes drafts of events one after the other, and notes what is left."""

    corpus: Corpus
    patterns: Patterns
    zone: ZoneInfo
    notes: Notes = field(default_factory=Notes)
    drafts: dict[str, EventDraft] = field(default_factory=dict)

    def take(self, group: Sequence[Component]) -> None:
        """Write every occurrence of an event, with its changes in their places."""
        first, *changes = group
        changed = {}
        for change in changes if "RECURRENCE-ID" not in first else group:
            at = span_of(change, self.zone, "RECURRENCE-ID")
            changed[str(at.start) if at else ""] = change
        if "RECURRENCE-ID" not in first:
            self._occur(first, changed)
        for change in changed.values():
            self._write(change, span_of(change, self.zone))

    def _occur(self, component: Component, changed: dict[str, Component]) -> None:
        span = span_of(component, self.zone)
        title = text_of(component, "SUMMARY")
        if span is None:
            self.notes.add("no_day", title)
            return
        found, left = occurrences(component, span, self.zone)
        if left:
            self.notes.add("repeats_left", f"{title}: {left}")
        if len(found) > 1:
            self.notes.add("repeats", f"{title}: {len(found)}")
        for each in found:
            if str(each.start) not in changed:
                self._write(component, each)

    def _write(self, component: Component, span: Span | None) -> None:
        title = text_of(component, "SUMMARY")
        if span is None or not title:
            self.notes.add("no_day", title or text_of(component, "DESCRIPTION"))
            return
        known = self._known(component, title, span)
        if known:
            return
        identity = self._identity(span, title)
        lines = [*self._lines(component, span, title)]
        self._left(component, title)
        path = f"{FOLDER}/{identity}.yml"
        text = "\n".join(lines) + "\n"
        if self._is_valid(text, path, identity):
            self.drafts[identity] = EventDraft(path, text)
        else:
            self.notes.add("refused", f"{title} {_shown(span.start)}")

    def _is_valid(self, text: str, path: str, identity: str) -> bool:
        document, faults = read_yaml(text, path)
        if faults or not isinstance(document.value, dict):
            return False
        document.value["id"] = identity
        return validate(Event, document)[0] is not None

    def _known(self, component: Component, title: str, span: Span) -> bool:
        """Note an event that the site has, by its own calendar's id or by day and name."""
        uid, _, domain = str(component.get("UID") or "").rpartition("@")
        day = span.start.date() if isinstance(span.start, datetime) else span.start
        if domain == self.corpus.settings.uid_domain and self.corpus.find(uid, ("event",)):
            self.notes.add("duplicate", f"{title} ({uid})")
            return True
        for event in self.corpus.all(Event):
            if event.first_day != day:
                continue
            near = max(likeness(folded(title), name) for name in names_of(event))
            if near >= NEAR:
                self.notes.add("duplicate" if near == 1 else "similar", f"{title} ({event.id})")
                return True
        return False

    def _identity(self, span: Span, title: str) -> str:
        stem = f"{str(span.start)[:10]}-{slugify(title)}"[:90].rstrip("-")
        identity, count = stem, 1
        while identity in self.drafts or self.corpus.find(identity, ("event",)):
            count += 1
            identity = f"{stem}-{count}"
        return identity

    def _lines(self, component: Component, span: Span, title: str) -> Iterator[str]:
        code = self.corpus.codes[0]
        about = self._about(component, title)
        sentence = first_sentence(about)
        summary = sentence if 0 < len(sentence) <= MAX_SUMMARY else title
        self.notes.add("summary_copied", title)
        yield from ("title:", f"  {code}: {scalar(title)}")
        yield f"form: {self._form(title)}"
        yield from ("summary:", f"  {code}: {scalar(summary)}")
        if about and about != summary:
            yield from ("description:", *prose_lines(about, code))
        yield f"start: {_shown(span.start)}"
        if span.end:
            yield f"end: {_shown(span.end)}"
        if str(component.get("STATUS") or "").upper() == "CANCELLED":
            self.notes.add("cancelled", title)
            yield "status: cancelled"
        yield from self._venue(component, code)
        organisers = self._organisers(component)
        if organisers:
            yield f"organisers: [{', '.join(organisers)}]"

    def _about(self, component: Component, title: str) -> str:
        """Return the description as plain text; some programs write HTML in it."""
        about = text_of(component, "DESCRIPTION", is_long=True)
        if not _MARKUP.search(about):
            return about
        self.notes.add("field_left", f"{title}: DESCRIPTION {one_line(about)}")
        return text_of_markup(about).strip()

    def _form(self, title: str) -> str:
        """Return the form of the event that its title names, else the plainest."""
        self.notes.add("form_guessed", title)
        keys = [key for key in self.patterns.words if key.startswith("forms.")]
        named = (key for key in keys if self.patterns.inside(key).search(title))
        return next(named, f"forms.{DEFAULT_FORM}").removeprefix("forms.")

    def _venue(self, component: Component, code: str) -> Iterator[str]:
        where = text_of(component, "LOCATION")
        if not where:
            return
        if where.startswith(("https://", "http://")) and " " not in where:
            yield from ("attendance: online", "online:", f"  url: {scalar(where)}")
            return
        self.notes.add("place_text", where)
        yield from ("venue:", "  title:", f"    {code}: {scalar(where)}")
        words = f" {folded(where)} "
        for place in self.corpus.all(Place):
            if any(f" {name} " in words for name in names_of(place)):
                yield f"  place: {place.id}"
                return

    def _organisers(self, component: Component) -> list[str]:
        organiser = component.get("ORGANIZER")
        if organiser is None:
            return []
        name = one_line(tidy(str(getattr(organiser, "params", {}).get("CN", ""))))
        found = Register(self.corpus).partners.get(folded(name))
        if not found:
            self.notes.add("organiser", one_line(f"{name} {tidy(str(organiser))}"))
        return [found] if found else []

    def _left(self, component: Component, title: str) -> None:
        """Note what a draft has no place for."""
        for name, value in component.property_items(recursive=False):
            if name in ("BEGIN", "END") or name in _SILENT or name.startswith("X-"):
                if name == "ATTENDEE":
                    self.notes.add("attendees", f"{title}: {_person(value)}")
                continue
            words = value.to_ical() if hasattr(value, "to_ical") else str(value).encode()
            shown = one_line(tidy(words.decode("utf-8", errors="replace")))[:2000]
            self.notes.add("field_left", f"{title}: {name} {shown}")


def _person(value: object) -> str:
    name = getattr(value, "params", {}).get("CN", "")
    return one_line(tidy(f"{name} {value}"))


def text_of(component: Component, name: str, *, is_long: bool = False) -> str:
    """Return a text of an event, on one line unless it is long; nothing where it has none."""
    value = component.get(name)
    value = value[0] if isinstance(value, list) and value else value
    text = tidy(str(value or "").replace("\r\n", "\n"))
    return text.strip() if is_long else one_line(text)


def _shown(moment: Moment) -> str:
    form = "%Y-%m-%d %H:%M" if isinstance(moment, datetime) else "%Y-%m-%d"
    return moment.strftime(form)
