"""Nothing that is published names a draft, and no list of what is published is one."""

from __future__ import annotations

from collections.abc import Iterator

from psi_site.checks.markdown import inline_targets, labelled_targets
from psi_site.checks.passages import Text
from psi_site.checks.subject import Subject
from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic, Span
from psi_site.model.page import Page
from psi_site.model.record import Record, is_draft, leaves
from psi_site.prose import RECORD_TARGET


def check_drafts(subject: Subject) -> Iterator[Diagnostic]:
    """Yield each place where a published record would lead to what is not published."""
    if is_draft(subject.record):
        return
    yield from _references(subject)
    for text in subject.markdown:
        yield from _links(text)


def _references(subject: Subject) -> Iterator[Diagnostic]:
    corpus, document = subject.corpus, subject.document
    for leaf in leaves(subject.record):
        # What a translation takes from its original is told once, at the original.
        if leaf.reference and leaf.path in document.spans:
            target = corpus.find(str(leaf.value), leaf.reference.kinds)
            if target and is_draft(target):
                yield _fault(corpus, target, document.span(leaf.path))


def _links(text: Text) -> Iterator[Diagnostic]:
    inline = ((link.target, start) for link, start in inline_targets(text.value))
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


def check_draft_lists(corpus: Corpus) -> Iterator[Diagnostic]:
    """Yield the draft pages that the addresses of published records begin with, and the home."""
    published = corpus.published()
    for page in filter(is_draft, corpus.all(Page)):
        below = (kind for kind, each in corpus.types.items() if each.listed_with == page.lists)
        if page.id == corpus.settings.home or any(published.get(kind) for kind in below):
            arguments = {"id": page.id}
            yield Diagnostic("draft-needed", draft_span(corpus, page), arguments)
