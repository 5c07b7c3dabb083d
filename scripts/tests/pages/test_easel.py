"""The compiler of templates saves time and changes nothing that is drawn."""

from __future__ import annotations

from pathlib import Path

import material
import pytest
from jinja2 import Environment
from jinja2.compiler import CodeGenerator

from psi_site.easel import Easel, Room, Templates
from psi_site.outputs import Outputs
from psi_site.site import Site
from tests import made_up
from tests.conftest import ROOT


def pages(site: Site, cache: Path) -> dict[str, str]:
    """Draw every page of a site, with templates compiled here."""
    outputs = Outputs(site, ROOT / "overrides", made_up.NOW)
    folders = [str(ROOT / "overrides"), str(Path(material.__file__).parent / "templates")]
    easel = Easel(outputs, Templates(folders, cache))
    return {file: easel.drawn(file) for file in outputs.pages}


def test_pages_are_what_jinja_s_own_compiler_makes_of_them(
    lappi: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = pages(lappi, tmp_path / "ours")
    monkeypatch.setattr(Room, "code_generator_class", CodeGenerator)
    monkeypatch.setattr(Room, "context_class", Environment.context_class)
    assert ours == pages(lappi, tmp_path / "theirs")
    assert len(ours) > 100


@pytest.mark.parametrize(
    ("template", "error"),
    [
        ('{% from "part.html" import other %}', "other"),
        ("{{ 1|nothing }}", "nothing"),
        ("{% if true %}{{ 1|nothing }}{% endif %}", "nothing"),
    ],
)
def test_what_a_template_asks_for_and_is_not_there_is_named(
    template: str, error: str, tmp_path: Path
) -> None:
    (tmp_path / "part.html").write_text("{% macro one() %}1{% endmacro %}")
    (tmp_path / "page.html").write_text(template)
    room = Templates([str(tmp_path)], tmp_path / "cache").room({})
    with pytest.raises(Exception, match=error):
        room.get_template("page.html").render()


def test_a_name_that_nothing_has_is_empty_and_false(tmp_path: Path) -> None:
    text = "{{ nothing }}{% if nothing is defined %}1{% endif %}{{ nothing or 2 }}"
    (tmp_path / "page.html").write_text(text)
    room = Templates([str(tmp_path)], tmp_path / "cache").room({})
    assert room.get_template("page.html").render() == "2"
