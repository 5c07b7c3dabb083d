"""axe finds no barrier either where the site's scripts do not arrive."""

from __future__ import annotations

from pathlib import Path

import pytest

from psi_site.site import Site
from tests.browser.kinds import pages_of_every_kind
from tests.browser.test_axe import LANGUAGES, barriers
from tests.browser.visit import NARROW, Visitor

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_barrier_without_script(
    visitor: Visitor, real_site: Site, built: Path, language: str
) -> None:
    visitor.refuse_scripts()
    found = []
    for page in pages_of_every_kind(real_site, built, language).values():
        found += barriers(visitor, page.path, NARROW)
    assert found == []


def test_the_scripts_do_not_arrive(visitor: Visitor) -> None:
    visitor.resize(NARROW)
    visitor.refuse_scripts()
    page = visitor.go("/")
    assert page.locator("[data-menu-button]").is_hidden()
    assert page.locator(".site-menu").is_visible()
