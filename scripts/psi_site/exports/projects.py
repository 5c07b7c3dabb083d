"""Rows about projects, with the field names of 360Giving's standard where it has one.

https://standard.threesixtygiving.org/en/latest/technical/reference/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from psi_site.exports.export import COMMON, LAST, Field, Row, Scope
from psi_site.exports.totals import FunderTotals, Totals, totals
from psi_site.model.project import (
    AmountKind,
    Budget,
    BudgetRow,
    PartyRole,
    Project,
    ProjectAmount,
    ProjectParty,
)

_AMOUNT_FIELDS = {
    AmountKind.APPLIED: "amountAppliedFor",
    AmountKind.GRANTED: "amountAwarded",
    AmountKind.PAID: "amountDisbursed",
}
_TOTAL = "total"
_NO_YEAR = "yearUnknown"


PROJECT_FIELDS = (
    *COMMON,
    Field("description"),
    Field("status"),
    Field("statusLabel"),
    Field("startDate", "date"),
    Field("endDate", "date"),
    Field("firstYear", "gYear"),
    Field("lastYear", "gYear"),
    Field("period"),
    Field("diaryNumber"),
    Field("grantProgramme"),
    Field("recipientOrganization"),
    Field("fundingOrganization"),
    Field("parties", nested=True),
    Field("beneficiaryLocation"),
    Field("amountAppliedFor", "integer"),
    Field("amountAwarded", "integer"),
    Field("amountDisbursed", "integer"),
    Field("currency"),
    Field("amounts", nested=True),
    *LAST,
)
"""The fields of the list of projects."""


def project_rows(scope: Scope) -> Iterator[Row]:
    """Yield the row of a project."""
    project = scope.record
    assert isinstance(project, Project)
    yield {
        **scope.common(project),
        "description": scope.words(project.summary),
        "status": project.status.value,
        "statusLabel": scope.language.text(f"project.status.{project.status}"),
        "startDate": _iso(project.start),
        "endDate": _iso(project.end),
        "firstYear": project.first_year,
        "lastYear": project.last_year,
        "period": scope.words(project.period),
        "diaryNumber": project.diary_number,
        "grantProgramme": scope.words(project.programme),
        "recipientOrganization": _parties(scope, project, PartyRole.OWNER),
        "fundingOrganization": _parties(scope, project, PartyRole.FUNDER),
        "parties": [_party(scope, party) for party in project.parties],
        "beneficiaryLocation": scope.places((*project.municipalities, *project.places)),
        **{name: _sum(project, kind) for kind, name in _AMOUNT_FIELDS.items()},
        "currency": scope.currency,
        "amounts": [_amount(scope, amount) for amount in project.amounts],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _sum(project: Project, kind: AmountKind) -> int | None:
    amounts = [amount.amount for amount in project.amounts if amount.kind is kind]
    return sum(amounts) if amounts else None


def _parties(scope: Scope, project: Project, role: PartyRole) -> list[dict[str, str]]:
    found = (scope.party(each.organisation) for each in project.parties if each.role is role)
    return [party for party in found if party]


def _party(scope: Scope, party: ProjectParty) -> Row:
    return {
        **(scope.party(party.organisation) or {}),
        "role": party.role.value,
        "note": scope.words(party.note),
    }


def _amount(scope: Scope, amount: ProjectAmount) -> Row:
    return {
        "kind": amount.kind.value,
        "amount": amount.amount,
        "funder": scope.party(amount.funder),
        "date": _iso(amount.day),
        "year": amount.year or (amount.day.year if amount.day else None),
        "share": amount.share,
        "note": scope.words(amount.note),
    }


AMOUNT_FIELDS = (
    *COMMON,
    Field("kind"),
    Field("kindLabel"),
    Field("funder"),
    Field("amount", "integer"),
    Field("currency"),
    Field("date", "date"),
    Field("year", "gYear"),
    Field("share", "decimal"),
    Field("note"),
    *LAST,
)
"""The fields of the list of amounts."""


def amount_rows(scope: Scope) -> Iterator[Row]:
    """Yield a row for every amount of a project."""
    project = scope.record
    assert isinstance(project, Project)
    for amount in project.amounts:
        yield {
            **scope.common(project),
            **_amount(scope, amount),
            "kindLabel": _kind_label(scope, amount.kind),
            "currency": scope.currency,
        }


def _kind_label(scope: Scope, kind: AmountKind) -> str:
    return scope.language.text(f"project.amount.{kind}")


def totals_fields(scope: Scope) -> tuple[Field, ...]:
    """Return the fields of the totals: who, what, and a column for each year."""
    years = {year for each in totals(scope.site.all(Project)) for year in each.years}
    dated = sorted(year for year in years if year is not None)
    return (
        Field("kind"),
        Field("kindLabel"),
        Field("funder"),
        *(Field(str(year), "integer", year=year) for year in dated),
        *((Field(_NO_YEAR, "integer"),) if None in years else ()),
        Field(_TOTAL, "integer"),
        Field("currency"),
    )


def totals_rows(scope: Scope) -> Iterator[Row]:
    """Yield what each funder has paid or promised each year, one kind of money after the other."""
    for each in totals(scope.site.all(Project)):
        for funder in each.funders:
            yield _totals_row(scope, each, funder)


def _totals_row(scope: Scope, each: Totals, funder: FunderTotals) -> Row:
    by_year = {
        _NO_YEAR if year is None else str(year): amount for year, amount in funder.by_year.items()
    }
    return {
        "kind": each.kind.value,
        "kindLabel": _kind_label(scope, each.kind),
        "funder": scope.party(funder.funder),
        **by_year,
        _TOTAL: funder.total,
        "currency": scope.currency,
    }


def cost_table(scope: Scope) -> Budget:
    """Return the costs of the scope's project, which must have them."""
    assert isinstance(scope.record, Project) and scope.record.costs
    return scope.record.costs


def funding_table(scope: Scope) -> Budget:
    """Return the funding of the scope's project, which must have it."""
    assert isinstance(scope.record, Project) and scope.record.funding
    return scope.record.funding


def budget_fields(budget: Budget) -> tuple[Field, ...]:
    """Return the fields of a table by year."""
    return (
        Field("label"),
        Field("organisation"),
        *(Field(str(year), "integer", year=year) for year in budget.years),
        Field(_TOTAL, "integer"),
        Field("isTotal", "boolean"),
        Field("currency"),
    )


def budget_rows(scope: Scope, budget: Budget) -> Iterable[Row]:
    """Yield the rows of a table by year, the sum last, with the amounts as the source has them."""
    yield from (_budget_row(scope, budget, row, False) for row in budget.rows)
    yield _budget_row(scope, budget, budget.total, True)


def _budget_row(scope: Scope, budget: Budget, row: BudgetRow, is_total: bool) -> Row:
    return {
        "label": scope.words(row.label),
        "organisation": scope.party(row.organisation),
        **{str(year): amount for year, amount in zip(budget.years, row.amounts, strict=True)},
        _TOTAL: row.total,
        "isTotal": is_total,
        "currency": scope.currency,
    }
