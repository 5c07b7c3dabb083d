"""Pages form one tree with one address each, and every kind that has pages has a list."""

from __future__ import annotations

from collections.abc import Iterator

from psi_site.addresses import path_in
from psi_site.checks.nearest import nearest
from psi_site.content import Home
from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic, Span
from psi_site.model.page import Page


def check_pages(corpus: Corpus) -> Iterator[Diagnostic]:
    """Yield what is wrong with lists, parents and addresses."""
    yield from _lists(corpus)
    yield from _parents(corpus)
    yield from _addresses(corpus)


def _lists(corpus: Corpus) -> Iterator[Diagnostic]:
    listable = [kind for kind, each in corpus.types.items() if each.home is not Home.NOWHERE]
    for page in corpus.all(Page):
        if page.lists and page.lists not in listable:
            span = corpus.document(page).span(("lists",))
            arguments = {"kind": page.lists, "kinds": ", ".join(listable)}
            suggestion = nearest(page.lists, listable)
            yield Diagnostic("unknown-list", span, arguments, suggestion=suggestion)
    for kind in listable:
        base = corpus.types[kind].listed_with
        if kind != Page.kind and corpus.records.get(kind) and base not in corpus.list_pages:
            span = Span(corpus.types[kind].source.location)
            yield Diagnostic("list-page-missing", span, {"kind": kind, "base": base})


def _parents(corpus: Corpus) -> Iterator[Diagnostic]:
    for page in corpus.all(Page):
        seen = {page.id}
        parent = page.parent
        while parent and parent in corpus.records[Page.kind]:
            if parent in seen:
                span = corpus.document(page).span(("parent",))
                yield Diagnostic("parent-circle", span, {"page": page.id, "parent": str(parent)})
                break
            seen.add(parent)
            parent = corpus.get(Page, parent).parent


def _addresses(corpus: Corpus) -> Iterator[Diagnostic]:
    taken: dict[str, Span] = {}
    for record in corpus.every():
        for language in corpus.codes:
            path = path_in(corpus, record, language)
            if path is None:
                continue
            document = corpus.document(record)
            span = document.span(("editions", language, "slug"))
            if path in taken:
                first = taken[path]
                arguments = {"address": path, "file": first.path, "line": str(first.line)}
                yield Diagnostic("duplicate-address", span, arguments)
            taken.setdefault(path, span)
