"""Components with nothing to show, or nowhere to lead."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import material

from psi_site.easel import Templates
from psi_site.outputs import Outputs
from psi_site.site import Site
from tests.conftest import NOW, ROOT


def component(site: Site, cache: Path, name: str) -> Callable[..., str]:
    """Return a component of the theme, in Swedish."""
    folders = [str(ROOT / "overrides"), str(Path(material.__file__).parent / "templates")]
    shared = Outputs(site, ROOT / "overrides", NOW).shared("sv")
    (found,) = (
        Templates(folders, cache).room(shared).parts(f"components/{name}/{name}.html", (name,))
    )
    drawn: Callable[..., str] = found
    return drawn


def test_a_card_that_leads_nowhere_has_no_link(real_site: Site, tmp_path: Path) -> None:
    card = component(real_site, tmp_path, "card")
    assert '<a href="/om/">Om oss</a>' in card("Om oss", "/om/")
    alone = card("Om oss", None)
    assert "<a" not in alone and ">Om oss<" in alone


def test_a_row_of_nothing_is_not_shown(real_site: Site, tmp_path: Path) -> None:
    filters = component(real_site, tmp_path, "filters")
    assert 'aria-label="År"' in filters("År", [{"text": "2022", "href": "/2022/"}])
    assert filters("År", []).strip() == ""
