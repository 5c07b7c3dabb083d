"""The licence of every pinned package, in SPDX's words, and whether it is one we may use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.metadata import Distribution, distributions
from pathlib import Path

from supply.locks import lock_files, normal, pins
from supply.vendored import Vendored, read_vendored

TABLE = Path("scripts/LICENCES.md")

ALLOWED = frozenset(
    {
        *("0BSD", "Apache-2.0", "BSD-2-Clause", "ISC", "MIT", "MIT-0", "MIT-CMU"),
        *("BSD-3-Clause", "BSD-3-Clause-Attribution", "OFL-1.1", "PSF-2.0"),
        # Reach only changes of their own files, or of the library; ours are used as they come.
        *("MPL-2.0", "LGPL-2.1-or-later", "LGPL-3.0-or-later"),
    }
)

READ_BY_HAND: Mapping[str, str] = {
    "axe-playwright-python": "MIT AND MPL-2.0",
    "colorama": "BSD-3-Clause",
    "cssselect2": "BSD-3-Clause",
    "feedgen": "BSD-2-Clause OR LGPL-3.0-or-later",
    "jinja2": "BSD-3-Clause",
    "pydyf": "BSD-3-Clause",
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    "python-dateutil": "Apache-2.0 AND BSD-3-Clause",
    "tatsu": "BSD-3-Clause-Attribution",
    "tinycss2": "BSD-3-Clause",
    "weasyprint": "BSD-3-Clause",
    "webencodings": "BSD-3-Clause",
}
"""What the text of the licence says, where the package's metadata only says "BSD" or nothing."""

_WORDS: Mapping[str, str] = {
    "Apache License": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache": "Apache-2.0",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PSFL": "PSF-2.0",
    "Python Software Foundation License": "PSF-2.0",
}


def licence_of(package: Distribution) -> str:
    """Return the licence of an installed package; an empty string where it cannot be told."""
    metadata = package.metadata
    by_hand = READ_BY_HAND.get(normal(metadata["Name"]), "")
    if by_hand or "License-Expression" in metadata:
        return by_hand or metadata["License-Expression"]
    said = metadata.get_all("License", [])
    said += [each.rpartition(" :: ")[2] for each in metadata.get_all("Classifier", [])]
    known = [_WORDS.get(word, word) for word in said]
    return next((word for word in known if word in ALLOWED), "")


def is_allowed(expression: str) -> bool:
    """Tell whether an SPDX expression (without brackets) can be met by allowed licences."""
    choices = (choice.split(" AND ") for choice in expression.split(" OR "))
    return any(all(part in ALLOWED for part in choice) for choice in choices)


def found_licences(root: Path) -> dict[tuple[str, str], str]:
    """Return the licence of each pinned package by name and version; empty where unknown."""
    installed = {(normal(each.metadata["Name"]), each.version): each for each in distributions()}
    wanted = {(pin.name, pin.version) for lock in lock_files(root) for pin in pins(lock)}
    return {key: licence_of(installed[key]) if key in installed else "" for key in sorted(wanted)}


def table(root: Path) -> str:
    """Return the list of everything made by others as Markdown."""
    files = {lock.name: {pin.name for pin in pins(lock)} for lock in lock_files(root)}
    lines = [
        "# What others made, and its licences",
        "",
        "Written by `make licences`; a test compares it with the lock files and `vendored.yml`.",
        "",
        "## Packages",
        "",
        "Pinned in the lock files and fetched when they are installed; none is copied into here.",
        "",
        "| package | version | licence | in |",
        "|---|---|---|---|",
    ]
    for (name, version), licence in found_licences(root).items():
        where = ", ".join(_short(file) for file, names in files.items() if name in names)
        lines.append(f"| {name} | {version} | {licence or '?'} | {where} |")
    lines += ["", "## Files in this repository", ""]
    lines += ["| what | version | licence | source |", "|---|---|---|---|"]
    lines += [_row(each) for each in read_vendored(root)]
    return "\n".join(lines) + "\n"


def _short(lock: str) -> str:
    return re.sub(r"requirements-?|\.lock", "", lock) or "site"


def _row(each: Vendored) -> str:
    return f"| {each.name} | {each.version} | {each.licence} | <{each.source}> |"
