"""Every export of the real site, in every language, at the address its page gives."""

from __future__ import annotations

import csv
import io
import json

import pytest

from psi_site.artifact import Artifact
from psi_site.exports import artifacts, downloads
from psi_site.model.event import Event
from psi_site.model.grant import Grant, Scheme
from psi_site.model.party import Partner
from psi_site.model.project import Project
from psi_site.site import Site


@pytest.fixture(scope="module")
def files(real_site: Site) -> dict[str, Artifact]:
    found = list(artifacts(real_site))
    assert len({artifact.path for artifact in found}) == len(found)
    return {artifact.path: artifact for artifact in found}


def rows(artifact: Artifact) -> list[dict[str, str]]:
    text = artifact.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_every_csv_has_json_beside_it_with_as_many_rows_and_a_description(
    files: dict[str, Artifact],
) -> None:
    tables = [path for path in files if path.endswith(".csv")]
    assert tables
    for path in tables:
        items = json.loads(files[f"{path[:-4]}.json"].content)["items"]
        assert len(rows(files[path])) == len(items) > 0
        columns = json.loads(files[f"{path}-metadata.json"].content)["tableSchema"]["columns"]
        assert [each["titles"] for each in columns] == list(rows(files[path])[0])


def test_lists_hold_every_record_in_every_language(
    files: dict[str, Artifact], real_site: Site
) -> None:
    for code in real_site.codes:
        for model, name in ((Partner, "partners"), (Event, "events"), (Project, "projects")):
            items = json.loads(files[_path(real_site, model.kind, code, name)].content)["items"]
            ids = [item["id"] for item in items]
            assert ids == [record.id for record in real_site.all(model)]
            assert all(item["url"].startswith(real_site.settings.address) for item in items)


def _path(site: Site, kind: str, code: str, name: str) -> str:
    page = site.list_pages[kind]
    prefix = "" if code == site.codes[0] else f"{code}/"
    return f"{prefix}{page.slug(code)}/{site.languages[code].text(f'export.{name}.file')}.json"


def test_grants_have_a_row_for_each_recipient(files: dict[str, Artifact], real_site: Site) -> None:
    items = json.loads(files[_path(real_site, Scheme.kind, real_site.codes[0], "grants")].content)
    recipients = [each for grant in real_site.all(Grant) for each in grant.recipients]
    assert len(items["items"]) == len(recipients)
    assert items["items"][0]["fundingOrganization"]["id"] == real_site.all(Scheme)[0].funder


def test_tables_keep_the_amounts_of_the_source(files: dict[str, Artifact], real_site: Site) -> None:
    project = next(each for each in real_site.all(Project) if each.costs)
    assert project.costs
    (download,) = [
        each
        for each in downloads(real_site, real_site.languages["en"], project)
        if each.href.endswith("costs.json")
    ]
    items = json.loads(files[download.href.lstrip("/")].content)["items"]
    assert [item["total"] for item in items] == [
        *(row.total for row in project.costs.rows),
        project.costs.total.total,
    ]
    assert [item["isTotal"] for item in items].count(True) == 1


def test_what_a_page_offers_is_there(files: dict[str, Artifact], real_site: Site) -> None:
    pages = [*real_site.list_pages.values(), *real_site.all(Project)]
    offered = [
        download
        for language in real_site.languages.values()
        for page in pages
        for download in downloads(real_site, language, page)
    ]
    described = {path for path in files if path.endswith("-metadata.json")}
    assert {each.href.lstrip("/") for each in offered} == set(files) - described
    assert all(each.size and each.title for each in offered)


def test_the_same_site_gives_the_same_bytes(files: dict[str, Artifact], real_site: Site) -> None:
    assert {each.path: each for each in artifacts(real_site)} == files
