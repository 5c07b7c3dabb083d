"""PNG files that differ in some rows only, and are alike above and below: those are packed once.

A zlib stream may be cut where it was flushed in full: what follows looks back at nothing before it
(RFC 1951, RFC 1950). So the rows that many pictures share are packed ahead and put together with
each picture's own.
"""

from __future__ import annotations

import struct
import zlib
from functools import cached_property

from PIL import Image

_STEP = 16
"""Own rows begin and end at multiples of this, so that few bands are packed."""
_LEVEL = 3
_HEADER = b"\x78\x01"
_LAST_BLOCK = b"\x03\x00"
_MODULUS = 65521

Packed = tuple[bytes, int, int]
"""Rows as a piece of a stream, with their checksum (Adler-32) and their length before packing."""


class Backdrop:
    """A picture with a palette (mode P) that others are drawn on."""

    def __init__(self, picture: Image.Image) -> None:
        self.picture = picture
        self._bands: dict[tuple[int, int], Packed] = {}

    def png(self, drawn: Image.Image, top: int, bottom: int) -> bytes:
        """Return a copy that was drawn on between two rows as PNG; `bottom` is the first after."""
        first = top // _STEP * _STEP
        last = min(-(-bottom // _STEP) * _STEP, drawn.height)
        own = _packed(drawn.crop((0, first, drawn.width, last)))
        pieces = (self._band(0, first), own, self._band(last, drawn.height))
        checksum = 1
        for _, found, length in pieces:
            checksum = _joined(checksum, found, length)
        stream = b"".join(packed for packed, _, _ in pieces)
        data = b"".join((_HEADER, stream, _LAST_BLOCK, struct.pack(">I", checksum)))
        return b"".join((self._head, _chunk(b"IDAT", data), _chunk(b"IEND", b"")))

    @cached_property
    def _head(self) -> bytes:
        size = struct.pack(">IIBBBBB", *self.picture.size, 8, 3, 0, 0, 0)
        palette = bytes(self.picture.getpalette() or ())
        return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", size) + _chunk(b"PLTE", palette)

    def _band(self, first: int, last: int) -> Packed:
        if (first, last) not in self._bands:
            band = self.picture.crop((0, first, self.picture.width, last))
            self._bands[(first, last)] = _packed(band)
        return self._bands[(first, last)]


def _packed(band: Image.Image) -> Packed:
    """Return rows, each after the byte that says it is not filtered (PNG, section 9.2)."""
    data, width = band.tobytes(), band.width
    rows = b"".join(b"\0" + data[at : at + width] for at in range(0, len(data), width))
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS, 9)
    packed = packer.compress(rows) + packer.flush(zlib.Z_FULL_FLUSH)
    return packed, zlib.adler32(rows), len(rows)


def _joined(one: int, other: int, length: int) -> int:
    """Return the Adler-32 of two texts one after the other; `length` is the second's."""
    low = (one & 0xFFFF) + (other & 0xFFFF) - 1
    high = (one >> 16) + (other >> 16) + length * ((one & 0xFFFF) - 1)
    return high % _MODULUS << 16 | low % _MODULUS


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + check
