"""The made-up network of `sites/lappi`, copied away from the repository and its history."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]
LAPPI = Path(__file__).parent / "sites" / "lappi"
NOW = datetime(2031, 3, 30, 9, tzinfo=UTC)
"""Noon of the day the clocks go forward in Helsinki."""


def copy_site(folder: Path, theme: Path = ROOT / "overrides") -> Path:
    """Copy the made-up site to `folder`, drawn by the theme in `theme`; return the folder.

    Away from the repository it has no history, so that nothing depends on who committed when.
    """
    shutil.copytree(LAPPI, folder)
    settings = folder / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    shared = "../../../../overrides"
    assert shared in text
    settings.write_text(text.replace(shared, theme.as_posix()), encoding="utf-8")
    return folder
