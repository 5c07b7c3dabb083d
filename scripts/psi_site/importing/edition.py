"""An issue as the text of a file in `newsletters`, and what of the source is in neither text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape

from psi_site.importing.blocks import Block, Kind
from psi_site.importing.issue import Issue, Item, Number, Picture
from psi_site.importing.text import in_lines, sentences
from psi_site.prose import slugify
from psi_site.scaffold import scalar

MAX_ANCHOR = 60
_WORDS = re.compile(r"[^\W_]+")
_TARGET = re.compile(r"\]\([^)\s]*\)")
_TAGS = re.compile(r"[<>`*\\\[\]]")


class Anchors:
    """Ids for headings, each once."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def make(self, title: str) -> str:
        """Return the id of a heading: its words, cut at a whole word."""
        slug = slugify(title)
        if len(slug) > MAX_ANCHOR:
            slug = slug[:MAX_ANCHOR].rpartition("-")[0] or slug[:MAX_ANCHOR]
        anchor, count = slug, 1
        while anchor in self._used:
            count += 1
            anchor = f"{slug}-{count}"
        self._used.add(anchor)
        return anchor


def edition_text(issue: Issue, number: Number | None) -> str:
    """Return the file's text; without `number` it is a translation, which states no such facts."""
    anchors = Anchors()
    parts = [_front_matter(issue, number), *_paragraphs(issue.introduction)]
    for section in issue.sections:
        parts.append(f"## {_title(section.title)} {{#{anchors.make(section.title)}}}")
        parts += _paragraphs(section.blocks)
        for item in section.items:
            parts.append(f"### {_title(item.title)} {{#{anchors.make(item.title)}}}")
            facts = [*_facts(item)]
            if facts:
                parts.append("\n".join(["```item", *facts, "```"]))
            parts += _paragraphs(item.blocks)
    return "\n\n".join(parts) + "\n"


def _title(text: str) -> str:
    """Return a heading's words so that nothing at their end is taken for marks."""
    return re.sub(r"[#{}]", " ", text).strip()


def _front_matter(issue: Issue, number: Number | None) -> str:
    lines = ["---"]
    if number:
        lines += [f"year: {number[0]}", f"number: {number[1]}"]
        if issue.published:
            lines.append(f"published: {issue.published.isoformat()}")
    for name in ("subject", "preheader", "signature"):
        if getattr(issue, name):
            lines.append(f"{name}: {scalar(getattr(issue, name))}")
    if issue.picture:
        lines += _picture(issue.picture)
    return "\n".join([*lines, "---"])


def _facts(item: Item) -> Iterator[str]:
    if item.picture:
        yield from _picture(item.picture)
    if item.link:
        yield "more:"
        yield f"  title: {scalar(item.title)}"
        yield f"  url: {scalar(item.link)}"
    for name in ("partners", "people", "contacts"):
        if getattr(item, name):
            yield f"{name}: [{', '.join(getattr(item, name))}]"


def _picture(picture: Picture) -> Iterator[str]:
    yield "image:"
    for name in ("file", "alternative", "caption", "credit"):
        if getattr(picture, name):
            yield f"  {name}: {scalar(getattr(picture, name))}"


def _paragraphs(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield paragraphs and whole lists."""
    entries: list[str] = []
    for block in blocks:
        if block.kind is Kind.ENTRY:
            mark = re.sub(r"\D", "", block.source)
            if entries and bool(mark) is entries[-1].startswith("- "):
                yield "\n".join(entries)
                entries = []
            entries.append(f"{mark}. {block.markdown}" if mark else f"- {block.markdown}")
            continue
        if entries:
            yield "\n".join(entries)
            entries = []
        if block.markdown:
            yield in_lines(block.markdown)
    if entries:
        yield "\n".join(entries)


def words_of(text: str) -> str:
    """Return a plain text as its words, for comparing: no marks and one case."""
    return " ".join(_WORDS.findall(_TAGS.sub("", text).casefold()))


def shown_words(markdown: str) -> str:
    """Return the words a reader of Markdown sees, without the addresses of links."""
    return words_of(unescape(_TARGET.sub("", markdown)))


def missing(source: Iterable[str], draft: str, quotes: Iterable[str]) -> Iterator[str]:
    """Yield every sentence of the source that is neither in the draft nor quoted, in order."""
    known = [f" {shown_words(draft)} ", *(f" {words_of(quote)} " for quote in quotes)]
    seen: set[str] = set()
    for sentence in (each for text in source for each in sentences(text)):
        words = words_of(sentence)
        if words and words not in seen and not any(f" {words} " in text for text in known):
            yield sentence
        seen.add(words)
