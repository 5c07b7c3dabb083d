"""Pictures made ready at build time: small enough for the web and for mail, and telling nothing.

The originals lie in the media folder as editors put them there. For the web each becomes several
widths of AVIF (where Pillow has it) and WebP, with a JPEG or PNG for the rest; for mail one JPEG or
PNG of at most 600 pixels, which mail programs fetch from the site. Every copy is turned upright,
in sRGB and without metadata, so neither place nor camera is published. The same original gives the
same bytes; what was made once is kept in a cache by content and settings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PIL import __version__ as pillow_version

from psi_site.artifact import Artifact
from psi_site.corpus import Corpus
from psi_site.model.newsletter import Newsletter
from psi_site.model.party import Partner, Person
from psi_site.model.record import Path as FieldPath
from psi_site.stamps import Stamp, stamp_of
from psi_site.tracing import note

if TYPE_CHECKING:
    from PIL import Image

PICTURE = "picture"
"""What is noted when a page shows a picture, with its file."""

MEDIA = "docs"
"""The folder that paths of pictures start from."""
CACHE = Path(".cache/images")

WEB_WIDTHS = (320, 640, 960, 1280)
FALLBACK_WIDTH = 960
MAIL_WIDTH = 600
MAX_SIDE = 12_000
"""Pixels. A picture beyond this is refused before it is unpacked."""
SIZES = "(min-width: 44rem) 42rem, 100vw"
"""How wide text columns show a picture, for browsers to choose a width by."""

_SETTINGS = "1"
"""Raise when the settings below change, so that nothing old is taken from the cache."""
_SAVE: Mapping[str, Mapping[str, object]] = {
    # One thread, or libaom may cut the picture differently from run to run.
    "AVIF": {"quality": 55, "speed": 6, "max_threads": 1},
    "WEBP": {"quality": 78, "method": 6},
    "JPEG": {"quality": 82, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
}
_MODERN = {"AVIF": "image/avif", "WEBP": "image/webp"}
_FEW_COLOURS = 256


class PictureError(Exception):
    """A file that is not a picture that can be read, or a picture that is too large."""


class Source(NamedTuple):
    """One format of a picture in several widths, as the `source` element wants it."""

    srcset: str
    type: str


class Picture(NamedTuple):
    """A picture for a template: `src` from the site's root, size in pixels, best format first."""

    src: str
    width: int
    height: int
    alt: str
    sources: tuple[Source, ...]
    sizes: str


class MailPicture(NamedTuple):
    """A picture for mail: its path from the site's root and its size in pixels."""

    path: str
    width: int
    height: int


class _Copy(NamedTuple):
    """A copy to make: where it is published, its format and width."""

    path: str
    format: str
    width: int


@dataclass(frozen=True)
class Original:
    """A picture as its editor left it: path below the media folder, bytes, size when upright."""

    file: str
    content: bytes
    width: int
    height: int
    plain: bool
    """Whether it is drawn rather than photographed: PNG keeps it sharp and small."""

    @cached_property
    def mark(self) -> str:
        """A short name for the content and the settings that copies are made with."""
        key = f"{_SETTINGS}\0{_SAVE}".encode() + self.content
        return hashlib.sha256(key).hexdigest()[:10]

    def height_at(self, width: int) -> int:
        """Return the height in proportion to a width."""
        return max(1, round(self.height * width / self.width))

    @property
    def fallback(self) -> str:
        """The format that every browser and mail program reads."""
        return "PNG" if self.plain else "JPEG"


def read_original(root: Path, file: str) -> Original:
    """Read a picture below the media folder of `root`.

    Raises FileNotFoundError, or PictureError for what is no picture or beyond `MAX_SIDE`.
    """
    # Pillow is slow to import, and most runs open no picture.
    from PIL import Image, UnidentifiedImageError

    content = (root / MEDIA / file).read_bytes()
    try:
        with Image.open(BytesIO(content)) as image:
            if max(image.size) > MAX_SIDE:
                raise PictureError(file)
            upright = _clean(image)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError, SyntaxError) as error:
        raise PictureError(file) from error
    plain = upright.mode == "RGBA" or upright.getcolors(_FEW_COLOURS) is not None
    return Original(file, content, *upright.size, plain)


def _clean(image: Image.Image) -> Image.Image:
    """Return the first frame upright, in sRGB, as bare pixels: no metadata goes along."""
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(image)
    opaque = not upright.has_transparency_data or _is_opaque(upright)
    mode = "RGB" if opaque else "RGBA"
    profile = upright.info.get("icc_profile")
    pixels = _in_srgb(upright, profile, mode) if profile else upright.convert(mode)
    clean = Image.new(mode, pixels.size)
    clean.paste(pixels)
    return clean


def _is_opaque(image: Image.Image) -> bool:
    lowest, _ = image.convert("RGBA").getchannel("A").getextrema()
    return lowest == 255


def _in_srgb(image: Image.Image, profile: bytes, mode: str) -> Image.Image:
    """Convert by the embedded profile; a profile that does not fit the picture is passed over."""
    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        kept = image if image.mode in ("RGB", "RGBA", "CMYK", "L") else image.convert(mode)
        found = ImageCms.profileToProfile(kept, source, target, outputMode=mode)
    except (ImageCms.PyCMSError, OSError):
        return image.convert(mode)
    return found or image.convert(mode)


def modern_formats() -> tuple[str, ...]:
    """Return the small formats this machine can write, the smallest first."""
    from PIL import features

    return ("AVIF", "WEBP") if features.check("avif") else ("WEBP",)


def _stem(file: str) -> str:
    """Return a file's path as an ASCII name, which other paths may share."""
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in file.lower())


