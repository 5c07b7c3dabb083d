"""Addresses outside the site: where they stand, and whether the notes of dead ones are of use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from psi_site.checks.markdown import labelled_targets
from psi_site.checks.nearest import nearest
from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic, Severity
from psi_site.model.dead_link import DeadLink
from psi_site.model.record import Leaf, Record, leaves
from psi_site.model.text import LocalizedText
from psi_site.prose import links

_WEB = ("https://", "http://")
_BARE = re.compile(r"<(https?://[^<>\s]+)>")


class Outward(NamedTuple):
    """An address outside the site, in a value of a record."""

    address: str
    record: Record
    leaf: Leaf


def outward_addresses(corpus: Corpus) -> Iterator[Outward]:
    """Yield every address of the web that a record names, in fields and in Markdown alike.

    An address noted as dead is not named by its note.
    """
    for record in corpus.every():
        for leaf in leaves(record):
            if not (isinstance(record, DeadLink) and leaf.path == ("url",)):
                for address in _addresses_in(leaf):
                    yield Outward(address, record, leaf)


def _addresses_in(leaf: Leaf) -> Iterator[str]:
    if not leaf.is_markdown:
        text = leaf.value if isinstance(leaf.value, str) else ""
        yield from [text] if text.startswith(_WEB) else []
        return
    passages = leaf.value.passages() if isinstance(leaf.value, LocalizedText) else ()
    for text in [each.value for each in passages] or [str(leaf.value)]:
        targets = [link.target for link in links(text)]
        targets += [target for target, _ in labelled_targets(text)]
        targets += _BARE.findall(text)
        yield from (target for target in targets if target.startswith(_WEB))


def check_dead_links(corpus: Corpus) -> Iterator[Diagnostic]:
    """Yield the notes of dead addresses that come twice, or that nothing needs."""
    notes = corpus.all(DeadLink)
    named = {each.address for each in outward_addresses(corpus)} if notes else set()
    first: dict[str, DeadLink] = {}
    for note in notes:
        span = corpus.document(note).span(("url",))
        if note.url in first:
            line = str(corpus.document(first[note.url]).span(("url",)).line)
            yield Diagnostic("dead-link-twice", span, {"url": note.url, "line": line})
        elif note.url not in named:
            offer = nearest(note.url, named)
            arguments = {"url": note.url}
            yield Diagnostic("dead-link-unused", span, arguments, Severity.WARNING, offer)
        first.setdefault(note.url, note)
