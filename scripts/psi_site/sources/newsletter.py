"""The body of a newsletter: headings make sections and items, an `item` block carries their facts.

## Section heading {#section-id}

### Item heading {#item-id}

```item
partners: [an-id]
```

Markdown text of the item.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from psi_site.diagnostics import Diagnostic, Span
from psi_site.sources.document import Document, Path
from psi_site.sources.yaml import read_yaml

_HEADING = re.compile(r"(#{1,3})\s")
_HEADING_ID = re.compile(r"\{:?\s*#(?P<id>[^\s}]+)\s*\}\s*#*$")
_FENCE = re.compile(r"(?P<fence>`{3,}|~{3,})\s*(?P<info>\S*)\s*")


class _Heading(NamedTuple):
    """A heading of level 1 to 3, or level 0 for the text before the first; columns from 1."""

    level: int
    line: int
    title: str = ""
    title_column: int = 1
    id: str | None = None
    id_column: int = 1


@dataclass
class _Block:
    """A heading with what follows it up to the next heading of this file's levels."""

    heading: _Heading
    body: list[str] = field(default_factory=list)
    body_line: int = 0
    facts: list[str] | None = None
    facts_line: int = 0
    misplaced: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.body).strip("\n")

    @property
    def takes_facts(self) -> bool:
        """Whether an `item` block may begin here: directly under the heading, once."""
        return self.heading.level > 0 and self.facts is None and not self.text.strip()

    def add(self, line: str, number: int) -> None:
        if line.strip() and not self.body_line:
            self.body_line = number
        self.body.append(line)


def _read_heading(line: str, number: int) -> _Heading | None:
    marks = _HEADING.match(line)
    if not marks:
        return None
    found = _HEADING_ID.search(line)
    title = line[marks.end() : found.start() if found else None]
    column = marks.end() + 1 + len(title) - len(title.lstrip())
    title = title.strip().rstrip("#").rstrip()
    if not found:
        return _Heading(len(marks[1]), number, title, column)
    return _Heading(len(marks[1]), number, title, column, found["id"], found.start("id") + 1)


@dataclass
class _Splitter:
    """Cuts a body at its headings, leaving fenced code alone."""

    blocks: list[_Block]
    fence: str = ""
    fence_line: int = 0
    in_facts: bool = False

    def take(self, line: str, number: int) -> None:
        mark = _FENCE.fullmatch(line) if line.startswith(("`", "~")) else None
        is_heading = line.startswith("#") and not self.fence
        heading = _read_heading(line, number) if is_heading else None
        if self.fence:
            self.inside(line, number, mark)
        elif mark:
            self.open(mark, line, number)
        elif heading:
            self.blocks.append(_Block(heading))
        else:
            self.blocks[-1].add(line, number)

    def inside(self, line: str, number: int, mark: re.Match[str] | None) -> None:
        block = self.blocks[-1]
        closes = mark and not mark["info"] and mark["fence"].startswith(self.fence)
        if not self.in_facts:
            block.add(line, number)
        elif not closes and block.facts is not None:
            block.facts.append(line)
        if closes:
            self.fence, self.in_facts = "", False

    def open(self, mark: re.Match[str], line: str, number: int) -> None:
        block = self.blocks[-1]
        self.fence, self.fence_line = mark["fence"], number
        if mark["info"] == "item" and block.takes_facts:
            self.in_facts = True
            block.facts, block.facts_line = [], number
            return
        if mark["info"] == "item":
            block.misplaced.append(number)
        block.add(line, number)


