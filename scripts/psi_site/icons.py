"""Icons for browsers, telephones and feeds, and the manifest that names them.

All are drawn from the theme's own mark (`assets/img/favicon.svg`) in the theme's own colours. They
lie at the root under names that programs ask for by themselves and keep for ever.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import __version__ as pillow_version

from psi_site.addresses import page_path
from psi_site.artifact import Artifact
from psi_site.cache import cached
from psi_site.mark import Mark, read_mark
from psi_site.model.page import Page
from psi_site.palette import Tokens, colour, read_tokens
from psi_site.site import Site

if TYPE_CHECKING:
    from PIL import Image

MARK = "assets/img/favicon.svg"
CACHE = Path(".cache/icons")

FAVICON = "favicon.ico"
TOUCH_ICON = "apple-touch-icon.png"
FEED_ICON = "icon-192.png"
MANIFEST = "manifest.webmanifest"

_FAVICON_SIZES = (16, 32, 48)
_TOUCH_SIZE = 180
_SIZES = {FEED_ICON: 192, "icon-512.png": 512}
_MASKABLE = ("icon-maskable-512.png", 512)
_SAFE = 0.75
"""How large the mark is in a maskable icon: within the circle of 0.4 that every mask leaves (W3C
Web App Manifest, "Icon masks")."""
_SETTINGS = "3"
"""Raise when what is drawn below changes, so that nothing old is taken from the cache."""


def icon_artifacts(site: Site, theme: Path) -> Iterator[Artifact]:
    """Yield the icons and each language's manifest; raises ValueError as `read_mark` does."""
    tokens = read_tokens(theme)
    source = (theme / MARK).read_bytes()
    paper = tokens.light["paper"]
    key = hashlib.sha256(b"\0".join((source, paper.encode(), _SETTINGS.encode()))).hexdigest()[:10]
    mark = read_mark(theme / MARK)
    for name in (FAVICON, TOUCH_ICON, *_SIZES, _MASKABLE[0]):
        kept_name = f"{key}-{pillow_version}-{name}"
        yield Artifact(
            name,
            cached(site.root / CACHE, kept_name, lambda name=name: _icon(mark, paper, name)),  # type: ignore[misc]
        )
    for language in site.codes:
        yield Artifact(manifest_path(site, language).lstrip("/"), manifest(site, language, tokens))


def manifest_path(site: Site, language: str) -> str:
    """Return the path of a language's manifest from the site's root."""
    return f"{_home(site, language)}{MANIFEST}"


def manifest(site: Site, language: str, tokens: Tokens) -> bytes:
    """Return a Web App Manifest; its addresses are relative to it, so that the site can move."""
    settings = site.settings
    name, short, description = (
        site.read(text, language).value
        for text in (settings.title, settings.short_title, settings.description)
    )
    up = "../" * (_home(site, language).count("/") - 1) or "./"
    value = {
        "name": name,
        "short_name": short,
        "description": description,
        "lang": language,
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "theme_color": tokens.light["brand"],
        "background_color": tokens.light["paper"],
        "icons": [
            *(_listed(f"{up}{icon}", size, "any") for icon, size in _SIZES.items()),
            _listed(f"{up}{_MASKABLE[0]}", _MASKABLE[1], "maskable"),
        ],
    }
    return f"{json.dumps(value, ensure_ascii=False, indent=2)}\n".encode()


def _home(site: Site, language: str) -> str:
    return page_path(site, site.get(Page, site.settings.home), language)


def _listed(src: str, size: int, purpose: str) -> dict[str, str]:
    return {"src": src, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


class _Named(BytesIO):
    """A file by whose name Pillow knows what to write, so that it imports no other format."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


def _icon(mark: Mark, paper: str, name: str) -> bytes:
    out = _Named(name)
    if name == FAVICON:
        pictures = [mark.draw(size) for size in _FAVICON_SIZES]
        sizes = [(size, size) for size in _FAVICON_SIZES]
        pictures[-1].save(out, sizes=sizes, append_images=pictures[:-1])
    elif name in _SIZES:
        mark.draw(_SIZES[name]).save(out)
    elif name == TOUCH_ICON:
        _on_paper(mark, paper, _TOUCH_SIZE, 1).save(out)
    else:
        _on_paper(mark, paper, _MASKABLE[1], _SAFE).save(out)
    return out.getvalue()


def _on_paper(mark: Mark, paper: str, size: int, share: float) -> Image.Image:
    """Return the mark in the middle of a filled square: systems cut its corners themselves."""
    from PIL import Image

    square = Image.new("RGB", (size, size), colour(paper))
    drawn = mark.draw(round(size * share))
    edge = (size - drawn.width) // 2
    square.paste(drawn, (edge, edge), drawn)
    return square
