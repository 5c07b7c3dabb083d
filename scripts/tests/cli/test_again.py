"""A build with nothing to do says what the last one said, and is never wrong about it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.made_up import NOW, ROOT, copy_site

SETTLED = 0.1
"""Seconds after which a change to a file cannot hide behind an earlier one."""


def build(root: Path, *arguments: str) -> tuple[str, str]:
    """Run `psi build` in a process of its own; return what it printed and where the site lies."""
    time.sleep(SETTLED)
    program = "from psi_site.cli import main; main()"
    command = [sys.executable, "-c", program, "build", *arguments]
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout + done.stderr, str((root / "site").readlink())


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("again")
    theme = shutil.copytree(ROOT / "overrides", folder / "theme")
    root = copy_site(folder / "root", Path(theme))
    build(root)
    return root


def test_a_build_with_nothing_to_do_says_the_same_and_leaves_the_site(root: Path) -> None:
    first = build(root)
    assert build(root) == first


def test_other_arguments_are_another_build(root: Path) -> None:
    said, place = build(root)
    other, moved = build(root, "--lang", "en")
    assert said != other
    assert place != moved


@pytest.mark.parametrize(
    "place",
    ["data/site.yml", "../theme/404.html", ".ledger/addresses.txt", "data/new.txt", "mkdocs.yml"],
)
def test_a_touched_file_is_seen(root: Path, place: str) -> None:
    _, before = build(root)
    path = root / place
    path.parent.mkdir(exist_ok=True)
    kept = path.read_bytes() if path.exists() else b""
    path.write_bytes(kept + b"\n")
    _, after = build(root)
    assert after != before


def test_a_change_that_keeps_size_and_time_is_seen(root: Path) -> None:
    _, before = build(root)
    path = root / "mkdocs.yml"
    state = path.stat()
    path.write_text(path.read_text().swapcase().swapcase())
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert build(root)[1] != before


def test_a_site_that_was_taken_away_is_made_again(root: Path) -> None:
    build(root)
    shutil.rmtree((root / "site").resolve())
    build(root)
    assert (root / "site/index.html").is_file()
