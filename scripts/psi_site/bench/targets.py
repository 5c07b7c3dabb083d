"""What the program has promised of its speed, and whether it keeps it.

Times are ratios of processor seconds to Hugo's cold build of the same corpus in the same run, so
that they hold on any machine. Each is held against both sorts of Hugo's layouts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from psi_site.bench.workshop import COLD, EVENT, LETTER, WARM, Round

RATIOS = {
    1: {COLD: 3, LETTER: 0.7, EVENT: 0.7, WARM: 0.15},
    10: {COLD: 3, LETTER: 0.25, EVENT: 0.25, WARM: 0.05},
}
"""The greatest ratio by scale and case."""

MEMORY = {1: 150_000_000, 50: 2_000_000_000}
"""The greatest memory of a cold build by scale, in bytes, all processes together."""

SAVED = 0.3
"""Seconds from saving a file to its page being renewed, at most."""


@dataclass(frozen=True)
class Verdict:
    """A promise, `id` of its words: the value measured and the greatest it may be.

    `layouts` are those of Hugo that the value is a ratio to, empty where it is none.
    """

    id: str
    scale: float
    value: float
    limit: float
    layouts: str = ""

    @property
    def kept(self) -> bool:
        """Whether the promise is kept."""
        return self.value <= self.limit


def ratios(found: Round, processor: float) -> dict[str, float]:
    """Return processor seconds by those of Hugo's cold build, for each sort of its layouts."""
    return {
        layouts: processor / measured.costs[COLD].processor
        for layouts, measured in found.hugo.items()
    }


def per_page(found: Round) -> float:
    """Return the processor seconds of a cold build for each page."""
    return found.ours.costs[COLD].processor / found.ours.output.pages


def verdicts(rounds: Sequence[Round]) -> Iterator[Verdict]:
    """Yield every promise that the rounds tell something of."""
    by_scale = {found.scale: found for found in rounds}
    for found in rounds:
        yield from _times(found)
        if found.scale in MEMORY:
            limit = MEMORY[int(found.scale)]
            yield Verdict("memory", found.scale, found.ours.costs[COLD].together, limit)
    if 1 in by_scale and 10 in by_scale:
        yield Verdict("growth", 10, per_page(by_scale[10]), per_page(by_scale[1]))


def _times(found: Round) -> Iterator[Verdict]:
    limits = RATIOS[int(found.scale)] if found.scale in RATIOS else {}
    for case, limit in limits.items():
        for layouts, value in ratios(found, found.ours.costs[case].processor).items():
            yield Verdict(case, found.scale, value, limit, layouts)
