"""The geometry of a chart by year: one bar for each year, cut into a segment for each series.

Bars lie, so that years and amounts can be read on a narrow screen. All positions are whole units of
the drawing, worked out in whole numbers, so that the same figures give the same bytes everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psi_site.i18n import Language

WIDTH = 480
"""Of the drawing; the chart component's text sizes are made for it."""

SERIES = 4
"""As many as the style can tell apart."""

_BAR = 28
_STEP = 42
_TOP = 10
_GAP = 2
_LETTER = 10
"""About the width of a letter of a label, at the size it has on a telephone."""


@dataclass(frozen=True)
class Series:
    """One part of every bar: what it is, and its amount in each bar."""

    title: str
    amounts: tuple[int, ...]


@dataclass(frozen=True)
class Segment:
    """A piece of a bar; `series` counts from 1."""

    x: int
    width: int
    series: int


@dataclass(frozen=True)
class Bar:
    """A bar with its label before it and its total after it."""

    label: str
    value: str
    y: int
    text_y: int
    value_x: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class LegendEntry:
    """What a series is called."""

    text: str
    series: int


@dataclass(frozen=True)
class Chart:
    """A finished drawing: its size, its axis, its bars, and what it says in words."""

    id: str
    title: str
    desc: str
    width: int
    height: int
    axis_x: int
    bar_height: int
    bars: tuple[Bar, ...]
    legend: tuple[LegendEntry, ...]


def chart(
    words: Language, chart_id: str, labels: Sequence[str], series: Sequence[Series]
) -> Chart | None:
    """Return the chart `chart_id`, whose title is `chart.ID`, with a bar for each label.

    None where there is nothing to compare: fewer than two bars, or no amount at all.
    """
    shown = largest(words, series)
    sums = [sum(each.amounts[index] for each in shown) for index in range(len(labels))]
    if len(labels) < 2 or not any(sums):
        return None
    values = [words.text("amount.money", amount=total) for total in sums]
    left = _LETTER * max(len(label) for label in labels) + 16
    room = WIDTH - left - _LETTER * max(len(value) for value in values) - 12
    bars = tuple(
        Bar(
            label=labels[index],
            value=values[index],
            y=_TOP + _STEP * index,
            text_y=_TOP + _STEP * index + 19,
            value_x=left + _scaled(sums[index], max(sums), room) + 9,
            segments=_segments([each.amounts[index] for each in shown], max(sums), left + 1, room),
        )
        for index in range(len(labels))
    )
    return Chart(
        id=f"chart-{chart_id}",
        title=words.text(f"chart.{chart_id}"),
        desc=description(words, labels, values),
        width=WIDTH,
        height=_STEP * len(labels) + 2 * _TOP - (_STEP - _BAR),
        axis_x=left,
        bar_height=_BAR,
        bars=bars,
        legend=tuple(
            LegendEntry(each.title, number)
            for number, each in enumerate(shown, start=1)
            if len(shown) > 1
        ),
    )


def largest(words: Language, series: Sequence[Series]) -> list[Series]:
    """Return the series that can be told apart: all, or the largest with the rest added up.

    Series keep their order; the rest stand last.
    """
    if len(series) <= SERIES:
        return list(series)
    by_size = sorted(range(len(series)), key=lambda index: -sum(series[index].amounts))
    kept = sorted(by_size[: SERIES - 1])
    rest = [each for index, each in enumerate(series) if index not in kept]
    amounts = tuple(sum(column) for column in zip(*(each.amounts for each in rest), strict=True))
    others = Series(words.text("chart.others", n=len(rest)), amounts)
    return [*(series[index] for index in kept), others]


def description(words: Language, labels: Sequence[str], values: Sequence[str]) -> str:
    """Return what the bars show, in words."""
    bars = [
        words.text("chart.bar", label=label, total=value)
        for label, value in zip(labels, values, strict=True)
    ]
    said = words.text("chart.desc", bars=words.join(bars))
    return f"{said} {words.text('chart.alternative')}"


def _scaled(amount: int, whole: int, room: int) -> int:
    """Return an amount's share of the room, to the nearest unit."""
    return (2 * amount * room + whole) // (2 * whole)


def _segments(amounts: Sequence[int], whole: int, left: int, room: int) -> tuple[Segment, ...]:
    """Return the pieces of a bar, a sliver of paper between them; what is not nothing is seen."""
    found: list[Segment] = []
    before = 0
    for number, amount in enumerate(amounts, start=1):
        start = left + _scaled(before, whole, room) + (_GAP if found else 0)
        before += amount
        if amount:
            end = left + _scaled(before, whole, room)
            found.append(Segment(start, max(end - start, 1), number))
    return tuple(found)
