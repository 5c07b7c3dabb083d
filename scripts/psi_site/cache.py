"""Bytes that cost time to make, stored between builds by the name of what they were made from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def cached(folder: Path, name: str, make: Callable[[], bytes]) -> bytes:
    """Return what `make` makes, from the file `name` where an earlier build left it.

    `name` has to change with everything the bytes depend on.
    """
    path = folder / name
    if path.is_file():
        return path.read_bytes()
    content = make()
    folder.mkdir(parents=True, exist_ok=True)
    # Written aside and moved, so that a build cut short leaves no half file behind.
    aside = path.with_name(f"{name}.part")
    aside.write_bytes(content)
    aside.replace(path)
    return content
