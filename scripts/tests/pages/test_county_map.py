"""The schematic map: every place has room, keeps its side, and nothing is left to chance."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import combinations

import pytest

from psi_site.i18n import load_language
from psi_site.model.party import Coordinates, Place
from psi_site.pages.county_map import WIDTH, Cell, Map, Spot, county_map
from psi_site.pages.place import place_map
from psi_site.pages.reader import Link, Reader
from psi_site.site import Site
from tests.conftest import NOW

SMALLEST = 75
"""Units of the drawing: 44 px where it is 280 px wide, on a screen of 320 px."""


def spot(name: str, latitude: float, longitude: float) -> Spot:
    position = Coordinates(latitude=Decimal(str(latitude)), longitude=Decimal(str(longitude)))
    return Spot(position, Link(name, f"/{name}/"), (), 0)


@pytest.fixture(scope="module")
def drawn(real_site: Site) -> Map:
    found = place_map(Reader(real_site, load_language(real_site.codes[0]), NOW))
    assert found
    return found.drawing


def corners(cell: Cell) -> list[tuple[int, int]]:
    return [(int(x), int(y)) for x, y in re.findall(r"(-?\d+) (-?\d+)", cell.path)]


def box(cell: Cell) -> tuple[int, int, int, int]:
    xs, ys = zip(*corners(cell), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def test_every_place_with_a_position_is_drawn_and_in_the_table(real_site: Site) -> None:
    reader = Reader(real_site, load_language(real_site.codes[0]), NOW)
    found = place_map(reader)
    assert found
    placed = {reader.href(each) for each in real_site.all(Place) if each.coordinates}
    assert {cell.link.href for cell in found.drawing.cells} == placed
    assert {row["href"] for row in found.rows} == placed
    assert {len(row["cells"]) for row in found.rows} == {len(found.columns) - 1}


def test_the_map_says_what_the_table_says(real_site: Site) -> None:
    found = place_map(Reader(real_site, load_language(real_site.codes[0]), NOW))
    assert found
    cells = {cell.link.href: cell for cell in found.drawing.cells}
    for row in found.rows:
        told = [line.split()[0] for line in cells[row["href"]].lines]
        assert told == [number for number in row["cells"] if number != "0"][:2]
        assert (cells[row["href"]].weight == 0) == (set(row["cells"]) == {"0"})


def test_every_place_is_large_enough_for_a_finger(drawn: Map) -> None:
    for cell in drawn.cells:
        left, top, right, bottom = box(cell)
        assert right - left >= SMALLEST
        assert bottom - top >= SMALLEST


def test_all_lies_within_the_drawing(drawn: Map) -> None:
    for cell in drawn.cells:
        left, top, right, bottom = box(cell)
        assert left >= 0
        assert top >= 0
        assert right <= drawn.width == WIDTH
        assert bottom <= drawn.height


def test_no_two_places_share_ground(drawn: Map) -> None:
    middles = [(cell.x, cell.y) for cell in drawn.cells]
    for one, other in combinations(middles, 2):
        assert (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 > SMALLEST**2 / 2


def test_places_keep_their_side_of_each_other() -> None:
    spots = [spot("n", 66, 20), spot("e", 65, 23), spot("s", 64, 20), spot("w", 65, 17)]
    found = county_map([*spots, spot("m", 65, 20)])
    assert found
    at = {cell.link.title: (cell.x, cell.y) for cell in found.cells}
    assert at["w"][0] < at["m"][0] < at["e"][0]
    assert at["n"][1] < at["m"][1] < at["s"][1]


def test_the_same_places_give_the_same_map() -> None:
    spots = [spot("a", 60, 10), spot("b", 61, 11), spot("c", 60.2, 12), spot("d", 59.1, 11.3)]
    assert county_map(spots) == county_map(list(spots))


@pytest.mark.parametrize(
    "spots",
    [
        [],
        [spot("a", 60, 10), spot("b", 61, 10)],
        [spot("a", 60, 10), spot("b", 61, 11), spot("c", 60, 10)],
    ],
)
def test_too_little_for_a_map(spots: list[Spot]) -> None:
    assert county_map(spots) is None


def test_places_in_a_line_are_drawn_too() -> None:
    found = county_map([spot(name, 60 + n, 10) for n, name in enumerate("abcd")])
    assert found
    assert [cell.link.title for cell in found.cells] == ["d", "c", "b", "a"]
