"""`psi status`: what waits for somebody, and what will change by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import click

from psi_site.checks.drafts import draft_span
from psi_site.cli.coming import coming_changes
from psi_site.cli.outdated import difference, stale_records
from psi_site.cli.session import Session
from psi_site.diagnostics import Span
from psi_site.model.event import Event
from psi_site.model.record import Path, Record, leaves
from psi_site.model.text import LocalizedText
from psi_site.site import Site, load_site
from psi_site.sources.records import ListFile

DAYS = 30
YEAR = timedelta(days=365)


def command(session: Session) -> click.Command:
    """Return the command."""

    def status() -> None:
        site, _ = load_site(session.root)
        today = session.today(site)
        report = _Report(session, site)
        report.translations()
        report.contacts(today)
        report.undated()
        report.drafts(today)
        report.coming(today)

    return click.Command(
        "status",
        callback=status,
        help=session.text("status.help"),
        short_help=session.text("status.short"),
    )


@dataclass(frozen=True)
class _Report:
    """Prints the sections; a record goes by its name in the language of the originals."""

    session: Session
    site: Site

    def section(self, key: str, space: str = "\n", **values: object) -> None:
        title = self.session.text(f"status.{key}", **values)
        click.echo(f"{space}{self.session.paint(title, bold=True)}")

    def line(self, text: str, span: Span | None = None) -> None:
        place = f"{span.path}:{span.line}: " if span else ""
        click.echo(f"  {place}{text}")

    def said(self, words: str, span: Span | None = None, **values: object) -> None:
        self.line(self.session.text(f"status.{words}", **values), span)

    def name(self, record: Record) -> str:
        return str(self.site.read(record.name, self.site.codes[0]))

    def address(self, record: Record, file: str) -> str:
        """Return what names a record to `psi translated`."""
        in_list = isinstance(self.site.types[record.kind].source, ListFile)
        return f"{file} --id {record.id}" if in_list else file

    def day(self, day: date) -> str:
        return self.session.language.date(day)

    def translations(self) -> None:
        self.section("translations", space="")
        for code in self.site.codes[1:]:
            language = self.session.language_name(code)
            counts = _coverage(self.site, code)
            self.line(self.session.text("status.coverage", language=language, **counts))
            self.missing(code, language)
            self.stale(code, language)

    def missing(self, code: str, language: str) -> None:
        records = list(_untranslated(self.site, code))
        texts = list(_untranslated_texts(self.site, code))
        if not records and not texts:
            self.said("in_step")
            return
        self.said("missing", language=language)
        for record in records:
            span = self.site.document(record).span(())
            self.said("missing_record", span, name=self.name(record))
        for record, path, span in texts:
            self.said("missing_text", span, name=self.name(record), field=path)

    def stale(self, code: str, language: str) -> None:
        found = stale_records(self.site, code)
        if found:
            self.said("stale", language=language)
        for record in found:
            lines = difference(self.site, record, code)
            key = "stale_record" if lines is not None else "stale_unknown"
            span = self.site.document(record).span(("translated_from", code))
            self.said(key, span, name=self.name(record))
            for line in lines or ():
                click.echo(f"    {self.session.paint(line, _COLOURS.get(line[:1]))}")
            self.said("stale_advice", file=self.address(record, span.path))

    def contacts(self, today: date) -> None:
        self.section("contacts")
        found = list(_unverified(self.site, today - YEAR))
        for record, label, day, span in found:
            name = ", ".join(filter(None, (self.name(record), label)))
            self.said("contact", span, name=name, date=self.day(day))
        if not found:
            self.said("contacts_done")

    def undated(self) -> None:
        self.section("undated")
        found = [event for event in self.site.all(Event) if event.start is None]
        for event in found:
            period = self.site.read(event.period, self.site.codes[0]) if event.period else ""
            text = ", ".join(filter(None, (self.name(event), str(period))))
            self.line(text, self.site.document(event).span(()))
        if not found:
            self.said("undated_done")

    def drafts(self, today: date) -> None:
        self.section("drafts")
        for record in self.site.drafts:
            span = draft_span(self.site, record)
            moment = self.site.history.changed({span.path: (span.line,)})
            if moment is None:
                self.said("draft_new", span, name=self.name(record))
            else:
                day = moment.astimezone(ZoneInfo(self.site.settings.timezone)).date()
                words = {"name": self.name(record), "date": self.day(day)}
                self.said("draft", span, n=max((today - day).days, 0), **words)
        if not self.site.drafts:
            self.said("drafts_none")

    def coming(self, today: date) -> None:
        self.section("coming", n=DAYS)
        found = coming_changes(self.site, today, DAYS)
        for change in found:
            self.said(change.what, date=self.day(change.day), name=self.name(change.record))
        if not found:
            self.said("coming_none")


_COLOURS = {"-": "red", "+": "green", "@": "cyan"}


def _coverage(site: Site, code: str) -> dict[str, int]:
    records = list(site.every())
    texts = [text for record in records for _, text in _texts(site, record)]
    return {
        "records": sum(code in record.readable_in(site.codes) for record in records),
        "all_records": len(records),
        "texts": sum(text.has(code) for text in texts),
        "all_texts": len(texts),
    }


def _texts(site: Site, record: Record) -> Iterator[tuple[Path, LocalizedText]]:
    for leaf in leaves(record):
        if isinstance(leaf.value, LocalizedText):
            yield leaf.path, leaf.value


def _untranslated(site: Site, code: str) -> Iterator[Record]:
    return (each for each in site.every() if code not in each.readable_in(site.codes))


def _untranslated_texts(site: Site, code: str) -> Iterator[tuple[Record, str, Span]]:
    for record in site.every():
        if code in record.readable_in(site.codes):
            for path, text in _texts(site, record):
                if not text.has(code):
                    yield record, _dotted(path), site.document(record).key_span(path)


def _dotted(path: Path) -> str:
    return ".".join(str(step + 1 if isinstance(step, int) else step) for step in path)


def _unverified(site: Site, limit: date) -> Iterator[tuple[Record, str, date, Span]]:
    """Yield what was last checked before `limit`: the record, whose details, when, and where."""
    for record in site.every():
        for leaf in leaves(record):
            if leaf.path[-1] == "verified" and leaf.value < limit:
                whose = _label(site, record, leaf.path[:-1])
                yield record, whose, leaf.value, site.document(record).span(leaf.path)


def _label(site: Site, record: Record, path: Path) -> str:
    """Return the name of the person a contact is for, if it is for another than the record."""
    value = site.document(record).value
    for step in path:
        value = value[step]
    person = site.find(str(value.get("person", "")), ("person",)) if path else None
    return str(person.name.passages()[0]) if person and person is not record else ""
