"""Icons, their manifest, the mark they are drawn from and the theme's colours."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from psi_site.cache import cached
from psi_site.icons import icon_artifacts, manifest_path
from psi_site.mark import Mark, Shape, outlines, read_mark
from psi_site.palette import contrast, read_tokens
from psi_site.site import Site
from tests.conftest import ROOT

THEME = ROOT / "overrides"
FORMATS = {"ico": "ICO", "png": "PNG"}


def pictures(site: Site) -> dict[str, Image.Image]:
    found = {each.path: each.content for each in icon_artifacts(site, THEME)}
    return {
        path: Image.open(BytesIO(content))
        for path, content in found.items()
        if path.rpartition(".")[2] in FORMATS
    }


def test_every_icon_has_its_size(real_site: Site) -> None:
    sizes = {path: picture.size for path, picture in pictures(real_site).items()}
    assert sizes == {
        "favicon.ico": (48, 48),
        "apple-touch-icon.png": (180, 180),
        "icon-192.png": (192, 192),
        "icon-512.png": (512, 512),
        "icon-maskable-512.png": (512, 512),
    }
    assert pictures(real_site)["favicon.ico"].info["sizes"] == {(16, 16), (32, 32), (48, 48)}


def test_icons_that_systems_cut_have_no_see_through_corner(real_site: Site) -> None:
    found = pictures(real_site)
    assert found["apple-touch-icon.png"].mode == found["icon-maskable-512.png"].mode == "RGB"
    assert found["icon-512.png"].convert("RGBA").getpixel((0, 0)) == (0, 0, 0, 0)


def test_a_maskable_icon_keeps_its_mark_within_every_mask(real_site: Site) -> None:
    icon = pictures(real_site)["icon-maskable-512.png"]
    paper = Image.new("RGB", icon.size, icon.getpixel((0, 0)))
    drawn = ImageChops.difference(icon, paper).convert("L").point(lambda level: 255 * (level > 8))
    corners = [(x, y) for x in range(512) for y in range(512) if drawn.getpixel((x, y))]
    assert corners
    assert max((x - 256) ** 2 + (y - 256) ** 2 for x, y in corners) <= (0.4 * 512) ** 2


def test_the_manifest_leads_to_icons_that_exist(lappi: Site) -> None:
    made = {each.path: each.content for each in icon_artifacts(lappi, THEME)}
    for code in lappi.codes:
        path = manifest_path(lappi, code).lstrip("/")
        manifest = json.loads(made[path])
        assert manifest["lang"] == code
        folder = Path("/root") / path
        for icon in manifest["icons"]:
            target = (folder.parent / icon["src"]).resolve().relative_to("/root")
            width, _, height = icon["sizes"].partition("x")
            assert Image.open(BytesIO(made[str(target)])).size == (int(width), int(height))


def test_a_path_is_followed_in_every_command() -> None:
    (square,) = outlines("m1 1h2v2H1z")
    assert square == [(1, 1), (3, 1), (3, 3), (1, 3)]
    first, second = outlines("M0 0 4 0 4 4M10 10l1 0 0 1Z")
    assert first == [(0, 0), (4, 0), (4, 4)]
    assert second == [(10, 10), (11, 10), (11, 11)]
    (curve,) = outlines("M0 0C0 0 6 6 6 6")
    assert curve[-1] == pytest.approx((6, 6))


@pytest.mark.parametrize(("sweep", "middle"), [(1, (5, -5)), (0, (5, 5))])
def test_an_arc_turns_the_way_it_says(sweep: int, middle: tuple[float, float]) -> None:
    (arc,) = outlines(f"M0 0A5 5 0 0 {sweep} 10 0")
    assert arc[-1] == pytest.approx((10, 0))
    assert min(abs(x - middle[0]) + abs(y - middle[1]) for x, y in arc) < 0.01


def test_a_large_arc_goes_the_long_way() -> None:
    (arc,) = outlines("M5 0A5 5 0 1 1 0 5")
    assert max(x for x, _ in arc) == pytest.approx(10, abs=0.05)
    assert arc[-1] == pytest.approx((0, 5))


def test_an_arc_too_small_for_its_ends_grows() -> None:
    (arc,) = outlines("M0 0A1 1 0 0 1 10 0")
    assert min(y for _, y in arc) == pytest.approx(-5, abs=0.05)


def test_a_mark_is_drawn_in_its_colours() -> None:
    mark = Mark(10, (Shape("#ff0000", ((0, 0), (5, 0), (5, 10), (0, 10))),))
    drawn = mark.draw(20)
    assert drawn.getpixel((2, 10)) == (255, 0, 0, 255)
    assert drawn.getpixel((17, 10)) == (0, 0, 0, 0)


@pytest.mark.parametrize("content", ["<rect/>", "", '<g><path d="M0 0"/></g>'])
def test_a_mark_beyond_understanding_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "mark.svg"
    file.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{content}</svg>')
    with pytest.raises(ValueError, match=r"rect|g|mark\.svg"):
        read_mark(file)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


def test_dark_takes_from_light_what_it_does_not_say(tmp_path: Path) -> None:
    folder = tmp_path / "assets" / "css"
    folder.mkdir(parents=True)
    css = ":root{--a: #fff; --b: #000; --size: 1rem} /* --c: #123; */"
    dark = "@media (prefers-color-scheme: dark) {:root{--a: #111;}}"
    (folder / "tokens.css").write_text(f"{css.replace('1rem}', '1rem;}')}{dark}")
    tokens = read_tokens(tmp_path)
    assert tokens.light == {"a": "#fff", "b": "#000"}
    assert tokens.dark == {"a": "#111", "b": "#000"}
    assert tokens.all["size"] == "1rem"


def test_what_is_cached_is_made_once(tmp_path: Path) -> None:
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        return b"picture"

    assert [cached(tmp_path / "new", "name", make) for _ in range(2)] == [b"picture", b"picture"]
    assert len(made) == 1
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["name"]
