"""A file of the finished site that is not a page."""

from __future__ import annotations

from typing import NamedTuple


class Artifact(NamedTuple):
    """A file's path from the site's root, without a leading slash, and its bytes."""

    path: str
    content: bytes
