"""Money by funder and year, never counted twice and never given a year nobody stated."""

from __future__ import annotations

from typing import Any

from psi_site.exports.totals import funded_years, totals
from psi_site.model.project import AmountKind, Project

ROW = {"label": "Staden", "organisation": "staden", "amounts": [60, 40], "total": 100}
FUNDING = {
    "caption": "Finansiering",
    "years": [2025, 2026],
    "rows": [ROW],
    "total": {"label": "Summa", "amounts": [60, 40], "total": 100},
}


def project(*amounts: dict[str, Any], **more: Any) -> Project:
    base = {"id": "a", "title": "A", "summary": "A", "status": "unknown"}
    return Project.model_validate({**base, "amounts": amounts, **more})


def amount(kind: str, value: int, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "amount": value, **more}


def test_a_funding_table_with_the_same_sum_tells_the_years() -> None:
    one = project(amount("granted", 100, funder="staden"), funding=FUNDING)
    assert [(part.year, part.amount) for part in funded_years(one)] == [(2025, 60), (2026, 40)]


def test_another_sum_than_the_table_has_no_years_from_it() -> None:
    one = project(amount("granted", 90, funder="staden"), funding=FUNDING)
    assert [(part.year, part.amount) for part in funded_years(one)] == [(None, 90)]


def test_an_amount_of_its_own_day_or_year_belongs_there() -> None:
    one = project(
        amount("paid", 5, funder="staden", day="2024-12-31"),
        amount("paid", 7, funder="staden", year=2023),
        funding=FUNDING,
    )
    assert [part.year for part in funded_years(one)] == [2024, 2023]


def test_kinds_of_money_are_kept_apart_in_their_order() -> None:
    found = totals([project(amount("paid", 1), amount("applied", 2), amount("granted", 4))])
    assert [(each.kind, each.total) for each in found] == [
        (AmountKind.APPLIED, 2),
        (AmountKind.GRANTED, 4),
        (AmountKind.PAID, 1),
    ]


def test_funders_are_added_up_over_projects_the_largest_first() -> None:
    (found,) = totals(
        [
            project(amount("granted", 10, funder="liten", year=2024)),
            project(
                amount("granted", 30, funder="stor", year=2025), amount("granted", 5, funder="stor")
            ),
            project(amount("granted", 2, funder="liten", year=2025)),
        ]
    )
    assert [(each.funder, each.total) for each in found.funders] == [("stor", 35), ("liten", 12)]
    assert found.years == (2024, 2025, None)
    assert [found.of_year(year) for year in found.years] == [10, 32, 5]
    assert found.total == 47


def test_no_money_gives_no_totals() -> None:
    assert totals([project()]) == ()
