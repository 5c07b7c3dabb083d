"""The lock files: what is pinned, and whether each line names the hashes it may have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

WIDEST = "requirements-dev.lock"
"""Holds all that the others hold."""

_PIN = re.compile(r"([A-Za-z0-9._-]+)==([^\s;\\]+)(?:\s*;[^\\]*)?(.*)", re.S)


@dataclass(frozen=True, order=True)
class Pin:
    """A package of a lock file; its name as registries compare names (PEP 503)."""

    name: str
    version: str
    hashes: int = 0


def lock_files(root: Path) -> list[Path]:
    """Return the lock files of a repository."""
    return sorted(root.glob("requirements*.lock"))


def pins(lock: Path) -> Iterator[Pin]:
    """Yield what a lock file pins; raise ValueError at a line that pins nothing."""
    text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    for line in filter(None, (line.strip() for line in text.splitlines())):
        found = _PIN.fullmatch(line)
        if not line.startswith("#"):
            if not found:
                raise ValueError(f"{lock.name}: {line}")
            yield Pin(normal(found[1]), found[2], len(re.findall(r"--hash=sha256:\w{64}", line)))


def normal(name: str) -> str:
    """Return a package's name as registries compare names (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
