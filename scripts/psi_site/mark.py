"""The network's mark as pixels: the part of SVG that a simple drawing needs.

Understood are `path` and `circle` with a `fill` in hexadecimal, in a `viewBox` that begins at 0 0;
in paths the commands M, L, H, V, A, C and Z, absolute and relative (SVG 2, section 9.3).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree

if TYPE_CHECKING:
    from PIL import Image

Point = tuple[float, float]

_SMOOTH = 4
"""How many times larger a mark is drawn than it is shown, so that its edges are even."""
_STEPS = 48
"""Straight pieces to a curve."""
_TOKEN = re.compile(r"[MLHVACZmlhvacz]|[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?")
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "A": 7, "C": 6, "Z": 0}


class Shape(NamedTuple):
    """A filled outline in the units of the drawing; `fill` is `#rgb` or `#rrggbb`."""

    fill: str
    outline: tuple[Point, ...]

    def draw(self, scale: float) -> tuple[Image.Image, tuple[int, int]]:
        """Return the shape alone (RGBA), and where its corner lies in a drawing of that scale.

        Only how far each pixel is covered is drawn larger: a channel in place of four.
        """
        # Pillow is slow to import, and many builds draw nothing.
        from PIL import Image, ImageDraw

        xs, ys = zip(*self.outline, strict=True)
        left, top = (max(math.floor(min(each) * scale), 0) for each in (xs, ys))
        right = max(math.ceil(max(xs) * scale), left + 1)
        bottom = max(math.ceil(max(ys) * scale), top + 1)
        large = Image.new("L", ((right - left) * _SMOOTH, (bottom - top) * _SMOOTH))
        outline = [
            ((x * scale - left) * _SMOOTH, (y * scale - top) * _SMOOTH) for x, y in self.outline
        ]
        ImageDraw.Draw(large).polygon(outline, fill=255)
        cover = large.reduce(_SMOOTH)
        layer = Image.new("RGBA", cover.size, self.fill)
        layer.putalpha(cover)
        return layer, (left, top)


class Mark(NamedTuple):
    """A drawing `size` units wide and high, its shapes from the back to the front."""

    size: float
    shapes: tuple[Shape, ...]

    def draw(self, pixels: int) -> Image.Image:
        """Return the mark as a square picture on nothing (RGBA)."""
        from PIL import Image

        picture = Image.new("RGBA", (pixels, pixels))
        for shape in self.shapes:
            layer, place = shape.draw(pixels / self.size)
            picture.alpha_composite(layer, place)
        return picture


def read_mark(path: Path) -> Mark:
    """Read an SVG file; raises ValueError for a drawing beyond what is understood here."""
    root = ElementTree.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - the theme's own
    size = float(root.get("viewBox", "0 0 0 0").split()[2])
    shapes = [shape for element in root for shape in _shapes(element)]
    if not size or not shapes:
        raise ValueError(path.name)
    return Mark(size, tuple(shapes))


def _shapes(element: ElementTree.Element) -> Iterator[Shape]:
    fill = element.get("fill", "#000")
    match element.tag.rpartition("}")[2]:
        case "circle":
            x, y, r = (float(element.get(name, "0")) for name in ("cx", "cy", "r"))
            yield Shape(fill, tuple(_around((x, y), r, r, 0, math.tau)))
        case "path":
            yield from (Shape(fill, tuple(each)) for each in outlines(element.get("d", "")))
        case other:
            raise ValueError(other)


def outlines(path: str) -> Iterator[list[Point]]:
    """Yield the closed outlines of a path's `d`, curves as many short lines."""
    points: list[Point] = []
    for command, values in _commands(path):
        here = points[-1] if points else (0.0, 0.0)
        if command.upper() == "Z":
            continue
        if command.upper() == "M":
            if points:
                yield points
            points = []
        points += _piece(command, values, here)
    if points:
        yield points


def _commands(path: str) -> Iterator[tuple[str, list[float]]]:
    """Yield each command with its numbers; a command repeats as long as numbers follow."""
    command, values = "", list[float]()
    for token in _TOKEN.findall(path):
        if token.isalpha():
            command, values = token, []
            if command.upper() == "Z":
                yield command, []
            continue
        values.append(float(token))
        if len(values) == _TAKES[command.upper()]:
            yield command, values
            command, values = {"M": "L", "m": "l"}.get(command, command), []


def _piece(command: str, values: list[float], here: Point) -> list[Point]:
    base = here if command.islower() else (0.0, 0.0)
    match command.upper():
        case "H":
            return [(base[0] + values[0], here[1])]
        case "V":
            return [(here[0], base[1] + values[0])]
        case "C":
            return _bezier(here, *(_moved(base, values[i], values[i + 1]) for i in (0, 2, 4)))
        case "A":
            end = _moved(base, values[5], values[6])
            return _arc(here, end, (values[0], values[1]), bool(values[3]), bool(values[4]))
    return [_moved(base, values[0], values[1])]


def _moved(base: Point, x: float, y: float) -> Point:
    return base[0] + x, base[1] + y


def _bezier(a: Point, b: Point, c: Point, d: Point) -> list[Point]:
    found = []
    for step in range(1, _STEPS + 1):
        t = step / _STEPS
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        pairs = list(zip(weights, (a, b, c, d), strict=True))
        found.append((sum(w * p[0] for w, p in pairs), sum(w * p[1] for w, p in pairs)))
    return found


def _arc(start: Point, end: Point, radii: Point, large: bool, sweep: bool) -> list[Point]:
    """Return an arc of an upright ellipse by points (SVG 2, appendix B.2.4 with no rotation)."""
    rx, ry = radii
    x, y = (start[0] - end[0]) / 2 / rx, (start[1] - end[1]) / 2 / ry
    reach = x * x + y * y
    if reach > 1:
        rx, ry, x, y = (rx * reach**0.5, ry * reach**0.5, x / reach**0.5, y / reach**0.5)
        reach = 1.0
    away = math.sqrt(max(1 / reach - 1, 0)) * (1 if large != sweep else -1)
    centre = (
        (start[0] + end[0]) / 2 + away * y * rx,
        (start[1] + end[1]) / 2 - away * x * ry,
    )
    first = math.atan2((start[1] - centre[1]) / ry, (start[0] - centre[0]) / rx)
    last = math.atan2((end[1] - centre[1]) / ry, (end[0] - centre[0]) / rx)
    turn = (last - first) % math.tau
    return [*_around(centre, rx, ry, first, turn if sweep else turn - math.tau)][1:]


def _around(centre: Point, rx: float, ry: float, first: float, turn: float) -> Iterator[Point]:
    for step in range(_STEPS + 1):
        angle = first + turn * step / _STEPS
        yield centre[0] + rx * math.cos(angle), centre[1] + ry * math.sin(angle)
