"""Compressed copies, and times that follow the content."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import brotli
import pytest
from backports import zstd

from psi_site.hosting import copies
from psi_site.hosting.copies import ENDINGS, SMALLEST, compress_files, files_of, keep_times

TEXT = b"the same words again, " * 100
UNPACK = {".br": brotli.decompress, ".zst": zstd.decompress, ".gz": gzip.decompress}
LONG_AGO = 1_000_000_000


def write(folder: Path, name: str, content: bytes, when: int | None = None) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    if when is not None:
        os.utime(path, (when, when))
    return path


def compress(folder: Path) -> None:
    list(compress_files(folder, files_of(folder)))


@pytest.mark.parametrize("name", ["kalenteri.ics", "assets/site.css"])
@pytest.mark.parametrize("content", [TEXT, b"".join(b"%d, " % each for each in range(30_000))])
def test_a_text_gets_three_copies_with_its_own_time(
    tmp_path: Path, name: str, content: bytes
) -> None:
    path = write(tmp_path, name, content, LONG_AGO)
    compress(tmp_path)
    for ending, unpack in UNPACK.items():
        copy = path.with_name(path.name + ending)
        assert unpack(copy.read_bytes()) == content
        assert copy.stat().st_mtime == LONG_AGO


def test_each_of_many_texts_gets_its_own_copies(tmp_path: Path) -> None:
    texts = {f"{number:03}.html": TEXT + b"%d" % number for number in range(150)}
    for name, content in texts.items():
        write(tmp_path, name, content)
    assert list(compress_files(tmp_path, texts)) == list(texts)
    for name, content in texts.items():
        for ending, unpack in UNPACK.items():
            assert unpack((tmp_path / f"{name}{ending}").read_bytes()) == content


def test_a_copy_that_an_earlier_site_has_too_is_left_as_it_was_there(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    write(old, "a.html.gz", b"as it was")
    path = write(new, "a.html", TEXT)
    copy = path.with_name("a.html.gz")
    os.link(old / "a.html.gz", copy)
    compress(new)
    assert gzip.decompress(copy.read_bytes()) == TEXT
    assert (old / "a.html.gz").read_bytes() == b"as it was"


def test_a_copy_is_whole_where_the_disk_takes_it_in_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = os.write
    monkeypatch.setattr(copies.os, "write", lambda file, made: whole(file, made[:7]))
    path = write(tmp_path, "a.html", TEXT)
    compress(tmp_path)
    for ending, unpack in UNPACK.items():
        assert unpack(path.with_name(f"a.html{ending}").read_bytes()) == TEXT


@pytest.mark.parametrize(
    ("name", "content"),
    [("short.html", b"x" * (SMALLEST - 1)), ("picture.webp", TEXT), ("x.pf_index", TEXT)],
)
def test_what_gains_nothing_gets_none(tmp_path: Path, name: str, content: bytes) -> None:
    write(tmp_path, name, content)
    compress(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_the_copies_are_the_same_at_any_time(tmp_path: Path) -> None:
    for folder, when in (("one", 1), ("two", LONG_AGO)):
        write(tmp_path / folder, "a.html", TEXT, when)
        compress(tmp_path / folder)
    for ending in ENDINGS:
        one, two = (tmp_path / folder / f"a.html{ending}" for folder in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()
    header = (tmp_path / "one/a.html.gz").read_bytes()
    assert header[4:8] == bytes(4), "gzip's own time is not set (RFC 1952, section 2.3.1)"


def test_only_what_is_unchanged_keeps_its_time(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for name, before, after in (("same", b"1", b"1"), ("other", b"1", b"2"), ("long", b"1", b"11")):
        write(old, f"x/{name}", before, LONG_AGO)
        write(new, f"x/{name}", after)
    write(new, "x/added", b"1")
    keep_times(new, old, files_of(new))
    assert files_of(new, "x") == files_of(new)
    assert files_of(new, "y") == []
    kept = {path.name for path in (new / "x").iterdir() if path.stat().st_mtime == LONG_AGO}
    assert kept == {"same"}
