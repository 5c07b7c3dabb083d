"""What is written in one language and not in another, and languages the site does not have."""

from __future__ import annotations

from collections.abc import Iterator

from psi_site.addresses import readable_in
from psi_site.checks.nearest import nearest
from psi_site.content import Home
from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic, Severity, Span
from psi_site.model.newsletter import Newsletter
from psi_site.model.page import Page
from psi_site.model.record import Leaf, Record, leaves
from psi_site.model.text import LocalizedText


def check_translations(corpus: Corpus) -> Iterator[Diagnostic]:
    """Yield errors for languages the site lacks and warnings for texts not yet translated."""
    for record in corpus.every():
        yield from _unknown_languages(corpus, record)
        offered = readable_in(corpus, record)
        for leaf in leaves(record):
            if isinstance(leaf.value, LocalizedText):
                yield from _text(corpus, record, leaf, offered)
        if isinstance(record, (Page, Newsletter)):
            yield from _editions(corpus, record)


def _unknown_languages(corpus: Corpus, record: Record) -> Iterator[Diagnostic]:
    for leaf in leaves(record):
        if isinstance(leaf.value, LocalizedText):
            for code in leaf.value.by_language:
                if code not in corpus.codes:
                    span = corpus.document(record).key_span((*leaf.path, code))
                    yield _unknown(corpus, span, code)
    if isinstance(record, (Page, Newsletter)):
        for code in record.editions:
            if code not in corpus.codes:
                span = corpus.document(record).first_span(("editions", code))
                yield _unknown(corpus, span, code)


def _unknown(corpus: Corpus, span: Span, code: str) -> Diagnostic:
    arguments = {"language": code, "languages": ", ".join(corpus.codes)}
    return Diagnostic("unknown-language", span, arguments, suggestion=nearest(code, corpus.codes))


def _text(
    corpus: Corpus, record: Record, leaf: Leaf, offered: tuple[str, ...]
) -> Iterator[Diagnostic]:
    original = corpus.codes[0]
    span = corpus.document(record).key_span(leaf.path)
    key = str(next(step for step in reversed(leaf.path) if isinstance(step, str)))
    if not leaf.value.has(original):
        yield Diagnostic("original-missing", span, {"key": key, "language": original})
        return
    shown_elsewhere = corpus.types[record.kind].home is Home.NOWHERE
    for language in corpus.codes if shown_elsewhere else offered:
        if not leaf.value.has(language):
            arguments = {"key": key, "language": language}
            yield Diagnostic("translation-missing", span, arguments, Severity.WARNING)


def _editions(corpus: Corpus, record: Page | Newsletter) -> Iterator[Diagnostic]:
    if corpus.codes[0] not in record.editions:
        span = corpus.document(record).first_span(("editions", next(iter(record.editions))))
        name = f"{record.id}.{corpus.codes[0]}.md"
        arguments = {"language": corpus.codes[0], "id": record.id, "name": name}
        yield Diagnostic("original-file-missing", span, arguments)
