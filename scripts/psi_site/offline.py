"""The whole site in one file, to be opened without a server: a dated zip with checksums.

Pages are those of a built site, with what a browser cannot do from a folder put right: addresses
of pages name their file, the search gives way to the index on its page, and the policy counts
files as the site's own. The same built site and day give the same bytes.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

from markupsafe import escape

from psi_site.addresses import page_path
from psi_site.hosting.copies import ENDINGS
from psi_site.i18n import Language
from psi_site.model.page import Page
from psi_site.prose import slugify
from psi_site.search import FOLDER as SEARCH
from psi_site.site import Site

SUMS = "SHA256SUMS"
"""The list inside, as `sha256sum --check` reads it."""

_FOR_SERVERS = frozenset({"_headers", "_redirects", "404.html", "robots.txt"})

_LINK = re.compile(r'(?P<name>\s(?:href|src|action)=")(?P<path>(?![a-z]+:|//|#)[^"?#]*)')
_LEADING_ON = re.compile(r'(?P<name>\scontent="\d+; url=)(?P<path>(?!https?:)[^"?#]*)')
_MANIFEST = re.compile(r'<link\b(?=[^>]* rel="manifest")[^>]*>\n?')
_MODULE = re.compile(r'<script\b(?=[^>]* type="module")[^>]*>(?:</script>)\n?')
_POLICY = re.compile(
    r'(?P<name><meta http-equiv="Content-Security-Policy" content=")(?P<text>[^"]*)'
)
_LANGUAGE = re.compile(r'<html\b[^>]* lang="(?P<code>[^"]+)"')
_ANSWER = re.compile(r'(?P<start>data-engine=(?:.|\n)*?<p role="status">)(?=</p>)')


class NotBuiltError(Exception):
    """Raised where there is no built site to copy."""


@dataclass(frozen=True)
class OfflineCopy:
    """A copy: the name of its file without an end, and the bytes of the zip."""

    name: str
    content: bytes

    @property
    def checksum(self) -> str:
        """The line for a file of checksums beside the zip."""
        return f"{hashlib.sha256(self.content).hexdigest()}  {self.name}.zip\n"


def offline_copy(site: Site, built: Path, day: date) -> OfflineCopy:
    """Return the copy of the site in the folder `built`, named by the `day`.

    Raises NotBuiltError where that folder holds no site.
    """
    if not (built / "index.html").is_file():
        raise NotBuiltError(str(built))
    name = f"{slugify(str(site.settings.short_title.passages()[0].value))}-{day.isoformat()}"
    files = dict(_files(site, built.resolve())) | dict(_read_me(site, day))
    sums = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {path}\n"
        for path, content in sorted(files.items())
    )
    return OfflineCopy(name, _zipped(name, {**files, SUMS: sums.encode()}, day))


def _files(site: Site, built: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the site that mean something without a server, the pages put right."""
    for path in sorted(built.rglob("*")):
        name = path.relative_to(built)
        unneeded = path.name in _FOR_SERVERS or path.suffix in ENDINGS or name.parts[0] == SEARCH
        if path.is_file() and not unneeded:
            content = path.read_bytes()
            if path.suffix == ".html":
                content = offline_page(site, content.decode("utf-8")).encode("utf-8")
            yield name.as_posix(), content


def offline_page(site: Site, html: str) -> str:
    """Return a page of the built site as it works from a folder."""
    html = _LEADING_ON.sub(_named, _LINK.sub(_named, html))
    html = _MODULE.sub("", _MANIFEST.sub("", html))
    html = _POLICY.sub(_with_files, html)
    found = _LANGUAGE.search(html)
    language = site.languages.get(found["code"]) if found else None
    return _ANSWER.sub(_instead_of_search(language), html) if language else html


def _named(match: re.Match[str]) -> str:
    """Return an address that names the file a server would hand out for a folder."""
    path = match["path"]
    is_folder = path.endswith("/") or path in (".", "..")
    return f"{match['name']}{path.rstrip('/')}/index.html" if is_folder else match[0]


def _with_files(match: re.Match[str]) -> str:
    """Count files as the site's own: pages in folders have no origin that could be the same."""
    return match["name"] + re.sub(r"(?:'|&#39;)self(?:'|&#39;)", r"\g<0> file:", match["text"])


def _instead_of_search(language: Language) -> Callable[[re.Match[str]], str]:
    words = escape(language.text("offline.search"))
    return lambda match: f"{match['start']}{words}"


def _read_me(site: Site, day: date) -> Iterator[tuple[str, bytes]]:
    """Yield a text in each language that says what the copy is and how to open it."""
    home = site.get(Page, site.settings.home)
    for code, language in site.languages.items():
        if code in home.editions:
            text = language.text(
                "offline.read_me",
                site=site.read(site.settings.title, code).value,
                address=site.settings.address,
                date=language.date(day),
                start=f"{page_path(site, home, code).lstrip('/')}index.html",
                sums=SUMS,
            )
            yield language.text("offline.file"), f"{text.strip()}\n".encode()


def _zipped(folder: str, files: Mapping[str, bytes], day: date) -> bytes:
    """Return files below one folder as a zip (APPNOTE 6.3): in order, of one time, for everyone."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(f"{folder}/{path}", (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, whatever this is: else permissions are not read.
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, files[path])
    return made.getvalue()
