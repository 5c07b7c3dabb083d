"""From the blocks of a letter to the sections, items and pictures of an issue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from psi_site.importing.blocks import Block, Kind, Notes, Patterns, paragraph
from psi_site.importing.cleaning import SHORT, clean, is_short
from psi_site.importing.issue import Issue, Item, Picture, Section
from psi_site.importing.letter import Letter
from psi_site.importing.names import NEAR, is_person_name, likeness, person_names
from psi_site.importing.text import folded, one_line, opening_words

MAX_HEADING = 200
PREHEADER = 40
"""Characters after which a preheader says enough."""

CAPTION = 250
"""Longer than any caption that only begins like one."""

_RUN_IN = re.compile(r"(?P<title>[^\W\d_][^.!?:\n]{2,70}, (?P<name>[^.!?,:\n]{4,40}))\.\s+(?=\S)")


def arrange(letter: Letter, notes: Notes, patterns: Patterns) -> Issue:
    """Return the issue a letter holds; what was not put in it is noted."""
    issue = Issue(subject=letter.subject)
    issue.published = letter.sent.date() if letter.sent else None
    blocks = clean(letter.blocks, issue, notes, patterns)
    issue.claim(issue.subject)
    builder = _Builder(issue, notes, patterns)
    for block in _with_roles(blocks, notes, patterns):
        builder.take(block)
    builder.end()
    if not issue.preheader:
        opening = next((block.plain for block in issue.introduction), "")
        issue.preheader = opening_words(opening, PREHEADER) or issue.subject
    if not issue.sections:
        notes.add("no_headings")
    return issue


_SECTION, _ITEM = 1, 2


def _with_roles(blocks: list[Block], notes: Notes, patterns: Patterns) -> Iterator[Block]:
    """Yield the blocks with every heading and caption known; the level of a heading is its role."""
    captions = _Captions(patterns)
    named = [_captioned(blocks, place, captions) for place in range(len(blocks))]
    if any(block.kind is Kind.HEADING for block in named):
        yield from _levelled(named)
        return
    in_group = False
    for place, block in enumerate(named):
        in_group = in_group and block.kind is not Kind.DIVIDER
        after = next(iter(named[place + 1 :]), Block(Kind.DIVIDER))
        if is_short(block) and after.kind is not Kind.DIVIDER:
            notes.add("heading_guessed", block.plain)
            level = _ITEM if in_group else _SECTION
            yield Block(Kind.HEADING, block.plain, level=level)
            in_group = True
        else:
            yield block


def _levelled(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks with the highest level of heading as sections, all below as items."""
    highest = min(block.level for block in blocks if block.kind is Kind.HEADING)
    for block in blocks:
        if block.kind is Kind.HEADING and len(block.plain) > MAX_HEADING:
            yield Block(Kind.TEXT, block.plain, block.markdown or paragraph(block.plain))
        elif block.kind is Kind.HEADING:
            yield replace(block, level=_SECTION if block.level == highest else _ITEM)
        else:
            yield block


@dataclass(frozen=True)
class _Captions:
    """Tells the line beside a picture by its words."""

    patterns: Patterns

    def fits(self, text: str) -> bool:
        """Return whether the words of a line say that it is a caption."""
        if self.patterns.inside("caption_phrases").search(text):
            return True
        if len(text) > CAPTION:
            return False
        begins = re.compile(rf"(?:{self.patterns.alternatives('caption')})(?!\w)", re.I)
        tails = re.compile(rf"\w*(?:{self.patterns.alternatives('caption_tails')})", re.I)
        last = text.split()[-1] if text.split() else ""
        short_tail = len(text) <= SHORT and bool(tails.fullmatch(last)) and len(text.split()) < 5
        return bool(begins.match(text)) or short_tail or bool(self.credit.fullmatch(text))

    @property
    def credit(self) -> re.Pattern[str]:
        """The pattern of a caption that ends with who made the picture."""
        words = self.patterns.alternatives("credit")
        return re.compile(
            rf"(?P<caption>.*?)[\s.,(–-]*(?<!\w)(?:{words})(?!\w)\s*:?\s*"
            r"(?P<credit>[^\W\d_][^.:]{1,60}?)\)?\.?",
            re.I | re.S,
        )


