"""Plain text from elsewhere as a long text of a data file."""

from __future__ import annotations

from collections.abc import Iterator

from psi_site.importing.blocks import escape, paragraph
from psi_site.importing.text import in_lines, one_line


def prose_lines(text: str, code: str) -> Iterator[str]:
    """Yield the lines of a block of YAML, indented two spaces, with safe Markdown paragraphs."""
    yield f"  {code}: |"
    for number, part in enumerate(filter(str.strip, text.split("\n"))):
        if number:
            yield ""
        for line in in_lines(paragraph(escape(one_line(part)))).split("\n"):
            yield f"    {line}"
