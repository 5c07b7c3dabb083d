"""What stands around a letter and is no part of it: headers of a forward, footers, hidden text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from psi_site.importing.blocks import Block, Kind, Notes, Patterns
from psi_site.importing.issue import Issue
from psi_site.importing.text import folded

SHORT = 90
"""A longer line is a sentence, not a heading."""

FOOTER = 400
"""A longer paragraph is text, whatever it says about unsubscribing."""

ADDRESS = 6
"""Paragraphs of a sender's address at most."""

_REACHED = re.compile(r"[\w.+-]+@[\w-]+\.\w|(?:\+|\b0)\d[\d –-]{5,}\d|\bwww\.\w", re.I)
_TARGET = re.compile(r"\]\(([^)\s]+)\)")
_END = (".", "!", "?", ":", ";", ",", "…")


def is_short(block: Block) -> bool:
    """Return whether a line could be a heading by its looks."""
    text = block.plain
    return (
        block.kind is Kind.TEXT
        and 0 < len(text) <= SHORT
        and "\n" not in text
        and not text.endswith(_END)
        and any(letter.isalpha() for letter in text)
        and "http" not in text
    )


def clean(blocks: Sequence[Block], issue: Issue, notes: Notes, patterns: Patterns) -> list[Block]:
    """Return the blocks of the letter itself; fill in what the rest says about the issue."""
    reply = patterns.begins("reply")
    while match := reply.fullmatch(issue.subject):
        notes.add("header", issue.subject)
        issue.subject = match["rest"]
    kept = _without_hidden(blocks, issue, notes)
    kept = _without_headers(kept, issue, notes, patterns)
    kept = _without_footers(kept, notes, patterns)
    kept = _without_address(kept, notes)
    kept = _without_titles(kept, issue, notes, patterns)
    _sign(kept, issue)
    _preheader(kept, issue)
    return kept


def _without_hidden(blocks: Sequence[Block], issue: Issue, notes: Notes) -> list[Block]:
    for block in blocks:
        if block.kind is Kind.TEXT and block.source == "hidden":
            notes.add("hidden", block.plain)
            issue.preheader = issue.preheader or block.plain
        elif block.kind is Kind.TEXT and block.source == "title":
            issue.claim(block.plain)
            issue.subject = issue.subject or block.plain
            notes.add("title", block.plain)
    return [b for b in blocks if b.kind is not Kind.TEXT or b.source not in ("hidden", "title")]


def _without_headers(
    blocks: Sequence[Block], issue: Issue, notes: Notes, patterns: Patterns
) -> list[Block]:
    headers, subject = patterns.begins("headers"), patterns.begins("subject")
    marks = patterns.inside("forwarded")
    kept: list[Block] = []
    index = 0
    while index < len(blocks):
        run = _run(blocks[index:], headers)
        lines = [line for block in run for line in block.plain.split("\n")]
        at_top = not any(block.plain for block in kept)
        if len(lines) > 1 or (lines and at_top and subject.fullmatch(lines[0])):
            for line in lines:
                _header(line, subject, issue, notes)
            index += len(run)
            continue
        block = blocks[index]
        if marks.search(block.plain) and len(block.plain) <= SHORT:
            notes.add("header", block.plain)
        else:
            kept.append(block)
        index += 1
    return kept


def _run(blocks: Sequence[Block], headers: re.Pattern[str]) -> list[Block]:
    """Return the blocks from the first on that are nothing but headers of a mail."""
    run: list[Block] = []
    for block in blocks:
        lines = block.plain.split("\n")
        if block.kind is not Kind.TEXT or not all(headers.fullmatch(line) for line in lines):
            break
        run.append(block)
    return run


def _header(line: str, subject: re.Pattern[str], issue: Issue, notes: Notes) -> None:
    match = subject.fullmatch(line)
    if match and match["rest"].strip(" *"):
        issue.subject = match["rest"].strip(" *")
    notes.add("header", line)


def _without_footers(blocks: Sequence[Block], notes: Notes, patterns: Patterns) -> list[Block]:
    words = patterns.inside("footer")
    kept: list[Block] = []
    for block in blocks:
        if (
            words.search(block.plain)
            and len(block.plain) <= FOOTER
            and block.kind is not Kind.PICTURE
        ):
            notes.add("footer", with_addresses(block))
        else:
            kept.append(block)
    return kept


def with_addresses(block: Block) -> str:
    """Return a block's words, and after them the addresses it linked to."""
    return " ".join([block.plain, *_TARGET.findall(block.markdown)])


def _without_address(blocks: list[Block], notes: Notes) -> list[Block]:
    """Take away the sender's address: short lines after the last divider, one with a number."""
    places = [place for place, block in enumerate(blocks) if block.kind is Kind.DIVIDER]
    start = places[-1] + 1 if places else len(blocks)
    last = blocks[start:]
    reached = any(_REACHED.search(block.plain) for block in last)
    lines = [block for block in last if block.plain]
    if not reached or len(lines) > ADDRESS or any(map(_is_text, lines)):
        return blocks
    for block in last:
        if block.plain:
            notes.add("footer", with_addresses(block))
    return [*blocks[:start], *(block for block in last if block.kind is Kind.PICTURE)]


def _is_text(block: Block) -> bool:
    return block.kind in (Kind.HEADING, Kind.ENTRY) or len(block.plain) > 2 * SHORT


def _without_titles(
    blocks: Sequence[Block], issue: Issue, notes: Notes, patterns: Patterns
) -> list[Block]:
    """Take away lines that only say which letter this is, and learn the number from them."""
    word = patterns.inside("newsletter")
    kept: list[Block] = []
    for block in blocks:
        is_line = block.kind is Kind.HEADING or (
            block.kind is Kind.TEXT and len(block.plain) <= SHORT
        )
        if is_line and word.search(block.plain) and issue.claim(block.plain):
            notes.add("title", block.plain)
            issue.subject = issue.subject or block.plain
        else:
            kept.append(block)
    return kept


def _sign(blocks: list[Block], issue: Issue) -> None:
    """Take a short last line, which says who the letter is from."""
    while blocks and blocks[-1].kind is Kind.DIVIDER:
        blocks.pop()
    if len(blocks) > 2 and is_short(blocks[-1]) and blocks[-2].kind is Kind.TEXT:
        issue.signature = blocks.pop().plain


def _preheader(blocks: list[Block], issue: Issue) -> None:
    """Take a first line that the text repeats: a mail program showed it beside the subject."""
    first = next((place for place, block in enumerate(blocks) if block.plain), None)
    if first is None or blocks[first].kind is not Kind.TEXT:
        return
    words = folded(blocks[first].plain)
    later = (folded(block.plain) for block in blocks[first + 1 :] if block.kind is Kind.TEXT)
    if len(words) > 20 and any(text.startswith(words) for text in later):
        issue.preheader = issue.preheader or blocks[first].plain
        del blocks[first]
