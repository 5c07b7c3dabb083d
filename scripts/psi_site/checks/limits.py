"""How large and how deep a text may be; what stays within is rendered in good time."""

from __future__ import annotations

import re
from functools import lru_cache

from psi_site.sources.yaml import MAX_TEXT

MAX_NESTING = 20
"""Quotations, lists or brackets inside each other; a renderer recurses once for each."""

MAX_HEADING = 300
MAX_HEADINGS = 300
MAX_PARAGRAPH = 10_000
MAX_LINES = 250
"""Lines without an empty one between; the renderer recurses once for some of them."""

Refusal = tuple[str, int, int]
"""A code, a place in the text, and the limit that was broken."""

_MARKS = r"[](){}<>!`*_~#^:|\-"
_RUN = re.compile(rf"([{re.escape(_MARKS)}])\1{{79,}}")
_QUOTE_OR_LIST = re.compile(r"[ \t]*(?:>[ \t]?|[-+*][ \t]+|\d{1,9}[.)][ \t]+)")
_LONG_RUN = 80
_RUNS = tuple(mark * _LONG_RUN for mark in _MARKS)
_FEW_MARKS = frozenset(_MARKS)
_BRACKET = re.compile(r"[\[(\])]")
_BEGINNING = re.compile(r"[\s>\-+*\d.)]{21}")
"""A line that begins like this may be inside more quotations and lists than there may be."""


@lru_cache(maxsize=1024)
def refused(text: str) -> Refusal | None:
    """Return why a text is not looked into at all, None where it is."""
    # Of a run, one character at least is among those looked at.
    has_run = not _FEW_MARKS.isdisjoint(text[_LONG_RUN - 1 :: _LONG_RUN])
    run = _RUN.search(text) if has_run and any(run in text for run in _RUNS) else None
    if run and not re.fullmatch(r"[-=| :+]*", line_at(text, run.start())):
        return "markdown-too-deep", run.start(), MAX_NESTING
    if len(text) <= MAX_NESTING:
        return None
    lines = text.split("\n")
    return _too_deep(text, lines) or _too_long(text, lines)


def line_at(text: str, position: int) -> str:
    """Return the line that a place in a text is on."""
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    return text[start : end if end >= 0 else None]


def _too_deep(text: str, lines: list[str]) -> Refusal | None:
    position = depth = 0
    has_brackets = text.count("[") + text.count("(") > MAX_NESTING
    for line in lines:
        if _BEGINNING.match(line) and max(_markers(line)) > MAX_NESTING:
            return "markdown-too-deep", position + len(line) - len(line.lstrip()), MAX_NESTING
        if has_brackets:
            depth = depth if line.strip() else 0
            for bracket in _BRACKET.finditer(line):
                depth = max(depth + (1 if bracket[0] in "[(" else -1), 0)
                if depth > MAX_NESTING:
                    return "markdown-too-deep", position + bracket.start(), MAX_NESTING
        position += len(line) + 1
    return None


def _markers(line: str) -> tuple[int, int]:
    """Return how many quotations and lists begin on a line, and how many levels it is indented."""
    count = place = 0
    while match := _QUOTE_OR_LIST.match(line, place):
        count, place = count + 1, match.end()
    indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
    return count, indent // 4


def _too_long(text: str, lines: list[str]) -> Refusal | None:
    if len(text) > MAX_TEXT:
        return "text-too-long", MAX_TEXT, MAX_TEXT
    if _is_short(text, lines):
        return None
    position = size = count = headings_seen = 0
    for line in lines:
        is_heading = line.lstrip().startswith("#")
        size, count = (size + len(line) + 1, count + 1) if line.strip() else (0, 0)
        headings_seen += is_heading
        for code, value, limit in (
            ("paragraph-too-long", size, MAX_PARAGRAPH),
            ("block-too-long", count, MAX_LINES),
            ("heading-too-long", len(line) * is_heading, MAX_HEADING),
            ("headings-too-many", headings_seen, MAX_HEADINGS),
        ):
            if value > limit:
                return code, position, limit
        position += len(line) + 1
    return None


def _is_short(text: str, lines: list[str]) -> bool:
    """Return whether nothing in a text can be too long, as in nearly all."""
    return (
        len(text) < MAX_PARAGRAPH
        and len(lines) <= MAX_LINES
        and text.count("#") <= MAX_HEADINGS
        and ("#" not in text or max(map(len, lines)) <= MAX_HEADING)
    )
