"""The theme's colours, read from its style tokens, and how well they can be told apart.

Pictures, icons and the page of styles take their colours from here, so that the style sheet stays
the only place where a colour is decided.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

TOKENS = "assets/css/tokens.css"
"""The style sheet that decides, below the theme's folder."""

Colour = tuple[int, int, int]

_PROPERTY = re.compile(r"--(?P<name>[a-z0-9-]+):\s*(?P<value>[^;]+);")
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.I)
_DARK = re.compile(r"@media\s*\(prefers-color-scheme:\s*dark\)")


@dataclass(frozen=True)
class Tokens:
    """Values by name: `all` of them as in light, and the colours in `light` and `dark`."""

    all: Mapping[str, str]
    light: Mapping[str, str]
    dark: Mapping[str, str]


def read_tokens(theme: Path) -> Tokens:
    """Return the tokens of the theme's folder; a dark colour not given is the light one."""
    css = re.sub(r"/\*.*?\*/", "", (theme / TOKENS).read_text(encoding="utf-8"), flags=re.S)
    light, _, dark = _split(css)
    values = _values(light)
    colours = _colours(values)
    return Tokens(values, colours, {**colours, **_colours(_values(dark))})


def _split(css: str) -> tuple[str, str, str]:
    match = _DARK.search(css)
    return (css[: match.start()], match[0], css[match.end() :]) if match else (css, "", "")


def _values(css: str) -> dict[str, str]:
    return {m["name"]: " ".join(m["value"].split()) for m in _PROPERTY.finditer(css)}


def _colours(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value.lower() for name, value in values.items() if _HEX.fullmatch(value)}


def colour(value: str) -> Colour:
    """Return red, green and blue (0 to 255) of `#rgb` or `#rrggbb`."""
    digits = value.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(colour(one)), _luminance(colour(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(value: Colour) -> float:
    """Return the relative luminance of a colour in sRGB (WCAG 2.2, "relative luminance")."""
    red, green, blue = (_linear(channel / 255) for channel in value)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
