"""A schematic map of places: a cell for each, beside its true neighbours, with room for words.

It is drawn from nothing but each place's position. The cells are those of Voronoi: every spot of
ground belongs to the place it is nearest to. They are evened out (Lloyd's relaxation) until the
small and crowded ones can be read and hit with a finger, so that sizes and borders say nothing.
All positions are whole units of the drawing in the end, so that the same places give the same
bytes everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from psi_site.model.party import Coordinates
from psi_site.pages.reader import Link

WIDTH = 480
"""Of the drawing; the component's text sizes are made for it."""

_FEWEST = 3
"""Places that make a map."""
_ROUNDS = 14
_PULL = 0.7
"""How far a place moves to the middle of its cell in each round."""
_SHORE = 0.8
"""How far the outline lies outside the outermost places, in mean distances to a neighbour."""
_CORNERS = 24
_GAP = 5.0
_ROUNDING = 22.0
_EDGE = 4.0

Point = tuple[float, float]
Polygon = list[Point]


@dataclass(frozen=True)
class Spot:
    """A place for the map: where it lies, where it leads, and the lines written under its name.

    `weight` says how dark its cell is: 0 for nothing there, to 2 for the most.
    """

    coordinates: Coordinates
    link: Link
    lines: tuple[str, ...]
    weight: int


@dataclass(frozen=True)
class Cell:
    """A finished place: its outline as the `d` of a path, and the middle of its words."""

    link: Link
    lines: tuple[str, ...]
    weight: int
    path: str
    x: int
    y: int


@dataclass(frozen=True)
class Map:
    """A finished map: its size, and its cells from the north to the south."""

    width: int
    height: int
    cells: tuple[Cell, ...]


def county_map(spots: Sequence[Spot]) -> Map | None:
    """Return the map of the places, None for too few of them or where two lie on one spot."""
    points = _projected([spot.coordinates for spot in spots])
    if len(points) < _FEWEST or len(set(points)) < len(points):
        return None
    shore = _outline(points)
    for _ in range(_ROUNDS):
        cells = [_cell(shore, points, index, 0) for index in range(len(points))]
        points = [_towards(a, _middle(b)) for a, b in zip(points, cells, strict=True)]
    shore, points, height = _scaled(shore, points)
    drawn = [_drawn(spots[i], _cell(shore, points, i, _GAP / 2)) for i in range(len(points))]
    return Map(WIDTH, height, tuple(sorted(drawn, key=lambda cell: (cell.y, cell.x))))


def _projected(positions: Iterable[Coordinates]) -> list[Point]:
    """Return positions in a plane whose y grows to the south, true to shape in the middle."""
    pairs = [(float(each.latitude), float(each.longitude)) for each in positions]
    middle = math.radians(sum(latitude for latitude, _ in pairs) / max(len(pairs), 1))
    return [(longitude * math.cos(middle), -latitude) for latitude, longitude in pairs]


def _outline(points: Sequence[Point]) -> Polygon:
    """Return the shore: around the outermost places, at some distance."""
    nearest = [min(math.dist(a, b) for b in points if b is not a) for a in points]
    far = _SHORE * sum(nearest) / len(nearest)
    angles = [math.tau * corner / _CORNERS for corner in range(_CORNERS)]
    around = [(x + far * math.cos(a), y + far * math.sin(a)) for x, y in points for a in angles]
    return _hull(around)


def _hull(points: Iterable[Point]) -> Polygon:
    """Return the convex hull, counter-clockwise (Andrew's monotone chain)."""
    ordered = sorted(set(points))
    halves = []
    for run in (ordered, ordered[::-1]):
        half: Polygon = []
        for point in run:
            while len(half) > 1 and _turn(half[-2], half[-1], point) <= 0:
                half.pop()
            half.append(point)
        halves.append(half[:-1])
    return halves[0] + halves[1]


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _cell(shore: Polygon, points: Sequence[Point], index: int, gap: float) -> Polygon:
    """Return what is nearer to one point than to any other, less half the gap to its neighbours."""
    own, cell = points[index], shore
    for other in (point for number, point in enumerate(points) if number != index):
        apart = math.dist(own, other)
        normal = ((other[0] - own[0]) / apart, (other[1] - own[1]) / apart)
        limit = normal[0] * own[0] + normal[1] * own[1] + apart / 2 - gap
        cell = _clipped(cell, normal, limit)
    return cell


def _clipped(polygon: Polygon, normal: Point, limit: float) -> Polygon:
    """Return the part of a convex polygon on the near side of a line (Sutherland-Hodgman)."""
    found: Polygon = []
    for a, b in zip(polygon, [*polygon[1:], *polygon[:1]], strict=True):
        beyond_a = normal[0] * a[0] + normal[1] * a[1] - limit
        beyond_b = normal[0] * b[0] + normal[1] * b[1] - limit
        if beyond_a <= 0:
            found.append(a)
        if (beyond_a < 0 < beyond_b) or (beyond_b < 0 < beyond_a):
            share = beyond_a / (beyond_a - beyond_b)
            found.append((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
    return found


def _middle(polygon: Polygon) -> Point:
    """Return the centre of mass of a polygon."""
    area = x = y = 0.0
    for a, b in zip(polygon, [*polygon[1:], *polygon[:1]], strict=True):
        cross = a[0] * b[1] - b[0] * a[1]
        area += cross
        x += (a[0] + b[0]) * cross
        y += (a[1] + b[1]) * cross
    return x / (3 * area), y / (3 * area)


def _towards(start: Point, end: Point) -> Point:
    return start[0] + _PULL * (end[0] - start[0]), start[1] + _PULL * (end[1] - start[1])


def _scaled(shore: Polygon, points: Sequence[Point]) -> tuple[Polygon, list[Point], int]:
    """Return everything in units of the drawing, and the drawing's height."""
    left, top = min(x for x, _ in shore), min(y for _, y in shore)
    scale = (WIDTH - 2 * _EDGE) / (max(x for x, _ in shore) - left)

    def moved(point: Point) -> Point:
        return _EDGE + (point[0] - left) * scale, _EDGE + (point[1] - top) * scale

    placed = [moved(point) for point in shore]
    height = math.ceil(max(y for _, y in placed) + _EDGE)
    return placed, [moved(point) for point in points], height


def _drawn(spot: Spot, cell: Polygon) -> Cell:
    x, y = _middle(cell)
    return Cell(spot.link, spot.lines, spot.weight, _rounded(cell), round(x), round(y))


def _rounded(polygon: Polygon) -> str:
    """Return a path around a polygon that cuts each corner with a curve."""
    corners = _simple(polygon)
    path: list[str] = []
    for index, corner in enumerate(corners):
        before = _along(corner, corners[index - 1])
        after = _along(corner, corners[(index + 1) % len(corners)])
        first = f"{'L' if path else 'M'}{before[0]:.0f} {before[1]:.0f}"
        path.append(f"{first}Q{corner[0]:.0f} {corner[1]:.0f} {after[0]:.0f} {after[1]:.0f}")
    return f"{''.join(path)}Z"


def _simple(polygon: Polygon) -> Polygon:
    """Return a polygon without corners that lie so close that they round each other off."""
    found: Polygon = []
    for corner in polygon:
        if not found or math.dist(corner, found[-1]) > 2:
            found.append(corner)
    return found


def _along(start: Point, end: Point) -> Point:
    """Return the spot where the rounding of a corner begins on the way to the next."""
    length = math.dist(start, end)
    share = min(_ROUNDING, length / 2) / length
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])
