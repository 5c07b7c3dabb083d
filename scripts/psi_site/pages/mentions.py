"""Where a record is spoken of: what refers to it in a field, or links to it in a text.

The texts are those a reader of one language meets, so the same record can be mentioned in more
places in one language than in another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from psi_site.corpus import Key
from psi_site.facts import Facts, Links
from psi_site.model.record import Record
from psi_site.pages.reader import Link, Reader
from psi_site.site import Site
from psi_site.tracing import answer, lasting, remembering

_EVERY = ""
"""What stands for the language of a text that says none itself."""
Index = Mapping[Key, tuple[Key, ...]]
"""For every record that is spoken of, the records that do, in the order of the types."""


class Mention(NamedTuple):
    """A place where a record is spoken of: a link, and in words what kind of thing it is."""

    link: Link
    kind: str


def mentions(reader: Reader, record: Record, without: Collection[str] = ()) -> list[Record]:
    """Return the other records that speak of `record` and can be read somewhere.

    Those of the kinds `without` are left out before they are looked at.
    """
    site = reader.site
    keys = _speaking(site, record.kind, record.id, reader.language.code)
    found = (site.find(record_id, (kind,)) for kind, record_id in keys if kind not in without)
    return [each for each in found if each and each is not record and reader.href(each)]


def mention_links(
    reader: Reader, record: Record, beside: Iterable[Record] = (), kinds: Iterable[str] = ()
) -> list[Mention]:
    """Return mentions as links, but for records that stand `beside` and for whole `kinds`."""
    left_out = {(each.kind, each.id) for each in beside}
    return [
        Mention(reader.link(each), kind_words(reader, each.kind))
        for each in mentions(reader, record, frozenset(kinds))
        if (each.kind, each.id) not in left_out
    ]


def kind_words(reader: Reader, kind: str) -> str:
    """Return what a kind of record is called, nothing for a kind without words."""
    key = f"mention.kind.{kind}"
    return reader.t(key) if reader.language.has(key) else ""


@answer
def _speaking(site: Site, kind: str, record_id: str, language: str) -> tuple[Key, ...]:
    return _index(site, language).get((kind, record_id), ())


@remembering
def _index(site: Site, language: str) -> Index:
    found: dict[Key, dict[Key, None]] = {}
    for source, facts in site.every_fact():
        for target in _targets(site, source, facts, language):
            found.setdefault(target, {})[source] = None
    return {target: tuple(sources) for target, sources in found.items()}


def _targets(site: Site, source: Key, facts: Facts, language: str) -> Iterator[Key]:
    for reference in facts.references:
        target = site.key_of(reference.id, reference.kinds)
        if target:
            yield target
    for links in facts.links:
        yield from (each for each in _met(site, source, links, language) if site.has(*each))


def _met(site: Site, source: Key, links: Links, language: str) -> tuple[Key, ...]:
    """Return the links of a text that a reader meets, none where it is of another edition."""
    if _EVERY not in links.targets:
        order = (language, *site.codes, *links.targets)
        return next(links.targets[code] for code in order if code in links.targets)
    editions = [step for step in links.path if step in site.codes]
    if editions and {_own_edition(site, *source, language)} != set(editions):
        return ()
    return links.targets[_EVERY]


@lasting
def _own_edition(site: Site, kind: str, record_id: str, language: str) -> str:
    """Return the language in which a reader of another meets a record."""
    record = site.find(record_id, (kind,))
    offered = record.readable_in(site.codes) if record else ()
    return language if language in offered else next(iter(offered), "")
