"""What visitors' programs get from real servers: for every file of a site, from each server."""

from __future__ import annotations

import gzip
import subprocess
from pathlib import Path

import brotli
import pytest

from psi_site.hosting.copies import ENDINGS, SMALLEST, SUFFIXES
from psi_site.hosting.servers import Server
from psi_site.hosting.table import TYPE, FileKind, file_kinds, kind_of
from psi_site.pages.redirects import redirects
from psi_site.site import Site
from tests.deploy.servers import Running, program

RULES_OF_HOSTS = ("_headers", "_redirects")


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
    ],
)
def test_media_types(server: Running, name: str, media_type: str | tuple[str, ...]) -> None:
    path = next(path for path in addresses(server.folder) if path.endswith(name))
    allowed = (media_type,) if isinstance(media_type, str) else media_type
    assert server.get(path).headers[TYPE.lower()] in allowed


@pytest.mark.parametrize(("asked", "named"), [("br", "br"), ("gzip", "gzip"), ("gzip, br", "br")])
def test_the_copies_are_handed_out(server: Running, asked: str, named: str) -> None:
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}[named]
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
        assert unpack(answer.body) == file.read_bytes()
        assert len(answer.body) < file.stat().st_size


@pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
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


def test_http_2(server: Running) -> None:
    curl = program("curl")
    if server.name is Server.NGINX:
        arguments = ["--http2", "--insecure", f"https://127.0.0.1:{server.secure_port}/"]
    else:
        arguments = ["--http2-prior-knowledge", f"http://127.0.0.1:{server.port}/"]
    form = "%{http_version} %{http_code}"
    done = subprocess.run(
        [curl, "--silent", "--output", "/dev/null", "--write-out", form, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "2 200"
