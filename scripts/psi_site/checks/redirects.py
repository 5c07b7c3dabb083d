"""A former address leads to one place, and to where nothing else is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from psi_site.addresses import base_page, former_paths, page_path, path_in, paths_of_kind
from psi_site.corpus import Corpus, Key
from psi_site.diagnostics import Diagnostic, Span
from psi_site.model.page import Page
from psi_site.model.record import Addressed, Record
from psi_site.sources.document import Path
from psi_site.tracing import lasting


class Former(NamedTuple):
    """A former address: whose it is, what the editor wrote, and where."""

    record: str
    address: str
    written: str
    place: Path


def check_redirects(corpus: Corpus) -> Iterator[Diagnostic]:
    """Yield former addresses that something else has, now or before."""
    formers = [
        ((kind, record_id), each)
        for kind in corpus.records
        for record_id in corpus.ids(kind)
        for each in _formers(corpus, kind, record_id)
    ]
    if not formers:
        return
    taken = {
        path: (kind, record_id)
        for kind in corpus.records
        for record_id, _, path in paths_of_kind(corpus, kind)
    }
    claimed: dict[str, tuple[Key, Former]] = {}
    for key, former in formers:
        if former.address in taken:
            owner = corpus.documents[taken[former.address]]
            yield _fault("redirect-taken", corpus, key, former, owner.span(()))
        first, claim = claimed.setdefault(former.address, (key, former))
        if first != key:
            other = corpus.documents[first].span(claim.place)
            yield _fault("redirect-twice", corpus, key, former, other)


@lasting
def _formers(corpus: Corpus, kind: str, record_id: str) -> tuple[Former, ...]:
    """Return the former addresses of a record."""
    record = corpus.find(record_id, (kind,))
    if record is None:
        return ()
    found = (_of_record(corpus, record, language) for language in corpus.codes)
    return tuple(chain.from_iterable(found))


def _of_record(corpus: Corpus, record: Record, language: str) -> Iterator[Former]:
    if isinstance(record, Page) and language in record.editions:
        yield from _of_page(corpus, record, language)
    elif isinstance(record, Addressed) and record.redirect_from:
        yield from _of_addressed(corpus, record, language)


def _of_page(corpus: Corpus, page: Page, language: str) -> Iterator[Former]:
    written = [slug for slug in page.editions[language].redirect_from if slug]
    paths = former_paths(corpus, page, language)
    for index, (slug, path) in enumerate(zip(written, paths, strict=True)):
        yield Former(page.id, path, slug, ("editions", language, "redirect_from", index))


def _of_addressed(corpus: Corpus, record: Addressed, language: str) -> Iterator[Former]:
    base = base_page(corpus, record)
    if base is None or path_in(corpus, record, language) is None:
        return
    for index, former_id in enumerate(record.redirect_from):
        path = f"{page_path(corpus, base, language)}{former_id}/"
        yield Former(record.id, path, former_id, ("redirect_from", index))


def _fault(code: str, corpus: Corpus, key: Key, former: Former, other: Span) -> Diagnostic:
    span = corpus.documents[key].span(former.place)
    arguments = {"value": former.written, "file": other.path, "line": str(max(other.line, 1))}
    return Diagnostic(code, span, arguments)
