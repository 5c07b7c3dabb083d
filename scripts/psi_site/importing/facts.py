"""What the words of an item tie it to: partners, people and contacts of the register."""

from __future__ import annotations

import re

from psi_site.importing.blocks import Block, Notes, Patterns
from psi_site.importing.issue import Issue, Item
from psi_site.importing.names import Register
from psi_site.importing.text import one_line, sentences

_REACHED = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w|(?:\+|\b0)\d[\d –-]{5,}\d")
_DAY = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")


def add_facts(issue: Issue, register: Register, notes: Notes, patterns: Patterns) -> None:
    """Fill in who the items are about; note names and ways to reach people that need a look."""
    for section in issue.sections:
        for item in section.items:
            _tie(item, register, patterns)
    words = [patterns.inside(key) for key in ("caption", "credit", "contact")]
    pictures = [note.quote for note in notes.found if note.code == "picture"]
    for text in [*_texts(issue), *pictures]:
        for pattern in words:  # so that no such word passes for a first name
            text = pattern.sub(".", text)
        for name, near in register.strangers(text):
            notes.add("spelling" if near else "stranger", f"{name} → {near}" if near else name)
        for match in _REACHED.finditer(text):
            if not _DAY.match(match[0]):
                notes.add("contact_data", match[0])
    for block in _blocks(issue):
        _unlinked(block, notes, patterns)


def _tie(item: Item, register: Register, patterns: Patterns) -> None:
    picture = item.picture.caption if item.picture else ""
    text = "\n".join([item.title, *(block.plain for block in item.blocks), picture])
    item.partners = register.partners_in(text)
    item.people = register.people_in(text)
    asks = patterns.inside("contact")
    for sentence in sentences(text):
        if asks.search(sentence):
            item.contacts += register.people_in(sentence)
    item.contacts = list(dict.fromkeys(item.contacts))


def _unlinked(block: Block, notes: Notes, patterns: Patterns) -> None:
    """Note where a reader was sent on to something whose address is not here."""
    if "](" in block.markdown or "<http" in block.markdown:
        return
    for sentence in sentences(block.plain):
        if patterns.inside("more").search(sentence):
            notes.add("more_unlinked", sentence)


def _blocks(issue: Issue) -> list[Block]:
    found = list(issue.introduction)
    for section in issue.sections:
        found += section.blocks
        found += [block for item in section.items for block in item.blocks]
    return found


def _texts(issue: Issue) -> list[str]:
    titles = [item.title for section in issue.sections for item in section.items]
    return [*titles, *(one_line(block.plain) for block in _blocks(issue))]