@dataclass
class _Body:
    """The fields of an edition under construction."""

    path: str
    value: dict[str, Any] = field(default_factory=lambda: {"introduction": "", "sections": []})
    spans: dict[Path, Span] = field(default_factory=dict)
    keys: dict[Path, Span] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def fault(self, code: str, span: Span, **arguments: str) -> None:
        self.diagnostics.append(Diagnostic(code, span, arguments))

    def add(self, block: _Block) -> None:
        for number in block.misplaced:
            self.fault("item-block-misplaced", Span(self.path, number, 1, 7))
        sections = self.value["sections"]
        level = block.heading.level
        if level == 0:
            self.value["introduction"] = block.text
            self.spans[("introduction",)] = self.body_span(block)
        elif level == 3:
            if not sections:
                self.fault("newsletter-heading", self.title_span(block.heading))
                self.imply_section(block.heading)
            items = sections[-1]["items"]
            self.store(block, items, ("sections", len(sections) - 1, "items", len(items)))
        else:
            if level != 2:
                self.fault("newsletter-heading", self.title_span(block.heading))
            self.store(block, sections, ("sections", len(sections)))
            sections[-1]["items"] = []

    def imply_section(self, heading: _Heading) -> None:
        """Give items before the first section one, so that only the lack of it is a fault."""
        section = {"title": heading.title, "id": f"l{heading.line}", "body": "", "items": []}
        self.value["sections"].append(section)
        span = self.title_span(heading)
        self.spans |= {("sections",): span, ("sections", 0): span}

    def title_span(self, heading: _Heading) -> Span:
        length = max(len(heading.title), 1)
        return Span(self.path, heading.line, heading.title_column, length)

    def body_span(self, block: _Block) -> Span:
        return Span(self.path, block.body_line or block.heading.line, 1)

    def store(self, block: _Block, target: list[dict[str, Any]], path: Path) -> None:
        heading = block.heading
        title_span = self.title_span(heading)
        self.spans.setdefault(path[:-1], title_span)
        self.spans |= {
            path: title_span,
            (*path, "title"): title_span,
            (*path, "id"): title_span,
            (*path, "body"): self.body_span(block),
        }
        if heading.id is None:
            anchor = _as_anchor(heading.title)
            self.fault("anchor-missing", title_span, title=heading.title, anchor=anchor)
        else:
            span = Span(self.path, heading.line, heading.id_column, len(heading.id))
            self.spans[(*path, "id")] = span
        own = {"title": heading.title, "body": block.text, "id": heading.id or f"l{heading.line}"}
        target.append({**self.facts(block, path, own), **own})

    def facts(self, block: _Block, path: Path, own: dict[str, Any]) -> dict[str, Any]:
        """Return what the `item` block says; what the text itself says may not stand there."""
        if block.facts is None:
            return {}
        document, found = read_yaml("\n".join(block.facts), self.path, block.facts_line)
        self.diagnostics += found
        if not isinstance(document.value, dict):
            if document.value is not None:
                self.fault("item-not-mapping", document.span(()))
            return {}
        for key in sorted({*own, "items"} & set(document.value)):
            self.fault("key-from-body", document.key_span((key,)), key=key)
        inner = [key for key in document.spans if key and key[0] not in own]
        self.spans |= {(*path, *key): document.spans[key] for key in inner}
        self.keys |= {(*path, *key): span for key, span in document.keys.items()}
        return dict(document.value)


def _as_anchor(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "id"


def newsletter_body(text: str, path: str, line: int) -> tuple[Document, list[Diagnostic]]:
    """Read the body of one edition into its introduction and sections.

    `line` is the number of lines before the text in the file `path`.
    """
    splitter = _Splitter([_Block(_Heading(0, line + 1))])
    for number, content in enumerate(text.split("\n"), start=line + 1):
        splitter.take(content, number)
    body = _Body(path)
    body.spans[()] = Span(path, line + 1, 1)
    if splitter.in_facts:
        splitter.blocks[-1].facts = None
        fence = splitter.fence
        body.fault("fence-open", Span(path, splitter.fence_line, 1, len(fence)), fence=fence)
    for block in splitter.blocks:
        body.add(block)
    return Document(body.value, body.spans, body.keys), body.diagnostics
