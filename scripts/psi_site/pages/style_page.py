"""The page that shows the theme to those who work on it: its colours, sizes and components.

Everything is read from what the site itself is drawn with: the style tokens, and each component's
own template and example. What the page shows can therefore not fall behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from psi_site.addresses import page_path
from psi_site.model.page import Page
from psi_site.pages.alphabet import Letters
from psi_site.pages.reader import Reader
from psi_site.pages.web_page import Variables
from psi_site.palette import Tokens, contrast, read_tokens
from psi_site.sources.theme import theme_folder

COMPONENTS = "components"
EXAMPLE = "example.html"
ALL = Letters("A", "Z")

TEXT = 4.5
"""The least contrast for text (WCAG 2.2, success criterion 1.4.3)."""
SIGN = 3.0
"""The least contrast for edges and figures that carry meaning (1.4.11)."""

_GROUNDS = ("paper", "surface", "surface-2")
_WORDS = ("ink", "ink-soft", "link", "link-hover")
_SIGNS = ("control", "series-2", "series-3")
_COMMENT = re.compile(r"\{#-?(?P<text>.*?)-?#\}", re.S)


@dataclass(frozen=True)
class Swatch:
    """A colour by the name of its token, in light and in dark."""

    name: str
    light: str
    dark: str


@dataclass(frozen=True)
class Pair:
    """A colour on another, and its contrast, in words of the page's language."""

    name: str
    ground: str
    needed: float
    light: float
    dark: float

    @property
    def is_enough(self) -> bool:
        """Whether the contrast is what the standard asks for, in light and dark."""
        return min(self.light, self.dark) >= self.needed


@dataclass(frozen=True)
class Component:
    """A component of the theme: what its template says of itself, and where its example lies."""

    name: str
    about: str
    example: str


COMPONENT_PARTS = (Letters("A", "F"), Letters("G", "P"), Letters("Q", "Z"))
"""The pages that components are divided between."""


def style_page(reader: Reader, page: Page) -> Variables:
    """Return the theme's colours and sizes, and where each component is shown."""
    theme = theme_folder(reader.site.root)
    tokens = read_tokens(theme)
    return {
        "is_whole": True,
        "swatches": [Swatch(name, tokens.light[name], tokens.dark[name]) for name in tokens.light],
        "pairs": [_row(reader, pair) for pair in pairs(tokens)],
        "steps": _named(tokens, "step-"),
        "spaces": _named(tokens, "space-"),
        "groups": [_group(reader, page, part, theme) for part in COMPONENT_PARTS],
    }


def _group(reader: Reader, page: Page, part: Letters, theme: Path) -> dict[str, object]:
    base = page_path(reader.site, page, reader.language.code)
    return {
        "letters": part,
        "href": f"{base}{part_slug(reader, part)}/",
        "components": list(components(theme, part)),
    }


def part_slug(reader: Reader, part: Letters) -> str:
    """Return the last part of the address of the page with the components of some letters."""
    return f"{reader.t('style.slug')}-{part.slug}"


def component_part(reader: Reader, part: Letters) -> Variables:
    """Return the components of some letters, each with what it says of itself and its example."""
    theme = theme_folder(reader.site.root)
    return {"is_whole": False, "body": "", "components": list(components(theme, part))}


def pairs(tokens: Tokens) -> Iterator[Pair]:
    """Yield the pairs of colours that are met on the site, as the tokens' names tell.

    Words stand on every ground, `on-X` on X, and a tone on its own tint.
    """
    for name in tokens.light:
        if name in _WORDS or name in _SIGNS:
            needed = TEXT if name in _WORDS else SIGN
            grounds: tuple[str, ...] = _GROUNDS if name in _WORDS else _GROUNDS[:2]
        elif name.startswith("on-"):
            needed, grounds = TEXT, (name.removeprefix("on-").removesuffix("-soft"),)
        else:
            needed, grounds = TEXT, (f"{name}-tint",)
        for ground in grounds:
            if ground in tokens.light:
                light = contrast(tokens.light[name], tokens.light[ground])
                dark = contrast(tokens.dark[name], tokens.dark[ground])
                yield Pair(name, ground, needed, light, dark)


def _row(reader: Reader, pair: Pair) -> dict[str, object]:
    """Return a pair as a row of the component `table`."""
    key = "enough" if pair.is_enough else "too_little"
    figures = (pair.light, pair.dark, pair.needed)
    cells = [reader.language.number(round(figure, 1)) for figure in figures]
    header = reader.t("style.pair", name=pair.name, ground=pair.ground)
    return {"header": header, "cells": [*cells, reader.t(f"style.{key}")]}


def _named(tokens: Tokens, start: str) -> list[dict[str, str]]:
    return [
        {"name": name, "value": value}
        for name, value in tokens.all.items()
        if name.startswith(start)
    ]


def components(theme: Path, part: Letters = ALL) -> Iterator[Component]:
    """Yield the components of some letters that have an example, by name."""
    for example in sorted((theme / COMPONENTS).glob(f"*/{EXAMPLE}")):
        name = example.parent.name
        if not part.hold(name):
            continue
        template = example.with_name(f"{name}.html")
        comment = _COMMENT.search(template.read_text(encoding="utf-8"))
        about = (
            "\n".join(line.strip() for line in comment["text"].strip().split("\n"))
            if comment
            else ""
        )
        yield Component(name, about, example.relative_to(theme).as_posix())
