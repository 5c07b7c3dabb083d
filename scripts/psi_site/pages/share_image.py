"""The picture that goes with a link in messages and social media: the page's title, drawn.

One for each page, in the page's language, in the theme's colours with the network's mark. There
are 16 colours: a few steps from the ground to each colour of letters, and those of the mark. That
makes a picture small and quick to write, and the same words give the same bytes.
"""

from __future__ import annotations

import hashlib
import math
import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from importlib.resources import files
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PIL import __version__ as pillow_version

from psi_site.artifact import Artifact
from psi_site.icons import MARK
from psi_site.mark import Mark, read_mark
from psi_site.pages.backdrop import COLOURS, Backdrop, Placed, Strip
from psi_site.pages.reader import Reader
from psi_site.pages.web_page import WebPage
from psi_site.palette import Colour, Tokens, colour, read_tokens

if TYPE_CHECKING:
    from PIL import ImageFont

WIDTH, HEIGHT = 1200, 630
FOLDER = "assets/share"

_EDGE = 72
_TEXT_WIDTH = 720
_TITLE_TOP, _TITLE_HEIGHT = 144, 330
_TITLE_SIZES = range(84, 39, -4)
_LINE = 1.14
_SMALL_SIZE = 30
_ABOVE_TOP = _EDGE + 14
_NAME_BASE = HEIGHT - _EDGE
_MARK_SIZE, _MARK_LEFT, _MARK_TOP = 660, 780, 60
_FAINT = 55
"""How much of its colour the large mark has, in per cent."""
_SMALL_MARK = 64
_NAME_TOP = _NAME_BASE - _SMALL_MARK
_SENDER_TOP, _SENDER_LEFT = _NAME_BASE - 49, _EDGE + _SMALL_MARK + 18
_SHADES = 4
"""Steps from the ground's colour to that of letters, the last of them theirs."""
_IN_ACCENT = [index + _SHADES * (index > 0) for index in range(256)]
"""A palette begins with the ground and the steps to the letters; then come those to the accent."""
_INKED = [255 * (index > 0) for index in range(256)]
"""What shows on the mark of a word that reaches it."""
_ALIKE = 16
"""How far apart two colours may be, as a length in RGB, for one to stand for the other."""
_SETTINGS = "3"
"""Raise when what is drawn below changes: then a picture has another address."""


class Words(NamedTuple):
    """What is written on a picture: a short line above (may be empty), the title, the sender."""

    above: str
    title: str
    sender: str


@lru_cache(maxsize=1)
def _typeface() -> bytes:
    return (files("psi_site") / "fonts" / "Figtree-Bold.ttf").read_bytes()


@lru_cache(maxsize=32)
def _font(size: int) -> ImageFont.FreeTypeFont:
    # Pillow is slow to import, and many builds draw nothing.
    from PIL import ImageFont

    engine = ImageFont.Layout.BASIC
    return ImageFont.truetype(BytesIO(_typeface()), size, layout_engine=engine)


@lru_cache(maxsize=1)
def drawable_letters() -> frozenset[str]:
    """Return the letters that the font has (OpenType, "cmap", format 4)."""
    content = _typeface()
    table = content[content.index(b"cmap", 12) + 8 :]
    cmap = content[int.from_bytes(table[:4]) :]
    (at,) = (
        offset
        for platform, encoding, offset in struct.iter_unpack(">HHI", cmap[4 : 4 + 8 * cmap[3]])
        if (platform, encoding) == (3, 1)
    )
    size = int.from_bytes(cmap[at + 6 : at + 8])
    bounds = struct.unpack(f">{size // 2}H", cmap[at + 14 : at + 14 + size])
    starts = struct.unpack(f">{size // 2}H", cmap[at + 16 + size : at + 16 + 2 * size])
    spans = (range(first, last + 1) for first, last in zip(starts, bounds, strict=True))
    return frozenset(chr(code) for span in spans for code in span if code != 0xFFFF)


def words_of(reader: Reader, page: WebPage, when: str) -> Words | None:
    """Return what is written on a page's picture; `when` is its date in words, or empty.

    None for a page that is not to be found, and for a title the font has no letters for.
    """
    if not page.indexed:
        return None
    kind = "" if page.kind in ("page", "list") else reader.t(f"kind.{page.kind}")
    above = " · ".join(part for part in (kind, when) if part)
    sender = reader.words(reader.site.settings.title)
    words = Words(above, page.title, "" if page.title == sender else sender)
    letters = "".join((above + page.title + sender).split())
    return words if drawable_letters().issuperset(letters) else None


