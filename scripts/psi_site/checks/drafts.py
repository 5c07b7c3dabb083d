"""Nothing that is published names a draft, and no list of what is published is one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from psi_site.checks.markdown import inline_targets, labelled_targets
from psi_site.checks.passages import Text
from psi_site.checks.subject import Subject
from psi_site.corpus import Corpus, Key
from psi_site.diagnostics import Diagnostic, Span
from psi_site.facts import Facts
from psi_site.model.page import Page
from psi_site.model.record import Record, is_draft
from psi_site.prose import RECORD_TARGET


def check_drafts(subject: Subject) -> Iterator[Diagnostic]:
    """Yield each place where a published record would lead to what is not published."""
    if subject.facts.is_draft:
        return
    yield from _references(subject)
    names_draft = any(_draft(subject.corpus, *each) for each in _linked(subject.facts))
    for text in subject.markdown:
        if names_draft:
            yield from _links(text, ((link.target, at) for link, at in inline_targets(text.value)))
        yield from _links(text, labelled_targets(text.value))


def _references(subject: Subject) -> Iterator[Diagnostic]:
    corpus, document = subject.corpus, subject.document
    for path, kinds, record_id in subject.facts.references:
        target = corpus.find_key(record_id, kinds)
        # What a translation takes from its original is told once, at the original.
        if target and corpus.is_draft(*target) and path in document.spans:
            yield _fault(corpus, target, document.span(path))


def _linked(facts: Facts) -> Iterator[Key]:
    """Yield what the texts of a record lead to from where they say it."""
    return (key for links in facts.links for keys in links.targets.values() for key in keys)


def _draft(corpus: Corpus, kind: str, record_id: str) -> Key | None:
    key = corpus.find_key(record_id, (kind,))
    return key if key and corpus.is_draft(*key) else None


def _links(text: Text, targets: Iterable[tuple[str, int]]) -> Iterator[Diagnostic]:
    for target, start in targets:
        match = RECORD_TARGET.fullmatch(target)
        draft = _draft(text.corpus, match["kind"], match["id"]) if match else None
        if draft:
            yield _fault(text.corpus, draft, text.span(start, len(target)))


def _fault(corpus: Corpus, draft: Key, span: Span) -> Diagnostic:
    place = draft_span(corpus, corpus.records[draft[0]][draft[1]])
    arguments = {"id": draft[1], "file": place.path, "line": str(place.line)}
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
