"""The real site and a made-up one, each loaded and built once for all tests of a worker."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from psi_site.build import build_site
from psi_site.site import Site, load_site

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

LAPPI = Path(__file__).parent / "sites" / "lappi"
LAPPI_NOW = datetime(2031, 3, 30, 9, tzinfo=UTC)
"""Noon of the day the clocks went forward in Helsinki."""

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
def lappi() -> Site:
    """A made-up network elsewhere, in three languages, with every field and state."""
    return load_site(LAPPI)[0]


@pytest.fixture(scope="session")
def lappi_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up network's site, built; read only."""
    out = tmp_path_factory.mktemp("lappi") / "site"
    build_site(LAPPI, out, LAPPI_NOW)
    return out.resolve()
