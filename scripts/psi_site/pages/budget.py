"""A project's tables of amounts by year: as tables, as charts, and whether their sums agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from markupsafe import Markup

from psi_site.model.project import Budget, BudgetRow, Overhead, Project
from psi_site.pages.chart import Chart, Series, chart
from psi_site.pages.reader import Reader


@dataclass(frozen=True)
class YearTable:
    """A table for the table component, the notes below it, and its chart where there is one."""

    id: str
    caption: str
    columns: list[dict[str, Any]]
    rows: list[dict[str, Any]]
    notes: list[Markup | str]
    chart: Chart | None


def year_tables(reader: Reader, project: Project) -> list[YearTable]:
    """Return the tables a project has: who pays, then what it costs."""
    named = (("funding", project.funding), ("costs", project.costs))
    return [_table(reader, project, name, budget) for name, budget in named if budget]


def _table(reader: Reader, project: Project, name: str, budget: Budget) -> YearTable:
    years = [str(year) for year in budget.years]
    series = [Series(reader.words(row.label), row.amounts) for row in budget.rows]
    notes: list[Markup | str] = [reader.inline(note) for note in budget.notes]
    if name == "costs" and project.overhead:
        notes += overhead_notes(reader, project.overhead, budget)
    return YearTable(
        id=f"table-{name}",
        caption=reader.words(budget.caption),
        columns=year_columns(reader, reader.t("project.table.label"), years),
        rows=[
            *(_row(reader, row) for row in budget.rows),
            {**_row(reader, budget.total), "total": True},
        ],
        notes=[*notes, *sums_off(reader, budget)],
        chart=chart(reader.language, name, years, series),
    )


def year_columns(reader: Reader, first: str, years: list[str]) -> list[dict[str, Any]]:
    """Return the columns of a table by year: the rows' names, the years, the sum."""
    texts = [*years, reader.t("project.table.total")]
    return [{"text": first}, *({"text": text, "numeric": True} for text in texts)]


def _row(reader: Reader, row: BudgetRow) -> dict[str, Any]:
    link = reader.party(row.organisation) if row.organisation else None
    return {
        "header": reader.words(row.label),
        "lang": reader.read(row.label).language,
        "href": link.href if link else None,
        "cells": [reader.language.number(amount) for amount in (*row.amounts, row.total)],
    }


def sums_off(reader: Reader, budget: Budget) -> Iterator[str]:
    """Yield in words each sum that differs from its parts, by no more than the tolerance."""
    for row in (*budget.rows, budget.total):
        yield from _off(reader, budget, "row_sum", row, sum(row.amounts), row.total)
    for index, year in enumerate(budget.years):
        found = sum(row.amounts[index] for row in budget.rows)
        stated = budget.total.amounts[index]
        yield from _off(reader, budget, "column_sum", budget.total, found, stated, year)


def _off(
    reader: Reader,
    budget: Budget,
    key: str,
    row: BudgetRow,
    found: int,
    stated: int,
    year: int | None = None,
) -> Iterator[str]:
    if found != stated:
        yield reader.t(
            f"project.table.{key}",
            label=reader.words(row.label),
            year=str(year),
            found=reader.money(found),
            stated=reader.money(stated),
            tolerance=reader.money(budget.tolerance),
        )


def overhead_notes(reader: Reader, overhead: Overhead, costs: Budget) -> Iterator[str]:
    """Yield what a flat rate is reckoned on, and how far the source has rounded it."""
    bases = [costs.rows[number - 1] for number in overhead.of_rows]
    row = costs.rows[overhead.row - 1]
    yield reader.t(
        "project.table.overhead",
        label=reader.words(row.label),
        percent=reader.language.percent(overhead.percent),
        bases=reader.language.join([reader.words(base.label) for base in bases]),
    )
    difference = overhead_difference(overhead, costs)
    if difference:
        yield reader.t("project.table.overhead_off", difference=reader.money(difference))


def overhead_difference(overhead: Overhead, costs: Budget) -> int:
    """Return the most by which a stated overhead differs from the rate, in whole units, up."""
    rate = Fraction(str(overhead.percent)) / 100
    bases = [costs.rows[number - 1] for number in overhead.of_rows]
    row = costs.rows[overhead.row - 1]
    stated = (*row.amounts, row.total)
    columns = zip(*((*base.amounts, base.total) for base in bases), strict=True)
    differences = [
        abs(amount - rate * sum(column)) for amount, column in zip(stated, columns, strict=True)
    ]
    return ceil(max(differences, default=Fraction()))
