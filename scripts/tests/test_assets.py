"""Styles, scripts and pictures are published under names that follow their content."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from psi_site.assets import is_source, load_assets
from tests.made_up import ROOT

FILES = {
    "assets/css/tokens.css": ":root { --a: 1; }\n",
    "assets/css/base.css": "/* not this */\nbody {\n  margin: 0;\n\n}\n",
    "assets/css/zebra.css": ".zebra { x: y; }\n",
    "assets/css/print.css": "@media print { a { b: c; } }\n",
    "components/card/card.css": ".card { x: y; }\n",
    "assets/js/one.js": "one();\n",
    "assets/js/pages/search.js": "search();\n",
    "assets/img/favicon.svg": "<svg/>",
    "assets/img/deep/dot.svg": "<svg />",
}


def theme(folder: Path, **changed: str) -> Path:
    for name, content in (FILES | changed).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def test_every_name_bears_the_fingerprint_of_its_content(tmp_path: Path) -> None:
    assets = load_assets(theme(tmp_path))
    for name, artifact in assets.artifacts.items():
        stem, _, suffix = name.rpartition(".")
        assert re.fullmatch(
            rf"assets/{re.escape(stem)}\.[0-9a-f]{{10}}\.{suffix}", artifact.path
        ), name
        assert assets.href(name) == f"/{artifact.path}"
    assert {"site.css", "site.js", "pages/search.js", "img/favicon.svg", "img/deep/dot.svg"} <= set(
        assets.artifacts
    )


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("assets/css/zebra.css", "site.css"),
        ("components/card/card.css", "site.css"),
        ("assets/js/one.js", "site.js"),
        ("assets/js/pages/search.js", "pages/search.js"),
        ("assets/img/favicon.svg", "img/favicon.svg"),
    ],
)
def test_a_change_gives_another_name_to_its_file_alone(
    file: str, name: str, tmp_path: Path
) -> None:
    before = load_assets(theme(tmp_path / "a")).artifacts
    after = load_assets(theme(tmp_path / "b", **{file: "changed { y: z; }"})).artifacts
    changed = {each for each in before if before[each].path != after[each].path}
    assert changed == {name}


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = load_assets(theme(tmp_path / "a")), load_assets(theme(tmp_path / "b"))
    assert first == second


def test_styles_stand_in_a_fixed_order_without_comments(tmp_path: Path) -> None:
    css = load_assets(theme(tmp_path)).artifacts["site.css"].content.decode()
    parts = [css.index(each) for each in (":root", "body", ".zebra", ".card", "@media print")]
    assert parts == sorted(parts)
    assert "not this" not in css
    assert "\n\n" not in css
    assert "margin: 0;" in css


def test_an_unknown_asset_is_a_mistake_of_the_template(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        load_assets(theme(tmp_path)).href("nothing.css")


def test_only_raw_material_is_kept_back() -> None:
    for name in ("assets/css/base.css", "assets/js/a.js", "assets/img/a.svg", "components/x/x.css"):
        assert is_source(name)
    assert not is_source("robots.txt")


def test_the_real_theme_loads_nothing_from_elsewhere() -> None:
    for name, artifact in load_assets(ROOT / "overrides").artifacts.items():
        if name.endswith((".css", ".js")):
            text = artifact.content.decode()
            assert not re.search(r"url\(\s*['\"]?(https?:)?//|@import", text), name
            assert artifact.content.strip()
