"""Markdown says what its author meant: no HTML, sound headings, links and boxes that are whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape

from psi_site.checks.limits import line_at, refused
from psi_site.checks.nearest import nearest
from psi_site.checks.passages import Text
from psi_site.checks.subject import Subject
from psi_site.diagnostics import Diagnostic
from psi_site.model.page import Page
from psi_site.prose import Link, headings, lines_of_prose, links
from psi_site.sources.files import INVISIBLE, character_name

_CODE = re.compile(r"(`+)(.+?)\1")
_TAG = re.compile(
    r"<(?P<end>/?)(?P<tag>[A-Za-z][A-Za-z0-9-]*)(?:\s[^<>]*)?/?>|<(?P<mark>!--|!\w|\?\w)"
)
_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})")
_SPACED = re.compile(r"\[(?<!!\[)[^\[\]\n]+\](?P<gap>[ \t]+)\((?P<target>[a-z]+:[^()\s]+)\)")
_REVERSED = re.compile(r"\((?P<text>[^()\n]+)\)\[(?P<target>[a-z]+:[^\[\]\s]+)\]")
_EMPTY = re.compile(r"\[(?<!!\[)[ \t]*\]\((?P<target>[^()\s]*)\)")
_LABELLED = re.compile(r"\[[^\[\]\n]+\]\[(?P<label>[^\[\]\n^]+)\]")
_LABEL = re.compile(r"^ {0,3}\[(?P<label>[^\[\]\n^]+)\]:[ \t]*<?(?P<target>[^\s>]+)", re.M)
_NOTE = re.compile(r"\[\^(?P<label>[^\[\]\s]+)\](?!:)")
_NOTE_TEXT = re.compile(r"^ {0,3}\[\^(?P<label>[^\[\]\s]+)\]:", re.M)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);")
_BRACES = re.compile(r"\{[^{}\n]*=[^{}\n]*\}")
_ATTRIBUTE = re.compile(
    r"(?<![\w-])(?P<name>on\w+|style|srcset|src|href|action|formaction|background|poster|xlink:href)"
    r"\s*=",
    re.I,
)


def check_markdown(subject: Subject) -> Iterator[Diagnostic]:
    """Yield what is wrong inside each Markdown text, taken by itself."""
    for text in subject.texts:
        refusal = refused(text.value) if text.is_markdown else None
        if refusal:
            code, start, limit = refusal
            yield text.fault(code, start, 1, limit=str(limit))
    for text in subject.markdown:
        yield from _signs(text, without_code(text.value))


def _signs(text: Text, prose: str) -> Iterator[Diagnostic]:
    """Look for what is wrong with each sign of Markdown that is in a text at all."""
    if "<" in prose:
        yield from _html(text, prose)
    if "```" in text.value or "~~~" in text.value:
        yield from _open_fence(text)
    if "[" in prose:
        yield from _broken_links(text, prose)
        yield from _labels(text, prose)
    if "&" in prose:
        yield from _hidden(text, prose)
    if "{" in prose:
        yield from _attributes(text, prose)
    if "#" in text.value:
        yield from _headings(text)


@lru_cache(maxsize=1024)
def without_code(text: str) -> str:
    """Return the text, at its length, with blanks where code and boxes of code stood."""
    if "`" not in text and "~~~" not in text:
        return text
    lines = text.split("\n")
    blank = [" " * len(line) for line in lines]
    for number, line in lines_of_prose(text):
        blank[number - 1] = _CODE.sub(lambda match: " " * len(match[0]), line)
    return "\n".join(blank)


def _html(text: Text, prose: str) -> Iterator[Diagnostic]:
    opened: set[str] = set()
    for match in _TAG.finditer(prose):
        tag = str(match["tag"] or match["mark"])
        if tag == "!--":
            yield text.fault("html-comment", match.start(), len(match[0]))
        elif not match["end"] or tag not in opened:
            yield text.fault("raw-html", match.start(), len(match[0]), tag=tag)
        opened.add(tag)


def _open_fence(text: Text) -> Iterator[Diagnostic]:
    opened, start, position = "", 0, 0
    for line in text.value.split("\n"):
        mark = _FENCE.match(line)
        if opened:
            closes = mark and mark["fence"].startswith(opened) and not line.strip(" `~")
            opened = "" if closes else opened
        elif mark:
            opened, start = mark["fence"], position + mark.start("fence")
        position += len(line) + 1
    if opened:
        yield text.fault("fence-open", start, len(opened), fence=opened)


def _broken_links(text: Text, prose: str) -> Iterator[Diagnostic]:
    for match in _SPACED.finditer(prose) if "] " in prose or "]\t" in prose else ():
        yield text.fault("link-space", match.start(), len(match[0]))
    for match in _REVERSED.finditer(prose) if ")[" in prose else ():
        parts = {"text": match["text"], "target": match["target"]}
        yield text.fault("link-reversed", match.start(), len(match[0]), **parts)
    for match in _EMPTY.finditer(prose) if "](" in prose else ():
        yield text.fault("empty-link", match.start(), len(match[0]), target=match["target"])


def _labels(text: Text, prose: str) -> Iterator[Diagnostic]:
    if "][" in prose:
        yield from _labelled_links(text, prose)
    if "[^" in prose:
        yield from _notes(text, prose)


def _labelled_links(text: Text, prose: str) -> Iterator[Diagnostic]:
    labels = {match["label"].lower() for match in _LABEL.finditer(prose)}
    for match in _LABELLED.finditer(prose):
        label = match["label"]
        if label.lower() not in labels:
            offer = nearest(label, labels)
            yield text.fault(
                "link-label-missing", match.start("label"), len(label), offer, label=label
            )


def _notes(text: Text, prose: str) -> Iterator[Diagnostic]:
    notes = {match["label"] for match in _NOTE_TEXT.finditer(prose)}
    for match in _NOTE.finditer(prose):
        if match["label"] not in notes:
            label = match["label"]
            yield text.fault("footnote-missing", match.start(), len(match[0]), label=label)


def _hidden(text: Text, prose: str) -> Iterator[Diagnostic]:
    """Yield characters that nobody sees, written by their number or name."""
    for match in _ENTITY.finditer(prose):
        hidden = INVISIBLE.search(unescape(match[0]))
        if hidden:
            name = character_name(hidden[0])
            yield text.fault("control-character", match.start(), len(match[0]), character=name)


def _attributes(text: Text, prose: str) -> Iterator[Diagnostic]:
    """Yield attributes that give a piece of text a look, an address or an action of its own."""
    for braces in _BRACES.finditer(prose):
        for match in _ATTRIBUTE.finditer(braces[0]):
            start = braces.start() + match.start("name")
            yield text.fault("unsafe-attribute", start, len(match["name"]), name=match["name"])


def labelled_targets(text: str) -> Iterable[tuple[str, int]]:
    """Return the address of each line `[label]: address`, with its place in the text."""
    if "]:" not in text:
        return ()
    found = _LABEL.finditer(without_code(text))
    return ((match["target"], match.start("target")) for match in found)


@lru_cache(maxsize=1024)
def inline_targets(text: str) -> tuple[tuple[Link, int], ...]:
    """Return every inline link and image of a text, with the place of its target in the text."""
    if "](" not in text:
        return ()
    starts = line_starts(text)
    return tuple((link, starts[link.line - 1] + link.column - 1) for link in links(text))


def _headings(text: Text) -> Iterator[Diagnostic]:
    starts = line_starts(text.value)
    above = _level_above(text)
    first: dict[str, int] = {}
    for number, heading in headings(text.value):
        start = starts[number - 1]
        length = len(line_at(text.value, start))
        if heading.level == 1:
            yield text.fault("heading-level-one", start, length)
        elif heading.level > above + 1:
            words = {
                "previous": str(above),
                "level": str(heading.level),
                "expected": str(above + 1),
            }
            yield text.fault("heading-skipped", start, length, **words)
        if heading.id in first:
            line = str(text.span(first[heading.id], length).line)
            yield text.fault("heading-twice", start, length, id=heading.id, line=line)
        first.setdefault(heading.id, start)
        above = max(heading.level, 2)


def _level_above(text: Text) -> int:
    """Return the level of the heading that a text stands below, 6 where that varies."""
    if isinstance(text.record, Page):
        return 1
    return 3 if "items" in text.path else 2 if "sections" in text.path else 6


def line_starts(text: str) -> list[int]:
    """Return where each line of a text begins, counted in characters from 0."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts
