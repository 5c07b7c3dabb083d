"""The one table of headers: by kind of file, what a server says with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from psi_site.cms import editing_folder, editing_policy
from psi_site.hosting.policy import MAIL, PAGE, SEARCH, form_policy, meta_text, policy_text
from psi_site.model.statement import Statement
from psi_site.pages.not_found import search_path
from psi_site.pages.statement import report_path
from psi_site.site import Site

CHECK_FIRST = "no-cache"
"""Kept, but asked about each time: with an ETag the answer is a 304 of a few hundred bytes."""
HOUR = "public, max-age=3600"
DAY = "public, max-age=86400"
FOR_EVER = "public, max-age=31536000, immutable"

COMMON: Mapping[str, str] = {
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": (
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Strict-Transport-Security": "max-age=31536000",
}
"""What is said with every file."""

POLICY = "Content-Security-Policy"
REACH = "Cross-Origin-Resource-Policy"
READERS = "Access-Control-Allow-Origin"
CACHE = "Cache-Control"
TYPE = "Content-Type"


@dataclass(frozen=True)
class FileKind:
    """A row: the files it is about and what is said with them.

    `pattern` is a regular expression (the common part of PCRE, RE2 and Python) for the path below
    the site's root. Without a `media_type` the server's own list of types decides. `is_open` files
    may be read by the pages and programs of others. `globs` stand for the pattern in `_headers`:
    each with the headers it sets there, all of the row's own where it names none.
    """

    id: str
    pattern: str
    cache: str
    media_type: str | None = None
    is_open: bool = False
    policy: Mapping[str, str] = field(default_factory=lambda: PAGE)
    globs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def own_headers(self) -> dict[str, str]:
        """The headers in which kinds of files differ, but for the policy."""
        own = {CACHE: self.cache, REACH: "cross-origin" if self.is_open else "same-origin"}
        if self.is_open:
            own[READERS] = "*"
        if self.media_type:
            own[TYPE] = self.media_type
        return own

    @property
    def headers(self) -> dict[str, str]:
        """Every header said with a file of this kind."""
        return {POLICY: policy_text(self.policy), **COMMON, **self.own_headers}


MARKED = FileKind("marked", r"^/assets/.*\.[0-9a-f]{10}\.[a-z0-9]+$", FOR_EVER)
"""Files whose name changes with their content."""

_INDEX = r"^/pagefind/(?:(?:fragment|index|filter)/|[^/]*\.pf_meta$)"

_FILES = (
    MARKED,
    FileKind("mail-pictures", r"^/assets/mail/", DAY, is_open=True, globs={"/assets/mail/*": ()}),
    FileKind(
        "index",
        _INDEX,
        FOR_EVER,
        "application/octet-stream",
        globs={f"/pagefind/{folder}/*": (CACHE,) for folder in ("fragment", "index", "filter")},
    ),
    FileKind("search-engine", r"^/pagefind/", CHECK_FIRST, policy=SEARCH),
    FileKind(
        "calendar", r"\.ics$", HOUR, "text/calendar; charset=utf-8", True, globs={"/*.ics": ()}
    ),
    FileKind(
        "rss",
        r"/rss\.xml$",
        HOUR,
        "application/rss+xml; charset=utf-8",
        True,
        globs={"/*rss.xml": ()},
    ),
    FileKind(
        "atom",
        r"/atom\.xml$",
        HOUR,
        "application/atom+xml; charset=utf-8",
        True,
        globs={"/*atom.xml": ()},
    ),
    FileKind(
        "json-feed",
        r"/feed\.json$",
        HOUR,
        "application/feed+json; charset=utf-8",
        True,
        globs={"/*feed.json": (CACHE, TYPE)},
    ),
    FileKind(
        "csv",
        r"\.csv$",
        HOUR,
        "text/csv; charset=utf-8; header=present",
        True,
        globs={"/*.csv": ()},
    ),
    FileKind(
        "csv-metadata",
        r"\.csv-metadata\.json$",
        HOUR,
        "application/csvm+json",
        True,
        globs={"/*.csv-metadata.json": (CACHE, TYPE)},
    ),
    FileKind(
        "json", r"\.json$", HOUR, "application/json", True, globs={"/*.json": (REACH, READERS)}
    ),
    FileKind("pdf", r"\.pdf$", HOUR, "application/pdf", globs={"/*.pdf": ()}),
    FileKind(
        "manifest",
        r"\.webmanifest$",
        HOUR,
        "application/manifest+json",
        globs={"/*.webmanifest": (CACHE, TYPE)},
    ),
    FileKind("text", r"\.txt$", HOUR, "text/plain; charset=utf-8", globs={"/*.txt": (TYPE,)}),
    FileKind("xml", r"\.xml$", HOUR, "application/xml; charset=utf-8"),
)

_PAGE = FileKind("page", r"(?:/|\.html)$", CHECK_FIRST, "text/html; charset=utf-8")
_REST = FileKind("rest", r"^/", HOUR)


def base_of(site: Site) -> str:
    """Return the folder the site lies in at its host: `/nät`, or nothing at the root."""
    return urlsplit(site.settings.address).path.rstrip("/")


def search_paths(site: Site) -> tuple[str, ...]:
    """Return the paths of the pages to search on, one a language that has it."""
    found = (search_path(site, code) for code in site.codes)
    return tuple(path for path in found if path)


def file_kinds(site: Site) -> tuple[FileKind, ...]:
    """Return the table for a site; the first row that fits a path is the one that counts."""
    paths = "|".join(re.escape(path) for path in search_paths(site))
    search = FileKind(
        "search", rf"^(?:{paths})(?:index\.html)?$", CHECK_FIRST, _PAGE.media_type, policy=SEARCH
    )
    own = (*((search,) if paths else ()), *_reporting(site), *_editing(site))
    return (*_FILES, *own, _PAGE, _REST)


def _reporting(site: Site) -> tuple[FileKind, ...]:
    """Return the row for the pages with the form for reports, where there are any."""
    found = [path for path in (report_path(site, code) for code in site.codes) if path]
    if not found:
        return ()
    pattern = rf"^(?:{'|'.join(map(re.escape, found))})(?:index\.html)?$"
    policy = form_policy(site.all(Statement)[0].report_form or MAIL)
    return (FileKind("report", pattern, CHECK_FIRST, _PAGE.media_type, policy=policy),)


def _editing(site: Site) -> tuple[FileKind, ...]:
    """Return the row for the page with the form, where there is one."""
    folder, editing = editing_folder(site), site.settings.editing
    if folder is None or editing is None:
        return ()
    pattern = rf"^/{re.escape(folder)}/(?:index\.html)?$"
    policy = editing_policy(editing)
    return (FileKind("editing", pattern, CHECK_FIRST, _PAGE.media_type, policy=policy),)


def kind_of(kinds: tuple[FileKind, ...], path: str) -> FileKind:
    """Return the row for a path below the site's root, with a leading slash."""
    return next(kind for kind in kinds if re.search(kind.pattern, path))


def meta_policies(site: Site) -> Callable[[str], str]:
    """Return what gives the policy for the head of the page at a path."""
    kinds = file_kinds(site)
    return lambda path: meta_text(kind_of(kinds, path).policy)
