"""A cache only ever saves time: whatever becomes of it, what comes out is the same."""

from __future__ import annotations

import multiprocessing
import sqlite3
from pathlib import Path

import pytest

from psi_site.cache import Shelf, cached

FIRST, SECOND = b"first", b"second"


def never() -> bytes:
    pytest.fail("made once more")


def put(file: Path, **pieces: bytes) -> None:
    with Shelf(file) as shelf:
        for name, content in pieces.items():
            assert shelf.take(name, lambda content=content: content) == content  # type: ignore[misc]


def names(file: Path) -> set[str]:
    with sqlite3.connect(file) as database:
        return {name for (name,) in database.execute("SELECT name FROM piece")}


def test_what_is_kept_is_not_made_again(tmp_path: Path) -> None:
    put(tmp_path / "shelf", a=FIRST)
    with Shelf(tmp_path / "shelf") as shelf:
        assert shelf.take("a", never) == FIRST
    assert cached(tmp_path, "b", lambda: SECOND) == SECOND
    assert cached(tmp_path, "b", never) == SECOND


def test_what_was_not_asked_for_is_forgotten(tmp_path: Path) -> None:
    put(tmp_path / "shelf", a=FIRST, b=SECOND)
    put(tmp_path / "shelf", b=SECOND)
    assert names(tmp_path / "shelf") == {"b"}


def test_a_build_that_fails_forgets_nothing(tmp_path: Path) -> None:
    put(tmp_path / "shelf", a=FIRST)
    with pytest.raises(ValueError, match="oh no"), Shelf(tmp_path / "shelf") as shelf:
        shelf.take("b", lambda: SECOND)
        raise ValueError("oh no")
    assert names(tmp_path / "shelf") == {"a", "b"}


@pytest.mark.parametrize("rubbish", [b"", b"no database at all" * 100, b"SQLite format 3\0" * 9])
def test_a_file_that_is_no_shelf_is_replaced(tmp_path: Path, rubbish: bytes) -> None:
    (tmp_path / "shelf").write_bytes(rubbish)
    put(tmp_path / "shelf", a=FIRST)
    assert names(tmp_path / "shelf") == {"a"}


def test_a_piece_that_the_disk_changed_is_made_again(tmp_path: Path) -> None:
    file = tmp_path / "shelf"
    put(file, a=FIRST)
    file.write_bytes(file.read_bytes().replace(FIRST, b"worst"))
    put(file, a=FIRST)
    with Shelf(file) as shelf:
        assert shelf.take("a", never) == FIRST


def test_a_file_cut_short_gives_nothing_wrong(tmp_path: Path) -> None:
    file = tmp_path / "shelf"
    pieces = {f"piece{number}": bytes([number]) * 3000 for number in range(50)}
    put(file, **pieces)
    whole = file.read_bytes()
    for length in range(0, len(whole), len(whole) // 13):
        file.write_bytes(whole[:length])
        put(file, **pieces)


def test_two_at_once_do_not_wait_for_each_other(tmp_path: Path) -> None:
    with Shelf(tmp_path / "shelf") as one, Shelf(tmp_path / "shelf") as two:
        for shelf in (one, two):
            assert shelf.take("a", lambda: FIRST) == FIRST
    assert names(tmp_path / "shelf") == {"a"}


def test_where_no_file_can_be_things_are_made_each_time(tmp_path: Path) -> None:
    (tmp_path / "in-the-way").write_bytes(b"")
    place = tmp_path / "in-the-way/cache"
    put(place / "shelf", a=FIRST)
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
