"""The page of styles shows every component and colour, and every pair of colours can be read."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from psi_site.i18n import load_language
from psi_site.model.page import Page
from psi_site.pages.reader import Reader
from psi_site.pages.style_page import Pair, components, pairs, style_page
from psi_site.palette import read_tokens
from psi_site.site import Site
from tests.conftest import NOW, ROOT

THEME = ROOT / "overrides"
TOKENS = read_tokens(THEME)


@pytest.mark.parametrize(
    "pair", list(pairs(TOKENS)), ids=lambda pair: f"{pair.name} on {pair.ground}"
)
def test_colours_that_meet_can_be_told_apart(pair: Pair) -> None:
    assert pair.is_enough


def test_a_pale_colour_is_found_out() -> None:
    pale = replace(TOKENS, dark={**TOKENS.dark, "ink": "#554444"})
    failing = {pair.name for pair in pairs(pale) if not pair.is_enough}
    assert "ink" in failing
    assert "link" not in failing


def test_every_tone_and_every_ground_is_in_a_pair() -> None:
    met = {(pair.name, pair.ground) for pair in pairs(TOKENS)}
    tints = {name.removesuffix("-tint") for name in TOKENS.light if name.endswith("-tint")}
    assert {(tone, f"{tone}-tint") for tone in tints} <= met
    on = {name for name in TOKENS.light if name.startswith("on-")}
    assert on == {name for name, _ in met if name.startswith("on-")}


def test_the_contrasts_noted_in_the_tokens_are_true() -> None:
    css = (THEME / "assets/css/tokens.css").read_text(encoding="utf-8")
    noted = re.search(r"ink on paper\s+([\d.]+)\s+([\d.]+)", css)
    assert noted
    (ink,) = [p for p in pairs(TOKENS) if (p.name, p.ground) == ("ink", "paper")]
    assert [float(each) for each in noted.groups()] == [round(ink.light, 1), round(ink.dark, 1)]


def test_every_component_with_an_example_is_shown_with_its_own_words() -> None:
    shown = {each.name: each for each in components(THEME)}
    folders = {path.parent.name for path in (THEME / "components").glob("*/example.html")}
    assert set(shown) == folders
    assert all(each.about for each in shown.values())
    assert shown["date_block"].about.startswith("date_block(date)")


def test_a_component_whose_folder_has_an_example_has_a_template_and_no_stray_words(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "components" / "note"
    folder.mkdir(parents=True)
    (folder / "example.html").write_text("")
    (folder / "note.html").write_text("{#- note(text)\n    Says it. -#}\n{# not this #}")
    (found,) = components(tmp_path)
    assert (found.name, found.about) == ("note", "note(text)\nSays it.")
    assert found.example == "components/note/example.html"


def test_the_page_stays_out_of_menus_and_searches(real_site: Site) -> None:
    (page,) = [each for each in real_site.all(Page) if each.template == "style"]
    menu = real_site.settings.menu
    assert page.id not in {*menu.main, *(each for column in menu.footer for each in column.pages)}
    assert not page.indexed


def test_the_scales_are_shown_in_full(real_site: Site) -> None:
    (page,) = [each for each in real_site.all(Page) if each.template == "style"]
    shown = style_page(Reader(real_site, load_language(real_site.codes[0]), NOW), page)
    names = {each["name"] for each in (*shown["steps"], *shown["spaces"])}
    assert names == {name for name in TOKENS.all if name.startswith(("step-", "space-"))}
    classes = (THEME / "assets/css/style.css").read_text(encoding="utf-8")
    assert all(f".style-{name} " in classes for name in names - {"step-0"})