@lru_cache(maxsize=1024)
def _letter(letter: str, size: int) -> Placed | None:
    """Return how far a letter covers each pixel, beside the place where it is written."""
    from PIL import Image, ImageDraw

    font = _font(size)
    left, top, right, bottom = (int(edge) for edge in font.getbbox(letter))
    if right <= left or bottom <= top:
        return None
    ink = Image.new("L", (right - left + 2, bottom - top + 2))
    ImageDraw.Draw(ink).text((1 - left, 1 - top), letter, font=font, fill=255)
    return Placed(ink, left - 1, top - 1)


@lru_cache(maxsize=1024)
def _advance(letter: str, size: int) -> float:
    """Return how far the next letter stands from one; the font has no pairs that stand closer."""
    return _font(size).getlength(letter)


@lru_cache(maxsize=256)
def _word(word: str, size: int, accent: bool) -> tuple[Placed, float] | None:
    """Return a word in indices of the palette, and its length; None where it shows nothing.

    Words come again and again, and most of them on the ground where it is of one colour.
    """
    from PIL import Image

    places = list(accumulate((_advance(each, size) for each in word), initial=0.0))
    letters = ((round(x), _letter(each, size)) for x, each in zip(places, word, strict=False))
    inked = [(x + each.left, each) for x, each in letters if each]
    if not inked:
        return None
    left, top = min(x for x, _ in inked), min(each.top for _, each in inked)
    right = max(x + each.picture.width for x, each in inked)
    bottom = max(each.bottom for _, each in inked)
    written = Image.new("P", (right - left, bottom - top))
    for x, each in inked:
        written.paste(_SHADES, (x - left, each.top - top), each.picture)
    return Placed(written.point(_IN_ACCENT) if accent else written, left, top), places[-1]


def _line(text: str, size: int, top: int, accent: bool = False, left: int = _EDGE) -> list[Placed]:
    """Return the words of a line where they are to be."""
    placed = []
    x = float(left)
    for word in text.split():
        found = _word(word, size, accent)
        if found:
            drawn, length = found
            at = round(x) + drawn.left
            over = at + drawn.picture.width > _MARK_LEFT
            mask = drawn.picture.point(_INKED, "1") if over else None
            placed.append(Placed(drawn.picture, at, top + drawn.top, mask))
            x += length
        x += _advance(" ", size)
    return placed


