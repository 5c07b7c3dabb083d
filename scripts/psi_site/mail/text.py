"""The text part of a mail: good reading without a mark of Markdown or HTML.

Lines are wrapped at 72 columns (addresses are never broken), sections and items are numbered, and
the links of each piece stand as a numbered list at its end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from textwrap import TextWrapper

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from psi_site.i18n import Language
from psi_site.mail.blocks import Entry, MailBlock
from psi_site.mail.body import tree
from psi_site.mail.document import MailContact, MailDocument, MailImage, MailItem, MailSection

WIDTH = 72
_BLOCKS = {
    *("p", "div", "ul", "ol", "dl", "dt", "dd", "table", "blockquote", "pre", "hr"),
    *("h2", "h3", "h4", "h5", "h6"),
}


def text_part(document: MailDocument) -> str:
    """Return the mail as plain text with `\\n` line ends."""
    chunks = [*_opening(document)]
    count = 0
    for count, section in enumerate(document.sections, start=1):
        chunks += _section(document, section, count)
    chunks.append(f"\n{wrapped(document.signature)}" if document.signature else "")
    for number, block in enumerate(document.blocks, start=count + 1):
        chunks += _block(document, block, number)
    chunks += _closing(document)
    return "\n\n".join(chunk for chunk in chunks if chunk) + "\n"


def _opening(document: MailDocument) -> Iterator[str]:
    yield wrapped(document.subject)
    yield wrapped(document.preheader)
    yield f"{document.language.text('mail.read_on_web')}:\n{document.url}"
    if document.image:
        yield _image(document, document.image)
    yield from _piece(document, document.introduction, "intro", 2)


def _section(document: MailDocument, section: MailSection, number: int) -> Iterator[str]:
    yield "\n" + wrapped(f"{number}. {section.title}")
    yield from _piece(document, section.body, section.id, 3)
    for index, item in enumerate(section.items, start=1):
        yield wrapped(f"{number}.{index} {item.title}")
        yield from _item(document, item)


def _item(document: MailDocument, item: MailItem) -> Iterator[str]:
    if item.image:
        yield _image(document, item.image)
    notes = Notes()
    yield from _paragraphs(document, item.body, item.id, 4, notes)
    if item.more:
        yield wrapped(notes.marked(item.more.title, item.more.url))
    for person in item.contacts:
        yield wrapped(_contact(document.language, person, notes))
    web = document.language.text("mail.web_address", url=item.url)
    yield "\n".join([*notes.lines(), web])


def _contact(language: Language, person: MailContact, notes: Notes) -> str:
    name = notes.marked(person.name, person.url) if person.url else person.name
    # A telephone number is never broken between its digits.
    phone = person.phone.replace(" ", "\u00a0") if person.phone else None
    parts = [name, *person.titles, person.email, phone]
    return f"{language.text('mail.contact')} {', '.join(part for part in parts if part)}"


def _image(document: MailDocument, image: MailImage) -> str:
    """Return what a picture shows, its caption and its credit; nothing for mere decoration."""
    text = document.language.text
    lines = []
    if image.alternative:
        lines.append(text("mail.image", text=image.alternative))
    if image.caption:
        lines.append(image.caption)
    if image.credit and lines:
        lines.append(text("mail.credit", name=image.credit))
    return "\n".join(wrapped(line) for line in lines)


def _block(document: MailDocument, block: MailBlock, number: int) -> Iterator[str]:
    yield "\n" + wrapped(f"{number}. {block.title}")
    for index, entry in enumerate(block.entries, start=1):
        yield _entry(entry, f"{number}.{index}")


def _entry(entry: Entry, number: str) -> str:
    lines = [f"{number} {entry.title}", entry.when, entry.text]
    return "\n".join([*(wrapped(line) for line in lines if line), *filter(None, [entry.url])])


def _closing(document: MailDocument) -> Iterator[str]:
    imprint, text = document.imprint, document.language.text
    yield "\n" + wrapped(text("mail.why", name=document.site_name))
    for way in imprint.exits:
        if way.email:
            yield wrapped(text("mail.unsubscribe_mail", address=way.email))
        else:
            yield text("mail.unsubscribe_at", url=way.url)
    yield wrapped(f"{imprint.name}, {imprint.postal_address}, {imprint.email}")


@dataclass
class Notes:
    """The links of one piece of text, numbered as they come; the same address keeps its number."""

    urls: list[str] = field(default_factory=list)

    def marked(self, words: str, url: str) -> str:
        """Return words with the number of their link; words that are the address need none."""
        if words in (url, url.removeprefix("mailto:"), url.removeprefix("tel:")):
            return words
        if url not in self.urls:
            self.urls.append(url)
        return f"{words} [{self.urls.index(url) + 1}]"

    def lines(self) -> list[str]:
        """Return the numbered addresses."""
        return [f"[{number}] {url}" for number, url in enumerate(self.urls, start=1)]


def _piece(document: MailDocument, text: str, prefix: str, level: int) -> Iterator[str]:
    """Yield the paragraphs of a text of its own and, last, its links."""
    notes = Notes()
    yield from _paragraphs(document, text, prefix, level, notes)
    yield "\n".join(notes.lines())


def _paragraphs(
    document: MailDocument, text: str, prefix: str, level: int, notes: Notes
) -> Iterator[str]:
    writer = _Writer(document.language, notes)
    yield from writer.blocks(tree(document, text, prefix, level), "")


@dataclass(frozen=True)
class _Writer:
    """Walks the tree of a text; `indent` goes before every line."""

    language: Language
    notes: Notes

    def blocks(self, parent: HtmlElement, indent: str) -> Iterator[str]:
        for element in parent:
            if element.tag in ("ul", "ol"):
                yield self.items(element, indent)
            elif element.tag == "dl":
                yield self.definitions(element, indent)
            elif element.tag == "table":
                yield from self.rows(element, indent)
            elif element.tag == "pre":
                lines = str(element.text_content()).rstrip().split("\n")
                yield "\n".join(f"{indent}    {line}" for line in lines)
            elif element.tag == "blockquote":
                yield from self.blocks(element, f"{indent}    ")
            elif element.get("class") == "footnote":
                yield from self.footnotes(element, indent)
            elif element.tag == "div":
                yield from self.blocks(element, indent)
            elif element.tag != "hr":
                yield wrapped(self.inline(element), indent)

    def inline(self, element: HtmlElement) -> str:
        """Return an element's own words, without the blocks inside it."""
        parts = [element.text or ""]
        for child in element:
            if child.tag not in _BLOCKS:
                parts.append(self.phrase(child))
            parts.append(child.tail or "")
        return re.sub(r"[ \t\n]+", " ", "".join(parts)).replace(" \v ", "\n").strip()

    def phrase(self, element: HtmlElement) -> str:
        """Return a phrase: a link with its number, a footnote's mark, a break, or bare words."""
        if element.tag == "br":
            return " \v "
        if element.tag == "sup" and element.find("a") is not None:
            mark = self.language.text("mail.note_mark", n=str(element.text_content()))
            return f" {mark}"
        if element.tag == "img":
            return self.language.text("mail.image", text=element.get("alt", ""))
        words = self.inline(element)
        spaced = re.match(r"\s", element.text or "") is not None
        href = element.get("href") if element.tag == "a" else None
        shown = self.notes.marked(words, href) if href and not href.startswith("#") else words
        return f" {shown}" if spaced else shown

    def items(self, element: HtmlElement, indent: str) -> str:
        lines: list[str] = []
        first = int(element.get("start", "1"))
        for number, item in enumerate(element.iterchildren("li"), start=first):
            mark = f"{number}. " if element.tag == "ol" else "• "
            lines += self.item(item, indent, mark)
        return "\n".join(lines)

    def item(self, item: HtmlElement, indent: str, mark: str) -> Iterator[str]:
        """Yield a list item: what stands first after its mark, the rest below it, indented."""
        deeper = indent + " " * len(mark)
        own = self.inline(item)
        below = list(self.blocks(_only_blocks(item), deeper))
        if own:
            yield wrapped(own, indent, mark)
        elif below:
            yield f"{indent}{mark}{below.pop(0)[len(deeper) :]}"
        yield from below

    def definitions(self, element: HtmlElement, indent: str) -> str:
        lines: list[str] = []
        for child in element:
            deeper = indent if child.tag == "dt" else f"{indent}    "
            own = self.inline(child)
            lines += [wrapped(own, deeper)] if own else []
            lines += self.blocks(_only_blocks(child), deeper)
        return "\n".join(lines)

    def rows(self, table: HtmlElement, indent: str) -> Iterator[str]:
        """Yield a line for each row: its first cell, then every other with its heading."""
        names = [self.inline(cell) for cell in table.iterfind(".//thead//th")]
        for row in table.iterfind(".//tbody/tr"):
            cells = [self.inline(cell) for cell in row]
            pairs = zip(names, cells, strict=False)
            named = [
                self.language.text("mail.cell", name=name, value=value) if name else value
                for name, value in pairs
                if value
            ]
            yield "\n".join(wrapped(line, indent) for line in named)

    def footnotes(self, element: HtmlElement, indent: str) -> Iterator[str]:
        for number, item in enumerate(element.iterfind(".//li"), start=1):
            text = " ".join(self.inline(each) for each in item)
            yield wrapped(self.language.text("mail.note", n=str(number), text=text), indent)


def _only_blocks(element: HtmlElement) -> list[HtmlElement]:
    return [child for child in element if child.tag in _BLOCKS]


def wrapped(text: str, indent: str = "", mark: str = "") -> str:
    """Return text in lines of at most `WIDTH` columns; `mark` stands before the first."""
    wrapper = TextWrapper(
        width=WIDTH,
        subsequent_indent=indent + " " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    )
    lines = []
    for number, line in enumerate(text.split("\n")):
        wrapper.initial_indent = f"{indent}{mark}" if number == 0 else wrapper.subsequent_indent
        lines += wrapper.wrap(line)
    return "\n".join(lines)
