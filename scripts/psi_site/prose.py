"""Markdown as editors write it, to HTML that is safe to publish.

One dialect for pages, newsletters, data texts, feeds and mail: Python-Markdown with the extensions
below. Raw HTML is not part of it and comes out as text; a sanitiser stands behind the renderer all
the same. Links to records (`partner:an-id`) are handed to a resolver; every other address comes
out as written, paths from the site's root.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from threading import local
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.toc import TocExtension
from markdown.treeprocessors import Treeprocessor

from psi_site.simple_prose import SimpleText

INLINE = re.compile(r"\[(?P<text>[^\]]*)\]\(\s*<?(?P<target>[^)\s>]+)>?[^)]*\)")
"""A link, or an image but for the mark before it."""
LINK = re.compile(rf"(?P<image>!?){INLINE.pattern}")
RECORD_TARGET = re.compile(r"(?P<kind>[a-z_]+):(?P<id>[a-z0-9-]+)(?:#(?P<anchor>[^\s#]+))?")
_HEADING = re.compile(
    r"^(?P<marks>#{1,6})[ \t]+(?P<title>.*?)[ \t]*(?:\{:?[^}]*?#(?P<id>[\w-]+)[^}]*\})?[ \t]*#*$"
)
_CODE = re.compile(r"(`+)(.+?)\1")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_PLAIN = re.compile(r"(?![-+:\s]|\d+[.)])[\w ,.;:()?%/'’”“–…-]+(?<!\s)")
"""Words without any sign of Markdown or HTML, which are most of what the data holds."""
_OWN_FILE = re.compile(r"/?[^/\\:&\x00-\x1f][^\\:&\x00-\x1f]*")
"""A path on this site, and nothing that a browser could take for an address elsewhere."""
_EXTERNAL = ("http://", "https://", "mailto:", "tel:")

_TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "code", "dd", "del", "div", "dl", "dt", "em"),
    *("figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "li", "ol", "p"),
    *("pre", "q", "s", "section", "small", "span", "strong", "sub", "sup"),
    *("table", "tbody", "td", "th", "thead", "tr", "ul"),
}
_ATTRIBUTES = {
    "*": {"id", "class", "lang", "title", "role"},
    "a": {"href", "hreflang"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start"},
    "section": {"tabindex", "aria-label"},
    "th": {"scope"},
}


@dataclass(frozen=True)
class LinkTarget:
    """Where a link to a record leads: its address, and its language where it is another one."""

    href: str
    language: str | None = None


Resolver = Callable[[str, str, str | None], LinkTarget | None]
"""Takes kind, id and anchor of a record and returns its target, None where it is read nowhere."""


@dataclass(frozen=True)
class Heading:
    """A heading of a text, level 2 to 6."""

    id: str
    title: str
    level: int


@dataclass(frozen=True)
class Rendered:
    """Safe HTML with the headings in it."""

    html: str
    headings: tuple[Heading, ...]


@dataclass(frozen=True)
class Link:
    """A link or image as written: its text, its target, and its line and column from 1."""

    text: str
    target: str
    line: int
    column: int
    is_image: bool


def slugify(title: str, separator: str = "-") -> str:
    """Return the address form of a heading: ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", separator, plain.lower()).strip(separator) or "text"


@dataclass
class _Task:
    """What one text is rendered with; the renderer's parts read it when they come to it."""

    resolve: Resolver
    prefix: str
    back: str


class _Footnotes(FootnoteExtension):
    """Footnotes whose ids carry a prefix, so that two texts can share a page."""

    def __init__(self) -> None:
        super().__init__(SEPARATOR="-")
        self._prefix = ""

    def begin(self, task: _Task) -> None:
        """Take the words and the prefix of the text to come."""
        self._prefix = task.prefix
        self.setConfig("BACKLINK_TITLE", task.back)

    def makeFootnoteId(self, id: str) -> str:  # noqa: N802 - the base class's own names
        return f"{self._prefix}{super().makeFootnoteId(id)}"

    def makeFootnoteRefId(self, id: str, found: bool = False) -> str:  # noqa: N802
        return f"{self._prefix}{super().makeFootnoteRefId(id, found)}"


class _Tree(Treeprocessor):
    """Points links at their records, keeps pictures on the site, turns alignment into class."""

    task: _Task

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag == "a":
                self._point(element)
                if element.get("title") == "":
                    del element.attrib["title"]
            elif element.tag == "img" and not _OWN_FILE.fullmatch(element.get("src", "")):
                _say_instead(element)
            elif element.tag in ("td", "th"):
                _align(element)
        _wrap_tables(root)

    def _point(self, element: Element) -> None:
        found = _pointed(element.get("href", ""), self.task.resolve)
        if found is None:
            element.tag = "span"
            del element.attrib["href"]
            return
        element.set("href", found.href)
        if found.language:
            element.set("hreflang", found.language)


def _pointed(href: str, resolve: Resolver) -> LinkTarget | None:
    """Return where a link as written leads, None for a record that is read nowhere."""
    match = RECORD_TARGET.fullmatch(href)
    if not match or href.startswith(_EXTERNAL):
        return LinkTarget(href)
    return resolve(match["kind"], match["id"], match["anchor"])


def _say_instead(image: Element) -> None:
    """Put a picture's words in its place: one from elsewhere would tell others who reads."""
    image.tag, image.text = "span", image.get("alt", "")
    image.attrib.clear()


def _wrap_tables(parent: Element) -> None:
    """Put each table in a region that takes focus, so that a wide one scrolls by keyboard.

    The region is named by the table's own first row of headings.
    """
    for index, element in enumerate(list(parent)):
        if element.tag != "table":
            _wrap_tables(element)
            continue
        label = ", ".join("".join(cell.itertext()).strip() for cell in element.iter("th"))
        region = Element("section", {"class": "table-region", "tabindex": "0"})
        region.set("aria-label", label)
        region.append(element)
        parent[index] = region


