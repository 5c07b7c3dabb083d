"""Markdown as editors write it, to HTML that is safe to publish.

One dialect for pages, newsletters, data texts, feeds and mail. Raw HTML is not part of it and comes
out as text. Links to records (`partner:an-id`) are handed to a resolver; every other address comes
out as written, paths from the site's root.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

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
_BARE = re.compile(r"[^\s\[{*_`]+(?: [^\s\[{*_`]+)*+")
"""Words that `plain` leaves as they are."""
_EXTERNAL = ("http://", "https://", "mailto:", "tel:")


class LinkTarget(NamedTuple):
    """Where a link to a record leads: its address, and its language where it is another one."""

    href: str
    language: str | None = None


Resolver = Callable[[str, str, str | None], LinkTarget | None]
"""Takes kind, id and anchor of a record and returns its target, None where it is read nowhere."""


class Heading(NamedTuple):
    """A heading of a text, level 2 to 6."""

    id: str
    title: str
    level: int


class Rendered(NamedTuple):
    """Safe HTML with the headings in it."""

    html: str
    headings: tuple[Heading, ...]


class Link(NamedTuple):
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


def pointed(href: str, resolve: Resolver) -> LinkTarget | None:
    """Return where a link as written leads, None for a record that is read nowhere."""
    match = RECORD_TARGET.fullmatch(href)
    if not match or href.startswith(_EXTERNAL):
        return LinkTarget(href)
    return resolve(match["kind"], match["id"], match["anchor"])


def render(text: str, resolve: Resolver, prefix: str = "", back: str = "") -> Rendered:
    """Render Markdown as blocks; `prefix` keeps generated ids apart from other texts' ids.

    `back` is what the way back from a footnote is called, `{}` in it the footnote's number.
    """
    if not text.strip():
        return Rendered("", ())
    # Renderers are slow to import, and who only checks a text has no use for them.
    from psi_site.simple_prose import SimpleText

    simple = SimpleText(
        point=lambda href: pointed(href, resolve),
        slug=lambda title: f"{prefix}{slugify(title)}",
    )
    if simple.read(text):
        headings = (Heading(*heading) for heading in simple.headings)
        return Rendered(simple.html, tuple(headings))
    return render_fully(text, resolve, prefix, back)


def render_fully(text: str, resolve: Resolver, prefix: str = "", back: str = "") -> Rendered:
    """Render Markdown as `render` does, whatever is in it, without the short way."""
    from psi_site.dialect import convert

    return convert(text, resolve, prefix, back)


def render_inline(text: str, resolve: Resolver) -> str:
    """Render one paragraph without the paragraph around it."""
    if _PLAIN.fullmatch(text) and "_" not in text:
        return text
    html = render(text, resolve).html.strip()
    match = re.fullmatch(r"<p>((?:(?!<p>).)*)</p>", html, re.S)
    return match[1] if match else html


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


def links(text: str) -> Iterable[Link]:
    """Return every inline link and image of a text, leaving code alone."""
    return _links(text) if "](" in text else ()


@lru_cache(maxsize=4096)
def _links(text: str) -> tuple[Link, ...]:
    return tuple(_found_links(text))


def _found_links(text: str) -> Iterator[Link]:
    for number, line in lines_of_prose(text):
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


def plain(text: str) -> str:
    """Return inline Markdown as plain words: link texts without addresses, no marks."""
    return text if _BARE.fullmatch(text) else _unmarked(text)


@lru_cache(maxsize=4096)
def _unmarked(text: str) -> str:
    text = LINK.sub(lambda match: match["text"], text)
    text = re.sub(r"\{:[^}]*\}", "", text)
    text = re.sub(r"(\*\*|__|\*|`|(?<!\w)_|_(?!\w))", "", text)
    return re.sub(r"\s+", " ", text).strip()
