"""A build that cannot be published: said in words, and the site that was there stays."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from psi_site.i18n import load_language
from psi_site.publish import _CODES, PublishError, publication, store_of

PSI = Path(sys.executable).with_name("psi")
LANGUAGES = ("sv", "en")
CODES = sorted({*_CODES.values(), "publish-busy", "publish-refused"})


def psi(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1932627600"}
    return subprocess.run(
        [PSI, *arguments], cwd=root, env=environment, capture_output=True, text=True, check=False
    )


def put(out: Path, text: str) -> None:
    with publication(out) as folder:
        (folder / "index.html").write_text(text)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """Give a disk of its own, of that size; skip where one may not."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can only be mounted by the superuser of a whole machine")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_every_refusal_has_words(language: str, code: str) -> None:
    words = load_language(language).text(f"cli.build.{code}", folder="ut", what="varför")
    assert "ut" in words
    assert code not in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_second_build(lappi_root: Path, tmp_path: Path, language: str) -> None:
    out = tmp_path / "ut"
    put(out, "old")
    with publication(out) as folder:
        (folder / "index.html").write_text("first")
        done = psi(lappi_root, "build", "--no-ledger", "--out", str(out), "--lang", language)
    assert done.returncode == 1
    assert {"sv": "Ett annat bygge", "en": "Another build"}[language] in done.stderr
    assert "Traceback" not in done.stderr
    assert (out / "index.html").read_text() == "first"


def test_a_full_disk(lappi_root: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "600k") as disk:
        out = disk / "ut"
        put(out, "old")
        done = psi(lappi_root, "build", "--no-ledger", "--out", str(out), "--lang", "en")
        assert done.returncode == 1
        assert "The disk is full" in done.stderr
        assert "Traceback" not in done.stderr
        assert (out / "index.html").read_text() == "old"
        assert sorted(path.name for path in store_of(out).iterdir()) == [
            out.resolve().name,
            "lock",
        ]


def test_a_disk_that_fills_while_the_files_are_written(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "64k") as disk:
        out = disk / "ut"
        put(out, "old")
        with pytest.raises(PublishError) as caught, publication(out) as folder:
            for number in range(100):
                (folder / f"{number}.txt").write_bytes(b"x" * 4096)
        assert caught.value.code == "publish-full"
        assert (out / "index.html").read_text() == "old"
        put(out, "new")
        assert (out / "index.html").read_text() == "new"
