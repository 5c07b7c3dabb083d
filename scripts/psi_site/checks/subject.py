"""One record as the checks look at it, taken apart once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

from pydantic import BaseModel

from psi_site.checks.limits import refused
from psi_site.checks.parts import parts
from psi_site.checks.passages import Text, texts_of
from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic
from psi_site.facts import Facts
from psi_site.model.record import Path, Record
from psi_site.sources.document import Document


class Subject:
    """A record, and the corpus whose other records it may name.

    It lives as long as the record is being checked. Others are reached through the corpus, which
    notes what was asked for.
    """

    def __init__(self, corpus: Corpus, record: Record) -> None:
        self.corpus = corpus
        self.record = record

    @cached_property
    def document(self) -> Document:
        """The document the record was read from."""
        return self.corpus.document(self.record)

    @cached_property
    def facts(self) -> Facts:
        """What the record says of others."""
        return self.corpus.facts(self.record)

    @cached_property
    def parts(self) -> tuple[tuple[Path, BaseModel], ...]:
        """Every part of the record with the path to it."""
        return tuple(parts(self.record))

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Every text of the record that people read."""
        return tuple(texts_of(self.corpus, self.record))

    @cached_property
    def markdown(self) -> tuple[Text, ...]:
        """The texts that are Markdown, without those too large or too deep to be looked into."""
        return tuple(each for each in self.texts if each.is_markdown and not refused(each.value))


RecordCheck = Callable[[Subject], Iterator[Diagnostic]]
"""A rule that one record keeps or breaks, whatever becomes of those it does not name."""
