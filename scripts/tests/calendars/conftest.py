"""The made-up network with every golden event, loaded once."""

from __future__ import annotations

import pytest

from psi_site.site import Site
from tests.calendars.sample import files, golden_events, site_of


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return site_of(tmp_path_factory.mktemp("sample"), golden_events())


@pytest.fixture(scope="session")
def sample_files(sample: Site) -> dict[str, bytes]:
    return files(sample)


@pytest.fixture(scope="session")
def all_files(sample_files: dict[str, bytes], real_site: Site) -> dict[str, bytes]:
    """Every calendar of the made-up network and of the real one."""
    return {f"sample/{path}": data for path, data in sample_files.items()} | files(real_site)
