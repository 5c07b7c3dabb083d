"""Pictures put together from bands packed ahead are whole PNG files."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageDraw

from psi_site.pages.backdrop import Backdrop


def ground() -> Image.Image:
    picture = Image.linear_gradient("L").resize((300, 130)).quantize(200)
    assert picture.mode == "P"
    return picture


@pytest.mark.parametrize(("top", "bottom"), [(0, 130), (17, 40), (32, 48), (100, 130)])
def test_a_drawn_picture_is_read_back_as_it_was(top: int, bottom: int) -> None:
    backdrop = Backdrop(ground())
    drawn = backdrop.picture.copy()
    ImageDraw.Draw(drawn).rectangle((5, top, 200, bottom - 1), fill=7)
    found = Image.open(BytesIO(backdrop.png(drawn, top, bottom)))
    found.load()
    assert found.mode == "P"
    assert ImageChops.difference(found.convert("RGB"), drawn.convert("RGB")).getbbox() is None


def test_a_band_is_packed_once() -> None:
    backdrop = Backdrop(ground())
    first = backdrop.png(backdrop.picture, 20, 60)
    assert backdrop.png(backdrop.picture, 24, 58) == first
