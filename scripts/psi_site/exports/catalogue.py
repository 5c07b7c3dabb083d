"""The table of exports: a row for each, in every language, as CSV and as JSON.

A list's files lie beside the page that lists it (`/projekt/projekt.csv`), a record's own tables
beside its page (`/projekt/ID/kostnader.csv`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from psi_site.addresses import page_path, path_in
from psi_site.artifact import Artifact
from psi_site.exports import network, projects
from psi_site.exports.export import Export, Scope
from psi_site.exports.formats import FORMATS, Format, Table, write_metadata
from psi_site.i18n import Language
from psi_site.model.event import Event
from psi_site.model.grant import Scheme
from psi_site.model.party import Partner
from psi_site.model.project import Project
from psi_site.model.record import Record
from psi_site.site import Site


def _with_costs(site: Site) -> list[Project]:
    return [project for project in site.all(Project) if project.costs]


def _with_funding(site: Site) -> list[Project]:
    return [project for project in site.all(Project) if project.funding]


EXPORTS: tuple[Export, ...] = (
    Export("partners", Partner.kind, network.partner_fields, network.partner_rows),
    Export("events", Event.kind, network.event_fields, network.event_rows),
    Export("grants", Scheme.kind, network.grant_fields, network.grant_rows),
    Export("projects", Project.kind, projects.project_fields, projects.project_rows),
    Export("amounts", Project.kind, projects.amount_fields, projects.amount_rows),
    Export("totals", Project.kind, projects.totals_fields, projects.totals_rows),
    Export(
        "funding",
        Project.kind,
        lambda scope: projects.budget_fields(projects.funding_table(scope)),
        lambda scope: projects.budget_rows(scope, projects.funding_table(scope)),
        _with_funding,
    ),
    Export(
        "costs",
        Project.kind,
        lambda scope: projects.budget_fields(projects.cost_table(scope)),
        lambda scope: projects.budget_rows(scope, projects.cost_table(scope)),
        _with_costs,
    ),
)


_METADATA = "csv-metadata.json"
SUFFIXES = (*(form.suffix for form in FORMATS), _METADATA)
"""The ends of the names of an export's files."""


@dataclass(frozen=True)
class Download:
    """A file to take home: what it is in words, its path from the site's root, its size."""

    title: str
    href: str
    size: str
    type: str


def artifacts(site: Site) -> Iterator[Artifact]:
    """Yield the files of every export in every language, each CSV with its description."""
    for language in site.languages.values():
        for export in EXPORTS:
            for scope, page in _places(site, language, export):
                yield from _files(_table(export, scope, page))


def addresses(site: Site) -> Iterator[tuple[str, Record, str, str]]:
    """Yield the path, the record, the language and the name of every export's files."""
    for code, language in site.languages.items():
        for export in EXPORTS:
            for scope, page in _places(site, language, export):
                if any(True for _ in export.rows(replace(scope, dated=False))):
                    record = scope.record or site.list_pages[export.lists]
                    stem = f"{page}{language.text(f'export.{export.id}.file')}"
                    for suffix in SUFFIXES:
                        yield f"{stem}.{suffix}", record, code, f"{export.id}.{suffix}"


def downloads(site: Site, language: Language, record: Record) -> list[Download]:
    """Return what there is to download from a list's page or a record's own, in a language."""
    found: list[Download] = []
    for export in EXPORTS:
        for scope, page in _places(site, language, export):
            if record is (scope.record or site.list_pages[export.lists]):
                found += _downloads(export, _table(export, scope, page))
    return found


def _downloads(export: Export, table: Table) -> list[Download]:
    title = table.words.text(f"export.{export.id}.title")
    return [_download(form, table, title) for form in FORMATS if table.rows]


def _download(form: Format, table: Table, title: str) -> Download:
    kilobytes = max(1, round(len(form.write(table)) / 1000))
    return Download(
        title=table.words.text(f"export.format.{form.id}", title=title),
        href=f"{table.path}.{form.suffix}",
        size=table.words.text("export.size", n=kilobytes),
        type=form.media_type,
    )


def _places(site: Site, language: Language, export: Export) -> Iterator[tuple[Scope, str]]:
    """Yield what an export is made of, with the path of the page its files lie below."""
    if export.records:
        for record in export.records(site):
            path = path_in(site, record, language.code)
            if path:
                yield Scope(site, language, record), path
        return
    page = site.list_pages.get(export.lists)
    if page and language.code in page.editions:
        yield Scope(site, language), page_path(site, page, language.code)


def _table(export: Export, scope: Scope, page: str) -> Table:
    words = scope.language
    title = words.text(f"export.{export.id}.title")
    if scope.record:
        name = scope.words(scope.record.name)
        title = words.text("export.of_record", title=title, name=name)
    return Table(
        title=title,
        address=scope.site.settings.address.rstrip("/"),
        page=page,
        path=f"{page}{words.text(f'export.{export.id}.file')}",
        words=words,
        currency=scope.currency,
        fields=export.fields(scope),
        rows=tuple(export.rows(scope)),
    )


def _files(table: Table) -> Iterator[Artifact]:
    if not table.rows:
        return
    path = table.path.lstrip("/")
    for form in FORMATS:
        yield Artifact(f"{path}.{form.suffix}", form.write(table))
    yield Artifact(f"{path}.{_METADATA}", write_metadata(table))
