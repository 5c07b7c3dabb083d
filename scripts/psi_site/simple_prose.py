"""The Markdown that most texts hold, straight to HTML: sentences with links, emphasis, plain lists.

Newsletters and data are mostly that, and the whole renderer takes forty times as long over it. What
is understood here comes out as `prose` makes it, byte for byte (a test compares the two on texts
made at random); for a text with anything else in it the answer is None.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

_WORDS = r"a-zA-Z0-9\xe0-\xf6\xf8-\xff\w ,.;:()?%/'’”“\"–…+=€§°@-"
r"""Letters, digits and signs that mean nothing within a line; texts with `_` are left out.

Common letters are named, though `\w` has them, as those named are looked up in one step.
"""
_ADDRESS = (
    r"https?://(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,}(?:[/?#][a-zA-Z0-9/.:?=#%@+,~-]*)?"
    r"|mailto:[a-zA-Z0-9.@+-]+|tel:[0-9+-]+"
)
_LINK = (
    rf"\[(?P<text>(?=\S)[{_WORDS}]+?(?<=\S))\]"
    rf"\((?P<target>{_ADDRESS}|[a-z]+:[a-z0-9-]+(?:#[a-zA-Z0-9-]+)?)\)"
)
# Each begins with its own sign, so that a search looks for these signs and at nothing else.
_EMPHASIS = (
    r"{sign}(?<![^ (\n]{sign})(?=\w)(?P<{name}>[" + _WORDS + r"]+?)(?<=\w){sign}(?![^ ,.;:)?\n])"
)
_STRONG = _EMPHASIS.format(sign=r"\*\*", name="strong")
_EM = _EMPHASIS.format(sign=r"\*", name="em")
_SPAN = re.compile(f"{_LINK}|{_STRONG}|{_EM}")

_BARE_SPAN = re.sub(r"\(\?P<\w+>", "(?:", _SPAN.pattern)
_LINE = (
    r"(?!\d+[.)])(?=[\w(\[*\"'“”’–])"
    rf"(?:[{_WORDS}]++|!(?!\[)|{_BARE_SPAN})++(?<! )"
)
# One pattern for all three sorts of block, since what a line may hold takes long to compile.
_BLOCK = re.compile(rf"(?:(?:\A(?:(?P<ul>- )|(?P<ol>1\. ))?|\n(?(ul)- |(?(ol)\d+\. ))){_LINE})++")
_HEADING = re.compile(
    r"(?P<marks>#{2,6}) (?P<title>[\w ,.?–-]+?)(?: \{#(?P<id>[a-z][a-z0-9-]*)\})?"
)
_BLANK = re.compile(r"\n{2,}")
_ITEM = re.compile(r"^(?:-|\d+\.) ")
_SAFE_HREF = re.compile(rf"{_ADDRESS}|/(?:[a-zA-Z0-9.#%-][a-zA-Z0-9/.#%-]*)?")


class Pointed(Protocol):
    """Where a link leads, and in which language where that is another one."""

    @property
    def href(self) -> str: ...

    @property
    def language(self) -> str | None: ...


@dataclass
class SimpleText:
    """A text under way: its blocks so far, and its headings as id, title and level.

    `point` says where a link leads, None for nowhere; `slug` makes the id of a heading.
    """

    point: Callable[[str], Pointed | None]
    slug: Callable[[str], str]
    blocks: list[str] = field(default_factory=list)
    headings: list[tuple[str, str, int]] = field(default_factory=list)

    def read(self, text: str) -> bool:
        """Take in a text; return whether all of it was understood."""
        if "_" in text:
            return False
        try:
            return all(map(self._block, _BLANK.split(text.strip("\n"))))
        except LookupError:
            return False

    @property
    def html(self) -> str:
        """The text as HTML."""
        return "\n".join(self.blocks)

    def _block(self, block: str) -> bool:
        match = _BLOCK.fullmatch(block)
        if not match:
            return block.startswith("#") and self._heading(block)
        if match.lastgroup:
            return self._list(block, match.lastgroup)
        self.blocks.append(_element("p", self._inline(block)))
        return True

    def _list(self, block: str, tag: str) -> bool:
        """Take in a list; two in a row would be one, with paragraphs in it."""
        if self.blocks and self.blocks[-1].endswith("l>"):
            return False
        lines = self._inline(block).split("\n")
        items = "\n".join(_element("li", _ITEM.sub("", line)) for line in lines)
        self.blocks.append(_element(tag, f"\n{items}\n"))
        return True

    def _heading(self, block: str) -> bool:
        match = _HEADING.fullmatch(block)
        if not match or match["title"] != match["title"].strip():
            return False
        level, title = len(match["marks"]), match["title"]
        anchor = match["id"] or self.slug(title)
        if any(anchor == other for other, _, _ in self.headings):
            return False
        self.headings.append((anchor, title, level))
        self.blocks.append(_element(f"h{level}", title, id=anchor))
        return True

    def _inline(self, text: str) -> str:
        return _SPAN.sub(self._span, text) if "[" in text or "*" in text else text

    def _span(self, match: re.Match[str]) -> str:
        if match["target"]:
            return self._link(match["text"], match["target"])
        tag = match.lastgroup or ""
        return _element(tag, match[tag])

    def _link(self, text: str, target: str) -> str:
        found = self.point(target)
        if found is None:
            return _element("span", text)
        if not _SAFE_HREF.fullmatch(found.href):
            raise LookupError(found.href)
        return _element("a", text, href=found.href, hreflang=found.language)


def _element(tag: str, html: str, **attributes: str | None) -> str:
    """Return an element; no value here holds what would have to be escaped."""
    given = "".join(f' {name}="{value}"' for name, value in attributes.items() if value)
    return f"<{tag}{given}>{html}</{tag}>"
