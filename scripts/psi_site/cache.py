"""Bytes that cost time to make, stored between builds by the name of what they were made from.

A cache is an accelerator and nothing else: it may be deleted at any time, two builds may use it at
once, and a folder or disk that refuses only costs the time to make things again.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def cached(folder: Path, name: str, make: Callable[[], bytes]) -> bytes:
    """Return what `make` makes, from the file `name` where an earlier build left it.

    `name` has to change with everything the bytes depend on.
    """
    path = folder / name
    with suppress(OSError):
        return path.read_bytes()
    content = make()
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        _put(path, content)
    return content


def _put(path: Path, content: bytes) -> None:
    """Write aside and move, so that nobody reads half a file, however this build ends."""
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as aside:
        aside.write(content)
    Path(aside.name).replace(path)
