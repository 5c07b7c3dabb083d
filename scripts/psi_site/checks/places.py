"""Places lie inside larger ones, somewhere on earth."""

from __future__ import annotations

from collections.abc import Iterator

from psi_site.checks.subject import Subject
from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic
from psi_site.model.party import Coordinates, Place


def check_places(subject: Subject) -> Iterator[Diagnostic]:
    """Yield places that contain themselves and coordinates beyond the poles or the date line."""
    place = subject.record
    if isinstance(place, Place) and place.id in _around(subject.corpus, place):
        yield Diagnostic("place-circle", subject.document.span(("within",)), {"id": place.id})
    for path, part in subject.parts:
        if isinstance(part, Coordinates) and (abs(part.latitude) > 90 or abs(part.longitude) > 180):
            name = "latitude" if abs(part.latitude) > 90 else "longitude"
            span = subject.document.span((*path, name))
            arguments = {"latitude": f"{part.latitude:g}", "longitude": f"{part.longitude:g}"}
            yield Diagnostic("coordinates-outside", span, arguments)


def _around(corpus: Corpus, place: Place) -> set[str]:
    """Return the ids of all places around one, itself among them only in a circle."""
    found: set[str] = set()
    within = place.within
    while within and within not in found:
        found.add(within)
        outer = corpus.find(within, (Place.kind,))
        within = outer.within if isinstance(outer, Place) else None
    return found
