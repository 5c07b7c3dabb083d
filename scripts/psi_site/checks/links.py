"""Links and images in Markdown lead somewhere that exists and is safe to publish."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from psi_site.checks.nearest import nearest
from psi_site.checks.references import unknown_reference
from psi_site.content import Home
from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic, Span
from psi_site.model.newsletter import Edition, Newsletter
from psi_site.model.page import Page
from psi_site.model.record import Leaf, Record, leaves
from psi_site.model.text import LocalizedText
from psi_site.prose import RECORD_TARGET, Link, headings, links

MEDIA = "docs"
"""The folder that image paths in Markdown start from."""

_OUTSIDE = ("https://", "http://", "mailto:", "tel:")


def check_links(corpus: Corpus) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each link or image that leads nowhere or may not be published."""
    for record in corpus.every():
        for leaf in leaves(record):
            if leaf.is_markdown:
                for path, text in _texts(leaf):
                    yield from _check_text(corpus, record, path, text)


def _texts(leaf: Leaf) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(leaf.value, LocalizedText):
        for passage in leaf.value.passages():
            suffix = () if passage.language is None else (passage.language,)
            yield (*leaf.path, *suffix), passage.value
    else:
        yield leaf.path, str(leaf.value)


def _check_text(
    corpus: Corpus, record: Record, path: tuple[str | int, ...], text: str
) -> Iterator[Diagnostic]:
    language = _language(corpus, path)
    for link in links(text):
        fault = _image_fault(corpus, link) if link.is_image else _link_fault(corpus, link, language)
        if fault is None and link.target.startswith("#"):
            fault = _anchor_fault(_own_anchors(record, path, text), link.target[1:])
        if fault:
            start = corpus.document(record).span(path)
            yield replace(fault, span=_find(corpus.root, start, link))


def _language(corpus: Corpus, path: tuple[str | int, ...]) -> str:
    return next((str(step) for step in path if step in corpus.codes), corpus.codes[0])


def _own_anchors(record: Record, path: tuple[str | int, ...], text: str) -> set[str]:
    if isinstance(record, Newsletter) and path[0] == "editions":
        return newsletter_anchors(record.editions[str(path[1])])
    return {heading.id for _, heading in headings(text)}


def _image_fault(corpus: Corpus, link: Link) -> Diagnostic | None:
    nowhere = Span("")
    if not (corpus.root / MEDIA / link.target.lstrip("/")).is_file():
        return Diagnostic("image-missing", nowhere, {"file": link.target})
    if not link.text.strip():
        return Diagnostic("alternative-missing", nowhere, {"file": link.target})
    return None


def _link_fault(corpus: Corpus, link: Link, language: str) -> Diagnostic | None:
    target = link.target
    match = RECORD_TARGET.fullmatch(target)
    if target.startswith(_OUTSIDE) or target.startswith("#"):
        return None
    if match and match["kind"] in corpus.types:
        return _record_fault(corpus, match["kind"], match["id"], match["anchor"], language)
    if match and match["kind"] not in ("javascript", "data", "vbscript"):
        suggestion = nearest(match["kind"], corpus.types)
        arguments = {"kind": match["kind"], "kinds": ", ".join(sorted(_linkable(corpus)))}
        return Diagnostic("unknown-link-kind", Span(""), arguments, suggestion=suggestion)
    if ":" in target.split("/")[0]:
        return Diagnostic("unsafe-link", Span(""), {"target": target})
    return _file_fault(corpus, target)


def _linkable(corpus: Corpus) -> Iterator[str]:
    return (kind for kind, each in corpus.types.items() if each.home is not Home.NOWHERE)


def _file_fault(corpus: Corpus, target: str) -> Diagnostic | None:
    """Files to download lie below the pages' folder; a page is linked by its id."""
    name = target.split("#")[0].rsplit("/", 1)[-1]
    page_id = name.split(".")[0]
    if name.endswith(".md") or page_id in corpus.records.get(Page.kind, {}):
        arguments = {"target": target}
        return Diagnostic("relative-link", Span(""), arguments, suggestion=f"page:{page_id}")
    if not (corpus.root / MEDIA / target.lstrip("/")).is_file():
        return Diagnostic("link-nowhere", Span(""), {"target": target})
    return None


def _record_fault(
    corpus: Corpus, kind: str, record_id: str, anchor: str | None, language: str
) -> Diagnostic | None:
    record = corpus.find(record_id, (kind,))
    if record is None:
        return unknown_reference(corpus, record_id, (kind,), Span(""))
    if anchor is None:
        return None
    return _anchor_fault(_anchors(record, language), anchor)


def _anchor_fault(known: set[str], anchor: str) -> Diagnostic | None:
    if anchor in known:
        return None
    arguments = {"anchor": anchor, "anchors": ", ".join(sorted(known))}
    return Diagnostic("unknown-anchor", Span(""), arguments, suggestion=nearest(anchor, known))


def _anchors(record: Record, language: str) -> set[str]:
    """Return the ids a link may name inside a record's page as a reader of `language` meets it."""
    if isinstance(record, Page):
        edition = record.editions.get(language) or next(iter(record.editions.values()))
        return {heading.id for _, heading in headings(edition.body)}
    if isinstance(record, Newsletter):
        issue = record.editions.get(language) or next(iter(record.editions.values()))
        return newsletter_anchors(issue)
    return set()


def newsletter_anchors(edition: Edition) -> set[str]:
    """Return the ids of an edition's sections and items."""
    sections = {section.id for section in edition.sections}
    return sections | {item.id for section in edition.sections for item in section.items}


def _find(root: Path, start: Span, link: Link) -> Span:
    """Return where the link stands in its file, from the place where its text begins."""
    needle = f"]({link.target}"
    lines = _file_lines(root / start.path)
    for number in range(max(start.line, 1), len(lines) + 1):
        column = lines[number - 1].find(needle)
        if column >= 0:
            return Span(start.path, number, column + 3, len(link.target))
    return start


@lru_cache(maxsize=16)
def _file_lines(path: Path) -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8-sig").splitlines())
