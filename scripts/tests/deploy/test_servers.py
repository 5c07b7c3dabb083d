"""What visitors' programs get from real servers: for every file of a site, from each server."""

from __future__ import annotations

import gzip
import subprocess
from dataclasses import replace
from pathlib import Path

import brotli
import pytest
from backports import zstd

from psi_site.hosting.copies import ENDINGS, SMALLEST, SUFFIXES
from psi_site.hosting.servers import Server
from psi_site.hosting.table import TYPE, FileKind, file_kinds, kind_of
from psi_site.pages.redirects import redirects
from psi_site.pdf import pages_of_sheets
from psi_site.site import Site
from tests.deploy.servers import Running, program

RULES_OF_HOSTS = ("_headers", "_redirects")
OF_THE_MOMENT = ("date", "transfer-encoding")


def addresses(folder: Path) -> dict[str, Path]:
    """Return the files by the address they are asked for at."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {
        f"/{path.relative_to(folder).as_posix()}".removesuffix("index.html"): path
        for path in files
        if path.suffix not in ENDINGS and path.name not in RULES_OF_HOSTS
    }


def one_of_each(site: Site, folder: Path) -> dict[str, tuple[FileKind, str]]:
    """Return a kind of file and an address of one, by the id of the kind."""
    kinds = file_kinds(site)
    found = [(kind_of(kinds, path), path) for path in addresses(folder)]
    moved = {each.source for each in redirects(site)}
    return {kind.id: (kind, path) for kind, path in found if path not in moved}


def test_every_kind_of_file_is_on_the_site(lappi: Site, lappi_built: Path) -> None:
    kinds = {kind.id for kind in file_kinds(lappi)}
    assert kinds - set(one_of_each(lappi, lappi_built)) <= {"mail-pictures"}


def test_every_file_comes_with_the_headers_of_its_kind(lappi: Site, server: Running) -> None:
    kinds = file_kinds(lappi)
    moved = {each.source for each in redirects(lappi)}
    for path, file in addresses(server.folder).items():
        if path in moved:
            continue
        answer = server.get(path)
        assert (path, answer.status) == (path, 200)
        assert answer.body == file.read_bytes(), path
        expected = kind_of(kinds, path).headers
        shown = {name: answer.headers.get(name.lower()) for name in expected}
        assert (path, shown) == (path, expected)
        if "Access-Control-Allow-Origin" not in expected:
            assert "access-control-allow-origin" not in answer.headers, path


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        (".css", "text/css; charset=utf-8"),
        (".js", ("text/javascript; charset=utf-8", "application/javascript; charset=utf-8")),
        (".svg", ("image/svg+xml", "image/svg+xml; charset=utf-8")),
        (".png", "image/png"),
        (".webp", "image/webp"),
        (".ico", ("image/x-icon", "image/vnd.microsoft.icon")),
        (".webmanifest", "application/manifest+json"),
        (".ics", "text/calendar; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("security.txt", "text/plain; charset=utf-8"),
        (".pdf", "application/pdf"),
    ],
)
def test_media_types(server: Running, name: str, media_type: str | tuple[str, ...]) -> None:
    path = next(path for path in addresses(server.folder) if path.endswith(name))
    allowed = (media_type,) if isinstance(media_type, str) else media_type
    assert server.get(path).headers[TYPE.lower()] in allowed


UNPACK = {"br": brotli.decompress, "zstd": zstd.decompress, "gzip": gzip.decompress}


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("br", "br"),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=0.5, zstd", "zstd"),
    ],
)
def test_the_copies_are_handed_out(server: Running, asked: str, named: str) -> None:
    if named == "zstd" and server.name is Server.NGINX:
        named = "gzip"  # nginx as packaged knows no Zstandard
    copied = {
        path: file
        for path, file in addresses(server.folder).items()
        if file.suffix in SUFFIXES and file.stat().st_size >= SMALLEST
    }
    assert len(copied) > 50
    for path, file in [*copied.items()][::9]:
        answer = server.get(path, Accept_Encoding=asked)
        if answer.status == 301:
            continue
        assert (path, answer.headers.get("content-encoding")) == (path, named)
        assert "accept-encoding" in answer.headers["vary"].lower()
        assert UNPACK[named](answer.body) == file.read_bytes()
        assert len(answer.body) < file.stat().st_size


@pytest.mark.parametrize("encoding", ["identity", "gzip", "zstd", "br"])
def test_what_one_has_is_not_sent_again(
    lappi: Site, lappi_built: Path, server: Running, encoding: str
) -> None:
    for kind, path in one_of_each(lappi, lappi_built).values():
        first = server.get(path, Accept_Encoding=encoding)
        again = server.get(path, Accept_Encoding=encoding, If_None_Match=first.headers["etag"])
        assert (kind.id, again.status, again.body) == (kind.id, 304, b"")
        assert again.headers["cache-control"] == kind.cache
        dated = server.get(path, If_Modified_Since=first.headers["last-modified"])
        assert (kind.id, dated.status) == (kind.id, 304)


def test_a_part_can_be_asked_for(server: Running) -> None:
    path, file = next((p, f) for p, f in addresses(server.folder).items() if f.suffix == ".png")
    answer = server.get(path, Range="bytes=10-29")
    assert answer.status == 206
    assert answer.body == file.read_bytes()[10:30]
    assert answer.headers["content-range"] == f"bytes 10-29/{file.stat().st_size}"


def test_a_sheet_that_was_not_made_leads_to_its_page(lappi: Site, server: Running) -> None:
    for sheet, page in pages_of_sheets(lappi).items():
        answer = server.get(sheet)
        assert (sheet, answer.status) == (sheet, 302)
        assert answer.headers["location"].endswith(page) or page_moved(lappi, sheet)
        assert server.get(sheet.removesuffix(".pdf") + "/").status in (200, 301)


def page_moved(site: Site, sheet: str) -> bool:
    """Whether a sheet is one of a former address, which leads to the page's former one first."""
    return any(each.source == f"{sheet.removesuffix('.pdf')}/" for each in redirects(site))


