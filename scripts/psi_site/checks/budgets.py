"""The sums of a budget agree with its rows and years."""

from __future__ import annotations

from collections.abc import Iterator

from psi_site.checks.subject import Subject
from psi_site.diagnostics import Diagnostic
from psi_site.model.grant import Grant
from psi_site.model.project import Budget, Overhead, Project
from psi_site.model.record import Path
from psi_site.sources.document import Document


def check_budgets(subject: Subject) -> Iterator[Diagnostic]:
    """Yield rows, years and overheads whose sums are off by more than the stated tolerance."""
    record, document = subject.record, subject.document
    if isinstance(record, Project):
        for name, budget in (("costs", record.costs), ("funding", record.funding)):
            if budget:
                yield from _budget(budget, document, (name,))
        if record.overhead and record.costs:
            yield from _overhead(record.overhead, record.costs, document)
    if isinstance(record, Grant):
        yield from _grant(record, document)


def _budget(budget: Budget, document: Document, path: Path) -> Iterator[Diagnostic]:
    yield from _years(budget, document, path)
    rows = [((*path, "rows", index), row) for index, row in enumerate(budget.rows)]
    uneven = False
    for here, row in [*rows, ((*path, "total"), budget.total)]:
        if len(row.amounts) != len(budget.years):
            uneven = True
            arguments = {"count": str(len(row.amounts)), "years": str(len(budget.years))}
            yield Diagnostic("budget-row-length", document.span((*here, "amounts")), arguments)
        span_path = (*here, "total")
        yield from _sum(sum(row.amounts), row.total, budget.tolerance, document, span_path)
    for index in range(0 if uneven else len(budget.years)):
        found = sum(row.amounts[index] for row in budget.rows)
        here = (*path, "total", "amounts", index)
        yield from _sum(found, budget.total.amounts[index], budget.tolerance, document, here)


def _years(budget: Budget, document: Document, path: Path) -> Iterator[Diagnostic]:
    for index, year in enumerate(budget.years[1:], start=1):
        if year <= budget.years[index - 1]:
            span = document.span((*path, "years", index))
            yield Diagnostic("budget-years", span, {"year": str(year)})


def _grant(grant: Grant, document: Document) -> Iterator[Diagnostic]:
    given = sum(recipient.amount or 0 for recipient in grant.recipients)
    if grant.total is not None and given > grant.total:
        arguments = {"sum": str(given), "stated": str(grant.total)}
        yield Diagnostic("grants-exceed-total", document.span(("total",)), arguments)


def _sum(
    found: int, stated: int, tolerance: int, document: Document, path: Path
) -> Iterator[Diagnostic]:
    if abs(found - stated) > tolerance:
        arguments = {
            "sum": str(found),
            "stated": str(stated),
            "difference": str(stated - found),
            "tolerance": str(tolerance),
        }
        yield Diagnostic("sum-differs", document.span(path), arguments)


def _overhead(overhead: Overhead, costs: Budget, document: Document) -> Iterator[Diagnostic]:
    unknown = list(_unknown_rows(overhead, costs, document))
    yield from unknown
    lengths = {
        len(costs.rows[row - 1].amounts) for row in (overhead.row, *overhead.of_rows) if not unknown
    }
    if unknown or lengths != {len(costs.years)}:
        return
    stated = costs.rows[overhead.row - 1].amounts
    bases = [costs.rows[number - 1].amounts for number in overhead.of_rows]
    for index, amount in enumerate(stated):
        base = sum(amounts[index] for amounts in bases)
        expected = round(base * overhead.percent / 100)
        if abs(expected - amount) > overhead.tolerance:
            arguments = {
                "sum": str(expected),
                "stated": str(amount),
                "percent": f"{overhead.percent:g}",
                "tolerance": str(overhead.tolerance),
            }
            path = ("costs", "rows", overhead.row - 1, "amounts", index)
            yield Diagnostic("overhead-differs", document.span(path), arguments)


def _unknown_rows(overhead: Overhead, costs: Budget, document: Document) -> Iterator[Diagnostic]:
    numbers: list[tuple[Path, int]] = [(("overhead", "row"), overhead.row)]
    numbers += [(("overhead", "of_rows", i), row) for i, row in enumerate(overhead.of_rows)]
    for path, number in numbers:
        if not 1 <= number <= len(costs.rows):
            arguments = {"row": str(number), "rows": str(len(costs.rows))}
            yield Diagnostic("unknown-row", document.span(path), arguments)
