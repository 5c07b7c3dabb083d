"""Drafts: read and checked like everything else, shown to their writers, published nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from mkdocs.config import load_config

from psi_site.diagnostics import SourceError
from psi_site.ledger import add_to_ledger
from psi_site.model.event import Event
from psi_site.model.newsletter import Newsletter
from psi_site.model.page import Page
from psi_site.plugin import SitePlugin, write_pages
from psi_site.preserved import load_preserved
from psi_site.published import published
from psi_site.site import Site, load_site
from tests import made_up

NAMES = ("luonnos", "2031-3")
"""What every id of a draft of the made-up network has in it."""
WORDS = ("Luonnos", "luonnos", "Utkast", "utkast", "Draft", "The draft")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return made_up.copy_site(tmp_path / "root")


def test_a_site_knows_its_drafts_and_publishes_none(lappi: Site) -> None:
    assert {(each.kind, each.id) for each in lappi.drafts} == {
        ("event", "2031-04-02-luonnosilta"),
        ("newsletter", "2031-3"),
        ("page", "luonnos"),
        ("partner", "luonnosseura"),
        ("project", "luonnoshanke"),
    }
    assert not {each.id for each in lappi.every()} & {each.id for each in lappi.drafts}
    for names in published(lappi).values():
        assert not [name for name in names if any(each in name for each in NAMES)]


def test_with_drafts_they_stand_where_they_will_stand(lappi: Site) -> None:
    ids = [each.id for each in lappi.with_drafts().all(Event)]
    place = ids.index("2031-04-02-luonnosilta")
    assert ids[place - 1] == "2031-03-30-lyhtyjen-paiva"
    assert ids[place + 1] == "2031-04-20-peruttu-retki"
    assert lappi.with_drafts().drafts == lappi.drafts


def test_nothing_that_is_built_has_a_draft_in_it(lappi_built: Path) -> None:
    """Every file: pages, lists, calendars, feeds, exports, the sitemap, hosts' rules, search."""
    words = [each.encode() for each in (*NAMES, *WORDS)]
    found = {
        path.relative_to(lappi_built).as_posix()
        for path in lappi_built.rglob("*")
        if path.is_file()
        and (
            any(each in path.as_posix() for each in NAMES)
            or (_is_content(path) and any(each in path.read_bytes() for each in words))
        )
    }
    assert found == set()


def _is_content(path: Path) -> bool:
    """Return whether a file holds what editors wrote; scripts have words of their own."""
    return path.suffix in {".html", ".ics", ".xml", ".json", ".csv", ".txt"}


def test_a_draft_is_checked_like_the_rest(root: Path) -> None:
    path = root / "data/events/2031-04-02-luonnosilta.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("form: meeting", "form: möte"))
    with pytest.raises(SourceError) as refused:
        load_site(root)
    assert [each.span.path for each in refused.value.diagnostics if each.is_error] == [
        "data/events/2031-04-02-luonnosilta.yml"
    ]


def test_a_draft_s_former_addresses_lead_nowhere_yet(root: Path) -> None:
    path = root / "data/events/2031-04-02-luonnosilta.yml"
    path.write_text(f"redirect_from: [muu-ilta]\n{path.read_text(encoding='utf-8')}")
    site = load_site(root)[0]
    assert not [each for each in published(site).values() if "muu-ilta" in str(each)]


def test_what_was_published_cannot_become_a_draft(root: Path) -> None:
    add_to_ledger(load_site(root)[0], date(2031, 3, 1))
    path = root / "data/events/2031-05-02-lykatty-messu.yml"
    path.write_text(f"draft: true\n{path.read_text(encoding='utf-8')}")
    with pytest.raises(SourceError) as refused:
        load_preserved(root)
    (fault,) = [each for each in refused.value.diagnostics if each.is_error]
    assert fault.code == "published-draft"
    assert fault.arguments == {"id": "2031-05-02-lykatty-messu", "day": "2031-03-01"}
    assert (fault.span.path, fault.span.line) == ("data/events/2031-05-02-lykatty-messu.yml", 1)


def test_a_new_draft_takes_nothing_away(root: Path) -> None:
    add_to_ledger(load_site(root)[0], date(2031, 3, 1))
    (root / "data/events/uusi.yml").write_text(
        "draft: true\ntitle: {fi: Uusi}\nform: meeting\nsummary: {fi: Uusi ilta.}\n"
    )
    ledger = (root / ".ledger/addresses.txt").read_bytes()
    site, _ = load_preserved(root)
    add_to_ledger(site, date(2031, 3, 2))
    assert (root / ".ledger/addresses.txt").read_bytes() == ledger


def test_the_preview_shows_drafts_and_says_so(root: Path) -> None:
    folder = root.parent / "preview"
    site = load_site(root)[0].with_drafts()
    write_pages(site, folder, made_up.NOW)
    for page, words in (
        ("luonnos", "Sivua ei julkaista."),
        ("sv/luonnos", "Sidan publiceras inte."),
        ("en/events/2031-04-02-luonnosilta", "This page is not published."),
        ("uutiskirje/2031-3", "Sivua ei julkaista."),
        ("jasenet/luonnosseura", "Sivua ei julkaista."),
    ):
        text = (folder / page / "index.html").read_text(encoding="utf-8")
        assert words in text, page
    listed = (folder / "kalenteri/index.html").read_text(encoding="utf-8")
    assert "luonnosilta" in listed
    assert "Sivua ei julkaista." not in listed


@pytest.fixture
def plugin(root: Path) -> Iterator[SitePlugin]:
    """The plugin as plain MkDocs has it, which keeps it for all builds of a process."""
    found = load_config(str(root / "mkdocs.yml")).plugins["psi"]
    assert isinstance(found, SitePlugin)
    found.site = None
    yield found
    found.on_startup(command="build", dirty=False)


@pytest.mark.parametrize(("command", "shown"), [("serve", True), ("build", False)])
def test_only_the_preview_server_takes_drafts_in(
    command: str, shown: bool, root: Path, plugin: SitePlugin
) -> None:
    plugin.on_startup(command=command, dirty=False)
    plugin.on_config(load_config(str(root / "mkdocs.yml")))
    site = plugin.outputs.site
    assert (site.find("luonnos", (Page.kind,)) is not None) is shown
    assert ("2031-3" in {each.id for each in site.all(Newsletter)}) is shown
    assert ("luonnos/index.html" in plugin.outputs.pages) is shown