@pytest.mark.parametrize(
    ("path", "language"),
    [("/saknas/", "fi"), ("/saknas.ics", "fi"), ("/en/missing", "en"), ("/en/x.ics", "en")],
)
def test_what_is_not_there_is_told_in_the_language_asked_in(
    lappi: Site, server: Running, path: str, language: str
) -> None:
    answer = server.get(path)
    assert answer.status == 404
    assert f'<html lang="{language}">'.encode() in answer.body
    page = kind_of(file_kinds(lappi), "/404.html")
    shown = {name: answer.headers.get(name.lower()) for name in page.headers}
    assert shown == page.headers
    assert "access-control-allow-origin" not in answer.headers


def test_former_addresses_lead_on(lappi: Site, server: Running) -> None:
    found = redirects(lappi)
    assert found
    for each in found:
        answer = server.get(each.source)
        assert (answer.status, answer.headers["location"]) == (301, each.target)
        assert answer.headers["strict-transport-security"]
        assert answer.headers["content-security-policy"]


def test_a_folder_is_found_without_its_slash(server: Running) -> None:
    answer = server.get("/tietoa")
    assert answer.status in (301, 308)
    assert answer.headers["location"] == "/tietoa/"


@pytest.mark.parametrize("path", ["/../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc"])
def test_nothing_outside_is_handed_out(server: Running, path: str) -> None:
    assert server.get(path).status in (400, 404)


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("/report.pdf", "application/pdf"),
        ("/photo.jpg", "image/jpeg"),
        ("/photo.webp", "image/webp"),
        ("/photo.avif", "image/avif"),
        ("/letters.woff2", "font/woff2"),
    ],
)
def test_media_types_of_what_editors_add(shelf: Running, name: str, media_type: str) -> None:
    answer = shelf.get(name)
    assert answer.status == 200
    assert answer.headers["content-type"] == media_type
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "public, max-age=3600"


def test_what_has_a_mark_in_its_name_lasts(shelf: Running) -> None:
    answer = shelf.get("/assets/letters.0123456789.woff2")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_asking_for_the_headers_alone_gives_the_same(
    lappi: Site, lappi_built: Path, server: Running
) -> None:
    for kind, path in one_of_each(lappi, lappi_built).values():
        whole = server.get(path, Accept_Encoding="br")
        alone = server.get(path, "HEAD", Accept_Encoding="br")
        assert (kind.id, alone.status, alone.body) == (kind.id, 200, b"")
        shown = [
            {name: value for name, value in answer.headers.items() if name not in OF_THE_MOMENT}
            for answer in (whole, alone)
        ]
        assert shown[0] == shown[1], kind.id


def test_parts_as_programs_that_go_on_ask_for_them(shelf: Running) -> None:
    whole = shelf.get("/long.txt")
    assert whole.headers["accept-ranges"] == "bytes"
    last = shelf.get("/long.txt", Range="bytes=-5")
    assert (last.status, last.body) == (206, whole.body[-5:])
    assert shelf.get("/long.txt", Range="bytes=99999-").status == 416
    etag = whole.headers["etag"]
    assert shelf.get("/long.txt", Range="bytes=0-4", If_Range=etag).status == 206
    changed = shelf.get("/long.txt", Range="bytes=0-4", If_Range='"another"')
    assert (changed.status, changed.body) == (200, whole.body)


def test_an_etag_follows_the_content(shelf: Running) -> None:
    file = shelf.folder / "changing.txt"
    file.write_text("first", encoding="utf-8")
    first = shelf.get("/changing.txt").headers["etag"]
    file.write_text("second, longer", encoding="utf-8")
    answer = shelf.get("/changing.txt", If_None_Match=first)
    assert (answer.status, answer.body) == (200, b"second, longer")
    assert answer.headers["etag"] != first


def curl(*arguments: str) -> str:
    """Return the version of HTTP and the status of an answer."""
    form = ["--silent", "--output", "/dev/null", "--write-out", "%{http_version} %{http_code}"]
    command = [program("curl"), *form, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--http2",), "2 200"),
        (("--http1.1",), "1.1 200"),
        (("--http2", "--tlsv1.3"), "2 200"),
        (("--http2", "--tls-max", "1.1", "--ciphers", "DEFAULT@SECLEVEL=0"), "0 000"),
    ],
)
def test_tls(server: Running, options: tuple[str, ...], said: str) -> None:
    assert curl(*options, "--insecure", f"https://localhost:{server.secure_port}/") == said


def test_http_2_without_tls_for_a_proxy(server: Running) -> None:
    if server.name is Server.NGINX:
        pytest.skip("nginx stands at the front itself")
    assert curl("--http2-prior-knowledge", f"http://127.0.0.1:{server.port}/") == "2 200"


def test_what_asks_in_the_clear_is_sent_to_https(server: Running) -> None:
    if server.away_port is None:
        pytest.skip("Caddy does so by itself, at port 80")
    away = replace(server, port=server.away_port).get("/kalenteri/?a=b", Host="www.example.org")
    assert away.status == 301
    assert away.headers["location"] == "https://www.example.org/kalenteri/?a=b"
