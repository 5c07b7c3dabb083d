"""HTML of any mail program, read as blocks.

The markup is first made sound by a browser's own parser (html5ever, through nh3), which keeps the
few elements named here. What comes out is simple enough for the standard library.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from urllib.parse import quote, urlsplit

import nh3

from psi_site.importing.blocks import Block, Kind, Notes, Patterns, Span, as_markdown
from psi_site.importing.text import one_line, tidy

MAX_TAGS = 20_000
"""A parser takes time with the square of the depth; no letter has so many tags."""

_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2"),
        *("h3", "h4", "h5", "h6", "header", "html", "li", "main", "nav"),
        *("ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th"),
        *("thead", "title", "tr", "ul"),
    }
)
_BOLD = frozenset({"b", "strong"})
_ITALIC = frozenset({"i", "em"})
_SILENT = frozenset({"script", "style"})
_VOID = frozenset({"br", "hr", "img"})
_KEPT = {*_BLOCKS, *_BOLD, *_ITALIC, *_SILENT, *_VOID, "a", "span", "font"} - {"body", "html"}
_ATTRIBUTES = {
    "*": {"style", "hidden"},
    "a": {"href", "name", "id"},
    "img": {"src", "alt", "width", "height"},
}
_TAG = re.compile(r"</?([a-z][a-z0-9:_-]*)(?![a-z0-9:_-])[^<>]*>", re.I)
_APART = frozenset(
    {"option", "select", "textarea", "iframe", "noscript", "svg", "text", "desc", "button"}
)
_BOUNDARY = re.compile(rf"<(?=/?(?:{'|'.join(sorted(_BLOCKS))}|br|hr|img)\b)", re.I)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{0,20}(?=:)", re.I)
_SAFE = frozenset({"http", "https", "mailto", "tel"})
_HIDDEN = re.compile(
    r"display:none|mso-hide:all|visibility:hidden|max-height:0(?![.\d]*[1-9])|"
    r"font-size:[01](?:px|pt|\b)(?!\.)"
)
_TINY = re.compile(r"0*[0-3](?:px)?")
_TRACKING = re.compile(r"/(?:open|track|pixel|beacon|o)(?:[./?]|$)|[?&](?:open|track)", re.I)


def read_markup(html: str, notes: Notes, patterns: Patterns) -> list[Block]:
    """Return the blocks of an HTML text; note what was in it that a letter should not have."""
    for text in _conditional(html):
        notes.add("conditional", text)
    source = _known_tags(html)
    schemes = {match.lower() for match in _SCHEME.findall(unescape(source))}
    reader = _Reader(notes, patterns)
    reader.feed(_sound(source, schemes | _SAFE | {"javascript", "vbscript", "data"}))
    reader.close()
    reader.end_block()
    return reader.blocks


def _sound(html: str, schemes: set[str] | frozenset[str]) -> str:
    return nh3.clean(
        html,
        tags=_KEPT,
        clean_content_tags=set(),
        attributes=_ATTRIBUTES,
        url_schemes=set(schemes),
        link_rel=None,
        strip_comments=True,
    )


def text_of(html: str) -> str:
    """Return the words of an HTML text, by another way than its blocks, to compare them with."""
    source = _BOUNDARY.sub("\n<", _known_tags(html))
    words = nh3.clean(source, tags=set(), clean_content_tags=set(_SILENT))
    return tidy(unescape(words))


def _known_tags(html: str) -> str:
    """Return the HTML without the tags of elements we do not know, whose words are kept.

    A parser may hide the words of frames, drawings and what is for browsers without script.
    """

    def shown(match: re.Match[str]) -> str:
        name = match[1].lower()
        return match[0] if name in _KEPT else "\n" * (name in _APART)

    return _TAG.sub(shown, html)


def _conditional(html: str) -> Iterator[str]:
    """Yield the words in comments that only Outlook reads."""
    place = 0
    while (start := html.find("<!--[if", place)) >= 0:
        end = html.find("<![endif]", start)
        if end < 0:
            return
        inside = html[html.find("]>", start, end) + 2 : end]
        if "<xml" not in inside.lower():
            text = one_line(unescape(nh3.clean(inside, tags=set())))
            yield text.replace("-->", "").strip()
        place = end


@dataclass(frozen=True)
class _Open:
    """An element not yet closed, and the form its text takes."""

    tag: str
    form: Span
    is_hidden: bool


class _Reader(HTMLParser):
    """Walks sound markup and makes blocks."""

    def __init__(self, notes: Notes, patterns: Patterns) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._notes = notes
        self._dividers = patterns.inside("divider")
        self._open: list[_Open] = []
        self._lines: list[list[Span]] = [[]]
        self._hidden: list[str] = []
        self._is_bare = False
        """Whether a link has just begun whose address was no address at all."""

    @property
    def _top(self) -> _Open:
        return self._open[-1] if self._open else _Open("", Span(""), False)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element; pictures and line ends are whole already."""
        values = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS:
            self.end_block()
        if tag == "br":
            self._lines.append([])
        elif tag == "hr":
            self._divide()
        elif tag == "img":
            self._picture(values)
        else:
            self._open.append(self._opened(tag, values))

    def handle_endtag(self, tag: str) -> None:
        """Close the nearest open element of that name, with all inside it."""
        if tag in _BLOCKS:
            self.end_block()
        place = len(self._open) - 1
        while place >= 0 and self._open[place].tag != tag:
            place -= 1
        if place >= 0:
            del self._open[place:]

    def handle_data(self, data: str) -> None:
        """Take a text in the form of the elements around it."""
        top = self._top
        if top.tag in _SILENT:
            if top.tag == "script":
                self._notes.add("script", one_line(data))
        elif top.is_hidden:
            self._hidden.append(tidy(data))
        else:
            form = top.form
            if self._is_bare and data.strip():
                self._notes.add("address", one_line(data))
                self._is_bare = False
            text = re.sub(r"\s+", " ", tidy(data))
            self._lines[-1].append(Span(text, form.href, form.bold, form.italic))

    def _opened(self, tag: str, values: dict[str, str]) -> _Open:
        top = self._top
        style = re.sub(r"\s", "", values.get("style", "").lower())
        weight = re.search(r"font-weight:(\w+)", style)
        bold = top.form.bold or tag in _BOLD
        if weight:
            bold = weight[1] in ("bold", "bolder", "600", "700", "800", "900")
        italic = top.form.italic or tag in _ITALIC or "font-style:italic" in style
        href = top.form.href
        if tag == "a":
            href = self._link(values.get("href", ""))
            self._is_bare = not values
        hidden = top.is_hidden or bool(_HIDDEN.search(style)) or "hidden" in values
        return _Open(tag, Span("", href, bold, italic), hidden)

    def _link(self, address: str) -> str:
        href = link_address(address)
        if address.strip() and not href and not address.startswith("#"):
            self._notes.add("address", address)
        return href

    def end_block(self) -> None:
        """Finish the paragraph under way; two line ends make two of it."""
        if self._hidden and not self._top.is_hidden:
            hidden, self._hidden = one_line("".join(self._hidden)), []
            if hidden:
                self.blocks.append(Block(Kind.TEXT, hidden, source="hidden"))
        lines, self._lines = self._lines, [[]]
        group: list[list[Span]] = []
        for line in [*lines, []]:
            if "".join(span.text for span in line).strip():
                group.append(line)
            elif group:
                self.blocks.append(self._block(group))
                group = []

    def _block(self, lines: list[list[Span]]) -> Block:
        spans = [span for line in lines for span in line]
        plain = "\n".join(one_line("".join(span.text for span in line)) for line in lines)
        strong = all(span.bold for span in spans if span.text.strip())
        tags = [each.tag for each in self._open]
        heading = next((tag for tag in reversed(tags) if re.fullmatch(r"h[1-6]", tag)), "")
        if heading:
            link = next((span.href for span in spans if span.href), "")
            return Block(Kind.HEADING, one_line(plain), level=int(heading[1]), source=link)
        kind = Kind.TEXT
        if "figcaption" in tags or "caption" in tags:
            kind = Kind.CAPTION
        elif "li" in tags:
            kind = Kind.ENTRY
        source = "title" if "title" in tags else ""
        markdown = "  \n".join(map(as_markdown, lines))
        return Block(kind, plain, markdown, source=source, strong=strong)

    def _divide(self) -> None:
        self.end_block()
        self.blocks.append(Block(Kind.DIVIDER))

    def _picture(self, values: dict[str, str]) -> None:
        source, alternative = values.get("src", ""), one_line(tidy(values.get("alt", "")))
        if _is_tracking(values):
            self._notes.add("tracking", f"{alternative} {source}")
        elif self._dividers.search(alternative):
            self._divide()
        else:
            self._note_link()
            self.end_block()
            self.blocks.append(Block(Kind.PICTURE, alternative, source=source))

    def _note_link(self) -> None:
        """A picture that was a link: the address must not be lost with it."""
        if self._top.form.href:
            self._notes.add("picture_link", self._top.form.href)


def _is_tracking(values: dict[str, str]) -> bool:
    style = re.sub(r"\s", "", values.get("style", "").lower())
    sizes = [values.get("width", "").strip(), values.get("height", "").strip()]
    sizes += re.findall(r"(?:^|;)(?:width|height):([^;]*)", style)
    if any(_TINY.fullmatch(size) for size in sizes if size):
        return True
    return not values.get("alt") and bool(_TRACKING.search(values.get("src", "")))


def link_address(address: str) -> str:
    """Return an address that may stand in Markdown, or nothing where it is no address out."""
    text = re.sub(r"\s", "", address)
    try:
        parts = urlsplit(text)
        known = parts.scheme.lower() in _SAFE and bool(parts.hostname or parts.path)
    except ValueError:
        return ""
    if not known or (parts.scheme.lower().startswith("http") and not parts.hostname):
        return ""
    return quote(text, safe="%/:=&?~#+!$,;'@*-._")
