"""The list of projects by status, and what each funder has given each year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from psi_site.exports import Totals, downloads, totals
from psi_site.model.page import Page
from psi_site.model.project import AmountKind, Project, ProjectStatus
from psi_site.pages.budget import YearTable, year_columns
from psi_site.pages.chart import Series, chart
from psi_site.pages.facets import Choice, records_of
from psi_site.pages.involvement import project_years
from psi_site.pages.reader import Link, Reader
from psi_site.pages.web_page import Variables
from psi_site.prose import slugify


@dataclass(frozen=True)
class ProjectLine:
    """A project as one line of the list."""

    link: Link
    text: str
    meta: str
    words: str


@dataclass(frozen=True)
class StatusGroup:
    """Projects that have come equally far."""

    id: str
    title: str
    lines: list[ProjectLine]


def project_list(reader: Reader, page: Page, choice: Choice | None) -> Variables:
    """Return the list of projects, or of one choice of it."""
    records = records_of(reader.site, Project.kind, choice)
    projects = [record for record in records if isinstance(record, Project)]
    return {
        "groups": groups(reader, projects),
        "totals": [totals_table(reader, each) for each in totals(projects)],
        "currency": reader.site.settings.currency,
        "downloads": [] if choice else downloads(reader.site, reader.language, page),
    }


def groups(reader: Reader, projects: Iterable[Project]) -> list[StatusGroup]:
    """Return projects by status, those with the latest known year first, then by name."""
    ordered = sorted(
        (project for project in reader.by_name(projects) if isinstance(project, Project)),
        key=lambda project: -_last_year(project),
    )
    titles = {status: reader.t(f"project.by_status.{status}") for status in ProjectStatus}
    found = {
        status: [line(reader, project) for project in ordered if project.status is status]
        for status in ProjectStatus
    }
    return [
        StatusGroup(slugify(titles[status]), titles[status], lines)
        for status, lines in found.items()
        if lines
    ]


def _last_year(project: Project) -> int:
    """Return the last known year, 0 where none is."""
    return (project.end.year if project.end else project.last_year or project.first_year) or 0


def line(reader: Reader, project: Project) -> ProjectLine:
    """Return a project as one line: its time, its money, what it is about."""
    years = reader.words(project.period) or project_years(reader, project)
    meta = [years, *amounts(reader, project)]
    return ProjectLine(
        link=reader.link(project),
        text=reader.words(project.summary),
        meta=" · ".join(part for part in meta if part),
        words=" ".join(reader.party(party.organisation).title for party in project.parties),
    )


def amounts(reader: Reader, project: Project) -> list[str]:
    """Return what a project has applied for, been granted and been paid, in words."""
    sums = {
        kind: [amount.amount for amount in project.amounts if amount.kind is kind]
        for kind in AmountKind
    }
    return [
        reader.t(
            "project.money.sum",
            kind=reader.t(f"project.amount.{kind}"),
            amount=reader.money(sum(found)),
        )
        for kind, found in sums.items()
        if found
    ]


def totals_table(reader: Reader, each: Totals) -> YearTable:
    """Return one kind of money as a table of funders and years, with its chart."""
    years = [str(year) if year else reader.t("project.money.year_unknown") for year in each.years]
    dated = [str(year) for year in each.years if year]
    series = [
        Series(
            _funder(reader, one.funder).title,
            tuple(one.by_year.get(year, 0) for year in each.years if year),
        )
        for one in each.funders
    ]
    return YearTable(
        id=f"totals-{each.kind}",
        caption=reader.t(f"project.totals.{each.kind}"),
        columns=year_columns(reader, reader.t("project.table.funder"), years),
        rows=list(_rows(reader, each)),
        notes=[],
        chart=chart(reader.language, each.kind.value, dated, series),
    )


def _rows(reader: Reader, each: Totals) -> Iterable[dict[str, Any]]:
    number = reader.language.number
    for one in each.funders:
        link = _funder(reader, one.funder)
        cells = [one.by_year.get(year, 0) for year in each.years]
        yield {
            "header": link.title,
            "href": link.href,
            "lang": link.lang,
            "cells": [number(amount) for amount in (*cells, one.total)],
        }
    if len(each.funders) > 1:
        sums = [each.of_year(year) for year in each.years]
        yield {
            "header": reader.t("project.table.all_funders"),
            "cells": [number(amount) for amount in (*sums, each.total)],
            "total": True,
        }


def _funder(reader: Reader, party_id: str | None) -> Link:
    if party_id is None:
        return Link(reader.t("project.money.no_funder"), None)
    return reader.party(party_id)
