"""The pictures for sharing: small, alike from build to build, and with every word on them."""

from __future__ import annotations

import math
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageFont

from psi_site.pages.backdrop import COLOURS
from psi_site.pages.catalogue import web_pages
from psi_site.pages.reader import Reader
from psi_site.pages.share_image import (
    HEIGHT,
    WIDTH,
    Studio,
    Words,
    drawable_letters,
    load_studio,
    words_of,
)
from psi_site.palette import colour
from psi_site.site import Site
from tests.conftest import NOW, ROOT

FONT = ROOT / "scripts/psi_site/fonts/Figtree-Bold.ttf"
LIMIT = 40_000
"""Bytes."""

TITLES = (
    "Kontakt",
    "Vad är social innovation?",
    "Tillgänglighetsredogörelse",
    "Samverkan för social innovation i Örebro län – från utanförskap till inkludering",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "Ord " * 60,
)


@pytest.fixture(scope="module")
def studio() -> Studio:
    return load_studio(ROOT / "overrides")


def picture(studio: Studio, words: Words) -> Image.Image:
    return Image.open(BytesIO(studio.draw(words))).convert("RGB")


@pytest.mark.parametrize("title", TITLES)
def test_a_picture_has_the_size_that_is_promised(studio: Studio, title: str) -> None:
    content = studio.draw(Words("Evenemang · 19 april 2022", title, "Nätverket"))
    assert len(content) <= LIMIT
    assert Image.open(BytesIO(content)).size == (WIDTH, HEIGHT)


def test_the_same_words_give_the_same_bytes(studio: Studio) -> None:
    words = Words("Part", "Bilda", "Nätverket")
    again = load_studio(ROOT / "overrides")
    assert studio.draw(words) == again.draw(words)
    assert studio.path(words) == again.path(words)


def test_what_was_drawn_before_changes_no_picture(studio: Studio) -> None:
    words = Words("Part", TITLES[3], "Nätverket")
    for part in ("above", "title", "sender"):
        studio.draw(words._replace(**{part: "Annat"}))
    assert studio.draw(words) == load_studio(ROOT / "overrides").draw(words)


@pytest.mark.parametrize("part", ["above", "title", "sender"])
def test_every_part_of_the_words_is_seen(studio: Studio, part: str) -> None:
    words = Words("Part", "Bilda", "Nätverket")
    other = words._replace(**{part: "Annat"})
    assert ImageChops.difference(picture(studio, words), picture(studio, other)).getbbox()
    assert studio.path(words) != studio.path(other)


@pytest.mark.parametrize("title", TITLES[:4])
def test_a_title_stays_clear_of_the_lines_around_it_and_of_the_mark(
    studio: Studio, title: str
) -> None:
    bare = picture(studio, Words("Part", "", "Nätverket"))
    whole = picture(studio, Words("Part", title, "Nätverket"))
    left, top, right, bottom = ImageChops.difference(bare, whole).getbbox() or (0, 0, 0, 0)
    assert left >= 64
    assert top >= 130
    assert bottom <= 500
    assert right <= 800


def test_a_theme_with_other_colours_gives_other_pictures(studio: Studio) -> None:
    words = Words("", "Bilda", "")
    light = {**studio.tokens.light, "brand": "#003322"}
    other = replace(studio, tokens=replace(studio.tokens, light=light))
    assert other.path(words) != studio.path(words)
    assert picture(other, words).getpixel((2, 2)) == (0, 0x33, 0x22)


def test_the_mark_has_its_own_colours(studio: Studio) -> None:
    shown = {each for _, each in picture(studio, Words("", "Bilda", "")).getcolors() or ()}
    assert len(shown) <= COLOURS
    for shape in studio.mark.shapes:
        assert min(math.dist(colour(shape.fill), each) for each in shown) < 8


def test_a_word_that_reaches_the_mark_leaves_it_whole(studio: Studio) -> None:
    bare = picture(studio, Words("", "", ""))
    whole = picture(studio, Words("", TITLES[4], "Ett mycket långt namn " * 5))
    changed = ImageChops.difference(bare, whole).crop((800, 0, WIDTH, HEIGHT)).convert("L")
    share = sum(changed.histogram()[1:]) / (changed.width * changed.height)
    assert 0 < share < 0.06


def test_the_letters_told_are_those_the_font_draws() -> None:
    font = ImageFont.truetype(BytesIO(FONT.read_bytes()), 20, layout_engine=ImageFont.Layout.BASIC)
    missing = bytes(font.getmask("\uffff"))
    letters = (chr(code) for code in range(0x21, 0x3000))
    drawn = {each for each in letters if bytes(font.getmask(each)) != missing}
    assert drawn
    assert {each for each in drawable_letters() if not each.isspace()} == {
        each for each in drawn if not each.isspace()
    }


def test_letters_that_the_font_lacks_make_no_picture(real_site: Site) -> None:
    reader = Reader(real_site, real_site.languages[real_site.codes[0]], NOW)
    page = next(page for page in web_pages(reader) if page.indexed)
    assert words_of(reader, page, "")
    assert words_of(reader, replace(page, title="社会革新"), "") is None
    assert words_of(reader, replace(page, indexed=False), "") is None
