"""The geometry of charts by year."""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path

import pytest

from psi_site.i18n import Language, load_language
from psi_site.pages.chart import WIDTH, Chart, Series, chart, largest

GOLDEN = Path(__file__).parent / "golden" / "chart.json"
YEARS = ["2025", "2026", "2027"]
FUNDERS = [Series("Rådet", (3036409, 3334487, 0)), Series("Regionen", (159811, 1, 0))]


@pytest.fixture(scope="module")
def words() -> Language:
    return load_language("sv")


def drawn(words: Language, series: list[Series], labels: list[str] = YEARS) -> Chart:
    found = chart(words, "funding", labels, series)
    assert found
    return found


def test_as_expected(words: Language) -> None:
    assert asdict_json(drawn(words, FUNDERS)) == GOLDEN.read_text(encoding="utf-8")


def asdict_json(one: Chart) -> str:
    return json.dumps(asdict(one), ensure_ascii=False, indent=1) + "\n"


def test_bars_stay_inside_the_drawing_and_leave_room_for_their_amounts(words: Language) -> None:
    one = drawn(words, FUNDERS)
    for bar in one.bars:
        assert all(part.x + part.width < bar.value_x for part in bar.segments)
        assert bar.value_x + 9 * len(bar.value) <= WIDTH
        assert 0 < bar.y < bar.y + one.bar_height < one.height


def test_segments_follow_each_other_and_what_is_not_nothing_is_seen(words: Language) -> None:
    one = drawn(words, FUNDERS)
    assert [len(bar.segments) for bar in one.bars] == [2, 2, 0]
    for bar in one.bars:
        assert all(part.width > 0 for part in bar.segments)
        assert all(a.x + a.width < b.x for a, b in pairwise(bar.segments))


def test_lengths_are_in_proportion(words: Language) -> None:
    one = drawn(words, [Series("A", (100, 50, 25))])
    widths = [bar.segments[0].width for bar in one.bars]
    assert abs(widths[0] - 2 * widths[1]) <= 3
    assert abs(widths[1] - 2 * widths[2]) <= 3


def test_a_lone_series_needs_no_legend(words: Language) -> None:
    assert drawn(words, [Series("A", (1, 2, 3))]).legend == ()
    assert [entry.text for entry in drawn(words, FUNDERS).legend] == ["Rådet", "Regionen"]


def test_more_series_than_the_style_can_tell_apart_are_added_up(words: Language) -> None:
    many = [Series(name, (size, size)) for name, size in zip("abcdef", range(6), strict=True)]
    kept = largest(words, many)
    assert [each.title for each in kept[:-1]] == ["d", "e", "f"]
    assert kept[-1].amounts == (3, 3)
    assert "3" in kept[-1].title


def test_the_words_say_what_the_bars_show(words: Language) -> None:
    desc = drawn(words, [Series("A", (1000, 2, 3))]).desc
    assert all(year in desc for year in YEARS)
    assert "1\u202f000\xa0kr" in desc


@pytest.mark.parametrize(
    ("labels", "amounts"), [(["2025"], (5,)), (YEARS, (0, 0, 0)), ([], ())], ids=str
)
def test_nothing_to_compare_is_not_drawn(
    words: Language, labels: list[str], amounts: tuple[int, ...]
) -> None:
    assert chart(words, "funding", labels, [Series("A", amounts)]) is None


if __name__ == "__main__":
    GOLDEN.write_text(asdict_json(drawn(load_language("sv"), FUNDERS)), encoding="utf-8")