def _align(element: Element) -> None:
    style = element.attrib.pop("style", "")
    if element.tag == "th":
        element.set("scope", "col")
    match = re.search(r"text-align: (\w+)", style)
    if match:
        element.set("class", f"align-{match[1]}")


class _Dialect(Extension):
    """Takes raw HTML out of the language and puts the link resolver in."""

    def __init__(self, tree: _Tree) -> None:
        super().__init__()
        self._tree = tree

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - the base class's name
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.treeprocessors.register(self._tree, "psi", 5)


class _Renderer(local):
    """Python-Markdown, put together once a thread: that takes as long as a short text."""

    def __init__(self) -> None:
        self._task = _Task(lambda kind, record_id, anchor: None, "", "")
        self._tree, self._footnotes = _Tree(), _Footnotes()
        extensions: list[str | Extension] = [
            "tables",
            "def_list",
            "attr_list",
            "admonition",
            "fenced_code",
            "sane_lists",
            TocExtension(toc_depth="2-6", slugify=lambda title, sep: self._slug(title, sep)),
            self._footnotes,
            _Dialect(self._tree),
        ]
        self._md = markdown.Markdown(extensions=extensions, output_format="html")

    def _slug(self, title: str, separator: str) -> str:
        return f"{self._task.prefix}{slugify(title, separator)}"

    def render(self, text: str, task: _Task) -> Rendered:
        """Return a text as safe HTML."""
        self._task = self._tree.task = task
        self._md.reset()
        self._footnotes.begin(task)
        html = _clean(self._md.convert(text))
        return Rendered(html, tuple(_headings_of(getattr(self._md, "toc_tokens", []))))


_renderer = _Renderer()


def render(text: str, resolve: Resolver, prefix: str = "", back: str = "") -> Rendered:
    """Render Markdown as blocks; `prefix` keeps generated ids apart from other texts' ids.

    `back` is what the way back from a footnote is called, `{}` in it the footnote's number.
    """
    if not text.strip():
        return Rendered("", ())
    simple = SimpleText(
        point=lambda href: _pointed(href, resolve),
        slug=lambda title: f"{prefix}{slugify(title)}",
    )
    if simple.read(text):
        headings = (Heading(*heading) for heading in simple.headings)
        return Rendered(simple.html, tuple(headings))
    return render_fully(text, resolve, prefix, back)


def render_fully(text: str, resolve: Resolver, prefix: str = "", back: str = "") -> Rendered:
    """Render Markdown as `render` does, whatever is in it, without the short way."""
    return _renderer.render(text, _Task(resolve, prefix, back))


def render_inline(text: str, resolve: Resolver) -> str:
    """Render one paragraph without the paragraph around it."""
    if _PLAIN.fullmatch(text) and "_" not in text:
        return text
    html = render(text, resolve).html.strip()
    match = re.fullmatch(r"<p>((?:(?!<p>).)*)</p>", html, re.S)
    return match[1] if match else html


def _headings_of(tokens: list[dict[str, object]]) -> Iterator[Heading]:
    for token in tokens:
        level = token["level"]
        assert isinstance(level, int)
        yield Heading(str(token["id"]), unescape(str(token["name"])), level)
        children = token["children"]
        assert isinstance(children, list)
        yield from _headings_of(children)


def _clean(html: str) -> str:
    """Keep only what Markdown makes: no script, style, handler or unknown address survives."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
        strip_comments=True,
    )


def lines_of_prose(text: str) -> Iterator[tuple[int, str]]:
    """Yield the numbered lines of a text that are not inside a fenced block of code."""
    fence = ""
    lines = enumerate(text.split("\n"), start=1)
    if "```" not in text and "~~~" not in text:
        yield from lines
        return
    for number, line in lines:
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) else fence
        elif mark:
            fence = mark[1]
        else:
            yield number, line


def links(text: str) -> Iterator[Link]:
    """Yield every inline link and image of a text, leaving code alone."""
    for number, line in lines_of_prose(text) if "](" in text else ():
        if "](" not in line:
            continue
        prose = _without_code(line)
        for match in INLINE.finditer(prose):
            is_image = match.start() > 0 and prose[match.start() - 1] == "!"
            column = match.start("target") + 1
            yield Link(match["text"], match["target"], number, column, is_image)


def _without_code(line: str) -> str:
    return _CODE.sub(lambda match: " " * len(match[0]), line) if "`" in line else line


def headings(text: str) -> Iterator[tuple[int, Heading]]:
    """Yield every heading with its line, with the id that rendering would give it."""
    used: set[str] = set()
    for number, line in lines_of_prose(text) if "#" in text else ():
        match = _HEADING.match(line) if line.startswith("#") else None
        if not match:
            continue
        heading_id = match["id"] or _unique(slugify(plain(match["title"])), used)
        used.add(heading_id)
        yield number, Heading(heading_id, match["title"], len(match["marks"]))


def _unique(heading_id: str, used: set[str]) -> str:
    candidate, count = heading_id, 0
    while candidate in used:
        count += 1
        candidate = f"{heading_id}_{count}"
    return candidate


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return inline Markdown as plain words: link texts without addresses, no marks."""
    text = LINK.sub(lambda match: match["text"], text)
    text = re.sub(r"\{:[^}]*\}", "", text)
    text = re.sub(r"(\*\*|__|\*|`|(?<!\w)_|_(?!\w))", "", text)
    return re.sub(r"\s+", " ", text).strip()
