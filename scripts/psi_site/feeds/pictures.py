"""Pictures that go with entries, with the length that feeds must state."""

from __future__ import annotations

from pathlib import PurePosixPath

from psi_site.feeds.entries import Enclosure
from psi_site.model.newsletter import Edition
from psi_site.site import Site
from psi_site.urls import absolute

_FILES = "docs"
"""The folder whose files are published under their own names."""

_MEDIA_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
"""Written out, because the system's own table differs between machines."""


def enclosure(site: Site, file: str) -> Enclosure | None:
    """Return a picture as an enclosure, None where there is no such file or it is empty."""
    path = site.root / _FILES / file
    media_type = _MEDIA_TYPES.get(PurePosixPath(file).suffix.lower())
    if media_type is None or not path.is_file() or not path.stat().st_size:
        return None
    return Enclosure(picture_url(site, file), media_type, path.stat().st_size)


def picture_url(site: Site, file: str) -> str:
    """Return the absolute URL of a picture."""
    return absolute(site.settings, f"/{file.lstrip('/')}")


def first_picture(site: Site, edition: Edition) -> Enclosure | None:
    """Return the picture that stands for an issue: its own, else the first of its items."""
    items = (item for section in edition.sections for item in section.items)
    for image in (edition.image, *(item.image for item in items)):
        found = enclosure(site, image.file) if image and image.file else None
        if found:
            return found
    return None
