"""A former address leads to one place, and to where nothing else is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from psi_site.addresses import base_page, former_paths, page_path, path_in
from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic, Span
from psi_site.model.page import Page
from psi_site.model.record import Addressed, Record
from psi_site.sources.document import Path


class Former(NamedTuple):
    """A former address: whose it is, what the editor wrote, and where."""

    record: Record
    address: str
    written: str
    place: Path


def check_redirects(corpus: Corpus) -> Iterator[Diagnostic]:
    """Yield former addresses that something else has, now or before."""
    formers = list(_formers(corpus))
    if not formers:
        return
    taken = {
        path: record
        for record in corpus.every()
        for language in corpus.codes
        if (path := path_in(corpus, record, language))
    }
    claimed: dict[str, Former] = {}
    for former in formers:
        if former.address in taken:
            owner = taken[former.address]
            yield _fault("redirect-taken", corpus, former, corpus.document(owner).span(()))
        first = claimed.setdefault(former.address, former)
        if first.record is not former.record:
            other = corpus.document(first.record).span(first.place)
            yield _fault("redirect-twice", corpus, former, other)


def _formers(corpus: Corpus) -> Iterator[Former]:
    for record in corpus.every():
        for language in corpus.codes:
            if isinstance(record, Page) and language in record.editions:
                yield from _of_page(corpus, record, language)
            elif isinstance(record, Addressed) and record.redirect_from:
                yield from _of_record(corpus, record, language)


def _of_page(corpus: Corpus, page: Page, language: str) -> Iterator[Former]:
    written = [slug for slug in page.editions[language].redirect_from if slug]
    paths = former_paths(corpus, page, language)
    for index, (slug, path) in enumerate(zip(written, paths, strict=True)):
        yield Former(page, path, slug, ("editions", language, "redirect_from", index))


def _of_record(corpus: Corpus, record: Addressed, language: str) -> Iterator[Former]:
    base = base_page(corpus, record)
    if base is None or path_in(corpus, record, language) is None:
        return
    for index, former_id in enumerate(record.redirect_from):
        path = f"{page_path(corpus, base, language)}{former_id}/"
        yield Former(record, path, former_id, ("redirect_from", index))


def _fault(code: str, corpus: Corpus, former: Former, other: Span) -> Diagnostic:
    span = corpus.document(former.record).span(former.place)
    arguments = {"value": former.written, "file": other.path, "line": str(max(other.line, 1))}
    return Diagnostic(code, span, arguments)
