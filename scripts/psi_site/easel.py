"""Draws pages: the templates of the theme, and what the pages of one language share.

Every language has an environment of its own, which knows the language's words. So a component is
made ready once for all pages of its language, and no page hands it more than what it shows.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, MutableMapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader
from markupsafe import Markup

from psi_site.outputs import Outputs
from psi_site.tracing import remembering

_ADDRESSES = ("href", "src", "action", "poster", "content", "data-engine")
_BEFORE_ADDRESS = tuple(f"{space}{name}" for space in " \n\t" for name in _ADDRESSES)

_ROOT = re.compile(r"(?<![^\s,])/(?!/)")
_ADDRESS_SET = re.compile(r'(?P<name>\s(?:srcset|imagesrcset)=")(?P<set>[^"]*)"')


class Room(Environment):
    """The templates as the pages of one language meet them."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what a template knows of itself: the same for all, so that a look is enough."""
        return {**self.globals, **d} if d else self.globals

    @remembering
    def once(self, name: str, given: Hashable = None) -> Markup:
        """Return what a template draws, drawn once for all pages that are `given` the same."""
        return Markup(self.get_template(name).render(given=given))  # noqa: S704 - escaped


class Templates(NamedTuple):
    """The folders of templates, the first one's first, and where they are kept compiled."""

    folders: Sequence[str]
    cache: Path

    def room(self, shared: MutableMapping[str, Any]) -> Room:
        """Return an environment that escapes every variable that is not HTML by its type."""
        self.cache.mkdir(parents=True, exist_ok=True)
        room = Room(
            loader=FileSystemLoader(self.folders),
            autoescape=True,
            auto_reload=False,
            bytecode_cache=FileSystemBytecodeCache(str(self.cache)),
        )
        room.globals.update(shared, once=room.once)
        return room


@dataclass(frozen=True)
class Easel:
    """Draws the pages of some outputs, one at a time."""

    outputs: Outputs
    templates: Templates

    def page(self, file: str, base: str = "") -> str:
        """Return the finished HTML of a page of the outputs; raises what its template raises.

        `base` is the folder the site lies in, see `relative_addresses`.
        """
        return relative_addresses(self.drawn(file), file, base)

    def drawn(self, file: str) -> str:
        """Return the HTML of a page with addresses that begin at the site's root."""
        page = self.outputs.pages[file]
        template = self._rooms[page.language].select_template(page.templates)
        drawn = template.render(self.outputs.context(file))
        return self.outputs.finished(file, _lean(drawn))

    @cached_property
    def _rooms(self) -> dict[str, Room]:
        shared = self.outputs.shared
        return {code: self.templates.room(shared(code)) for code in self.outputs.chromes}


def _lean(html: str) -> str:
    """Drop the blank lines and trailing spaces that templates leave, but not inside `pre`."""
    parts = re.split(r"(<pre.*?</pre>)", html, flags=re.S) if "<pre" in html else [html]
    lean = [part if part.startswith("<pre") else _without_blanks(part) for part in parts]
    return "".join(lean).strip() + "\n"


def _without_blanks(html: str) -> str:
    first, *lines = html.split("\n")
    if not lines:
        return html
    *whole, last = lines
    kept = filter(None, (line.rstrip(" \t") for line in whole))
    return "\n".join((first.rstrip(" \t"), *kept, last))


def relative_addresses(html: str, file: str, base: str) -> str:
    """Rewrite addresses that begin at the site's root to begin at the page `file`.

    So the same bytes work at any address, below any folder and without a server. Not-found pages
    are shown at addresses of any depth: theirs begin at `base`, the folder the site lies in.
    """
    shown_anywhere = file.endswith("404.html")
    up = f"{base}/" if shown_anywhere else "../" * file.count("/")

    def moved_each(match: re.Match[str]) -> str:
        return match["name"] + _ROOT.sub(up or "./", match["set"]) + '"'

    moved = _moved(html, up)
    return _ADDRESS_SET.sub(moved_each, moved) if 'srcset="' in moved else moved


def _moved(html: str, up: str) -> str:
    """Put `up` for the first slash of every address; cut and joined, as a pattern is slow here."""
    before, *pieces = html.split('="/')
    moved = [before]
    for piece in pieces:
        if piece.startswith("/") or not before.endswith(_BEFORE_ADDRESS):
            moved.append('="/')
        else:
            moved.append(f'="{up}' if up or not piece.startswith('"') else '="./')
        moved.append(piece)
        before = piece
    return "".join(moved)
