"""Links to what is gone lead to its archived copy instead, and say that they do.

The sources keep the address that once was right. Only what a reader meets is changed, whichever
field or text the address came from: pages, feeds and mail alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from html import escape, unescape

from psi_site.i18n import Language
from psi_site.model.dead_link import DeadLink
from psi_site.site import Site

_LINK = re.compile(
    r'(?P<open><a\b[^>]*?\shref=")(?P<href>https?://[^"]*)(?P<rest>"[^>]*>.*?)(?P<close></a>)',
    re.DOTALL,
)


@dataclass(frozen=True)
class Archives:
    """The archived copies that a site notes, told in one language."""

    site: Site
    language: Language

    @cached_property
    def _copies(self) -> dict[str, str]:
        return {each.url: each.archived for each in self.site.all(DeadLink)}

    def address(self, url: str) -> str:
        """Return where a link to `url` shall lead: to its copy where one is noted."""
        return self._copies.get(url, url)

    def words(self, words: str, url: str) -> str:
        """Return the words of a link to `url`, with a note where it leads to a copy."""
        return self._noted(words) if url in self._copies else words

    def html(self, html: str) -> str:
        """Return HTML whose links to what is gone lead to the copies, noted in their words."""
        return _LINK.sub(self._replaced, html) if self._copies else html

    def _replaced(self, match: re.Match[str]) -> str:
        copy = self._copies.get(unescape(match["href"]))
        if copy is None:
            return match[0]
        return match["open"] + escape(copy) + self._noted(match["rest"]) + match["close"]

    def _noted(self, words: str) -> str:
        return self.language.text("archive.link", words=words)
