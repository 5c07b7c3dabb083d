"""A page's own text beside the records it lists, so that no two things share an anchor.

A record that is read on a list has its id for an anchor, and that never changes; a heading of the
text above with the same id gives way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from psi_site.model.page import Page
from psi_site.model.record import Record
from psi_site.pages.reader import Reader
from psi_site.pages.web_page import Variables
from psi_site.prose import Heading, Rendered

_ID = re.compile(r'(?<= id=")[^"]+(?=")')
_PREFIX = "text-"


def text_beside(
    reader: Reader, page: Page, records: Iterable[Record], below: Iterable[Heading] = ()
) -> Variables:
    """Return the `body` and `headings` of a page that shows `records` under its text.

    `below` are the headings of what follows the text, for the table of contents.
    """
    taken = {record.id for record in records} | {heading.id for heading in below}
    rendered = give_way(reader.markdown(page.editions[reader.language.code].body), taken)
    return {"body": rendered.html, "headings": (*rendered.headings, *below)}


def give_way(rendered: Rendered, taken: set[str]) -> Rendered:
    """Return a text whose ids leave those that are `taken` alone."""
    html = _ID.sub(lambda match: _free(match[0], taken), rendered.html)
    headings = (Heading(_free(h.id, taken), h.title, h.level) for h in rendered.headings)
    return Rendered(html, tuple(headings))


def _free(anchor: str, taken: set[str]) -> str:
    return f"{_PREFIX}{anchor}" if anchor in taken else anchor
