"""Lists in a mail that the data fills: what is coming, who is new, what can be applied for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

from psi_site.addresses import target
from psi_site.i18n import Language
from psi_site.model.event import Audience, Event, EventStatus, Series
from psi_site.model.grant import Grant
from psi_site.model.newsletter import Block, BlockKind, Newsletter
from psi_site.model.party import Partner
from psi_site.model.record import Record
from psi_site.model.text import LocalizedText
from psi_site.prose import plain
from psi_site.site import Site
from psi_site.urls import absolute


class Entry(NamedTuple):
    """A record in a list: its name, its address, when it is, and a line about it.

    `language` is that of the page at `url` where it is not the mail's.
    """

    title: str
    url: str | None
    when: str | None
    text: str | None
    language: str | None


class MailBlock(NamedTuple):
    """A list under its heading; `id` is unique in the mail."""

    id: str
    title: str
    entries: tuple[Entry, ...]


class _Lister(NamedTuple):
    site: Site
    issue: Newsletter
    language: Language
    day: date

    def words(self, text: LocalizedText) -> str:
        return plain(str(self.site.read(text, self.language.code)))

    def line(self, text: LocalizedText | None) -> str | None:
        """Return the first paragraph of a text that is in the mail's own language."""
        if text is None or not text.has(self.language.code):
            return None
        passage = self.site.read(text, self.language.code)
        return plain(passage.value.strip().split("\n\n")[0])

    def entry(self, record: Record, when: str | None, text: LocalizedText | None) -> Entry:
        found = target(self.site, record, self.language.code)
        foreign = found.language if found and found.language != self.language.code else None
        url = absolute(self.site.settings, found.path) if found else None
        return Entry(self.words(record.name), url, when, self.line(text), foreign)

    def coming_events(self, block: Block) -> Iterator[Entry]:
        """Yield the events that are not over, in order of time; those called off say so."""
        coming = [event for event in self.site.all(Event) if self.is_coming(event, block.until)]
        for event in sorted(coming, key=_order):
            yield self.entry(event, self.when(event), event.summary)

    def is_coming(self, event: Event, until: date | None) -> bool:
        first, last = event.first_day, event.last_day
        if first is None or last is None or self.audience(event) is Audience.INTERNAL:
            return False
        return last >= self.day and (until is None or first <= until)

    def audience(self, event: Event) -> Audience | None:
        if event.audience or not event.series:
            return event.audience
        return self.site.get(Series, event.series).audience

    def when(self, event: Event) -> str:
        assert event.first_day and event.last_day and event.start
        if event.is_timed and event.first_day == event.last_day:
            days = self.language.moment(event.start)
        else:
            days = self.language.date_range(event.first_day, event.last_day)
        if event.status is EventStatus.SCHEDULED:
            return days
        return self.language.text(f"mail.status.{event.status}", when=days)

    def new_partners(self, block: Block) -> Iterator[Entry]:
        """Yield the partners that have joined since the last issue and no issue told of before."""
        del block
        partners = new_partners(self.site, self.issue)
        names = {partner.id: self.words(partner.title) for partner in partners}
        for partner in sorted(partners, key=lambda each: self.language.sort_key(names[each.id])):
            yield self.entry(partner, None, partner.description)

    def open_calls(self, block: Block) -> Iterator[Entry]:
        """Yield the rounds that are open on the day of the issue, the nearest end first."""
        del block
        open_now = [each for each in self.site.all(Grant) if _is_open(each, self.day)]
        for grant in sorted(open_now, key=lambda each: (each.closes or date.max, each.id)):
            closes = grant.closes and self.language.date(grant.closes)
            when = self.language.text("mail.closes", day=closes) if closes else None
            yield self.entry(grant, when, grant.call)


_LISTS: Mapping[BlockKind, Callable[[_Lister, Block], Iterable[Entry]]] = {
    BlockKind.COMING_EVENTS: _Lister.coming_events,
    BlockKind.NEW_PARTNERS: _Lister.new_partners,
    BlockKind.OPEN_CALLS: _Lister.open_calls,
}


def mail_blocks(
    site: Site, issue: Newsletter, language: Language, day: date
) -> tuple[MailBlock, ...]:
    """Return the lists that an issue asks for as they stand on `day`; empty ones are left out."""
    lister = _Lister(site, issue, language, day)
    blocks = (
        MailBlock(
            id=f"block-{index}",
            title=language.text(f"mail.block.{block.kind}"),
            entries=tuple(_LISTS[block.kind](lister, block)),
        )
        for index, block in enumerate(issue.blocks, start=1)
    )
    return tuple(block for block in blocks if block.entries)


def new_partners(site: Site, issue: Newsletter) -> list[Partner]:
    """Return the partners an issue may call new.

    The data know the year a partner joined, not the day: so it is one that joined in the year of
    this issue or of the last one, and that no earlier issue had an item about or listed as new.
    """
    earlier = sorted(
        (each for each in site.all(Newsletter) if each.sort_key < issue.sort_key),
        key=lambda each: each.sort_key,
    )
    since = earlier[-1].year if earlier else issue.year
    known = {partner_id for each in earlier for partner_id in _told_of(site, each)}
    return [
        partner
        for partner in site.all(Partner)
        if partner.joined is not None
        and since <= partner.joined <= issue.year
        and partner.id not in known
    ]


def _told_of(site: Site, issue: Newsletter) -> Iterator[str]:
    for edition in issue.editions.values():
        for section in edition.sections:
            for item in section.items:
                yield from item.partners
    if any(block.kind is BlockKind.NEW_PARTNERS for block in issue.blocks):
        yield from (partner.id for partner in new_partners(site, issue))


def _is_open(grant: Grant, day: date) -> bool:
    """A round without dates is not known to be open."""
    if grant.opens is None and grant.closes is None:
        return False
    return (grant.opens or day) <= day <= (grant.closes or day)


def _order(event: Event) -> tuple[date, bool, str, str]:
    """All-day events before those that begin at an hour of the same day."""
    clock = event.start.time().isoformat() if isinstance(event.start, datetime) else ""
    return event.first_day or date.max, event.is_timed, clock, event.id
