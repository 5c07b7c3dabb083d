"""The picture that goes with a link in messages and social media: the page's title, drawn.

One for each page, in the page's language, in the theme's colours with the network's mark. Letters
are mixed with the ground by index: the picture never has more colours than its palette, which
makes it small and quick to write, and the same words give the same bytes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from PIL import __version__ as pillow_version

from psi_site.artifact import Artifact
from psi_site.cache import cached
from psi_site.icons import MARK
from psi_site.mark import Mark, read_mark
from psi_site.pages.backdrop import Backdrop
from psi_site.pages.reader import Reader
from psi_site.pages.web_page import WebPage
from psi_site.palette import Colour, Tokens, colour, read_tokens

WIDTH, HEIGHT = 1200, 630
CACHE = Path(".cache/share")
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
_SMALL_MARK = 64
_SHADES = 16
"""Steps between a letter's colour and the ground's."""
_SETTINGS = "2"
"""Raise when what is drawn below changes: then a picture has another address."""
_PACKING = "2"
"""Raise when the same picture is packed otherwise, so that nothing old is taken from the cache."""


@dataclass(frozen=True)
class Words:
    """What is written on a picture: a short line above (may be empty), the title, the sender."""

    above: str
    title: str
    sender: str


@lru_cache(maxsize=32)
def _font(size: int) -> ImageFont.FreeTypeFont:
    file = files("psi_site") / "fonts" / "Figtree-Bold.ttf"
    engine = ImageFont.Layout.BASIC
    return ImageFont.truetype(BytesIO(file.read_bytes()), size, layout_engine=engine)


@lru_cache(maxsize=1024)
def _is_drawable(letter: str) -> bool:
    font, missing = _font(_SMALL_SIZE), "\uffff"
    return letter.isspace() or bytes(font.getmask(letter)) != bytes(font.getmask(missing))


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
    drawable = all(map(_is_drawable, set(above + page.title + sender)))
    return words if drawable else None


@dataclass(frozen=True)
class Letter:
    """A letter as indices of the palette, where it is inked, and how far in it begins."""

    shades: Image.Image
    mask: Image.Image
    left: int
    top: int


@lru_cache(maxsize=4096)
def _drawn(letter: str, size: int, ramp: int) -> Letter | None:
    """Return a letter, drawn once for all pictures; None for a space."""
    font = _font(size)
    left, top, right, bottom = (int(edge) for edge in font.getbbox(letter))
    if letter.isspace() or right <= left or bottom <= top:
        return None
    ink = Image.new("L", (right - left + 2, bottom - top + 2))
    ImageDraw.Draw(ink).text((1 - left, 1 - top), letter, font=font, fill=255)
    ramped = ink.point([ramp * _SHADES + level * _SHADES // 256 for level in range(256)])
    mask = ink.point([255 * (v > 8) for v in range(256)])
    return Letter(ramped.convert("P"), mask, left - 1, top - 1)


@lru_cache(maxsize=16384)
def _advance(before: str, letter: str, size: int) -> float:
    """Return how far a letter stands from the one before it, as the font pairs them."""
    font = _font(size)
    return font.getlength(before + letter) - font.getlength(letter)


@dataclass(frozen=True)
class Studio:
    """What every picture of a theme shares."""

    mark: Mark
    tokens: Tokens
    cache: Path

    @cached_property
    def key(self) -> bytes:
        """A name for all that a picture depends on but its words."""
        return f"{_SETTINGS} {pillow_version} {self.mark} {self._colours}".encode()

    def path(self, words: Words) -> str:
        """Return a picture's path from the site's root, without a leading slash."""
        return f"{FOLDER}/{self._name(words)}"

    def artifact(self, words: Words) -> Artifact:
        """Return a picture, from the cache where an earlier build left it."""
        content = cached(self.cache, f"{_PACKING}-{self._name(words)}", lambda: self.draw(words))
        return Artifact(self.path(words), content)

    def _name(self, words: Words) -> str:
        written = "\0".join((words.above, words.title, words.sender)).encode()
        return f"{hashlib.sha256(self.key + written).hexdigest()[:16]}.png"

    def draw(self, words: Words) -> bytes:
        """Return a picture as PNG."""
        backdrop = self._signed(words.sender)
        picture = backdrop.picture.copy()
        size, lines = _fitted(words.title)
        height = round(size * _LINE)
        top = _TITLE_TOP + (_TITLE_HEIGHT - height * len(lines)) // 3
        for number, line in enumerate(lines):
            self._write(picture, line, size, top + number * height, 0)
        self._write(picture, words.above, _SMALL_SIZE, _ABOVE_TOP, 1)
        return backdrop.png(picture, _ABOVE_TOP, min(top + height * (len(lines) + 1), HEIGHT))

    def _signed(self, sender: str) -> Backdrop:
        """Return the ground with the sender's name, which most pictures share."""
        if sender not in self._backdrops:
            picture = self._ground.copy()
            left = _EDGE + _SMALL_MARK + 18
            self._write(picture, sender, _SMALL_SIZE, _NAME_BASE - 49, 0, left)
            self._backdrops[sender] = Backdrop(picture)
        return self._backdrops[sender]

    @cached_property
    def _backdrops(self) -> dict[str, Backdrop]:
        return {}

    def _write(
        self, picture: Image.Image, text: str, size: int, top: int, ramp: int, left: int = _EDGE
    ) -> None:
        """Write a line in the colours of a ramp; the ground below it is of one colour."""
        before = ""
        x = float(left)
        for letter in text:
            x += _advance(before, letter, size) if before else 0
            drawn = _drawn(letter, size, ramp)
            if drawn:
                picture.paste(drawn.shades, (round(x) + drawn.left, top + drawn.top), drawn.mask)
            before = letter

    @property
    def _colours(self) -> tuple[Colour, Colour, Colour]:
        """The ground, the letters and the letters of the line above the title."""
        light = self.tokens.light
        return colour(light["brand"]), colour(light["on-brand"]), colour(light["accent"])

    @cached_property
    def _ground(self) -> Image.Image:
        """The picture without words, its palette beginning with the ramps of the letters."""
        ground, letters, accent = self._colours
        whole = Image.new("RGB", (WIDTH, HEIGHT), ground)
        petals = self._bare_mark.draw(_MARK_SIZE)
        faint = petals.getchannel("A").point(lambda value: value * 55 // 100)
        whole.paste(petals, (_MARK_LEFT, _MARK_TOP), faint)
        badge = self.mark.draw(_SMALL_MARK)
        whole.paste(badge, (_EDGE, _NAME_BASE - _SMALL_MARK), badge)
        ramps = [_mixed(ground, end, step) for end in (letters, accent) for step in range(_SHADES)]
        reduced = whole.quantize(
            256 - len(ramps), Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
        )
        palette = reduced.getpalette() or []
        shown = reduced.point([min(index + len(ramps), 255) for index in range(256)])
        flat = [channel for each in ramps for channel in each]
        shown.putpalette([*flat, *palette][: 256 * 3])
        return shown

    @property
    def _bare_mark(self) -> Mark:
        """The mark without the paper it lies on."""
        paper = self.tokens.light["paper"]
        return Mark(self.mark.size, tuple(s for s in self.mark.shapes if s.fill.lower() != paper))


def load_studio(theme: Path, root: Path) -> Studio:
    """Read the theme's mark and colours; pictures are kept below the site's `root`."""
    return Studio(read_mark(theme / MARK), read_tokens(theme), root / CACHE)


def _mixed(ground: Colour, letters: Colour, step: int) -> Colour:
    share = step / (_SHADES - 1)
    red, green, blue = (round(g + (c - g) * share) for g, c in zip(ground, letters, strict=True))
    return red, green, blue


@lru_cache(maxsize=4096)
def _width(word: str) -> float:
    """Return the width of a word for each pixel of the font's size."""
    return _font(_TITLE_SIZES[0]).getlength(word) / _TITLE_SIZES[0]


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
