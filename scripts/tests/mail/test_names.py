"""Names that are nearly right."""

from __future__ import annotations

import pytest

from psi_site.mail.names import NearMiss, distance, known_names, near_misses
from psi_site.site import Site

KNOWN = ("Emil Lundkvist", "Örebro läns bildningsförbund", "Verdandi", "Anna Fogel", "Kumla")


@pytest.mark.parametrize(
    ("text", "written", "known"),
    [
        ("Hos oss är Emil Lundqvist ny.", "Emil Lundqvist", "Emil Lundkvist"),
        ("Emil Lundkvits berättar.", "Emil Lundkvits", "Emil Lundkvist"),
        ("Anna Vogel leder.", "Anna Vogel", "Anna Fogel"),
        ("Verdnadi ordnar.", "Verdnadi", "Verdandi"),
        ("Örebro läns bildingsförbund", "Örebro läns bildingsförbund", KNOWN[1]),
        ("Orebro läns bildningsförbund", "Orebro läns bildningsförbund", KNOWN[1]),
    ],
)
def test_near_misses_are_found(text: str, written: str, known: str) -> None:
    assert near_misses(text, KNOWN) == [NearMiss(written, known)]


@pytest.mark.parametrize(
    "text",
    [
        "Emil Lundkvist och Emil Lundkvists chef.",
        "emil lundqvist",
        "Anna. Vogel",
        "Anna\nVogel",
        "Emil Lundström",
        "Humla",
        "Verdandis möte",
        "Verdandin ordnar",
        "Verdand",
        "",
    ],
)
def test_right_names_and_other_words_are_left_alone(text: str) -> None:
    assert near_misses(text, KNOWN) == []


@pytest.mark.parametrize(
    ("first", "second", "steps"),
    [("ab", "ab", 0), ("ab", "ba", 1), ("abc", "ac", 1), ("abc", "axc", 1), ("a", "abc", 2)],
)
def test_distance(first: str, second: str, steps: int) -> None:
    assert distance(first, second, 2) == steps


def test_distance_stops_at_the_limit() -> None:
    assert distance("abcdef", "uvwxyz", 2) == 3
    assert distance("a", "abcdefgh", 2) == 3


def test_names_come_from_people_and_partners(small: Site) -> None:
    assert {"Kim Ekström", "Klubben", "The Club", "Fonden"} <= known_names(small)
