"""The text form of a letter, read as blocks: blank lines, wrapped lines, lines for pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from psi_site.importing.blocks import Block, Kind, Notes, Patterns, escape, paragraph
from psi_site.importing.text import one_line

MAX_WIDTH = 100
"""Longer lines are paragraphs by themselves; nobody wraps at more."""

MIN_WIDTH = 45
MIN_FULL = 3
"""So many lines of nearly one length are no chance."""

_SIZE = re.compile(r"im(?:g|age)\W+\d+\W+\d+|\[?(?:cid:|image:)[^\s\]]*\]?|\[image\]", re.I)
_RULE = re.compile(r"[\s*_=~#·•–—-]{3,}|--")
"""A line of signs; `--` comes before a signature (RFC 3676, section 4.3)."""
_ENTRY = re.compile(r"(?P<mark>[-*•·–o]|\d{1,2}[.)])\s+(?=\S)")
_LABEL = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)?:\s")
QUOTE = re.compile(r"^(?:>[ \t]?)+", re.M)
"""What programs put before the lines of a letter that is passed on."""

_UNDERLINE = re.compile(r"={3,}|-{3,}")
_STARS = re.compile(r"\*(?P<inner>[^*]+)\*")


def read_plain(text: str, notes: Notes, patterns: Patterns) -> list[Block]:
    """Return the blocks of a plain text."""
    lines = QUOTE.sub("", text).split("\n")
    divider = patterns.whole("divider")
    blocks: list[Block] = []
    groups = list(_groups(lines))
    width = _wrap_width(groups)
    for group in groups:
        if len(group) == 2 and _UNDERLINE.fullmatch(group[1].strip()):
            level = 1 if group[1].strip()[0] == "=" else 2
            blocks.append(Block(Kind.HEADING, one_line(group[0]), level=level))
            continue
        for line in _paragraphs(group, width):
            blocks.extend(_blocks(line, divider, notes))
    return blocks


def _groups(lines: Iterable[str]) -> Iterator[list[str]]:
    """Yield lines that stand directly below each other."""
    group: list[str] = []
    for line in [*lines, ""]:
        if len(group) == 1 and _UNDERLINE.fullmatch(line.strip()):
            yield [*group, line]
            group = []
        elif line.strip():
            group.append(line)
        elif group:
            yield group
            group = []


def _wrap_width(groups: Iterable[list[str]]) -> int:
    """Return the width a program wrapped the text at, 0 where no paragraph shows one."""
    widths = [len(line.rstrip()) for group in groups if len(group) > 1 for line in group]
    widths = [width for width in widths if width <= MAX_WIDTH]
    widest = max(widths, default=0)
    full = sum(width > widest - 15 for width in widths)
    return widest if widest >= MIN_WIDTH and full >= MIN_FULL else 0


def _paragraphs(group: list[str], width: int) -> Iterator[str]:
    """Yield the paragraphs of a group: a line goes on where its next word did not fit."""
    waiting = ""
    for index, line in enumerate(group):
        waiting = f"{waiting} {line.strip()}".strip()
        after = group[index + 1] if index + 1 < len(group) else ""
        if not (after and _goes_on(line, after, width)):
            yield waiting
            waiting = ""


def _goes_on(line: str, after: str, width: int) -> bool:
    if not width or _ENTRY.match(after.strip()):
        return False
    if _RULE.fullmatch(line) or _RULE.fullmatch(after) or _LABEL.match(after.strip()):
        return False
    return width < len(line.rstrip()) + 1 + len(after.split()[0]) and len(line) <= MAX_WIDTH


def _blocks(line: str, divider: re.Pattern[str], notes: Notes) -> Iterator[Block]:
    text = one_line(line)
    if divider.fullmatch(text) or _RULE.fullmatch(text):
        if any(letter.isalpha() for letter in text):
            notes.add("placeholder", text)
        yield Block(Kind.DIVIDER)
        return
    if _SIZE.fullmatch(text):
        notes.add("placeholder", text)
        return
    stars = _STARS.fullmatch(text)
    entry = _ENTRY.match(text)
    if stars:
        inner = stars["inner"].strip()
        yield Block(Kind.TEXT, inner, paragraph(escape(inner)), strong=True)
    elif entry:
        rest = text[entry.end() :]
        number = entry["mark"] if entry["mark"][0].isdigit() else ""
        yield Block(Kind.ENTRY, rest, paragraph(escape(rest)), source=number)
    else:
        yield Block(Kind.TEXT, text, paragraph(escape(text)))
