"""Nothing that is published names a draft, and no list of what is published is one."""

from __future__ import annotations

from collections.abc import Iterator

from psi_site.checks.markdown import labelled_targets, line_starts, refused
from psi_site.checks.passages import Text, texts
from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic, Span
from psi_site.model.page import Page
from psi_site.model.record import Record, is_draft, leaves
from psi_site.prose import RECORD_TARGET, links


def check_drafts(corpus: Corpus) -> Iterator[Diagnostic]:
    """Yield each place where the published site would lead to what is not published."""
    if not any(map(is_draft, corpus.every())):
        return
    for record in corpus.every():
        if not is_draft(record):
            yield from _references(corpus, record)
    for text in texts(corpus):
        if text.is_markdown and not is_draft(text.record) and not refused(text.value):
            yield from _links(text)
    yield from _lists(corpus)


def _references(corpus: Corpus, record: Record) -> Iterator[Diagnostic]:
    document = corpus.document(record)
    for leaf in leaves(record):
        # What a translation takes from its original is told once, at the original.
        if leaf.reference and leaf.path in document.spans:
            target = corpus.find(str(leaf.value), leaf.reference.kinds)
            if target and is_draft(target):
                yield _fault(corpus, target, document.span(leaf.path))


def _links(text: Text) -> Iterator[Diagnostic]:
    starts = line_starts(text.value)
    inline = ((link.target, starts[link.line - 1] + link.column - 1) for link in links(text.value))
    for target, start in (*inline, *labelled_targets(text.value)):
        match = RECORD_TARGET.fullmatch(target)
        record = text.corpus.find(match["id"], (match["kind"],)) if match else None
        if record and is_draft(record):
            yield _fault(text.corpus, record, text.span(start, len(target)))


def _fault(corpus: Corpus, draft: Record, span: Span) -> Diagnostic:
    place = draft_span(corpus, draft)
    arguments = {"id": draft.id, "file": place.path, "line": str(place.line)}
    return Diagnostic("link-to-draft", span, arguments)


def draft_span(corpus: Corpus, draft: Record) -> Span:
    """Return the place where a record says that it is a draft."""
    return corpus.document(draft).span(("draft",))


def _lists(corpus: Corpus) -> Iterator[Diagnostic]:
    """Yield the draft pages that the addresses of published records begin with, and the home."""
    published = corpus.published()
    for page in filter(is_draft, corpus.all(Page)):
        below = (kind for kind, each in corpus.types.items() if each.listed_with == page.lists)
        if page.id == corpus.settings.home or any(published.get(kind) for kind in below):
            arguments = {"id": page.id}
            yield Diagnostic("draft-needed", draft_span(corpus, page), arguments)
