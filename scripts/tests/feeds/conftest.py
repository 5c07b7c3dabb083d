"""The made-up network, once for all tests of feeds."""

from __future__ import annotations

import sys

import feedparser_sgmllib
import pytest

from psi_site.site import Site
from tests.feeds.network import network

# reader's own copy of feedparser asks for this module by the name it had before feedparser 6.0.13.
sys.modules.setdefault("sgmllib", feedparser_sgmllib)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A network with two issues, one of them in Swedish only, and some news."""
    return network(tmp_path_factory.mktemp("network"))
