"""The program of the form, as published by its makers, made to load everything from the site.

`vendored/VERSION.json` says which version it is, where it came from and the hash of each file.
As published it fetches its fonts, its words and news of versions from public networks of
distribution; those addresses are turned to files beside it.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

FOLDER = files("psi_site.cms") / "vendored"
_FONTS = "https://cdn.jsdelivr.net/fontsource/fonts/"
ELSEWHERE: Mapping[str, str] = {
    f"{_FONTS}material-symbols-outlined:vf@5.3.7/latin-wght-normal.woff2": (
        "material-symbols-outlined.woff2"
    ),
    f"{_FONTS}noto-mono@5.3.0/latin-400-normal.woff2": "noto-mono.woff2",
    f"{_FONTS}source-sans-3:vf@5.3.0/latin-wght-normal.woff2": "source-sans-3.woff2",
    "https://unpkg.com/": "./npm/",
    "https://www.githubstatus.com/api/v2/": "./npm/",
}
"""Addresses of others in the program, and what stands there when it is published here."""


def origin() -> dict[str, Any]:
    """Return name, version, source, licence and hashes of what is vendored."""
    found: dict[str, Any] = json.loads((FOLDER / "VERSION.json").read_text(encoding="utf-8"))
    return found


def program_text() -> str:
    """Return the program with no address of others in it that it loads from by itself."""
    text = lzma.decompress((FOLDER / "sveltia-cms.js.xz").read_bytes()).decode("utf-8")
    for address, here in ELSEWHERE.items():
        text = text.replace(address, here)
    return text


def program_files() -> Iterator[tuple[str, bytes]]:
    """Yield the files of the program by name, as they lie beside its page."""
    package, version = origin()["name"], origin()["version"]
    yield "sveltia-cms.js", program_text().encode("utf-8")
    for each in sorted(FOLDER.iterdir(), key=lambda file: file.name):
        if each.name.endswith((".woff2", ".LICENSE.txt")):
            yield each.name, each.read_bytes()
        elif each.name.startswith("locale."):
            code = each.name.split(".")[1]
            yield f"npm/{package}@{version}/locales/{code}.json", each.read_bytes()
    yield "npm/status.json", json.dumps({"status": {"indicator": "none"}}).encode("utf-8")
    # The program asks for the newest version, to tell editors of it: here it is always this one.
    # It asks how the service feels today too; nobody is asked, so nothing is known to be wrong.
    yield f"npm/{package}/package.json", json.dumps({"version": version}).encode("utf-8")
