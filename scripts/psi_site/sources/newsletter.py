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
from dataclasses import dataclass, field
from typing import Any

from psi_site.diagnostics import Diagnostic, Span
from psi_site.sources.document import Document, Path
from psi_site.sources.yaml import read_yaml

_HEADING = re.compile(r"(?P<marks>#{1,3})\s+(?P<title>.*?)\s*(?:\{\s*#(?P<id>[^\s}]+)\s*\})?\s*#*")
_FENCE = re.compile(r"(?P<fence>`{3,}|~{3,})\s*(?P<info>\S*)\s*")


@dataclass
class _Block:
    """A heading with what follows it up to the next heading of this file's levels."""

    level: int
    title: str
    id: str | None
    line: int
    body: list[str] = field(default_factory=list)
    facts: list[str] | None = None
    facts_line: int = 0
    body_line: int = 0

    @property
    def text(self) -> str:
        return "\n".join(self.body).strip("\n")


def _split(text: str, line_offset: int) -> list[_Block]:
    """Cut a body at its headings of level 1 to 3, leaving fenced code alone."""
    blocks = [_Block(0, "", None, line_offset + 1)]
    fence = ""
    for number, line in enumerate(text.split("\n"), start=line_offset + 1):
        block = blocks[-1]
        mark = _FENCE.fullmatch(line)
        if fence:
            fence = "" if line.startswith(fence) and not line.strip(fence[0]).strip() else fence
            if block.facts is not None and block.facts_line and not block.text:
                if fence:
                    block.facts.append(line)
                continue
        elif mark:
            fence = mark["fence"]
            if mark["info"] == "item" and not block.text and block.facts is None:
                block.facts, block.facts_line = [], number
                continue
        elif heading := _HEADING.fullmatch(line):
            level = len(heading["marks"])
            blocks.append(_Block(level, heading["title"], heading["id"], number))
            continue
        if line.strip() and not block.body_line:
            block.body_line = number
        block.body.append(line)
    return blocks


@dataclass
class _Body:
    """The fields of an edition under construction."""

    path: str
    value: dict[str, Any] = field(default_factory=lambda: {"introduction": "", "sections": []})
    spans: dict[Path, Span] = field(default_factory=dict)
    keys: dict[Path, Span] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def span(self, block: _Block) -> Span:
        return Span(self.path, block.line, 1, block.level + 1 + len(block.title))

    def add(self, block: _Block) -> None:
        sections = self.value["sections"]
        if block.level == 0:
            self.value["introduction"] = block.text
            self.spans[("introduction",)] = Span(self.path, block.body_line or block.line, 1)
        elif block.level == 2:
            self.store(block, sections, ("sections", len(sections)))
            sections[-1]["items"] = []
        elif block.level == 3 and sections:
            items = sections[-1]["items"]
            self.store(block, items, ("sections", len(sections) - 1, "items", len(items)))
        else:
            self.diagnostics.append(Diagnostic("newsletter-heading", self.span(block)))

    def store(self, block: _Block, target: list[dict[str, Any]], path: Path) -> None:
        facts = self.facts(block, path)
        value = {**facts, "title": block.title, "body": block.text}
        if block.id:
            value["id"] = block.id
        else:
            arguments = {"title": block.title}
            self.diagnostics.append(Diagnostic("anchor-missing", self.span(block), arguments))
            value["id"] = f"line-{block.line}"
        target.append(value)
        self.spans.setdefault(path, self.span(block))
        for name in ("title", "body", "id"):
            self.spans[(*path, name)] = self.span(block)
        self.spans[(*path, "body")] = Span(self.path, block.body_line or block.line, 1)

    def facts(self, block: _Block, path: Path) -> dict[str, Any]:
        if block.facts is None:
            return {}
        document, found = read_yaml("\n".join(block.facts), self.path, block.facts_line)
        self.diagnostics += found
        self.spans |= {(*path, *key): span for key, span in document.spans.items() if key}
        self.keys |= {(*path, *key): span for key, span in document.keys.items()}
        if document.value is not None and not isinstance(document.value, dict):
            self.diagnostics.append(Diagnostic("front-matter-not-mapping", document.span(())))
            return {}
        return dict(document.value or {})


def newsletter_body(text: str, path: str, line: int) -> tuple[Document, list[Diagnostic]]:
    """Read the body of one edition into its introduction and sections."""
    body = _Body(path)
    body.spans[()] = Span(path, line + 1, 1)
    for block in _split(text, line):
        body.add(block)
    return Document(body.value, body.spans, body.keys), body.diagnostics
