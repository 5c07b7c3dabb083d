"""What was measured, as Markdown in the words of one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from psi_site.bench.hugo_root import LAYOUTS
from psi_site.bench.processes import Cost
from psi_site.bench.programs import Conditions
from psi_site.bench.targets import SAVED, Verdict, per_page, ratios, verdicts
from psi_site.bench.workshop import Measured, Round
from psi_site.i18n import Language

_MEGA = 1_000_000

Row = Sequence[str]


@dataclass(frozen=True)
class Report:
    """Everything measured in one run; `serving` holds seconds by kind, empty if not asked for."""

    rounds: Sequence[Round]
    serving: Mapping[str, float]
    conditions: Conditions


def markdown(report: Report, language: Language) -> str:
    """Return the report as a Markdown document."""
    return "\n\n".join(_Writer(language).document(report)) + "\n"


@dataclass(frozen=True)
class _Writer:
    language: Language

    def text(self, key: str, **values: object) -> str:
        return self.language.text(key, **values)

    def number(self, value: float, decimals: int = 2) -> str:
        return self.language.number(round(value, decimals) if decimals else round(value))

    def document(self, report: Report) -> Iterator[str]:
        where = report.conditions
        yield f"# {self.text('bench.title')}"
        yield self.text(
            "bench.how",
            day=self.language.date(where.day),
            python=where.python,
            cores=where.cores,
            runs=where.runs,
        )
        if where.hugo:
            yield self.text("bench.hugo", version=where.hugo)
            yield "\n".join(f"- {self.text(f'bench.sorts.{layouts}')}" for layouts in LAYOUTS)
        if report.rounds:
            yield f"## {self.text('bench.times.title')}"
            yield self.times(report.rounds)
            yield self.text("bench.times.note")
            yield f"## {self.text('bench.sizes.title')}"
            yield self.sizes(report.rounds)
        if report.serving:
            yield f"## {self.text('bench.serving.title')}"
            yield self.serving(report.serving)
        promises = list(verdicts(report.rounds))
        if promises:
            yield f"## {self.text('bench.promises.title')}"
            yield self.promises(promises)

    def table(self, heads: Row, rows: Sequence[Row], names: int) -> str:
        """Return a table whose first columns, `names` of them, are words and the rest numbers."""
        rule = ["---"] * names + ["---:"] * (len(heads) - names)
        return "\n".join(f"| {' | '.join(row)} |" for row in (heads, rule, *rows))

    def layouts(self, key: str, layouts: str, **values: object) -> str:
        """Return words that name a sort of Hugo's layouts."""
        return self.text(key, layouts=self.text(f"bench.layouts.{layouts}"), **values)

    def times(self, rounds: Sequence[Round]) -> str:
        before, after = ("scale", "what", "processor", "wall"), ("largest", "together")
        heads = [
            *(self.text(f"bench.times.{name}") for name in before),
            *(self.layouts("bench.times.ratio", layouts) for layouts in LAYOUTS),
            *(self.text(f"bench.times.{name}") for name in after),
        ]
        rows = [row for found in rounds for row in self._times_of(found)]
        return self.table(heads, rows, 2)

    def _times_of(self, found: Round) -> Iterator[Row]:
        for case, cost in found.ours.costs.items():
            yield self._time(found, self.text(f"bench.cases.{case}"), cost)
        yield self._time(found, self.text("bench.cases.index"), found.index)
        for layouts, measured in found.hugo.items():
            for case, cost in measured.costs.items():
                done = self.text(f"bench.cases.{case}")
                yield self._time(found, self.layouts("bench.cases.hugo", layouts, case=done), cost)

    def _time(self, found: Round, words: str, cost: Cost) -> Row:
        seconds = (self.number(cost.processor), self.number(cost.wall))
        shares = ratios(found, cost.processor)
        shown = (self.number(shares[each]) if each in shares else "–" for each in LAYOUTS)
        memory = (self.number(each / _MEGA, 0) for each in (cost.largest, cost.together))
        return [self.number(found.scale), words, *seconds, *shown, *memory]

    def sizes(self, rounds: Sequence[Round]) -> str:
        names = ("scale", "who", "pages", "files", "bytes", "per_page")
        rows = [row for found in rounds for row in self._sizes_of(found)]
        return self.table([self.text(f"bench.sizes.{name}") for name in names], rows, 2)

    def _sizes_of(self, found: Round) -> Iterator[Row]:
        yield self._size(found, self.text("bench.sizes.ours"), found.ours, per_page(found))
        for layouts, measured in found.hugo.items():
            share = measured.costs["cold"].processor / measured.output.pages
            yield self._size(found, self.layouts("bench.sizes.hugo", layouts), measured, share)

    def _size(self, found: Round, name: str, measured: Measured, seconds: float) -> Row:
        output = measured.output
        counts = (self.number(output.pages), self.number(output.files))
        amount = self.number(output.bytes / _MEGA, 1)
        return [self.number(found.scale), name, *counts, amount, self.number(seconds * 1000, 1)]

    def serving(self, seconds: Mapping[str, float]) -> str:
        heads = [
            self.text(f"bench.serving.{name}") for name in ("what", "seconds", "limit", "kept")
        ]
        rows = [
            [
                self.text(f"bench.serving.{kind}"),
                self.number(value),
                self.number(SAVED),
                self._kept(value <= SAVED),
            ]
            for kind, value in seconds.items()
        ]
        return self.table(heads, rows, 1)

    def promises(self, found: Sequence[Verdict]) -> str:
        heads = [
            self.text(f"bench.promises.{name}")
            for name in ("what", "scale", "value", "limit", "kept")
        ]
        rows = [
            [
                self._promise(each),
                self.number(each.scale),
                self._value(each.id, each.value),
                self._value(each.id, each.limit),
                self._kept(each.kept),
            ]
            for each in found
        ]
        return self.table(heads, rows, 1)

    def _promise(self, made: Verdict) -> str:
        key = f"bench.promises.{made.id}"
        return self.layouts(key, made.layouts) if made.layouts else self.text(key)

    def _value(self, name: str, value: float) -> str:
        if name == "memory":
            return self.number(value / _MEGA, 0)
        return self.number(value * 1000, 1) if name == "growth" else self.number(value)

    def _kept(self, kept: bool) -> str:
        return self.text("bench.promises.yes" if kept else "bench.promises.no")
