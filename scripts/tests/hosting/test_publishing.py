"""What a finished folder gets for its host, and what is left as it was taken over."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

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


def test_all_that_is_new_gets_copies(lappi: Site, lappi_built: Path, tmp_path: Path) -> None:
    folder = bare(lappi_built, tmp_path / "site")
    others = [file for file in files_of(folder) if not file.startswith(TAKEN_OVER)]
    copied = prepare_for_hosts(lappi, folder, tmp_path / "none", [TAKEN_OVER], others)
    assert digest(folder) == digest(lappi_built)
    assert copied == {
        file
        for file in files_of(folder)
        if (folder / f"{file}{ENDINGS[0]}").is_file() and file != TAKEN_OVER
    }


@pytest.mark.parametrize("told", [True, False])
def test_what_was_taken_over_is_left_alone(
    lappi: Site, lappi_built: Path, tmp_path: Path, told: bool
) -> None:
    folder = bare(lappi_built, tmp_path / "site")
    copy = folder / f"{TAKEN_OVER}{ENDINGS[0]}"
    copy.write_bytes(b"as it was")
    os.utime(folder / TAKEN_OVER, (1, 1))
    found = files_of(folder)
    others = [file for file in found if not (told and file.startswith(TAKEN_OVER))]
    prepare_for_hosts(lappi, folder, lappi_built, [TAKEN_OVER] if told else [], others)
    assert copy.read_bytes() == b"as it was"
    assert (folder / TAKEN_OVER).stat().st_mtime == 1