@dataclass(frozen=True)
class Studio:
    """What every picture of a theme shares."""

    mark: Mark
    tokens: Tokens

    @cached_property
    def key(self) -> bytes:
        """A name for all that a picture depends on but its words."""
        described = f"{_SETTINGS} {pillow_version} {self.mark} {self._colours}"
        return hashlib.sha256(described.encode()).digest()

    def path(self, words: Words) -> str:
        """Return a picture's path from the site's root, without a leading slash."""
        return f"{FOLDER}/{self._name(words)}"

    def artifact(self, words: Words) -> Artifact:
        """Return a picture as a file."""
        return Artifact(self.path(words), self.draw(words))

    def _name(self, words: Words) -> str:
        written = "\0".join((words.above, words.title, words.sender)).encode()
        return f"{hashlib.sha256(self.key + written).hexdigest()[:16]}.png"

    def draw(self, words: Words) -> bytes:
        """Return a picture as PNG."""
        strips = (*self._above(words.above), *self._title(words.title), *self._sender(words.sender))
        return self._ground.png(strips)

    @cached_property
    def _above(self) -> Callable[[str], tuple[Strip, ...]]:
        """What gives the line above the title, which many pictures share."""
        line = partial(_line, size=_SMALL_SIZE, top=_ABOVE_TOP, accent=True)
        return lru_cache(maxsize=512)(lambda text: self._strip(line(text), 0, _TITLE_TOP))

    @cached_property
    def _sender(self) -> Callable[[str], tuple[Strip, ...]]:
        """What gives the line with the sender."""
        line = partial(_line, size=_SMALL_SIZE, top=_SENDER_TOP, left=_SENDER_LEFT)
        return lru_cache(maxsize=64)(lambda text: self._strip(line(text), _NAME_TOP, HEIGHT))

    @cached_property
    def _title(self) -> Callable[[str], tuple[Strip, ...]]:
        """What gives the title, which translations and the meetings of a series often share."""
        return lru_cache(maxsize=1024)(
            lambda title: self._strip(_title_words(title), _TITLE_TOP, _NAME_TOP)
        )

    def _strip(self, drawn: list[Placed], first: int, last: int) -> tuple[Strip, ...]:
        """Return the rows that words lie in, within those that are theirs."""
        if not drawn:
            return ()
        top = max(min(each.top for each in drawn), first)
        bottom = min(max(each.bottom for each in drawn), last)
        return (self._ground.strip(top, bottom, drawn),)

    @property
    def _colours(self) -> tuple[Colour, Colour, Colour]:
        """The ground, the letters and the letters of the line above the title."""
        light = self.tokens.light
        return colour(light["brand"]), colour(light["on-brand"]), colour(light["accent"])

    @cached_property
    def _ground(self) -> Backdrop:
        """The picture without words."""
        from PIL import Image

        palette = self._palette
        shown = Image.new("P", (WIDTH, HEIGHT))
        shown.putpalette([part for each in palette for part in each])
        petals = self._bare_mark.draw(_MARK_SIZE)
        petals.putalpha(petals.getchannel("A").point(lambda cover: cover * _FAINT // 100))
        badge = self.mark.draw(_SMALL_MARK)
        for drawn, place in ((petals, (_MARK_LEFT, _MARK_TOP)), (badge, (_EDGE, _NAME_TOP))):
            patch = Image.new("RGB", drawn.size, palette[0])
            patch.paste(drawn, mask=drawn)
            shown.paste(patch.quantize(palette=shown, dither=Image.Dither.NONE), place)
        return Backdrop(shown)

    @property
    def _palette(self) -> list[Colour]:
        """The ground, the steps to the letters and to the accent, and what else the mark has."""
        ground, *others = self._colours
        steps = [step / _SHADES for step in range(1, _SHADES + 1)]
        found = [ground, *(_mixed(ground, end, step) for end in others for step in steps)]
        fills = [colour(shape.fill) for shape in self.mark.shapes]
        faint = [
            _mixed(ground, colour(shape.fill), _FAINT / 100) for shape in self._bare_mark.shapes
        ]
        for each in (*faint, *fills):
            if min(math.dist(each, other) for other in found) > _ALIKE:
                found.append(each)
        return [*found, *[ground] * COLOURS][:COLOURS]

    @property
    def _bare_mark(self) -> Mark:
        """The mark without the paper it lies on."""
        paper = self.tokens.light["paper"]
        return Mark(self.mark.size, tuple(s for s in self.mark.shapes if s.fill.lower() != paper))


def load_studio(theme: Path) -> Studio:
    """Read the theme's mark and colours."""
    return Studio(read_mark(theme / MARK), read_tokens(theme))


def _mixed(ground: Colour, letters: Colour, share: float) -> Colour:
    red, green, blue = (round(g + (c - g) * share) for g, c in zip(ground, letters, strict=True))
    return red, green, blue


@lru_cache(maxsize=4096)
def _width(word: str) -> float:
    """Return the width of a word for each pixel of the font's size."""
    size = _TITLE_SIZES[0]
    return sum(_advance(letter, size) for letter in word) / size


def _fitted(title: str) -> tuple[int, list[str]]:
    """Return the largest size at which a title fits, and its lines; the last resort is a cut."""
    for size in _TITLE_SIZES:
        lines = _lines(title, _TEXT_WIDTH / size)
        if lines is not None and len(lines) * round(size * _LINE) <= _TITLE_HEIGHT:
            return size, lines
    size = _TITLE_SIZES[-1]
    lines = _broken(title, _TEXT_WIDTH / size)
    room = _TITLE_HEIGHT // round(size * _LINE)
    return size, lines if len(lines) <= room else [*lines[: room - 1], f"{lines[room - 1]} …"]


def _title_words(title: str) -> list[Placed]:
    size, lines = _fitted(title)
    height = round(size * _LINE)
    top = _TITLE_TOP + (_TITLE_HEIGHT - height * len(lines)) // 3
    placed = (_line(line, size, top + number * height) for number, line in enumerate(lines))
    return [each for line in placed for each in line]


def _lines(title: str, room: float) -> list[str] | None:
    """Return a title in lines about equally long, None where a word is wider than the room."""
    lines = _broken(title, room)
    widest = max(map(_width, title.split()), default=0)
    if widest > room:
        return None
    for twentieth in range(19, 9, -1):
        narrow = room * twentieth / 20
        tried = _broken(title, narrow)
        if len(tried) > len(lines) or widest > narrow:
            break
        lines = tried
    return lines


def _broken(title: str, room: float) -> list[str]:
    """Return a title in lines of whole words; `room` is in units of the font's size."""
    lines: list[str] = []
    used = 0.0
    for word in title.split():
        needed = _width(word)
        if lines and used + _width(" ") + needed <= room:
            lines[-1] = f"{lines[-1]} {word}"
            used += _width(" ") + needed
        else:
            lines.append(word)
            used = needed
    return lines
