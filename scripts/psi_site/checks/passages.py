"""Every text of a site with its language, and the way back from a word in it to its file.

A value and its source differ: YAML folds lines, strips indents and doubles quotes. The n-th time a
word stands in the value is the n-th time it stands in the source, though, so that is how a place
is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic, Severity, Span
from psi_site.model.record import Leaf, Path, Record, leaves
from psi_site.model.text import LocalizedText
from psi_site.sources.files import source_lines


class Text(NamedTuple):
    """One text in one language (None: in all), and the record and file it stands in."""

    corpus: Corpus
    record: Record
    path: Path
    value: str
    language: str | None
    is_markdown: bool

    @property
    def reader_language(self) -> str:
        """The language of the reader whom links in the text lead on."""
        return self.language or self.corpus.codes[0]

    def span(self, start: int, length: int) -> Span:
        """Return the place in the file of `length` characters of the value from `start`."""
        begin = self.corpus.document(self.record).span(self.path)
        words = self.value[start : start + length].split()
        if not words:
            return begin
        pattern = re.compile(r"\s+".join(re.escape(word) for word in words))
        nth = sum(match.start() < start for match in pattern.finditer(self.value))
        lines = source_lines(self.corpus.root / begin.path)[max(begin.line, 1) - 1 :]
        source = "\n".join(lines)
        found = next(islice(pattern.finditer(source, begin.column - 1), nth, None), None)
        return _span(begin, source, found) if found else begin

    def fault(
        self, code: str, start: int, length: int, suggestion: str | None = None, **arguments: str
    ) -> Diagnostic:
        """Return an error about a piece of the value."""
        span = self.span(start, length)
        return Diagnostic(code, span, arguments, Severity.ERROR, suggestion)


def _span(begin: Span, source: str, found: re.Match[str]) -> Span:
    line_start = source.rfind("\n", 0, found.start()) + 1
    line = begin.line + source.count("\n", 0, found.start())
    length = len(found[0].split("\n")[0])
    return Span(begin.path, line, found.start() - line_start + 1, length)


def lowered(value: str) -> str:
    """Return a text in lower case, at its length: each letter stays in its place."""
    lower = value.lower()
    if len(lower) == len(value):
        return lower
    return "".join(one if len(one.lower()) > 1 else one.lower() for one in value)


def texts_of(corpus: Corpus, record: Record) -> Iterator[Text]:
    """Yield every text of a record that people read, in the order of its fields."""
    spans = corpus.document(record).spans
    for leaf in leaves(record):
        path, value, _, is_markdown = leaf
        if isinstance(value, str):
            # What has no place of its own, a translation's item takes from the original.
            if path in spans:
                inside = path[0] == "editions" and len(path) > 1
                yield Text(
                    corpus, record, path, value, str(path[1]) if inside else None, is_markdown
                )
        elif isinstance(value, LocalizedText):
            yield from _passages(corpus, record, leaf)


def _passages(corpus: Corpus, record: Record, leaf: Leaf) -> Iterator[Text]:
    if leaf.value.common is not None:
        yield Text(corpus, record, leaf.path, leaf.value.common, None, leaf.is_markdown)
        return
    for language, value in leaf.value.by_language.items():
        path = (*leaf.path, language)
        yield Text(corpus, record, path, value, language, leaf.is_markdown)
