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
