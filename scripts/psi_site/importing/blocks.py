"""What an old letter is made of before it has sections: headings, paragraphs, pictures, lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from psi_site.importing.text import one_line

_MARKS = re.compile(r"[\\`*_\[\]{}]")
_LINE_START = re.compile(r"^(?=[#>+-]|!!!)")
_NUMBERED = re.compile(r"^(\d{1,9})(?=[.)]\s)")
_FENCE = re.compile(r"^~(?=~~)")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_TAG = re.compile(r"<[A-Za-z/!?][^<>\n]*>")
_ADDRESS = re.compile(r"<(?:https?://|mailto:)[^<>\s]+>|https?://[^\s<>]+|[\w.+-]+@[\w.-]+")


class Kind(StrEnum):
    """What a block is; TEXT may turn out to be a heading or a caption."""

    HEADING = "heading"
    TEXT = "text"
    ENTRY = "entry"
    PICTURE = "picture"
    CAPTION = "caption"
    DIVIDER = "divider"


@dataclass(frozen=True)
class Block:
    """A piece of a letter: its words as they stood, and as safe Markdown.

    `level` is that of a heading (1 to 6, 0 unknown). `source` is where a picture lies (an address,
    or `cid:` and the id of a part of the mail), where a heading links to, the number of an entry,
    or `hidden` or `title` for text a reader never saw as text. `strong` tells an all bold line.
    """

    kind: Kind
    plain: str = ""
    markdown: str = ""
    level: int = 0
    source: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Note:
    """Something for a person to look at: words under `import.note.CODE`, and what it is about."""

    code: str
    quote: str = ""


@dataclass
class Notes:
    """The list that grows while a letter is read."""

    found: list[Note] = field(default_factory=list)

    def add(self, code: str, quote: str = "") -> None:
        """Note something once."""
        note = Note(code, quote.strip())
        if note not in self.found:
            self.found.append(note)


@dataclass(frozen=True)
class Span:
    """A run of text in one form."""

    text: str
    href: str = ""
    bold: bool = False
    italic: bool = False

    @property
    def form(self) -> tuple[str, bool, bool]:
        """What must agree for two runs to be one."""
        return (self.href, self.bold, self.italic)


def escape(text: str) -> str:
    """Return plain text as Markdown that shows just that text; addresses stay as they are."""
    parts: list[str] = []
    place = 0
    for match in _ADDRESS.finditer(text):
        parts += [_escaped(text[place : match.start()]), _address(match[0])]
        place = match.end()
    return "".join([*parts, _escaped(text[place:])])


def _address(text: str) -> str:
    """Return an address so that it becomes a link, without the sign that ends a sentence."""
    if not text.startswith("http"):
        return text
    bare = text.rstrip(".,;:!?)]'\"”’*_")
    return f"<{bare}>{_escaped(text[len(bare) :])}"


def _escaped(text: str) -> str:
    parts: list[str] = []
    place = 0
    for match in _TAG.finditer(text):
        parts += [_without_marks(text[place : match.start()]), f"`{match[0].replace('`', ' ')}`"]
        place = match.end()
    return "".join([*parts, _without_marks(text[place:])])


def _without_marks(text: str) -> str:
    return _ENTITY.sub("&amp;", _MARKS.sub(lambda match: f"\\{match[0]}", text))


def paragraph(markdown: str) -> str:
    """Return Markdown that is a paragraph whatever its first sign is."""
    text = markdown.lstrip()
    text = _FENCE.sub("&#126;", text)
    return _NUMBERED.sub(r"\1\\", _LINE_START.sub(r"\\", text))


def as_markdown(spans: Iterable[Span]) -> str:
    """Return runs of text as one paragraph of Markdown, marks tight around words."""
    text = "".join(_marked(span) for span in _joined(spans))
    return paragraph(one_line(text))


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    waiting: Span | None = None
    for span in spans:
        is_blank = not span.text.strip() and not span.href
        if waiting and (is_blank or span.form == waiting.form):
            waiting = Span(waiting.text + span.text, *waiting.form)
        else:
            if waiting:
                yield waiting
            waiting = span
    if waiting:
        yield waiting


def _marked(span: Span) -> str:
    inner = span.text.strip()
    if not inner:
        return span.text
    before = span.text[: len(span.text) - len(span.text.lstrip())]
    after = span.text[len(span.text.rstrip()) :]
    words = f"[{_escaped(inner)}]({span.href})" if span.href else escape(inner)
    mark = "*" * (2 * span.bold + span.italic)
    return f"{before}{mark}{words}{mark}{after}"


@dataclass(frozen=True)
class Patterns:
    """Words that letters use about themselves, in every language we know, as patterns."""

    words: Mapping[str, tuple[str, ...]]

    def alternatives(self, key: str) -> str:
        """Return the words of a key as a group for a pattern, longest first."""
        words = sorted(self.words[key], key=len, reverse=True)
        return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)

    def whole(self, key: str) -> re.Pattern[str]:
        """Return the pattern of a line that is one of the words and nothing else."""
        return re.compile(rf"\W*(?:{self.alternatives(key)})\W*", re.I)

    def begins(self, key: str) -> re.Pattern[str]:
        """Return the pattern of a line `WORD: …`; the rest is the group `rest`."""
        return re.compile(rf"[\s*]*(?:{self.alternatives(key)})[\s*]*:[\s*]*(?P<rest>.*)", re.I)

    def inside(self, key: str) -> re.Pattern[str]:
        """Return the pattern that finds any of the words, as whole words."""
        return re.compile(rf"(?<!\w)(?:{self.alternatives(key)})(?!\w)", re.I)
