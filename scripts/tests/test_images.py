"""Pictures for web and mail: sizes and formats, no metadata, the same bytes each time."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from psi_site.build import build_site
from psi_site.diagnostics import SourceError
from psi_site.images import (
    CACHE,
    MAIL_WIDTH,
    MAX_SIDE,
    Images,
    PictureError,
    load_images,
    modern_formats,
    read_original,
)
from psi_site.model.text import LocalizedText
from psi_site.pages.pictures import with_pictures
from psi_site.pages.reader import Reader
from psi_site.site import Site, load_site
from tests import made_up
from tests.conftest import NOW
from tests.mail.network import ISSUE, ISSUE_EN, write_network

RED, BLUE = (200, 30, 30), (30, 30, 200)


def photograph(width: int = 1600, height: int = 1000) -> Image.Image:
    """Return a picture with many colours, red above and blue below."""
    noise = Image.merge("RGB", [Image.effect_noise((width, height), 60) for _ in "RGB"])
    halves = Image.new("RGB", (width, height), RED)
    halves.paste(BLUE, (0, height // 2, width, height))
    return Image.blend(halves, noise, 0.15)


def save(root: Path, name: str, image: Image.Image, **options: object) -> None:
    path = root / "docs" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, **options)


def images_of(root: Path, *names: str) -> Images:
    return Images(root, {name: read_original(root, name) for name in names})


def opened(images: Images, path: str) -> Image.Image:
    content = next(each.content for each in images.artifacts if each.path == path.lstrip("/"))
    return Image.open(BytesIO(content))


def test_web_has_widths_in_small_formats_and_a_fallback(tmp_path: Path) -> None:
    save(tmp_path, "a b/Foto.jpg", photograph())
    images = images_of(tmp_path, "a b/Foto.jpg")
    picture = images.picture("a b/Foto.jpg", "Något")
    assert (picture.width, picture.height, picture.alt) == (960, 600, "Något")
    assert [source.type for source in picture.sources] == ["image/avif", "image/webp"]
    paths = {each.path for each in images.artifacts}
    for source in picture.sources:
        entries = [entry.split(" ") for entry in source.srcset.split(", ")]
        assert [width for _, width in entries] == ["320w", "640w", "960w", "1280w"]
        for path, width in entries:
            assert path.lstrip("/") in paths
            with opened(images, path) as copy:
                assert copy.width == int(width[:-1])
                assert copy.height == round(copy.width * 1000 / 1600)
    with opened(images, picture.src) as copy:
        assert (copy.format, copy.size) == ("JPEG", (960, 600))


def test_copies_are_much_smaller(tmp_path: Path) -> None:
    save(tmp_path, "a.jpg", photograph(), quality=95)
    images = images_of(tmp_path, "a.jpg")
    original = (tmp_path / "docs/a.jpg").stat().st_size
    assert max(len(each.content) for each in images.artifacts) < original / 2


def test_nothing_is_made_larger_than_it_is(tmp_path: Path) -> None:
    save(tmp_path, "liten.png", photograph(200, 100))
    images = images_of(tmp_path, "liten.png")
    picture = images.picture("liten.png", "")
    assert picture.width == 200
    assert {entry.split(" ")[1] for s in picture.sources for entry in s.srcset.split(", ")} == {
        "200w"
    }
    assert images.mail("liten.png").width == 200


def test_mail_gets_a_jpeg_or_png_of_at_most_600(tmp_path: Path) -> None:
    save(tmp_path, "foto.png", photograph(620, 400))
    drawn = Image.new("RGB", (900, 300), RED)
    save(tmp_path, "ritad.png", drawn)
    see_through = Image.new("RGBA", (700, 700), (*BLUE, 100))
    save(tmp_path, "klar.webp", see_through, lossless=True)
    images = images_of(tmp_path, "foto.png", "ritad.png", "klar.webp")
    formats = {}
    for name in ("foto.png", "ritad.png", "klar.webp"):
        picture = images.mail(name)
        with opened(images, picture.path) as copy:
            assert copy.size == (picture.width, picture.height)
            assert copy.width == MAIL_WIDTH
            formats[name] = copy.format
    assert formats == {"foto.png": "JPEG", "ritad.png": "PNG", "klar.webp": "PNG"}


def test_mail_address_holds_when_the_picture_is_improved(tmp_path: Path) -> None:
    save(tmp_path, "a.jpg", photograph())
    before = images_of(tmp_path, "a.jpg")
    save(tmp_path, "a.jpg", photograph(800, 600))
    after = images_of(tmp_path, "a.jpg")
    assert before.mail("a.jpg").path == after.mail("a.jpg").path
    assert before.picture("a.jpg", "").src != after.picture("a.jpg", "").src


def test_names_that_look_alike_stay_apart(tmp_path: Path) -> None:
    names = ("å.png", "ä.png", "a.png", "a.jpg", "A.png")
    for name in names:
        save(tmp_path, name, photograph(50, 50))
    images = images_of(tmp_path, *names)
    paths = [each.path for each in images.artifacts]
    assert len({images.mail(name).path for name in names}) == len(names)
    assert all(path.isascii() for path in paths)


def exif() -> Image.Exif:
    data = Image.Exif()
    data[0x0112] = 6  # turn a quarter clockwise to see it upright
    data[0x010F] = "Kameran"
    data.get_ifd(0x8825)[1] = "N"
    data.get_ifd(0x8825)[2] = (59.0, 16.0, 25.0)
    return data


def test_copies_are_upright_and_tell_nothing(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    save(
        tmp_path, "a.jpg", photograph(400, 250), exif=exif(), icc_profile=profile, comment="hemligt"
    )
    images = images_of(tmp_path, "a.jpg")
    assert images.picture("a.jpg", "").height > images.picture("a.jpg", "").width
    for each in images.artifacts:
        with Image.open(BytesIO(each.content)) as copy:
            assert not copy.getexif()
            assert not {"exif", "icc_profile", "xmp", "comment"} & set(copy.info)
            assert copy.height > copy.width
            # What was above is to the right once the picture is turned.
            left, _, right = copy.convert("RGB").getpixel((copy.width - 5, copy.height // 2))
            assert left > right
        assert b"Kameran" not in each.content


def test_colours_are_those_of_the_profile(tmp_path: Path) -> None:
    """A picture in a wide colour space must not come out pale."""
    plain = photograph(100, 100)
    save(tmp_path, "cmyk.jpg", plain.convert("CMYK"))
    images = images_of(tmp_path, "cmyk.jpg")
    with opened(images, images.mail("cmyk.jpg").path) as copy:
        assert copy.mode == "RGB"


def test_a_broken_profile_is_passed_over(tmp_path: Path) -> None:
    save(tmp_path, "a.jpg", photograph(100, 100), icc_profile=b"not a profile")
    assert images_of(tmp_path, "a.jpg").artifacts


def test_the_same_picture_gives_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        save(tmp_path / folder, "a.png", Image.linear_gradient("L").resize((700, 500)))
    first, second = (images_of(tmp_path / folder, "a.png").artifacts for folder in ("one", "two"))
    assert first == second


def test_what_was_made_once_is_kept(tmp_path: Path) -> None:
    save(tmp_path, "a.png", photograph(100, 100))
    made = images_of(tmp_path, "a.png").artifacts
    kept = sorted((tmp_path / CACHE).iterdir())
    assert kept
    kept[0].write_bytes(b"from the cache")
    again = images_of(tmp_path, "a.png").artifacts
    assert b"from the cache" in {each.content for each in again}
    assert {each.path for each in again} == {each.path for each in made}


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_is_no_picture_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.png").write_bytes(content)
    with pytest.raises(PictureError):
        read_original(tmp_path, "a.png")


def test_a_picture_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    save(tmp_path, "lang.png", Image.new("1", (MAX_SIDE + 1, 1)))
    with pytest.raises(PictureError):
        read_original(tmp_path, "lang.png")


def test_half_a_picture_is_refused(tmp_path: Path) -> None:
    save(tmp_path, "a.jpg", photograph())
    path = tmp_path / "docs/a.jpg"
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(PictureError):
        read_original(tmp_path, "a.jpg")


def test_pictures_that_records_name_are_found(tmp_path: Path) -> None:
    root = write_network(tmp_path)
    save(root, "bilder/sida.jpg", photograph(50, 50))
    page = (root / "docs/index.sv.md").read_text()
    (root / "docs/index.sv.md").write_text(f"{page}\n![En bild](bilder/sida.jpg)\n")
    images = load_images(load_site(root)[0])
    assert set(images.originals) == {"bilder/sida.jpg", "bilder/torg.png"}


def test_pictures_in_texts_come_in_all_sizes(tmp_path: Path) -> None:
    save(tmp_path, "bilder/a.jpg", photograph(500, 400))
    images = images_of(tmp_path, "bilder/a.jpg")
    html = with_pictures(
        '<p>Före <img src="bilder/a.jpg" alt="Ett &amp; två"> efter</p>\n<p>Ö</p>', images
    )
    picture = images.picture("bilder/a.jpg", "Ett & två")
    assert html.startswith("<p>Före <picture><source ")
    assert html.endswith("</picture> efter</p>\n<p>Ö</p>")
    assert f'src="{picture.src}"' in html
    assert 'alt="Ett &amp; två"' in html
    assert 'width="500" height="400" loading="lazy"' in html
    assert html.count("<source") == len(modern_formats())


@pytest.mark.parametrize("html", ["<p>Ingen</p>", '<p><img src="https://x.example/a.jpg" alt="">'])
def test_other_texts_are_left_alone(tmp_path: Path, html: str) -> None:
    assert with_pictures(html, Images(tmp_path, {})).startswith(html)


IMAGE = ISSUE[ISSUE.index("image:") : ISSUE.index("more:")]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("  alternative: Två personer på ett torg.\n", "", "image-alternative-missing"),
        ("  caption: På torget\n", "", "image-caption-undecided"),
        ("  caption: På torget\n", "  caption: A\n  no_caption: true\n", "image-caption-and-none"),
        ("  credit: Kim Ek\n", "", "image-credit-missing"),
        ("bilder/torg.png", "bilder/borta.png", "image-missing"),
        ("bilder/torg.png", "bilder/trasig.png", "image-unreadable"),
        ("bilder/torg.png", "bilder/ritad.svg", "image-not-for-mail"),
        ("Tack för i år.", "![Ett torg](bilder/torg.png)", "image-in-newsletter-text"),
        (
            "  credit: Kim Ek\n",
            "  credit: Kim Ek\n  decorative: true\n",
            "alternative-and-decorative",
        ),
    ],
)
def test_a_picture_that_is_not_ready_is_an_error(
    tmp_path: Path, old: str, new: str, code: str
) -> None:
    assert old in ISSUE
    root = write_network(tmp_path, **{"2024_2_sv": ISSUE.replace(old, new)})
    (root / "docs/bilder/trasig.png").write_bytes(b"nothing")
    (root / "docs/bilder/ritad.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    with pytest.raises(SourceError) as caught:
        load_site(root)
    assert code in {each.code for each in caught.value.diagnostics if each.is_error}


def test_a_description_must_be_translated(tmp_path: Path) -> None:
    english = ISSUE_EN.replace("  alternative: Two people in a square.\n", "")
    root = write_network(tmp_path, **{"2024_2_en": english})
    with pytest.raises(SourceError) as caught:
        load_site(root)
    (fault,) = [each for each in caught.value.diagnostics if each.is_error]
    assert fault.code == "image-alternative-untranslated"
    assert fault.arguments["language"] == "en"


WITHOUT_ITS_OWN = re.sub("```item.*?```\n", "", ISSUE_EN, flags=re.S)


@pytest.mark.parametrize(
    ("image", "english"),
    [
        (IMAGE.replace("  caption: På torget\n", "  no_caption: true\n"), None),
        (re.sub("  alternative: .*\n", "  decorative: true\n", IMAGE), WITHOUT_ITS_OWN),
        ("image:\n  caption: Bara text\n", WITHOUT_ITS_OWN),
    ],
    ids=["no caption", "decoration", "no file"],
)
def test_a_decision_is_enough(tmp_path: Path, image: str, english: str | None) -> None:
    edition = english or ISSUE_EN.replace("  caption: In the square\n", "")
    original = ISSUE.replace(IMAGE, image)
    site, _ = load_site(write_network(tmp_path, **{"2024_2_sv": original, "2024_2_en": edition}))
    assert site.codes == ("sv", "en")


def test_a_picture_in_a_line_of_text_is_a_copy_too(lappi: Site) -> None:
    line = "A lamp ![A lantern](images/lyhty.png)"
    reader = Reader(lappi, lappi.languages["en"], NOW)
    html = reader.inline(LocalizedText.model_validate({"en": line}))
    assert '<source srcset="/assets/pictures/images-lyhty-png-' in html
    assert 'src="images/lyhty.png"' not in html


def test_a_mark_has_another_for_dark_grounds(lappi_built: Path) -> None:
    html = (lappi_built / "en/members/index.html").read_text(encoding="utf-8")
    (dark,) = re.findall(r'<source srcset="([^"]+)" media="\(prefers-color-scheme: dark\)">', html)
    assert "logo-tumma" in dark
    assert (lappi_built / "en/members" / dark).is_file()


def test_only_pictures_in_use_are_published(tmp_path: Path) -> None:
    root = made_up.copy_site(tmp_path / "root")
    save(root, "images/IMG_1.jpg", photograph())
    build_site(root, tmp_path / "site", made_up.NOW)
    assert (tmp_path / "site/files/kutsu.pdf").is_file()
    assert not list((tmp_path / "site").rglob("*IMG*"))
    assert not list((tmp_path / "site").rglob("lyhty.png"))
