"""Programme items come in order, within their event, and refer to earlier items only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from psi_site.checks.dates import shown
from psi_site.checks.nearest import nearest
from psi_site.checks.subject import Subject
from psi_site.diagnostics import Diagnostic, Severity
from psi_site.model.event import Event, ItemKind, ProgrammeItem
from psi_site.model.record import Path
from psi_site.sources.document import Document


def check_programmes(subject: Subject) -> Iterator[Diagnostic]:
    """Yield items that share an id, name no earlier item, or are out of time."""
    event, document = subject.record, subject.document
    if not isinstance(event, Event):
        return
    items = list(_walk(event.programme, ("programme",)))
    yield from _ids(document, items)
    yield from _order(document, event.programme, ("programme",))
    for path, item in items:
        yield from _time(document, event, path, item)


def _ids(document: Document, items: list[tuple[Path, ProgrammeItem]]) -> Iterator[Diagnostic]:
    seen: list[str] = []
    for path, item in items:
        if item.same_people_as and item.same_people_as not in seen:
            arguments = {"id": item.same_people_as}
            span = document.span((*path, "same_people_as"))
            offer = nearest(item.same_people_as, seen)
            yield Diagnostic("unknown-programme-item", span, arguments, suggestion=offer)
        if item.id and item.id in seen:
            span = document.span((*path, "id"))
            yield Diagnostic("duplicate-programme-item", span, {"id": item.id})
        if item.id:
            seen.append(item.id)


def _order(
    document: Document, items: tuple[ProgrammeItem, ...], path: Path
) -> Iterator[Diagnostic]:
    """Items of one list follow each other; only the parts of a parallel item may overlap."""
    previous: time | None = None
    for index, item in enumerate(items):
        if item.start and previous and item.start < previous:
            arguments = {"start": shown(item.start), "previous": shown(previous)}
            span = document.span((*path, index, "start"))
            yield Diagnostic("programme-order", span, arguments, Severity.WARNING)
        previous = item.start or previous
        if item.kind is not ItemKind.PARALLEL:
            yield from _order(document, item.items, (*path, index, "items"))


def _time(
    document: Document, event: Event, path: Path, item: ProgrammeItem
) -> Iterator[Diagnostic]:
    if item.start and item.end and item.end <= item.start:
        arguments = {"start": shown(item.start), "end": shown(item.end)}
        yield Diagnostic("end-before-start", document.span((*path, "end")), arguments)
    start, end = event.start, event.end
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return
    if start.date() != end.date() or end <= start:
        return
    for name, clock in (("start", item.start), ("end", item.end)):
        if clock and not start.time() <= clock <= end.time():
            arguments = {
                "time": shown(clock),
                "start": shown(start.time()),
                "end": shown(end.time()),
            }
            yield Diagnostic("programme-outside-event", document.span((*path, name)), arguments)
            return


def _walk(items: tuple[ProgrammeItem, ...], path: Path) -> Iterator[tuple[Path, ProgrammeItem]]:
    for index, item in enumerate(items):
        here = (*path, index)
        yield here, item
        yield from _walk(item.items, (*here, "items"))
