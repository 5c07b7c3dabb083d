"""Links and images in Markdown lead somewhere that exists and is safe to publish."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from pydantic_core import PydanticCustomError

from psi_site.checks.markdown import inline_targets, labelled_targets
from psi_site.checks.media import image_fault, is_file_name, is_media, media_files
from psi_site.checks.nearest import nearest
from psi_site.checks.passages import Text
from psi_site.checks.references import unknown_reference
from psi_site.checks.subject import Subject
from psi_site.content import Home
from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic, Span
from psi_site.model.newsletter import Edition, Newsletter
from psi_site.model.page import Page
from psi_site.model.record import Record
from psi_site.model.values import read_email, read_phone, read_url
from psi_site.prose import RECORD_TARGET, Link, headings

_NOWHERE = Span("")
"""Stands in for the place, which the caller knows."""

_READERS = {"mailto": read_email, "tel": read_phone}
_OUTSIDE = ("https://", "http://", "mailto:", "tel:")


def check_links(subject: Subject) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each link or image that leads nowhere or may not be published."""
    for text in subject.markdown:
        yield from _inline(text)
        for target, start in labelled_targets(text.value):
            yield from _placed(text, _link_fault(text, target), start, target)


def _inline(text: Text) -> Iterator[Diagnostic]:
    for link, start in inline_targets(text.value):
        if link.is_image:
            yield from _placed(
                text, image_fault(text.corpus.root, link.target, _NOWHERE), start, link.target
            )
            yield from _described(text, link, start)
        else:
            yield from _placed(text, _link_fault(text, link.target), start, link.target)


def _placed(text: Text, fault: Diagnostic | None, start: int, target: str) -> Iterator[Diagnostic]:
    if fault:
        yield replace(fault, span=text.span(start, len(target)))


def _own_anchors(text: Text) -> frozenset[str]:
    if isinstance(text.record, Newsletter) and text.path[0] == "editions":
        return newsletter_anchors(text.record.editions[str(text.path[1])])
    return _heading_ids(text.value)


def _described(text: Text, link: Link, start: int) -> Iterator[Diagnostic]:
    if not link.text.strip():
        yield text.fault("alternative-missing", start, len(link.target), file=link.target)
    elif is_file_name(link.text):
        begin = start - len(link.text) - len("](")
        yield text.fault("alternative-is-file-name", begin, len(link.text), value=link.text)


def _link_fault(text: Text, target: str) -> Diagnostic | None:
    corpus = text.corpus
    match = RECORD_TARGET.fullmatch(target)
    if target.startswith(_OUTSIDE):
        return _outside_fault(target)
    if target.startswith("#"):
        return _anchor_fault(_own_anchors(text), target[1:])
    if match and match["kind"] in corpus.types:
        return _record_fault(text, match["kind"], match["id"], match["anchor"])
    if match and match["kind"] not in ("javascript", "data", "vbscript"):
        suggestion = nearest(match["kind"], corpus.types)
        arguments = {"kind": match["kind"], "kinds": ", ".join(sorted(_linkable(corpus)))}
        return Diagnostic("unknown-link-kind", _NOWHERE, arguments, suggestion=suggestion)
    if ":" in target.split("/")[0]:
        return Diagnostic("unsafe-link", _NOWHERE, {"scheme": target.split(":")[0]})
    return _file_fault(corpus, target)


def _outside_fault(target: str) -> Diagnostic | None:
    """Refuse an address out of the site that no browser or mail program could open."""
    scheme, _, rest = target.partition(":")
    reader = _READERS.get(scheme, read_url)
    try:
        reader(target if reader is read_url else rest.split("?")[0])
    except PydanticCustomError:
        return Diagnostic("bad-link", _NOWHERE, {"target": target})
    return None


def _linkable(corpus: Corpus) -> Iterator[str]:
    return (kind for kind, each in corpus.types.items() if each.home is not Home.NOWHERE)


def _file_fault(corpus: Corpus, target: str) -> Diagnostic | None:
    """Files to download lie below the pages' folder; a page is linked by its id."""
    name = target.split("#")[0].rsplit("/", 1)[-1]
    page_id = name.split(".")[0]
    if name.endswith(".md") or corpus.find(page_id, (Page.kind,)):
        arguments = {"target": target}
        return Diagnostic("relative-link", _NOWHERE, arguments, suggestion=f"page:{page_id}")
    path = target.split("#")[0].split("?")[0].lstrip("/")
    if is_media(corpus.root, path):
        return None
    suggestion = nearest(path, media_files(corpus.root))
    return Diagnostic("link-nowhere", _NOWHERE, {"target": target}, suggestion=suggestion)


def _record_fault(text: Text, kind: str, record_id: str, anchor: str | None) -> Diagnostic | None:
    corpus = text.corpus
    if corpus.find_key(record_id, (kind,)) is None:
        return unknown_reference(corpus, record_id, (kind,), _NOWHERE)
    if anchor is None:
        return None
    record = corpus.records[kind][record_id]
    return _anchor_fault(_anchors(record, text.reader_language), anchor)


def _anchor_fault(known: frozenset[str], anchor: str) -> Diagnostic | None:
    if anchor in known:
        return None
    if not known:
        return Diagnostic("no-anchors", _NOWHERE, {"anchor": anchor})
    arguments = {"anchor": anchor, "anchors": ", ".join(sorted(known))}
    return Diagnostic("unknown-anchor", _NOWHERE, arguments, suggestion=nearest(anchor, known))


def _anchors(record: Record, language: str) -> frozenset[str]:
    """Return the ids a link may name inside a record's page as a reader of `language` meets it."""
    if isinstance(record, Page):
        edition = record.editions.get(language) or next(iter(record.editions.values()))
        return _heading_ids(edition.body)
    if isinstance(record, Newsletter):
        issue = record.editions.get(language) or next(iter(record.editions.values()))
        return newsletter_anchors(issue)
    return frozenset()


@lru_cache(maxsize=256)
def _heading_ids(text: str) -> frozenset[str]:
    return frozenset(heading.id for _, heading in headings(text))


def newsletter_anchors(edition: Edition) -> frozenset[str]:
    """Return the ids of an edition's sections and items."""
    sections = frozenset(section.id for section in edition.sections)
    return sections | {item.id for section in edition.sections for item in section.items}
