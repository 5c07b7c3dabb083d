"""Markdown as the tree that both parts of a mail are written from."""

from __future__ import annotations

import re

from lxml import html as lxml_html  # type: ignore[import-untyped]
from lxml.html import HtmlElement  # type: ignore[import-untyped]
from markupsafe import Markup

from psi_site.mail.document import MailDocument
from psi_site.prose import render

_HEADING = re.compile(r"h([2-6])")
_KEPT_CLASSES = {"admonition", "admonition-title", "footnote", "align-right", "align-center"}


def tree(document: MailDocument, text: str, prefix: str, level: int) -> HtmlElement:
    """Return a text as one `div`: addresses absolute, headings from `level` down without a gap.

    `prefix` keeps the ids of its footnotes and headings apart from those of other texts. A link to
    an anchor that stands in another text leads to the issue on the web.
    """
    rendered = document.archives.html(render(text, document.resolve, f"{prefix}-").html)
    root = lxml_html.fragment_fromstring(rendered, create_parent="div")
    _shift_headings(root, level)
    for region in root.xpath(".//section[@class='table-region']"):
        region.drop_tag()
    for link in root.xpath(".//a[@class='footnote-backref']"):
        link.drop_tree()
    _lead_out(root, document.url)
    for element in root.iter():
        _strip(element)
    return root


def mail_html(document: MailDocument, text: str, prefix: str, level: int) -> Markup:
    """Return a text as HTML for mail, without an element around it."""
    root = tree(document, text, prefix, level)
    inner = "".join(lxml_html.tostring(child, encoding="unicode") for child in root)
    return Markup(inner.strip())  # noqa: S704 - sanitised by the renderer


def _shift_headings(root: HtmlElement, level: int) -> None:
    headings = [each for each in root.iter() if _HEADING.fullmatch(str(each.tag))]
    top = min((int(each.tag[1]) for each in headings), default=level)
    depth = level - 1
    for heading in headings:
        # No level is skipped, whatever the editor wrote.
        depth = min(level + int(heading.tag[1]) - top, depth + 1, 6)
        heading.tag = f"h{depth}"


def _lead_out(root: HtmlElement, url: str) -> None:
    own = set(root.xpath(".//@id"))
    for link in root.xpath(".//a[starts-with(@href, '#')]"):
        if link.get("href")[1:] not in own:
            link.set("href", f"{url}{link.get('href')}")


def _strip(element: HtmlElement) -> None:
    """Drop what mail programs do not know or must not obey."""
    for name in ("tabindex", "aria-label", "role", "loading"):
        element.attrib.pop(name, None)
    kept = [each for each in element.get("class", "").split() if each in _KEPT_CLASSES]
    element.attrib.pop("class", None)
    if kept:
        element.set("class", " ".join(kept))
    if element.tag == "table":
        element.set("class", "data")
