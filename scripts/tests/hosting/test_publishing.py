"""What a finished folder gets for its host, whether its files are told or looked for."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from psi_site.hosting.copies import ENDINGS, files_of
from psi_site.hosting.publishing import prepare_for_hosts
from psi_site.site import Site
from tests.test_real_site import digest

TAKEN_OVER = "index.html"


def bare(built: Path, folder: Path) -> Path:
    """Return a built site without its copies, but for one page as if it was taken over."""
    shutil.copytree(built, folder)
    for file in files_of(folder):
        if file.endswith(ENDINGS) and not file.startswith(TAKEN_OVER):
            (folder / file).unlink()
    return folder


def test_files_that_are_told_are_those_that_are_found(
    lappi: Site, lappi_built: Path, tmp_path: Path
) -> None:
    looked, told = (bare(lappi_built, tmp_path / name) for name in ("looked", "told"))
    prepare_for_hosts(lappi, looked, tmp_path / "none")
    files = [file for file in files_of(told) if not file.endswith(ENDINGS)]
    fresh = [file for file in files if file != TAKEN_OVER]
    prepare_for_hosts(lappi, told, tmp_path / "none", files, fresh)
    assert digest(looked) == digest(told) == digest(lappi_built)


def test_what_was_taken_over_is_left_alone(lappi: Site, lappi_built: Path, tmp_path: Path) -> None:
    folder = bare(lappi_built, tmp_path / "site")
    copy = folder / f"{TAKEN_OVER}{ENDINGS[0]}"
    copy.write_bytes(b"as it was")
    os.utime(folder / TAKEN_OVER, (1, 1))
    prepare_for_hosts(lappi, folder, lappi_built)
    assert copy.read_bytes() == b"as it was"
    assert (folder / TAKEN_OVER).stat().st_mtime == 1
