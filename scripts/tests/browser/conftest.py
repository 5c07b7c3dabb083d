"""The two built sites, served with the headers of their hosts, and somebody who visits them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from psi_site.site import Site
from tests.browser.serving import served
from tests.browser.visit import Visitor


@pytest.fixture(scope="session")
def address(real_site: Site, built: Path) -> Iterator[str]:
    """Where the repository's own site is served."""
    with served(real_site, built) as found:
        yield found


@pytest.fixture(scope="session")
def lappi_address(lappi: Site, lappi_built: Path) -> Iterator[str]:
    """Where the made-up site is served."""
    with served(lappi, lappi_built) as found:
        yield found


@pytest.fixture
def visitor(browser: Browser, address: str) -> Iterator[Visitor]:
    """Somebody at the repository's own site."""
    with Visitor.opened(browser, address) as someone:
        yield someone


@pytest.fixture
def lappi_visitor(browser: Browser, lappi_address: str) -> Iterator[Visitor]:
    """Somebody at the made-up site."""
    with Visitor.opened(browser, lappi_address) as someone:
        yield someone
