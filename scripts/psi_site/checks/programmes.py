"""Programme items refer to earlier items of the same programme."""

from __future__ import annotations

from collections.abc import Iterator

from psi_site.checks.nearest import nearest
from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic
from psi_site.model.event import Event, ProgrammeItem
from psi_site.model.record import Path


def check_programmes(corpus: Corpus) -> Iterator[Diagnostic]:
    """Yield items that share an id, and "same people as" that name no earlier item."""
    for event in corpus.all(Event):
        seen: list[str] = []
        for path, item in _walk(event.programme, ("programme",)):
            document = corpus.document(event)
            if item.same_people_as and item.same_people_as not in seen:
                arguments = {"id": item.same_people_as}
                yield Diagnostic(
                    "unknown-programme-item",
                    document.span((*path, "same_people_as")),
                    arguments,
                    suggestion=nearest(item.same_people_as, seen),
                )
            if item.id and item.id in seen:
                span = document.span((*path, "id"))
                yield Diagnostic("duplicate-programme-item", span, {"id": item.id})
            if item.id:
                seen.append(item.id)


def _walk(items: tuple[ProgrammeItem, ...], path: Path) -> Iterator[tuple[Path, ProgrammeItem]]:
    for index, item in enumerate(items):
        here = (*path, index)
        yield here, item
        yield from _walk(item.items, (*here, "items"))
