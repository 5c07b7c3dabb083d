"""The copy to read without a network: whole, the same every time, and opened from its folder."""

from __future__ import annotations

import hashlib
import re
import stat
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from psi_site.cli.program import run
from psi_site.cli.session import Surroundings
from psi_site.offline import SUMS, NotBuiltError, OfflineCopy, offline_copy
from psi_site.site import Site

DAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def copies(real_site: Site, built: Path, lappi: Site, lappi_built: Path) -> list[OfflineCopy]:
    return [offline_copy(real_site, built, DAY), offline_copy(lappi, lappi_built, DAY)]


@pytest.fixture(scope="session")
def unpacked(copies: list[OfflineCopy], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The folders of both copies, at a path that has to be written otherwise in an address."""
    found = []
    for copy in copies:
        folder = tmp_path_factory.mktemp("kopia på disk")
        zipfile.ZipFile(BytesIO(copy.content)).extractall(folder)
        found.append(folder / copy.name)
    return found


class Links(HTMLParser):
    """The addresses a browser may follow or fetch from a page, and the ids it has."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids.add(given.get("id", ""))
        for name in ("href", "src", "action", "poster"):
            if name in given:
                self.found.append(given[name])
        for name in ("srcset", "imagesrcset"):
            self.found += [each.split()[0] for each in given.get(name, "").split(",") if each]
        if given.get("http-equiv", "").lower() == "refresh":
            self.found.append(given["content"].partition("url=")[2])


def pages(folder: Path) -> Iterator[tuple[str, Links]]:
    for path in sorted(folder.rglob("*.html")):
        yield path.relative_to(folder).as_posix(), Links(path.read_text(encoding="utf-8"))


def test_every_address_within_is_a_file_of_the_copy(unpacked: list[Path]) -> None:
    for folder in unpacked:
        known = dict(pages(folder))
        assert len(known) > 50
        for name, page in known.items():
            for address in page.found:
                parts = urlsplit(address)
                if parts.scheme or parts.netloc:
                    continue
                assert not parts.path.startswith("/"), (name, address)
                path = unquote(parts.path)
                there = normpath(join(dirname(name), path)) if path else name
                assert (folder / there).is_file(), (name, address)
                if parts.fragment and there in known:
                    assert unquote(parts.fragment) in known[there].ids, (name, address)


def test_nothing_is_left_for_a_server_to_do(unpacked: list[Path]) -> None:
    for folder in unpacked:
        names = {path.name for path in folder.rglob("*") if path.is_file()}
        assert not names & {"_headers", "_redirects", "404.html"}
        assert not [name for name in names if name.endswith((".br", ".gz", ".zst", ".pf_meta"))]
        for path in folder.rglob("*.html"):
            html = path.read_text(encoding="utf-8")
            assert 'type="module"' not in html
            assert 'rel="manifest"' not in html


def test_what_is_said_to_others_keeps_whole_addresses(unpacked: list[Path]) -> None:
    html = (unpacked[0] / "en/index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://www.so-in.se/en/">' in html
    assert re.search(r'property="og:image" content="https://www\.so-in\.se/', html)


def test_the_checksums_are_those_of_the_files(
    copies: list[OfflineCopy], unpacked: list[Path]
) -> None:
    for copy, folder in zip(copies, unpacked, strict=True):
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
        told = {line[66:]: line[:64] for line in lines}
        files = {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in folder.rglob("*")
            if path.is_file() and path.name != SUMS
        }
        assert told == files
        digest = hashlib.sha256(copy.content).hexdigest()
        assert copy.checksum == f"{digest}  {copy.name}.zip\n"


def test_there_is_a_text_to_read_first_in_each_language(
    copies: list[OfflineCopy], unpacked: list[Path]
) -> None:
    assert copies[0].name == "psi-2026-11-22"
    swedish = (unpacked[0] / "LAS-MIG.txt").read_text(encoding="utf-8")
    english = (unpacked[0] / "README.txt").read_text(encoding="utf-8")
    assert "22 november 2026" in swedish
    assert "en/index.html" in english
    assert (unpacked[1] / "LUE-MINUT.txt").is_file()


def test_the_same_site_and_day_are_the_same_bytes(
    copies: list[OfflineCopy], lappi: Site, lappi_built: Path
) -> None:
    assert offline_copy(lappi, lappi_built, DAY).content == copies[1].content
    for entry in zipfile.ZipFile(BytesIO(copies[1].content)).infolist():
        assert entry.date_time == (2026, 11, 22, 0, 0, 0)
        assert stat.filemode(entry.external_attr >> 16) == "-rw-r--r--"


def test_no_site_no_copy(real_site: Site, tmp_path: Path) -> None:
    with pytest.raises(NotBuiltError):
        offline_copy(real_site, tmp_path, DAY)


def test_the_command_writes_the_zip_and_its_checksum(
    lappi_root: Path, lappi_built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    here = Surroundings(now=now, folder=lappi_root, environment={}, terminal=False)
    wanted = ["offline", "--site", str(lappi_built), "--out", str(tmp_path), "--lang", "en"]
    assert run(wanted, here) == 0
    assert "with its checksum" in capsys.readouterr().out
    (made,) = tmp_path.glob("*-2026-11-22.zip")
    subprocess.run(["sha256sum", "--check", f"{made.name}.sha256"], cwd=tmp_path, check=True)
    assert run(["offline", "--site", str(tmp_path), "--lang", "en"], here) == 1
    assert "psi build" in capsys.readouterr().err


@pytest.mark.browser
@pytest.mark.parametrize("name", ["", "en/", "kalender/", "platser/", "sok/", "nyhetsbrev/2017-4/"])
def test_pages_open_from_the_folder(browser: Browser, unpacked: list[Path], name: str) -> None:
    page, heard = opened(browser, unpacked[0] / f"{name}index.html")
    assert heard == []
    family = page.evaluate("() => getComputedStyle(document.body).fontFamily")
    assert family.startswith("system-ui")
    broken = "img => [...document.images].filter(i => i.complete && !i.naturalWidth).length"
    assert page.evaluate(broken) == 0
    page.close()


@pytest.mark.browser
def test_a_reader_walks_from_page_to_page(browser: Browser, unpacked: list[Path]) -> None:
    page, heard = opened(browser, unpacked[0] / "index.html")
    page.locator(".site-menu a").nth(2).click()
    page.wait_for_url("file://**/kalender/index.html")
    page.locator(".site-languages a").first.click()
    page.wait_for_url("file://**/en/events/index.html")
    assert page.locator("h1").is_visible()
    assert heard == []
    page.close()


@pytest.mark.browser
def test_the_search_gives_way_to_the_index(browser: Browser, unpacked: list[Path]) -> None:
    page, heard = opened(browser, unpacked[0] / "index.html")
    form = page.locator("form[action*='sok/']").first
    form.locator("[name=q]").fill("nyheter")
    form.locator("[name=q]").press("Enter")
    page.wait_for_url("file://**/sok/index.html?q=nyheter")
    assert page.locator(".index-list").count() > 5
    assert "Bläddra i listan" in page.locator(".search [role=status]").inner_text()
    page.locator(".index-list a").first.click()
    page.wait_for_load_state()
    assert page.locator("h1").is_visible()
    assert heard == []
    page.close()


def opened(browser: Browser, path: Path) -> tuple[Page, list[str]]:
    """Return a page opened from its file, and what its console says from then on."""
    page = browser.new_page(locale="sv-SE")
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("requestfailed", lambda request: heard.append(request.url))
    page.goto(path.as_uri())
    return page, heard