def _captioned(blocks: Sequence[Block], place: int, captions: _Captions) -> Block:
    """Return a block as a caption or a picture's name where it is one."""
    block = blocks[place]
    if block.kind is not Kind.TEXT:
        return block
    text = one_line(block.plain)
    if captions.fits(text):
        return replace(block, kind=Kind.CAPTION)
    after = [each for each in blocks[place + 1 : place + 4] if each.kind is not Kind.PICTURE][:2]
    if is_short(block) and after and after[0].kind is Kind.TEXT:
        repeats = folded(after[0].plain).startswith(folded(text))
        same = folded(after[0].plain) == folded(text)
        if same or (repeats and captions.fits(one_line(after[0].plain))):
            return Block(Kind.PICTURE, text)
    if is_short(block) and is_person_name(text) and _recurs(text, after):
        return replace(block, kind=Kind.CAPTION)
    return block


def _recurs(name: str, blocks: Sequence[Block]) -> bool:
    """Return whether one of the next blocks names the person too, perhaps spelt otherwise."""
    key = folded(name)
    names = (folded(each) for block in blocks for each in person_names(block.plain))
    return any(likeness(key, each.removesuffix("s")) >= NEAR or key == each for each in names)


@dataclass
class _Builder:
    """Puts blocks into the issue, one after the other."""

    issue: Issue
    notes: Notes
    patterns: Patterns
    section: Section | None = None
    item: Item | None = None
    waiting: list[Picture] = field(default_factory=list)

    def take(self, block: Block) -> None:
        """Put a block in its place."""
        if block.kind is Kind.HEADING:
            self.heading(block)
        elif block.kind is Kind.PICTURE:
            self.waiting.append(Picture(block.source, block.plain))
            self.notes.add("picture", f"{block.plain} {block.source}")
        elif block.kind is Kind.CAPTION:
            self.caption(block)
        elif block.kind is Kind.DIVIDER:
            self.place_pictures()
        else:
            self.text(block)

    def heading(self, block: Block) -> None:
        """Begin a section or an item; the heading of an introduction is not needed."""
        is_first = not self.issue.sections and self.section is None
        if is_first and self.patterns.whole("introduction").fullmatch(block.plain):
            self.notes.add("heading_left", block.plain)
            return
        if block.level == _SECTION or self.section is None:
            self.section, self.item = Section(block.plain), None
            self.issue.sections.append(self.section)
            if block.source:
                self.notes.add("heading_link", f"{block.plain} {block.source}")
        else:
            self.begin(block.plain, block.source)

    def begin(self, title: str, link: str = "") -> Item:
        """Begin an item in the section, with the pictures that stood above it."""
        assert self.section
        self.item = Item(title, link)
        self.section.items.append(self.item)
        self.place_pictures()
        return self.item

    def caption(self, block: Block) -> None:
        """Give the last picture its caption; a caption alone means a picture that is not here."""
        text = one_line(block.plain)
        self.notes.add("picture", text)
        if not self.waiting or self.waiting[-1].caption or self.waiting[-1].credit:
            self.waiting.append(Picture())
        picture = self.waiting[-1]
        match = _Captions(self.patterns).credit.fullmatch(text)
        if match:
            picture.caption = match["caption"].strip(" .,(–-")
            picture.credit = match["credit"].strip()
        else:
            picture.caption = text

    def text(self, block: Block) -> None:
        """Add a paragraph, beginning an item where its first words name who it is about."""
        run_in = _RUN_IN.match(block.plain) if self.section else None
        if run_in and is_person_name(run_in["name"]) and block.kind is Kind.TEXT:
            plain_start = block.markdown.startswith(run_in[0])
            self.begin(run_in["title"])
            if plain_start:
                rest = block.plain[run_in.end() :]
                markdown = paragraph(block.markdown[run_in.end() :])
                block = replace(block, plain=rest, markdown=markdown)
        elif self.waiting and self.section and self.item is None:
            self.begin(self.section.title)
        elif self.waiting:
            self.place_pictures()
        self.blocks().append(block)

    def blocks(self) -> list[Block]:
        """Return the list that text goes to now."""
        if self.item:
            return self.item.blocks
        return self.section.blocks if self.section else self.issue.introduction

    def place_pictures(self) -> None:
        """Give waiting pictures to the item under way, or the issue; one is all each can have."""
        if self.section and not self.item:
            return
        owner: Item | Issue = self.item or self.issue
        for picture in self.waiting:
            if owner.picture is None and picture.is_known:
                owner.picture = picture
            else:
                text = " ".join((picture.alternative, picture.caption, picture.credit))
                self.notes.add("picture_left", f"{text} {picture.source}")
        self.waiting = []

    def end(self) -> None:
        """Place what still waits when the letter is over."""
        if self.section and not self.item and self.waiting:
            self.begin(self.section.title)
        self.place_pictures()
