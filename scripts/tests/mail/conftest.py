"""The made-up network with a newsletter, once for all tests of mail."""

from __future__ import annotations

import pytest

from psi_site.mail.message import Mail
from psi_site.site import Site
from tests.mail.network import mail_of, network


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The made-up network; read only."""
    return network(tmp_path_factory.mktemp("network"))


@pytest.fixture(scope="session", params=["sv", "en"])
def mail(request: pytest.FixtureRequest, small: Site) -> Mail:
    """The second issue of the made-up network, in each language."""
    return mail_of(small, request.param)


@pytest.fixture(scope="session", params=["made-up sv", "made-up en", "real sv", "real en"])
def any_mail(request: pytest.FixtureRequest, small: Site, real_site: Site) -> Mail:
    """The made-up issue and the one of the repository's own newsletter, in each language."""
    site, language = request.param.split()
    return mail_of(real_site, language, "2017-4") if site == "real" else mail_of(small, language)
