"""What each funder has paid or promised each year, over all projects.

Money applied for, granted and paid are three different things and are never added together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from psi_site.model.project import AmountKind, Project, ProjectAmount


class FundedYear(NamedTuple):
    """A part of an amount: one funder's money in one year; None for a year that is not known."""

    kind: AmountKind
    funder: str | None
    year: int | None
    amount: int


class FunderTotals(NamedTuple):
    """One funder's money by year, over all projects."""

    funder: str | None
    by_year: Mapping[int | None, int]

    @property
    def total(self) -> int:
        """The funder's money over all years."""
        return sum(self.by_year.values())


class Totals(NamedTuple):
    """All money of one kind; `years` has None last where some of it has no known year."""

    kind: AmountKind
    years: tuple[int | None, ...]
    funders: tuple[FunderTotals, ...]

    def of_year(self, year: int | None) -> int:
        """Return the money of one year over all funders."""
        return sum(funder.by_year.get(year, 0) for funder in self.funders)

    @property
    def total(self) -> int:
        """The money of all years and funders."""
        return sum(funder.total for funder in self.funders)


def totals(projects: Iterable[Project]) -> tuple[Totals, ...]:
    """Return the totals of each kind of money that any project has, largest funder first."""
    parts = [part for project in projects for part in funded_years(project)]
    found = (_totals(kind, [part for part in parts if part.kind is kind]) for kind in AmountKind)
    return tuple(each for each in found if each.funders)


def funded_years(project: Project) -> Iterator[FundedYear]:
    """Yield a project's amounts by year.

    A row of the funding table with the same funder and the same sum tells the years of an amount;
    else its own year does, or its day.
    """
    for amount in project.amounts:
        parts = _by_table(project, amount)
        year = amount.year or (amount.day.year if amount.day else None)
        for each, money in parts.items() if parts else ((year, amount.amount),):
            yield FundedYear(amount.kind, amount.funder, each, money)


def _by_table(project: Project, amount: ProjectAmount) -> dict[int, int]:
    budget = project.funding
    if budget is None or amount.funder is None or amount.year or amount.day:
        return {}
    for row in budget.rows:
        if row.organisation == amount.funder and sum(row.amounts) == amount.amount:
            return dict(zip(budget.years, row.amounts, strict=True))
    return {}


def _totals(kind: AmountKind, parts: list[FundedYear]) -> Totals:
    by_funder: dict[str | None, dict[int | None, int]] = {}
    for part in parts:
        years = by_funder.setdefault(part.funder, {})
        years[part.year] = years.get(part.year, 0) + part.amount
    funders = [FunderTotals(funder, years) for funder, years in by_funder.items()]
    funders.sort(key=lambda each: (-each.total, each.funder or ""))
    known = {part.year for part in parts}
    dated = sorted(year for year in known if year is not None)
    return Totals(kind, (*dated, *((None,) if None in known else ())), tuple(funders))
