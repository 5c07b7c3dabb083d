"""Pictures that go with entries, with the length that feeds must state.

A feed shows the copy made for mail: small, without metadata, and at an address that holds as long
as the file keeps its name.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from psi_site.feeds.entries import Enclosure
from psi_site.model.newsletter import Edition
from psi_site.site import Site
from psi_site.urls import absolute

_MEDIA_TYPES = {".jpg": "image/jpeg", ".png": "image/png"}
"""Written out, because the system's own table differs between machines."""


def enclosure(site: Site, file: str) -> Enclosure | None:
    """Return a picture as an enclosure, None where there is none that can be shown."""
    if file not in site.images.originals:
        return None
    copy = site.images.mail_file(file)
    media_type = _MEDIA_TYPES[PurePosixPath(copy.path).suffix]
    return Enclosure(absolute(site.settings, f"/{copy.path}"), media_type, len(copy.content))


def picture_url(site: Site, path: str) -> str:
    """Return the absolute URL of a path from the site's root; of a picture's copy, if it is one."""
    file = path.lstrip("/")
    found = site.images.mail(file).path if file in site.images.originals else f"/{file}"
    return absolute(site.settings, found)


def first_picture(site: Site, edition: Edition) -> Enclosure | None:
    """Return the picture that stands for an issue: its own, else the first of its items."""
    items = (item for section in edition.sections for item in section.items)
    for image in (edition.image, *(item.image for item in items)):
        found = enclosure(site, image.file) if image and image.file else None
        if found:
            return found
    return None
