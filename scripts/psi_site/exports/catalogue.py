"""The table of exports: a row for each, in every language, as CSV and as JSON.

A list's files lie beside the page that lists it (`/projekt/projekt.csv`), a record's own tables
beside its page (`/projekt/ID/kostnader.csv`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from psi_site.addresses import page_path, path_in
from psi_site.artifact import Artifact
from psi_site.exports import network, projects
from psi_site.exports.export import Export, Scope
from psi_site.exports.formats import FORMATS, Format, Line, Table, line, write_metadata
from psi_site.i18n import Language
from psi_site.model.event import Event
from psi_site.model.grant import Grant, Scheme
from psi_site.model.party import Partner
from psi_site.model.project import Project
from psi_site.model.record import Record
from psi_site.site import Site
from psi_site.tracing import answer, lasting

EXPORTS: tuple[Export, ...] = (
    Export(
        "partners",
        Partner.kind,
        lambda scope: network.PARTNER_FIELDS,
        network.partner_rows,
        each=Partner,
    ),
    Export(
        "events", Event.kind, lambda scope: network.EVENT_FIELDS, network.event_rows, each=Event
    ),
    Export(
        "grants", Scheme.kind, lambda scope: network.GRANT_FIELDS, network.grant_rows, each=Grant
    ),
    Export(
        "projects",
        Project.kind,
        lambda scope: projects.PROJECT_FIELDS,
        projects.project_rows,
        each=Project,
    ),
    Export(
        "amounts",
        Project.kind,
        lambda scope: projects.AMOUNT_FIELDS,
        projects.amount_rows,
        each=Project,
    ),
    Export("totals", Project.kind, projects.totals_fields, projects.totals_rows),
    Export(
        "funding",
        Project.kind,
        lambda scope: projects.budget_fields(projects.funding_table(scope)),
        lambda scope: projects.budget_rows(scope, projects.funding_table(scope)),
        own=lambda project: project.funding is not None,
    ),
    Export(
        "costs",
        Project.kind,
        lambda scope: projects.budget_fields(projects.cost_table(scope)),
        lambda scope: projects.budget_rows(scope, projects.cost_table(scope)),
        own=lambda project: project.costs is not None,
    ),
)
_BY_ID = {export.id: export for export in EXPORTS}


_METADATA = "csv-metadata.json"
SUFFIXES = (*(form.suffix for form in FORMATS), _METADATA)
"""The ends of the names of an export's files."""


class Download(NamedTuple):
    """A file to take home: what it is in words, its path from the site's root, its size."""

    title: str
    href: str
    size: str
    type: str


def units(site: Site) -> Mapping[str, Callable[[], Iterable[Artifact]]]:
    """Return what makes the files of each export that there may be, by a name of its own."""
    return {
        f"exports {export.id} {owner} {code}": partial(_files, site, language, export, owner)
        for code, language in site.languages.items()
        for export in EXPORTS
        for owner in _owners(site, export)
    }


def artifacts(site: Site) -> Iterator[Artifact]:
    """Yield the files of every export in every language, each CSV with its description."""
    for make in units(site).values():
        yield from make()


def addresses(site: Site) -> Iterator[tuple[str, Record, str, str]]:
    """Yield the path, the record, the language and the name of every export's files."""
    for code, language in site.languages.items():
        for export in EXPORTS:
            for owner in _owners(site, export):
                page = _page(site, language, export, owner)
                if page and _has_rows(site, language, export, owner):
                    stem = f"{page}{language.text(f'export.{export.id}.file')}"
                    record = _record(site, export, owner)
                    for suffix in SUFFIXES:
                        yield f"{stem}.{suffix}", record, code, f"{export.id}.{suffix}"


def downloads(site: Site, language: Language, record: Record) -> list[Download]:
    """Return what there is to download from a list's page or a record's own, in a language."""
    found: list[Download] = []
    for export in EXPORTS:
        owner = record.id if export.own else _WHOLE
        if _is_place(site, export, record):
            table = _table(site, language, export, owner)
            found += _downloads(export, table) if table else []
    return found


