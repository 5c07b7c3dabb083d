"""Every id that names another record names one that exists."""

from __future__ import annotations

from collections.abc import Iterator

from psi_site.checks.nearest import nearest
from psi_site.checks.subject import Subject
from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic, Span
from psi_site.model.record import Path


def check_references(subject: Subject) -> Iterator[Diagnostic]:
    """Yield each id that no record has, and each that a list names twice."""
    corpus, document = subject.corpus, subject.document
    seen: set[tuple[Path, str]] = set()
    for path, kinds, record_id in subject.facts.references:
        listed = (path[:-1], record_id)
        if isinstance(path[-1], int) and listed in seen:
            yield Diagnostic("duplicate-reference", document.span(path), {"id": record_id})
        seen.add(listed)
        # What has no place of its own, a translation's item takes from the original.
        if not corpus.find_key(record_id, kinds) and path in document.spans:
            yield unknown_reference(corpus, record_id, kinds, document.span(path))


def unknown_reference(
    corpus: Corpus, record_id: str, kinds: tuple[str, ...], span: Span
) -> Diagnostic:
    """Return the diagnostic for an id that none of the kinds has, with the nearest that exists."""
    known = [record.id for kind in kinds for record in corpus.of_kind(kind)]
    places = sorted({corpus.types[kind].source.location for kind in kinds if kind in corpus.types})
    arguments = {"id": record_id, "kind": ", ".join(kinds), "file": ", ".join(places)}
    return Diagnostic("unknown-reference", span, arguments, suggestion=nearest(record_id, known))
