"""Nothing published is lost: what is published now, held against the ledger of what ever was.

A name that would vanish is an error, told with its mend: a page that moved leads on from its old
address, an event is called off and not removed. A file whose thing has moved is published at its
old address too, since no page can lead a program on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from psi_site.addresses import page_path
from psi_site.artifact import Artifact
from psi_site.calendars.table import Calendar, ended_calendar
from psi_site.checks.drafts import draft_span
from psi_site.corpus import Key
from psi_site.diagnostics import Diagnostic, SourceError, Span, in_order
from psi_site.ledger import Entry, Ledger, file_of, read_ledger
from psi_site.model.page import Page
from psi_site.model.record import Record
from psi_site.pages.redirects import redirects
from psi_site.published import (
    CALENDAR,
    FACET,
    FEED,
    FILE,
    SHEET,
    Names,
    Register,
    Thing,
    published,
)
from psi_site.site import Site, load_site
from psi_site.tracing import remembering


@dataclass(frozen=True)
class Audit:
    """What is published now, held against what was."""

    site: Site
    ledger: Ledger
    names: Mapping[Register, Names]
    moved: Mapping[str, str]
    """Former addresses with their new ones."""

    @classmethod
    def of(cls, site: Site, ledger: Ledger) -> Audit:
        """Return the audit of a site against a ledger."""
        moved = {each.source: each.target for each in redirects(site)}
        return cls(site, ledger, published(site), moved)

    def record(self, thing: Thing) -> Record | None:
        """Return the record of a thing, None where it is gone."""
        return self.site.find(thing.id, (thing.kind,))

    def gone(self, register: Register) -> Iterator[Entry]:
        """Yield the lines of the ledger whose names are published no more."""
        for name, entry in self.ledger.entries[register].items():
            if name not in self.names[register]:
                yield entry

    @cached_property
    def present(self) -> Mapping[Thing, str]:
        """The address of everything that has one."""
        return {thing: name for name, thing in self.names[Register.ADDRESSES].items()}

    def heirs(self, thing: Thing) -> Iterator[Thing]:
        """Yield the things that may stand for a part of a page: its own, and where it moved to."""
        yield thing
        page = thing._replace(part="")
        for entry in self.ledger.entries[Register.ADDRESSES].values():
            new = self.moved.get(entry.name) if entry.thing == page else None
            if new and new in self.names[Register.ADDRESSES]:
                yield self.names[Register.ADDRESSES][new]._replace(part=thing.part)


@remembering
def _audit(site: Site) -> Audit:
    ledger = read_ledger(site.root)
    return Audit(site, ledger, {}, {}) if ledger.is_empty else Audit.of(site, ledger)


def lost_names(site: Site) -> Iterator[Diagnostic]:
    """Yield an error for every published name that would vanish, each with its mend.

    What only follows from another loss is left out: of a record that is gone, one name is told.
    """
    audit = _audit(site)
    yield from audit.ledger.faults
    if audit.ledger.is_empty:
        return
    renamed = list(_renamed_calendar(audit))
    yield from renamed
    held_back = dict(_held_back(audit))
    yield from held_back.values()
    told = set(held_back)
    checks = [*_lost_addresses(audit), *_lost_anchors(audit)]
    if not renamed:
        checks = [*_lost_uids(audit), *checks, *_lost_guids(audit)]
    for thing, diagnostic in checks:
        key = (thing.kind, thing.id)
        if key not in told:
            yield diagnostic
        if audit.record(thing) is None:
            told.add(key)


Found = Iterator[tuple[Thing, Diagnostic]]


def _at_line(code: str, register: Register, entry: Entry, **arguments: str) -> Diagnostic:
    """Return an error at the line of the ledger: for what has no source any more."""
    span = Span(file_of(register), entry.line, 1, len(entry.name))
    return Diagnostic(code, span, {"value": entry.name, "day": entry.day, **arguments})


def _renamed_calendar(audit: Audit) -> Iterator[Diagnostic]:
    """Yield one error where every UID changes because the calendars' name did."""
    settings = audit.site.settings
    for entry in audit.gone(Register.UIDS):
        domain = entry.name.partition("@")[2]
        if domain != settings.uid_domain:
            span = audit.site.document(settings).span(("uid_domain",))
            arguments = {"value": settings.uid_domain, "former": domain}
            yield Diagnostic("uid-domain-changed", span, arguments)
            return


def _held_back(audit: Audit) -> Iterator[tuple[Key, Diagnostic]]:
    """Yield an error for each published record that is a draft now, with the first day it was."""
    drafts = {(each.kind, each.id): each for each in audit.site.drafts}
    since: dict[Key, str] = {}
    for register in Register if drafts else ():
        for entry in audit.gone(register):
            key = (entry.thing.kind, entry.thing.id)
            if key in drafts and entry.name not in audit.moved:
                since[key] = min(entry.day, since.get(key, entry.day))
    for key, day in since.items():
        arguments = {"id": key[1], "day": day}
        yield key, Diagnostic("published-draft", draft_span(audit.site, drafts[key]), arguments)