def _is_place(site: Site, export: Export, record: Record) -> bool:
    """Return whether a record is what an export's files lie below."""
    if export.own:
        return record.kind == export.lists and export.own(record)
    return record is site.list_pages.get(export.lists)


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


_WHOLE = ""
"""The owner of an export of all the site, among the ids of those that have their own."""


def _owners(site: Site, export: Export) -> Iterator[str]:
    if export.own is None:
        yield _WHOLE
        return
    for record_id in site.ids(export.lists):
        if _is_owner(site, export.id, record_id):
            yield record_id


@lasting
def _is_owner(site: Site, export_id: str, record_id: str) -> bool:
    export = _BY_ID[export_id]
    record = site.find(record_id, (export.lists,))
    return bool(record and export.own and export.own(record))


def _record(site: Site, export: Export, owner: str) -> Record:
    """Return the record whose page an export's files lie below."""
    found = site.find(owner, (export.lists,)) if owner else site.list_pages[export.lists]
    assert found
    return found


def _page(site: Site, language: Language, export: Export, owner: str) -> str | None:
    """Return the path of the page that an export's files lie below, None where it is missing."""
    if owner:
        return path_in(site, _record(site, export, owner), language.code)
    return _list_path(site, export.lists, language.code)


@answer
def _list_path(site: Site, kind: str, language: str) -> str | None:
    page = site.list_pages.get(kind)
    return page_path(site, page, language) if page and language in page.editions else None


def _scope(site: Site, language: Language, export: Export, owner: str) -> Scope:
    return Scope(site, language, _record(site, export, owner) if owner else None)


def _has_rows(site: Site, language: Language, export: Export, owner: str) -> bool:
    scope = replace(_scope(site, language, export, owner), dated=False)
    each = [replace(scope, record=one) for one in site.all(export.each)] if export.each else [scope]
    return any(True for one in each for _ in export.rows(one))


def _table(site: Site, language: Language, export: Export, owner: str) -> Table | None:
    page = _page(site, language, export, owner)
    if page is None:
        return None
    scope = _scope(site, language, export, owner)
    title = language.text(f"export.{export.id}.title")
    if scope.record:
        name = scope.words(scope.record.name)
        title = language.text("export.of_record", title=title, name=name)
    return Table(
        title=title,
        address=site.settings.address.rstrip("/"),
        page=page,
        path=f"{page}{language.text(f'export.{export.id}.file')}",
        words=language,
        currency=scope.currency,
        fields=export.fields(scope),
        rows=tuple(_lines(site, language, export, owner)),
    )


def _lines(site: Site, language: Language, export: Export, owner: str) -> Iterator[Line]:
    ids = site.ids(export.each.kind) if export.each else (owner,)
    for record_id in ids:
        yield from _lines_of(site, language.code, export.id, record_id)


@lasting
def _lines_of(site: Site, language: str, export_id: str, record_id: str) -> tuple[Line, ...]:
    """Return the lines of one record in an export, or all of one that is not made record by record.

    They stand in the files, and their length on the page that offers these.
    """
    export = _BY_ID[export_id]
    kind = export.each.kind if export.each else export.lists
    record = site.find(record_id, (kind,)) if record_id else None
    scope = Scope(site, site.languages[language], record)
    fields = export.fields(scope)
    return tuple(line(fields, row) for row in export.rows(scope))


def _files(site: Site, language: Language, export: Export, owner: str) -> Iterator[Artifact]:
    table = _table(site, language, export, owner)
    if table is None or not table.rows:
        return
    path = table.path.lstrip("/")
    for form in FORMATS:
        yield Artifact(f"{path}.{form.suffix}", form.write(table))
    yield Artifact(f"{path}.{_METADATA}", write_metadata(table))
