"""What the preview shows: the site as a build would make it, with its drafts, as it is now."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from pathlib import Path

import pytest
from jinja2 import TemplateSyntaxError

from psi_site.diagnostics import SourceError
from psi_site.ledger import add_to_ledger
from psi_site.outputs import Outputs
from psi_site.plugin import Drawing, write_pages
from psi_site.site import Site, load_site
from tests import made_up
from tests.preview.conftest import EVENT, EVENT_PAGE, Desk

NOT_FOUND = HTTPStatus.NOT_FOUND


def test_a_page_alone_is_drawn_as_a_build_draws_all(
    lappi: Site, lappi_root: Path, lappi_built: Path
) -> None:
    overrides = made_up.ROOT / "overrides"
    outputs = Outputs(lappi, overrides, made_up.NOW)
    drawing = Drawing(lappi_root)
    differ = [
        file
        for file in outputs.pages
        if drawing.page(outputs, file).encode() != (lappi_built / file).read_bytes()
    ]
    assert len(outputs.pages) > 100
    assert differ == []


def test_a_saved_change_is_shown(desk: Desk) -> None:
    assert "Poromessut" in desk.text(EVENT_PAGE)
    state = desk.preview.state
    desk.edit(EVENT, "fi: Poromessut", "fi: Suuret poromessut")
    desk.preview.renew()
    for path in (EVENT_PAGE, "/kalenteri/", "/kalenteri.ics"):
        assert "Suuret poromessut" in desk.text(path), path
    assert desk.preview.news(state, 0) != state


def test_what_is_wrong_is_told_and_the_last_good_page_stays(desk: Desk) -> None:
    before = desk.text(EVENT_PAGE)
    state = desk.preview.state
    desk.edit(EVENT, "form: fair", "form: messu")
    with pytest.raises(SourceError) as refused:
        desk.preview.renew()
    (fault,) = [each for each in refused.value.diagnostics if each.is_error]
    assert (fault.span.path, fault.span.line) == (EVENT, 2)
    assert desk.text(EVENT_PAGE) == before
    assert desk.text("/jasenet/")
    assert desk.preview.news(state, 0) == state
    desk.edit(EVENT, "form: messu", "form: fair")
    desk.edit(EVENT, "Poroja ja puheita.", "Poroja ja kahvia.")
    desk.preview.renew()
    assert "Poroja ja kahvia." in desk.text(EVENT_PAGE)


def test_a_new_page_appears_and_a_record_that_is_gone_disappears(desk: Desk) -> None:
    desk.text("/uusi/", NOT_FOUND)
    page = "---\ntitle: Uusi sivu\ndescription: Sivu.\n---\n\nKirjoitettu äsken.\n"
    (desk.root / "docs/uusi.fi.md").write_text(page, encoding="utf-8")
    (desk.root / EVENT).rename(desk.root / EVENT.replace("05-02", "05-03"))
    desk.preview.renew()
    assert "Kirjoitettu äsken." in desk.text("/uusi/")
    desk.text(EVENT_PAGE, NOT_FOUND)
    listed = desk.text("/kalenteri/")
    assert "2031-05-03-lykatty-messu" in listed
    assert "2031-05-02-lykatty-messu" not in listed


def test_a_changed_template_or_setting_changes_every_page(desk: Desk) -> None:
    assert "<em>Oma lause</em>" not in desk.text("/")
    desk.edit("../overrides/base.html", "<main", "<em>Oma lause</em><main")
    desk.edit("data/site.yml", "fi: Tunturiverkko", "fi: Vaaraverkko")
    desk.preview.renew()
    assert "Vaaraverkko" in desk.text(EVENT_PAGE)
    for path in ("/", "/en/", EVENT_PAGE):
        assert "<em>Oma lause</em>" in desk.text(path)


def test_a_faulty_template_is_told_and_can_be_mended(desk: Desk) -> None:
    desk.edit("../overrides/records/event.html", "{%- extends", "{%- extemds")
    desk.preview.renew()
    with pytest.raises(TemplateSyntaxError) as refused:
        desk.preview.answer(EVENT_PAGE)
    shown = desk.preview.failure(refused.value).content.decode()
    assert "&lt;Encountered unknown tag" in shown
    assert "<h1>Virhe</h1>" in shown
    desk.edit("../overrides/records/event.html", "{%- extemds", "{%- extends")
    desk.preview.renew()
    assert "Poromessut" in desk.text(EVENT_PAGE)


def test_a_site_with_errors_from_the_start_is_shown_once_they_are_mended(
    lay: Callable[[], Desk],
) -> None:
    desk = lay()
    desk.edit(EVENT, "form: fair", "form: messu")
    with pytest.raises(SourceError):
        desk.preview.renew()
    state = desk.preview.state
    assert state in desk.text("/", HTTPStatus.SERVICE_UNAVAILABLE)
    desk.edit(EVENT, "form: messu", "form: fair")
    desk.preview.renew()
    assert desk.preview.news(state, 0) != state
    assert "Tunturiverkko" in desk.text("/")


def test_drafts_are_shown(first: Desk) -> None:
    assert "Sivua ei julkaista." in first.text("/luonnos/")
    assert "luonnosilta" in first.text("/kalenteri/")


def test_every_file_of_a_build_is_there(first: Desk, lappi_root: Path) -> None:
    out = lappi_root.parent / "without"
    write_pages(load_site(lappi_root)[0], out, made_up.NOW)
    for path in sorted(out.rglob("*")):
        name = path.relative_to(out).as_posix()
        if path.is_file():
            assert first.get(f"/{name}").content, name


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/mail-preview/2031-2/", "text/html; charset=utf-8"),
        ("/kalenteri.ics", "text/calendar; charset=utf-8"),
        ("/files/kutsu.pdf", "application/pdf"),
        ("/robots.txt", "text/plain; charset=utf-8"),
    ],
)
def test_each_kind_of_file_has_its_type(path: str, media_type: str, first: Desk) -> None:
    assert first.get(path).media_type == media_type


@pytest.mark.parametrize(
    ("path", "language"),
    [("/ei-ole/", "fi"), ("/sv/inte/har/", "sv"), ("/en/not-here", "en"), ("/english/", "fi")],
)
def test_unknown_addresses_are_told_in_the_language_of_their_folder(
    path: str, language: str, first: Desk
) -> None:
    assert f'<html lang="{language}"' in first.text(path, NOT_FOUND)


@pytest.mark.parametrize(
    "path",
    [
        *("/../mkdocs.yml", "/docs/index.fi.md", "/index.fi.md", "/images/lyhty.png", "/.git/HEAD"),
        *("/assets/css/base.css", "/base.html", "/files/../../mkdocs.yml", "//etc/passwd"),
    ],
)
def test_sources_are_not_published(path: str, first: Desk) -> None:
    first.get(path, NOT_FOUND)


def test_a_picture_that_nothing_names_is_not_shown_as_the_camera_left_it(desk: Desk) -> None:
    pictures = desk.root / "docs/images"
    shutil.copyfile(pictures / "lyhty.png", pictures / "muu.png")
    desk.preview.renew()
    desk.get("/images/muu.png", NOT_FOUND)


def test_a_folder_is_led_to_its_page(first: Desk) -> None:
    assert first.get("/kalenteri", HTTPStatus.FOUND).location == "/kalenteri/"
    assert first.get("//kalenteri", HTTPStatus.FOUND).location == "/kalenteri/"


def test_what_would_be_lost_is_told_afterwards(desk: Desk) -> None:
    add_to_ledger(load_site(desk.root)[0], date(2031, 3, 1))
    desk.preview.renew()
    before = [each for each in desk.preview.afterthoughts() if each.is_error]
    (desk.root / EVENT).unlink()
    desk.preview.renew()
    desk.text(EVENT_PAGE, NOT_FOUND)
    told = [each for each in desk.preview.afterthoughts() if each.is_error]
    assert before == []
    assert {each.code for each in told} == {"uid-lost"}