def _lost_uids(audit: Audit) -> Found:
    for entry in audit.gone(Register.UIDS):
        event = audit.record(entry.thing)
        if event is None:
            yield entry.thing, _at_line("uid-lost", Register.UIDS, entry, event=entry.thing.id)
        else:
            span = audit.site.document(event).start_span(())
            yield entry.thing, Diagnostic("date-lost", span, {"event": event.id})


def _lost_guids(audit: Audit) -> Found:
    """Yield the entries of feeds whose record is there but no news; others follow their page."""
    for entry in audit.gone(Register.GUIDS):
        record = audit.record(entry.thing)
        addresses = audit.ledger.entries[Register.ADDRESSES].values()
        homes = [each.name for each in addresses if each.thing == entry.thing]
        if record and any(home in audit.names[Register.ADDRESSES] for home in homes):
            span = audit.site.document(record).start_span(())
            arguments = {"value": entry.name, "id": record.id}
            yield entry.thing, Diagnostic("guid-lost", span, arguments)


def _lost_anchors(audit: Audit) -> Found:
    """Yield anchors whose issue is still there; others follow their page."""
    for entry in audit.gone(Register.ANCHORS):
        issue = audit.record(entry.thing)
        edition = ("editions", entry.thing.language)
        document = audit.site.document(issue) if issue else None
        if issue and document and edition in document.spans:
            arguments = {"anchor": entry.name.partition("#")[2], "day": entry.day}
            span = document.start_span(edition)
            yield entry.thing, Diagnostic("anchor-lost", span, arguments)


def _lost_addresses(audit: Audit) -> Found:
    lost = [entry for entry in audit.gone(Register.ADDRESSES) if not _is_kept(audit, entry)]
    lists = [entry.name for entry in lost if _is_list(audit, entry.thing)]
    for entry in lost:
        if not any(entry.name != base and entry.name.startswith(base) for base in lists):
            yield entry.thing, _lost_address(audit, entry)


def _is_list(audit: Audit, thing: Thing) -> bool:
    record = audit.record(thing)
    return isinstance(record, Page) and bool(record.lists) and not thing.part


def _is_kept(audit: Audit, entry: Entry) -> bool:
    """Return whether a former address still gives an answer.

    A sheet has its page's address but for the end, and is led to it: the page is what has to stay.
    """
    if entry.thing.part == SHEET or entry.name in audit.moved or _copied(audit, entry) is not None:
        return True
    without_dates = entry.thing.part.startswith(FEED) and not audit.site.history.complete
    return without_dates or _ended(audit, entry) is not None


def _lost_address(audit: Audit, entry: Entry) -> Diagnostic:
    record = audit.record(entry.thing)
    is_page = not entry.thing.part or entry.thing.part.startswith(FACET)
    if not isinstance(record, Page) or not is_page:
        code = "file-lost" if entry.thing.kind == FILE or not is_page else "address-lost"
        return _at_line(code, Register.ADDRESSES, entry)
    site = audit.site
    wanted = entry.thing.language
    code = wanted if wanted in record.editions else next(iter(record.editions))
    root = "/" if code == site.codes[0] else f"/{code}/"
    span = site.document(record).span(("editions", code, "slug"))
    arguments = {
        "value": entry.name,
        "new": page_path(site, record, code),
        "former": entry.name.removeprefix(root).strip("/"),
        "file": site.source_file(record, code),
    }
    return Diagnostic("address-moved", span, arguments)


def _copied(audit: Audit, entry: Entry) -> str | None:
    """Return the address of the file that is published at a file's former address too."""
    if not entry.thing.part or entry.thing.part.startswith(FACET):
        return None
    found = (audit.present.get(heir) for heir in audit.heirs(entry.thing))
    return next(filter(None, found), None)


def _ended(audit: Audit, entry: Entry) -> Calendar | None:
    """Return the empty calendar that stands where a record's calendar was."""
    record = audit.record(entry.thing)
    if record is None or entry.thing.part != CALENDAR:
        return None
    return ended_calendar(audit.site, record, entry.thing.language)


def kept_files(site: Site, earlier: Callable[[str], bytes | None]) -> Iterator[Artifact]:
    """Yield copies of today's files for the addresses they had before.

    `earlier` gives the bytes of one of today's files by its path from the site's root.
    """
    audit = _audit(site)
    if audit.ledger.is_empty:
        return
    for entry in audit.gone(Register.ADDRESSES):
        source = earlier((_copied(audit, entry) or "").lstrip("/"))
        if source is not None:
            yield Artifact(entry.name.lstrip("/"), source)
        elif ended := _ended(audit, entry):
            yield Artifact(entry.name.lstrip("/"), _empty(site, ended))


def _empty(site: Site, calendar: Calendar) -> bytes:
    # The writer of calendars is slow to import, and a calendar seldom ends.
    from psi_site.calendars.ics import calendar_bytes

    return calendar_bytes(site, calendar, {})


def load_preserved(root: Path, *, today: date | None = None) -> tuple[Site, list[Diagnostic]]:
    """Load a site as `load_site` does, and refuse one that would lose what was published."""
    site, found = load_site(root, today=today)
    lost = list(lost_names(site))
    if lost:
        raise SourceError([*found, *lost])
    return site, in_order(found)
