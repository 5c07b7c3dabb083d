"""Pages form one tree with one address each, and every kind that has pages has a list."""

from __future__ import annotations

from collections.abc import Iterator

from psi_site.addresses import paths_of_kind
from psi_site.checks.nearest import nearest
from psi_site.content import Home
from psi_site.corpus import Corpus, Key
from psi_site.diagnostics import Diagnostic, Span
from psi_site.model.page import Page
from psi_site.sources.theme import theme_folder

TEMPLATES = "pages"
"""The theme's folder with one template for each kind of page, named as `template` names it."""

DEFAULT_TEMPLATE = Page.model_fields["template"].default


def check_pages(corpus: Corpus) -> Iterator[Diagnostic]:
    """Yield what is wrong with lists, parents and addresses."""
    yield from _lists(corpus)
    yield from _twice_listed(corpus)
    yield from _parents(corpus)
    yield from _templates(corpus)
    yield from _addresses(corpus)


def _lists(corpus: Corpus) -> Iterator[Diagnostic]:
    listable = [kind for kind, each in corpus.types.items() if each.home is not Home.NOWHERE]
    meant: set[str | None] = set()
    for page in corpus.all(Page):
        if page.lists and page.lists not in listable:
            span = corpus.document(page).span(("lists",))
            arguments = {"kind": page.lists, "kinds": ", ".join(listable)}
            suggestion = nearest(page.lists, listable)
            meant.add(suggestion)
            yield Diagnostic("unknown-list", span, arguments, suggestion=suggestion)
    for kind in listable:
        base = corpus.types[kind].listed_with
        if (
            kind != Page.kind
            and corpus.records.get(kind)
            and base not in {*corpus.list_pages, *meant}
        ):
            span = Span(corpus.types[kind].source.location)
            yield Diagnostic("list-page-missing", span, {"kind": kind, "base": base})


def _twice_listed(corpus: Corpus) -> Iterator[Diagnostic]:
    for page in corpus.all(Page):
        first = corpus.list_pages.get(page.lists or "")
        if page.lists and first and first is not page:
            file = corpus.document(first).span(("lists",)).path
            arguments = {"kind": page.lists, "file": file}
            yield Diagnostic("list-page-twice", corpus.document(page).span(("lists",)), arguments)


def _templates(corpus: Corpus) -> Iterator[Diagnostic]:
    folder = theme_folder(corpus.root) / TEMPLATES
    known = sorted(path.stem for path in folder.glob("*.html"))
    for page in corpus.all(Page):
        if page.template not in known and page.template != DEFAULT_TEMPLATE:
            span = corpus.document(page).span(("template",))
            arguments = {"value": page.template, "templates": ", ".join(known)}
            offer = nearest(page.template, known)
            yield Diagnostic("template-missing", span, arguments, suggestion=offer)


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
    taken: dict[str, tuple[Key, str]] = {}
    for kind in corpus.records:
        for record_id, language, path in paths_of_kind(corpus, kind):
            owner = ((kind, record_id), language)
            first = taken.setdefault(path, owner)
            if first is not owner:
                place = _address_span(corpus, *first)
                line = str(max(place.line, 1))
                arguments = {"address": path, "file": place.path, "line": line}
                yield Diagnostic("duplicate-address", _address_span(corpus, *owner), arguments)


def _address_span(corpus: Corpus, key: Key, language: str) -> Span:
    """Return where an editor sets a record's address: its slug, else its id or its first line."""
    document = corpus.documents[key]
    slug = ("editions", language, "slug")
    if slug in document.spans:
        return document.span(slug)
    return document.span(("id",)) if ("id",) in document.spans else document.start_span(slug[:-1])