@dataclass(frozen=True)
class Images:
    """The pictures of a site, by path below the media folder."""

    root: Path
    originals: Mapping[str, Original]

    def facts(self, file: str) -> tuple[object, ...] | None:
        """Return all that a page can show of a picture, None for one that no record names."""
        found = self.originals.get(file)
        return (found.mark, found.width, found.height, found.plain) if found else None

    def picture(self, file: str, alt: str, sizes: str = SIZES) -> Picture:
        """Return a picture for the component `picture`; `alt` is empty for decoration.

        Raises KeyError for a file that no record names.
        """
        note(PICTURE, file)
        original = self.originals[file]
        width = min(original.width, FALLBACK_WIDTH)
        sources = tuple(
            Source(_srcset(_web_copies(original, name)), _MODERN[name]) for name in modern_formats()
        )
        src = f"/{_fallback(original).path}"
        return Picture(src, width, original.height_at(width), alt, sources, sizes)

    def mail(self, file: str) -> MailPicture:
        """Return a picture for mail; its path holds as long as the file keeps its name.

        Raises KeyError for a file that no record names.
        """
        note(PICTURE, file)
        original = self.originals[file]
        copy = _mail_copy(original)
        return MailPicture(f"/{copy.path}", copy.width, original.height_at(copy.width))

    def mail_file(self, file: str) -> Artifact:
        """Return the copy for mail with its bytes; raises KeyError as `mail` does."""
        note(PICTURE, file)
        copy = _mail_copy(self.originals[file])
        return Artifact(copy.path, _made(self.root / CACHE, self.originals[file], copy))

    @cached_property
    def artifacts(self) -> tuple[Artifact, ...]:
        """Every copy that pages and mails refer to."""
        return tuple(
            Artifact(copy.path, _made(self.root / CACHE, original, copy))
            for original in self.originals.values()
            for copy in _copies(original)
        )


def load_images(corpus: Corpus) -> Images:
    """Return the pictures that records name; those that cannot be read are left to the checks."""
    originals = {}
    for file in sorted(set(named_files(corpus))):
        try:
            originals[file] = _known(corpus.root, file, stamp_of(str(corpus.root / MEDIA / file)))
        except (OSError, PictureError):
            continue
    return Images(corpus.root, originals)


@lru_cache(maxsize=256)
def _known(root: Path, file: str, stamp: Stamp) -> Original:
    """Return a picture, decoded once for as long as its file is the same and the process lives."""
    del stamp
    return read_original(root, file)


def named_files(corpus: Corpus) -> Iterator[str]:
    """Yield every picture that a newsletter, a portrait, a logo or a text names."""
    for (kind, _), facts in corpus.every_fact():
        yield from (file for path, file in facts.files if file and _is_picture(kind, path))
        yield from facts.pictures


def _is_picture(kind: str, path: FieldPath) -> bool:
    """Return whether a field of a record that names a file names one to show."""
    if kind == Newsletter.kind:
        return path[-2:] == ("image", "file")
    return path[0] == {Partner.kind: "logo", Person.kind: "portrait"}.get(kind)


def attached_files(corpus: Corpus) -> set[str]:
    """Return every file that some field of the records names, as a picture or to download."""
    return {file for _, facts in corpus.every_fact() for _, file in facts.files}


def _copies(original: Original) -> Iterator[_Copy]:
    for name in modern_formats():
        yield from _web_copies(original, name)
    yield _fallback(original)
    yield _mail_copy(original)


def _web_copies(original: Original, name: str) -> list[_Copy]:
    wanted = {min(width, original.width) for width in WEB_WIDTHS}
    return [_web_copy(original, name, width) for width in sorted(wanted)]


def _web_copy(original: Original, name: str, width: int) -> _Copy:
    stem = f"{_stem(original.file)}-{width}.{original.mark}"
    return _Copy(f"assets/pictures/{stem}.{name.lower().replace('jpeg', 'jpg')}", name, width)


def _fallback(original: Original) -> _Copy:
    return _web_copy(original, original.fallback, min(original.width, FALLBACK_WIDTH))


def _mail_copy(original: Original) -> _Copy:
    """Name the mail's copy by the file alone: a mail once sent asks for it for ever."""
    suffix = original.fallback.lower().replace("jpeg", "jpg")
    name = hashlib.sha256(original.file.encode()).hexdigest()[:6]
    path = f"assets/mail/{_stem(original.file)}-{name}.{suffix}"
    return _Copy(path, original.fallback, min(original.width, MAIL_WIDTH))


def _srcset(copies: list[_Copy]) -> str:
    return ", ".join(f"/{copy.path} {copy.width}w" for copy in copies)


def _made(cache: Path, original: Original, copy: _Copy) -> bytes:
    """Return the bytes of a copy, from the cache where an earlier build left them."""
    name = f"{original.mark}-{copy.width}-{pillow_version}.{copy.format.lower()}"
    kept = cache / name
    if kept.is_file():
        return kept.read_bytes()
    content = _encode(original, copy)
    cache.mkdir(parents=True, exist_ok=True)
    # Written aside and moved, so that a build cut short leaves no half picture behind.
    aside = kept.with_name(f"{name}.part")
    aside.write_bytes(content)
    aside.replace(kept)
    return content


def _encode(original: Original, copy: _Copy) -> bytes:
    from PIL import Image

    with Image.open(BytesIO(original.content)) as image:
        upright = _clean(image)
    size = (copy.width, original.height_at(copy.width))
    small = upright if upright.size == size else upright.resize(size, Image.Resampling.LANCZOS)
    out = BytesIO()
    small.save(out, copy.format, **_SAVE[copy.format])
    return out.getvalue()
