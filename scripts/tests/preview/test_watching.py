"""Every way of saving a source is heard, and nothing else is."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from psi_site.preview import Watch

SOON, NEVER = 5.0, 0.3
"""Seconds to wait for what has to come, and for what must not."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("data/events", "docs", "overrides/records", "site"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text("theme:\n  custom_dir: overrides\n")
    (tmp_path / "data/events/a.yml").write_text("a")
    return tmp_path


@pytest.fixture
def watch(root: Path) -> Iterator[Watch]:
    with Watch(root) as watching:
        yield watching


def save_aside(root: Path) -> None:
    (root / "data/events/a.yml~").write_text("b")
    (root / "data/events/a.yml~").replace(root / "data/events/a.yml")


def keep_the_former(root: Path) -> None:
    (root / "data/events/a.yml").rename(root / "data/events/a.yml~")
    (root / "data/events/a.yml").write_text("b")


SAVING: tuple[Callable[[Path], object], ...] = (
    lambda root: (root / "data/events/a.yml").write_text("b"),
    save_aside,
    keep_the_former,
    lambda root: (root / "data/events/a.yml").unlink(),
    lambda root: (root / "docs/index.sv.md").write_text("new"),
    lambda root: (root / "overrides/records/event.html").write_text("new"),
    lambda root: (root / "mkdocs.yml").write_text("theme: {custom_dir: overrides}\n"),
    lambda root: shutil.rmtree(root / "docs"),
)


@pytest.mark.parametrize("save", SAVING)
def test_what_is_saved_is_heard(save: Callable[[Path], object], root: Path, watch: Watch) -> None:
    save(root)
    assert watch.wait(SOON)
    assert not watch.wait(NEVER)


def test_reading_and_building_are_not_heard(root: Path, watch: Watch) -> None:
    (root / "data/events/a.yml").read_text()
    list((root / "docs").iterdir())
    (root / "site/index.html").write_text("built")
    (root / ".cache").mkdir()
    (root / ".cache/kept").write_text("kept")
    assert not watch.wait(NEVER)


def test_a_folder_that_comes_later_is_watched(root: Path, watch: Watch) -> None:
    (root / "newsletters").mkdir()
    assert watch.wait(SOON)
    (root / "newsletters/2031-1.sv.md").write_text("new")
    assert watch.wait(SOON)


def test_a_folder_that_was_made_anew_is_watched(root: Path, watch: Watch) -> None:
    shutil.rmtree(root / "docs")
    (root / "docs").mkdir()
    assert watch.wait(SOON)
    (root / "docs/index.sv.md").write_text("new")
    assert watch.wait(SOON)
