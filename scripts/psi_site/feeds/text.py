"""Text and addresses in the form that XML 1.0 and a feed's readers demand."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from psi_site.model.settings import Settings

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 section 2.2 forbids, and the control characters it discourages."""

_SAFE = "/?%:@!$&'()*+,;=~-._"


def legal(text: str) -> str:
    """Return a text without the characters that XML cannot carry."""
    return _NOT_XML.sub("", text)


def one_line(text: str) -> str:
    """Return a text as one line: no characters XML cannot carry, single spaces."""
    return " ".join(legal(text).split())


def root_path(settings: Settings) -> str:
    """Return the path of the site's root on its host, with a slash at both ends."""
    return quote(urlsplit(settings.address).path.rstrip("/") + "/", _SAFE)
