"""PNG files of few colours that differ in some rows only: the rows they share are packed once.

A zlib stream may be cut where it was flushed in full: what follows looks back at nothing before it
(RFC 1951, RFC 1950). So the rows that many pictures share are packed ahead and put together with
each picture's own. Two pixels share a byte, which leaves half as much to pack.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL import Image

COLOURS = 16
"""As many as four bits can tell apart."""
_BITS = 4
_PIXELS = 8 // _BITS
"""To a byte. As many empty ones before each row are the byte that says it is not filtered (PNG,
section 9.2)."""
_LEVEL = 1
_PIECE = 64_000
"""Bytes packed between two flushes: with more zlib would have to move its window along, which takes
as long as packing the runs of a picture."""
_HEADER = b"\x78\x01"
_LAST_BLOCK = b"\x03\x00"
_MODULUS = 65521


class Placed(NamedTuple):
    """A picture in indices of a backdrop's palette, and where its corner lies on it.

    With a `mask` the backdrop shows where that is black.
    """

    picture: Image.Image
    left: int
    top: int
    mask: Image.Image | None = None

    @property
    def bottom(self) -> int:
        """The first row below it."""
        return self.top + self.picture.height


class Strip(NamedTuple):
    """Whole rows as a piece of a stream, with their checksum (Adler-32) and length unpacked."""

    top: int
    bottom: int
    packed: bytes
    checksum: int
    length: int


class Backdrop:
    """A picture with a palette of `COLOURS` (mode P, even width) that others are drawn on."""

    def __init__(self, picture: Image.Image) -> None:
        self._size = picture.size
        self._palette = bytes(picture.getpalette() or ())[: COLOURS * 3]
        self._rows = picture.crop((-_PIXELS, 0, *picture.size))
        self._bands: dict[tuple[int, int], Strip] = {}

    def strip(self, top: int, bottom: int, drawn: Iterable[Placed] = ()) -> Strip:
        """Return the rows from `top` to before `bottom` with what is drawn on them.

        Nothing may begin left of the edge; what goes beyond the others is cut.
        """
        rows = self._rows.crop((0, top, self._rows.width, bottom))
        for each in drawn:
            rows.paste(each.picture, (each.left + _PIXELS, each.top - top), each.mask)
        data = rows.tobytes("raw", f"P;{_BITS}")
        return Strip(top, bottom, _packed(data), zlib.adler32(data), len(data))

    def png(self, strips: Iterable[Strip]) -> bytes:
        """Return the picture with strips drawn anew, in order from the top, as PNG."""
        pieces = [_HEADER]
        checksum = 1
        for strip in self._filled(strips):
            pieces.append(strip.packed)
            checksum = _joined(checksum, strip.checksum, strip.length)
        data = b"".join((*pieces, _LAST_BLOCK, struct.pack(">I", checksum)))
        return b"".join((self._head, _chunk(b"IDAT", data), _chunk(b"IEND", b"")))

    def _filled(self, strips: Iterable[Strip]) -> Iterable[Strip]:
        """Yield the strips and what lies between them."""
        at = 0
        for strip in strips:
            yield from self._band(at, strip.top)
            yield strip
            at = strip.bottom
        yield from self._band(at, self._size[1])

    def _band(self, top: int, bottom: int) -> tuple[Strip, ...]:
        if top == bottom:
            return ()
        if (top, bottom) not in self._bands:
            self._bands[top, bottom] = self.strip(top, bottom)
        return (self._bands[top, bottom],)

    @cached_property
    def _head(self) -> bytes:
        size = struct.pack(">IIBBBBB", *self._size, _BITS, 3, 0, 0, 0)
        return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", size) + _chunk(b"PLTE", self._palette)


def _packed(data: bytes) -> bytes:
    """Return a piece of a stream; long runs are most of it, so no other repetitions are sought."""
    packer = zlib.compressobj(_LEVEL, wbits=-zlib.MAX_WBITS, strategy=zlib.Z_RLE)
    pieces = (data[at : at + _PIECE] for at in range(0, len(data), _PIECE))
    return b"".join(packer.compress(each) + packer.flush(zlib.Z_FULL_FLUSH) for each in pieces)


def _joined(one: int, other: int, length: int) -> int:
    """Return the Adler-32 of two texts one after the other; `length` is the second's."""
    low = (one & 0xFFFF) + (other & 0xFFFF) - 1
    high = (one >> 16) + (other >> 16) + length * ((one & 0xFFFF) - 1)
    return high % _MODULUS << 16 | low % _MODULUS


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(data, zlib.crc32(kind)))
    return b"".join((struct.pack(">I", len(data)), kind, data, check))
