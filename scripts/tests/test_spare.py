"""An earlier build made into the next: what of it stays, and that nothing of it is written into."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from psi_site.kept import File
from psi_site.second_names import give_second_name, write_apart
from psi_site.spare import Spare


def put(folder: Path, *paths: str) -> Path:
    for path in paths:
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(path)
        os.utime(place, ns=(5, 5))
    return folder


def file(path: str, size: int = 0, time: int = 5, copies: tuple[str, ...] = ()) -> File:
    return File(path, size or len(path), time, copies)


def everything(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return put(tmp_path / "old", "a", "a.gz", "in/b", "in/deep/c", "out/d")


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    return put(tmp_path / "new", "out/static", "a.txt")


def test_a_file_is_told_by_its_size_its_time_and_its_copies(folder: Path) -> None:
    spare = Spare(folder, set())
    assert spare.has(file("a"))
    assert spare.has(file("a", copies=(".gz",)))
    assert spare.has(file("in/deep/c"))
    assert not spare.has(file("a", size=2))
    assert not spare.has(file("a", time=6))
    assert not spare.has(file("a", copies=(".gz", ".br")))
    assert not spare.has(file("b"))
    os.utime(folder / "a.gz", ns=(6, 6))
    assert not Spare(folder, set()).has(file("a", copies=(".gz",)))


def test_a_file_that_is_out_of_date_is_not_there_even_if_it_looks_the_same(folder: Path) -> None:
    spare = Spare(folder, {"in/b"})
    assert not spare.has(file("in/b"))
    assert spare.has(file("a"))


def test_only_what_is_wanted_and_was_found_stays(folder: Path, fresh: Path) -> None:
    spare = Spare(folder, set())
    assert spare.has(file("a", copies=(".gz",)))
    assert spare.has(file("in/b"))
    assert spare.take_place(fresh, {"a", "in/deep/c", "more"}, set()) == {"a"}
    assert everything(fresh) == {"a", "a.gz", "a.txt", "out", "out/static"}
    assert not folder.exists()


def test_folders_that_may_be_filled_again_stay_until_the_end(folder: Path, fresh: Path) -> None:
    (folder / "nothing/in/it").mkdir(parents=True)
    spare = Spare(folder, set())
    assert spare.take_place(fresh, (), {"in/deep", "in"}) == set()
    assert everything(fresh) == {"a.txt", "in", "in/deep", "out", "out/static"}
    (fresh / "in/new").touch()
    spare.tidy()
    assert everything(fresh) == {"a.txt", "in", "in/new", "out", "out/static"}


def test_what_comes_in_its_place_is_written_into_no_file_of_others(
    folder: Path, fresh: Path, tmp_path: Path
) -> None:
    published = tmp_path / "published"
    published.mkdir()
    for name in ("a", "a.gz"):
        give_second_name(str(folder / name), str(published / name))
    put(fresh, "a")
    (fresh / "a").write_text("static")
    spare = Spare(folder, set())
    assert spare.has(file("a", copies=(".gz",)))
    assert spare.take_place(fresh, {"a"}, set()) == {"a"}
    write_apart(str(fresh / "a.gz"), b"packed")
    assert [(published / name).read_text() for name in ("a", "a.gz")] == ["a", "a.gz"]
    assert [(fresh / name).read_text() for name in ("a", "a.gz")] == ["static", "packed"]


def test_a_folder_that_is_none_is_refused(folder: Path) -> None:
    with pytest.raises(NotADirectoryError):
        Spare(folder / "out/d", set())
    with pytest.raises(FileNotFoundError):
        Spare(folder / "more", set())
