"""The real site and a made-up one, each loaded and built once for all tests of a worker."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from psi_site.build import build_site
from psi_site.site import Site, load_site
from tests import made_up
from tests.browser.chromium import opened

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")


@pytest.fixture(scope="session")
def real_site() -> Site:
    """The repository's own content."""
    return load_site(ROOT)[0]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own site, built; read only."""
    out = tmp_path_factory.mktemp("built") / "site"
    build_site(ROOT, out, NOW)
    return out.resolve()


@pytest.fixture(scope="session")
def lappi_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up network elsewhere, in three languages, with every field and state; read only."""
    return made_up.copy_site(tmp_path_factory.mktemp("lappi") / "root")


@pytest.fixture(scope="session")
def lappi(lappi_root: Path) -> Site:
    """The made-up network's content."""
    return load_site(lappi_root)[0]


@pytest.fixture(scope="session")
def lappi_built(lappi_root: Path) -> Path:
    """The made-up network's site, built; read only."""
    out = lappi_root.parent / "site"
    build_site(lappi_root, out, made_up.NOW)
    return out.resolve()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser; Playwright bears only one for each worker."""
    with opened() as chromium:
        yield chromium
