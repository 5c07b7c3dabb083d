"""A cache only ever saves time: whatever becomes of it, what comes out is the same."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from psi_site.cache import cached

FIRST = b"first"


def never() -> bytes:
    pytest.fail("made once more")


def test_what_is_kept_is_not_made_again(tmp_path: Path) -> None:
    assert cached(tmp_path, "a", lambda: FIRST) == FIRST
    assert cached(tmp_path, "a", never) == FIRST


def test_where_no_file_can_be_things_are_made_each_time(tmp_path: Path) -> None:
    (tmp_path / "in-the-way").write_bytes(b"")
    place = tmp_path / "in-the-way/cache"
    assert cached(place, "a", lambda: FIRST) == FIRST


def write_often(folder: str) -> bool:
    content = b"x" * 100_000
    for number in range(50):
        if cached(Path(folder), str(number), lambda: content) != content:
            return False
    return True


def test_many_may_write_the_same_file(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert all(pool.map(write_often, [str(tmp_path)] * 2))
    assert {path.stat().st_size for path in tmp_path.iterdir()} == {100_000}
    assert len(list(tmp_path.iterdir())) == 50
