"""What templates ask for: the site as one reader meets it, in one language at one time.

A reader turns records into words and links: texts in the reader's language (or, marked, in
another), dates, amounts, addresses. Templates hold the HTML, a reader what goes into it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from psi_site.addresses import target
from psi_site.i18n import Language
from psi_site.model.event import Event
from psi_site.model.page import Page
from psi_site.model.record import Record
from psi_site.model.text import LocalizedText, Passage
from psi_site.pages.pictures import with_pictures
from psi_site.prose import Rendered, Resolver, plain, render, render_inline
from psi_site.site import Site
from psi_site.tracing import answer, note
from psi_site.urls import resolver

if TYPE_CHECKING:
    from jinja2 import Template

_TEMPLATES = Path(__file__).parent / "templates"

TODAY = "today"
"""What is noted when a page looks at the day it is made on."""
TIMELESS = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""The time of readers that are asked only for what does not depend on it."""


class Link(NamedTuple):
    """A record as a link: its name, its address, and its language where that is not the page's.

    `href` is None for a record that is read nowhere.
    """

    title: str
    href: str | None
    lang: str | None = None


class DateBlock(NamedTuple):
    """A date cut into the pieces a date block shows."""

    iso: str
    text: str
    day: str
    month: str
    year: str
    end: dict[str, str] | None = None


@dataclass(frozen=True)
class Reader:
    """A reader of `language`; `now` is an aware datetime, asked for in the site's time zone."""

    site: Site
    language: Language
    now: dt.datetime

    @property
    def answers_as(self) -> str:
        """The name of the readers of one language among those that answer questions."""
        return self.language.code

    @property
    def today(self) -> dt.date:
        """The reader's day in the site's time zone."""
        note(TODAY)
        return self._today

    @cached_property
    def _today(self) -> dt.date:
        return self.now.astimezone(self._zone).date()

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.site.settings.timezone)

    # Words

    def t(self, key: str, **values: object) -> str:
        """Return words for people, see `Language.text`."""
        return self.language.text(key, **values)

    def read(self, text: LocalizedText) -> Passage:
        """Return a text with its language, None where that is the page's own."""
        passage = self.site.read(text, self.language.code)
        own = passage.language == self.language.code
        return Passage(passage.value, None) if own else passage

    def words(self, text: LocalizedText | None) -> str:
        """Return a text as bare words, for titles, attributes and descriptions."""
        return plain(self.site.read(text, self.language.code).value) if text else ""

    def text(self, text: LocalizedText | None) -> Markup:
        """Return a plain text as HTML, its language marked where it is not the page's."""
        if text is None:
            return Markup("")
        passage = self.read(text)
        return self._marked(escape(passage.value), passage.language, "span")

    def inline(self, text: LocalizedText | None) -> Markup:
        """Return a text with inline Markdown as HTML."""
        if text is None:
            return Markup("")
        passage = self.read(text)
        html = with_pictures(render_inline(passage.value, self._resolve), self.site.images)
        return self._marked(Markup(html), passage.language, "span")  # noqa: S704 - sanitised

    def prose(self, text: LocalizedText | None, prefix: str = "") -> Markup:
        """Return a text of whole Markdown as HTML; `prefix` keeps its ids apart from others."""
        if text is None:
            return Markup("")
        passage = self.read(text)
        html = Markup(self.markdown(passage.value, prefix).html)  # noqa: S704 - sanitised
        return self._marked(html, passage.language, "div")

    def markdown(self, text: str, prefix: str = "") -> Rendered:
        """Render Markdown written in the reader's language, its pictures in all their sizes."""
        rendered = render(text, self._resolve, prefix, self.t("footnote.back", n="{}"))
        return Rendered(with_pictures(rendered.html, self.site.images), rendered.headings)

    def _marked(self, html: Markup, language: str | None, tag: str) -> Markup:
        if language is None:
            return html
        drawn = self._passage.render(tag=tag, language=language, html=html)
        return Markup(drawn)  # noqa: S704 - escaped

    @cached_property
    def _passage(self) -> Template:
        from psi_site.templates import package_templates

        return package_templates(_TEMPLATES, self.site.root).get_template("passage.html")

    # Links

    @cached_property
    def _resolve(self) -> Resolver:
        return resolver(self.site, self.language.code)

    def href(self, record: Record) -> str | None:
        """Return the address of a record for this reader, None where it is read nowhere."""
        found = target(self.site, record, self.language.code)
        return found.path if found else None

    def link(self, record: Record, *, short: bool = False) -> Link:
        """Return a record as a link; `short` takes a page's menu title."""
        if self.site.holds(record):
            return _link(self, record.kind, record.id, "short" if short else "")
        return _found_link(self, record, short=short)

    def links(self, records: Iterable[Record]) -> list[Link]:
        """Return records as links, in the order given."""
        return [self.link(record) for record in records]

    def party(self, party_id: str) -> Link:
        """Return a partner or other organisation as a link."""
        return self.link(self.site.party(party_id))

    def by_name(self, records: Iterable[Record]) -> list[Record]:
        """Return records in the alphabetical order of the reader's language."""
        return sorted(records, key=lambda each: self.language.sort_key(self.words(each.name)))

    # Dates and amounts

    def date(self, day: dt.date) -> str:
        """Return a day in full."""
        return self.language.date(day)

    def money(self, amount: int) -> str:
        """Return a sum in the site's currency."""
        return self.t("amount.money", amount=amount)

    def date_block(self, event: Event) -> DateBlock | None:
        """Return an event's date for a date block, None while it is undated."""
        first, last = event.first_day, event.last_day
        if first is None or last is None or event.start is None:
            return None
        end = None
        if last != first:
            end = {"day": str(last.day)}
            if last.month != first.month:
                end["month"] = self.language.month_short(last)
        return DateBlock(
            iso=self.iso(event.start),
            text=self.language.date_range(first, last),
            day=str(first.day),
            month=self.language.month_short(first),
            year=str(first.year),
            end=end,
        )

    def iso(self, moment: dt.date | dt.datetime) -> str:
        """Return a moment for machines: a day, or a time with the offset of the site's zone."""
        if isinstance(moment, dt.datetime):
            return moment.replace(tzinfo=self._zone).isoformat(timespec="minutes")
        return moment.isoformat()

    def when(self, event: Event) -> str:
        """Return when an event is, in words: day or days, and hours where they are known."""
        first, last = event.first_day, event.last_day
        if first is None or last is None:
            return self.words(event.period) or self.t("date.unknown")
        days = self.language.date_range(first, last)
        if not isinstance(event.start, dt.datetime):
            return days
        hours = self.language.time(event.start.time())
        if isinstance(event.end, dt.datetime):
            end = self.language.time(event.end.time())
            hours = self.t("formats.hours", start=hours, end=end)
        return self.t("formats.moment", date=days, time=hours)

    def is_past(self, event: Event) -> bool:
        """Return whether an event's last day is over; an undated event never is."""
        last = event.last_day
        return last is not None and last < self.today


@answer
def _link(reader: Reader, kind: str, record_id: str, length: str) -> Link:
    record = reader.site.find(record_id, (kind,))
    assert record
    return _found_link(reader, record, short=bool(length))


def _found_link(reader: Reader, record: Record, *, short: bool) -> Link:
    found = target(reader.site, record, reader.language.code)
    text = record.menu_name if short and isinstance(record, Page) else record.name
    if found is None:
        return Link(reader.words(text), None, reader.read(text).language)
    lang = None if found.language == reader.language.code else found.language
    return Link(reader.words(text), found.path, lang)
