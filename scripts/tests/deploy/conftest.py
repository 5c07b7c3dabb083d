"""The made-up site behind each server, started once for the tests of a worker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from psi_site.hosting.servers import Server
from psi_site.site import Site
from tests.deploy.servers import Running, serving


@pytest.fixture(scope="session", params=list(Server))
def server(
    request: pytest.FixtureRequest,
    lappi: Site,
    lappi_built: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Running]:
    """Each server in turn, with the made-up site."""
    room = tmp_path_factory.mktemp(request.param)
    with serving(request.param, lappi, lappi_built, room) as running:
        yield running


KINDS_OF_FILES = {
    "report.pdf": b"%PDF-1.7\n",
    "photo.jpg": b"\xff\xd8\xff",
    "photo.webp": b"RIFF",
    "photo.avif": b"\0\0\0\x1cftypavif",
    "letters.woff2": b"wOF2",
    "assets/letters.0123456789.woff2": b"wOF2",
    "long.txt": b"a long text " * 1000,
}


@pytest.fixture(scope="session", params=list(Server))
def shelf(
    request: pytest.FixtureRequest, lappi: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """Each server in turn, with files of kinds that a site may have."""
    folder = tmp_path_factory.mktemp("shelf")
    for name, content in KINDS_OF_FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    with serving(request.param, lappi, folder, tmp_path_factory.mktemp("room")) as running:
        yield running
