"""Styles, scripts and pictures of the site, each under a name that changes with its content.

All stylesheets become one file and all scripts another, in a fixed order, so that a page costs two
requests and both can be kept by browsers for a year.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from psi_site.artifact import Artifact

FOLDER = "assets"
_FIRST = ("tokens.css", "base.css", "prose.css", "layout.css")
_LAST = ("print.css",)


class Assets(NamedTuple):
    """Published files by the name templates ask for: `site.css`, `site.js`, `img/favicon.svg`.

    A script that only one page needs is a file of its own: `pages/search.js`.
    """

    artifacts: Mapping[str, Artifact]

    def href(self, name: str) -> str:
        """Return the address of an asset from the site's root; raise KeyError if unknown."""
        return f"/{self.artifacts[name].path}"


def load_assets(overrides: Path) -> Assets:
    """Read the theme folder's assets and components."""
    files: dict[str, bytes] = {
        "site.css": _styles(overrides).encode("utf-8"),
        "site.js": _scripts(overrides).encode("utf-8"),
    }
    for path in sorted((overrides / FOLDER / "js" / "pages").glob("*.js")):
        files[f"pages/{path.name}"] = path.read_bytes()
    pictures = overrides / FOLDER / "img"
    for path in sorted(pictures.rglob("*")):
        if path.is_file():
            files[f"img/{path.relative_to(pictures).as_posix()}"] = path.read_bytes()
    return Assets({name: _artifact(name, content) for name, content in files.items()})


def _artifact(name: str, content: bytes) -> Artifact:
    stem, _, suffix = name.rpartition(".")
    mark = hashlib.sha256(content).hexdigest()[:10]
    return Artifact(f"{FOLDER}/{stem}.{mark}.{suffix}", content)


def _styles(overrides: Path) -> str:
    own = {path.name: path for path in (overrides / FOLDER / "css").glob("*.css")}
    middle = sorted(set(own) - {*_FIRST, *_LAST})
    paths = [
        *(own[name] for name in (*_FIRST, *middle) if name in own),
        *sorted((overrides / "components").glob("*/*.css")),
        *(own[name] for name in _LAST if name in own),
    ]
    return "\n".join(_lean(path.read_text(encoding="utf-8")) for path in paths) + "\n"


def _lean(css: str) -> str:
    """Leave out comments, indentation and empty lines."""
    lines = re.sub(r"/\*.*?\*/", "", css, flags=re.S).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def _scripts(overrides: Path) -> str:
    paths = sorted((overrides / FOLDER / "js").glob("*.js"))
    return "\n".join(path.read_text(encoding="utf-8").strip() for path in paths) + "\n"


def is_source(path: str) -> bool:
    """Return whether a file of the theme folder is only raw material for the published ones."""
    return path.startswith((f"{FOLDER}/css/", f"{FOLDER}/js/", f"{FOLDER}/img/", "components/"))


def artifacts(assets: Assets) -> Iterator[Artifact]:
    """Yield every published asset."""
    yield from assets.artifacts.values()
