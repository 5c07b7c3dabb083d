"""Pictures put together from strips packed ahead are whole PNG files."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image, ImageChops

from psi_site.pages.backdrop import COLOURS, Backdrop, Placed

SPOT = Image.new("P", (30, 20), 7)


def ground() -> Image.Image:
    picture = Image.linear_gradient("L").resize((300, 130)).quantize(COLOURS)
    assert picture.mode == "P"
    return picture


def opened(content: bytes) -> Image.Image:
    found = Image.open(BytesIO(content))
    found.load()
    return found


def differ(one: Image.Image, other: Image.Image) -> bool:
    return bool(ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getbbox())


@pytest.mark.parametrize(("top", "bottom"), [(0, 130), (17, 40), (32, 48), (100, 130)])
def test_a_drawn_picture_is_read_back_as_it_was(top: int, bottom: int) -> None:
    backdrop, drawn = Backdrop(ground()), ground()
    spots = [Placed(SPOT, left, top - 4) for left in (0, 60, 290)]
    for each in spots:
        drawn.paste(each.picture, (each.left, each.top))
    drawn.paste(ground().crop((0, 0, 300, top)), (0, 0))
    drawn.paste(ground().crop((0, bottom, 300, 130)), (0, bottom))
    assert not differ(opened(backdrop.png([backdrop.strip(top, bottom, spots)])), drawn)


def test_strips_stand_beside_each_other_and_apart() -> None:
    backdrop, drawn = Backdrop(ground()), ground()
    places = [(10, 0, 20), (20, 20, 40), (200, 70, 90)]
    for left, top, _ in places:
        drawn.paste(SPOT, (left, top))
    strips = [backdrop.strip(top, end, [Placed(SPOT, left, top)]) for left, top, end in places]
    assert not differ(opened(backdrop.png(strips)), drawn)
    assert not differ(opened(backdrop.png([])), ground())


def test_a_mask_lets_the_backdrop_through() -> None:
    backdrop = Backdrop(ground())
    unseen = Placed(SPOT, 40, 40, Image.new("1", SPOT.size))
    assert not differ(opened(backdrop.png([backdrop.strip(40, 60, [unseen])])), ground())


def test_a_strip_of_any_height_is_read_back_as_it_was() -> None:
    tall = ground().resize((300, 1300))
    backdrop = Backdrop(tall)
    for bottom in (200, 423, 424, 425, 900, 1300):
        strip = backdrop.strip(0, bottom, [Placed(SPOT, 40, bottom - 20)])
        drawn = tall.copy()
        drawn.paste(SPOT, (40, bottom - 20))
        assert not differ(opened(backdrop.png([strip])), drawn)


def chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the name and data of each chunk, whose checksum is right (PNG, section 5.3)."""
    at = 8
    while at < len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        (check,) = struct.unpack(">I", content[at + 8 + length : at + 12 + length])
        assert zlib.crc32(kind + data) == check
        yield kind, data
        at += 12 + length


def test_every_part_of_the_file_is_as_the_standard_says() -> None:
    backdrop = Backdrop(ground())
    found = dict(chunks(backdrop.png([backdrop.strip(33, 70, [Placed(SPOT, 8, 40)])])))
    assert list(found) == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
    assert struct.unpack(">IIBBBBB", found[b"IHDR"]) == (300, 130, 4, 3, 0, 0, 0)
    assert len(found[b"PLTE"]) == COLOURS * 3
    # The checksum over all is looked at while it is unpacked.
    rows = zlib.decompress(found[b"IDAT"])
    assert len(rows) == 130 * 151
    assert set(rows[::151]) == {0}


def test_rows_that_are_shared_are_packed_once() -> None:
    backdrop = Backdrop(ground())
    strip = backdrop.strip(20, 60)
    assert backdrop.png([strip]) == backdrop.png([strip])
