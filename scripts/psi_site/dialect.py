"""The whole of the dialect: Python-Markdown with the extensions that make it, and a sanitiser.

What most texts hold is rendered without it (`simple_prose`); `prose` chooses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from threading import local
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.toc import TocExtension
from markdown.treeprocessors import Treeprocessor

from psi_site.prose import Heading, Rendered, Resolver, pointed, slugify

_OWN_FILE = re.compile(r"/?[^/\\:&\x00-\x1f][^\\:&\x00-\x1f]*")
"""A path on this site, and nothing that a browser could take for an address elsewhere."""

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
        found = pointed(element.get("href", ""), self.task.resolve)
        if found is None:
            element.tag = "span"
            del element.attrib["href"]
            return
        element.set("href", found.href)
        if found.language:
            element.set("hreflang", found.language)


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


def convert(text: str, resolve: Resolver, prefix: str, back: str) -> Rendered:
    """Render Markdown as blocks, as `prose.render` says."""
    return _renderer.render(text, _Task(resolve, prefix, back))


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
