"""What is written in one language and not in another, and languages the site does not have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from psi_site.addresses import readable_in
from psi_site.checks.nearest import nearest
from psi_site.checks.subject import Subject
from psi_site.content import Home
from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic, Severity, Span
from psi_site.model.newsletter import Newsletter
from psi_site.model.page import Page
from psi_site.model.record import Leaf, leaves
from psi_site.model.text import LocalizedText
from psi_site.tracing import answer


def check_translations(subject: Subject) -> Iterator[Diagnostic]:
    """Yield errors for languages the site lacks and warnings for texts not yet translated."""
    record = subject.record
    localized = [each for each in leaves(record) if isinstance(each.value, LocalizedText)]
    yield from _unknown_languages(subject, localized)
    for leaf in localized:
        yield from _text(subject, leaf)
    if isinstance(record, (Page, Newsletter)):
        yield from _editions(subject.corpus, record)


def _unknown_languages(subject: Subject, localized: Iterable[Leaf]) -> Iterator[Diagnostic]:
    corpus, record = subject.corpus, subject.record
    for leaf in localized:
        for code in leaf.value.by_language:
            if code not in corpus.codes:
                yield _unknown(corpus, subject.document.key_span((*leaf.path, code)), code)
    if isinstance(record, (Page, Newsletter)):
        for code in record.editions:
            if code not in corpus.codes:
                yield _unknown(corpus, subject.document.first_span(("editions", code)), code)


def _unknown(corpus: Corpus, span: Span, code: str) -> Diagnostic:
    arguments = {"language": code, "languages": ", ".join(corpus.codes)}
    return Diagnostic("unknown-language", span, arguments, suggestion=nearest(code, corpus.codes))


def _text(subject: Subject, leaf: Leaf) -> Iterator[Diagnostic]:
    corpus, record = subject.corpus, subject.record
    if all(map(leaf.value.has, corpus.codes)):
        return
    original = corpus.codes[0]
    span = subject.document.key_span(leaf.path)
    key = str(next(step for step in reversed(leaf.path) if isinstance(step, str)))
    if not leaf.value.has(original):
        yield Diagnostic("original-missing", span, {"key": key, "language": original})
        return
    shown_elsewhere = corpus.types[record.kind].home is Home.NOWHERE
    for language in corpus.codes if shown_elsewhere else _offered(corpus, record.kind, record.id):
        if not leaf.value.has(language):
            arguments = {"key": key, "language": language}
            yield Diagnostic("translation-missing", span, arguments, Severity.WARNING)


@answer
def _offered(corpus: Corpus, kind: str, record_id: str) -> tuple[str, ...]:
    """Return the languages a record's readers are offered it in."""
    record = corpus.find(record_id, (kind,))
    return readable_in(corpus, record) if record else ()


def _editions(corpus: Corpus, record: Page | Newsletter) -> Iterator[Diagnostic]:
    if corpus.codes[0] not in record.editions:
        span = corpus.document(record).first_span(("editions", next(iter(record.editions))))
        name = f"{record.id}.{corpus.codes[0]}.md"
        arguments = {"language": corpus.codes[0], "id": record.id, "name": name}
        yield Diagnostic("original-file-missing", span, arguments)
