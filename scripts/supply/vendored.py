"""Files of others that lie in the repository: each listed, and each what was published."""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

LIST = Path("scripts/vendored.yml")

_FOREIGN = re.compile(
    r"\.(?:eot|otf|ttf|woff2?|wasm|gz|xz|zip|tgz|whl|jar|so|dll|exe|map)$"
    r"|\.min\.|(?:^|/)(?:vendor(?:ed)?|fonts|node_modules|third_party)/",
    re.I,
)
_LONGEST_LINE = 2000
"""In characters: a longer line in a script or a style sheet was written by a program."""


@dataclass(frozen=True)
class Vendored:
    """Something of others: what it is, and the SHA-256 of each of its files by path."""

    name: str
    version: str
    licence: str
    source: str
    files: Mapping[str, str]


def read_vendored(root: Path) -> list[Vendored]:
    """Return the list of a repository."""
    entries = yaml.safe_load((root / LIST).read_text(encoding="utf-8"))
    return [Vendored(**entry) for entry in entries]


def wrong_files(root: Path) -> Iterator[str]:
    """Yield what is wrong: files that are not what was listed, or not listed at all."""
    listed = {path: digest for each in read_vendored(root) for path, digest in each.files.items()}
    for path, digest in listed.items():
        file = root / path
        if not file.is_file():
            yield f"{path} is listed in {LIST} and does not exist"
        elif hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            yield f"{path} is not the file whose SHA-256 is listed in {LIST}"
    for path in _committed(root):
        if path not in listed and is_foreign(root / path, path):
            yield f"{path} looks like the work of others; list it in {LIST}"


def is_foreign(file: Path, path: str) -> bool:
    """Tell whether a file looks as if it was not written here."""
    if path.startswith("scripts/tests/"):
        return False
    if _FOREIGN.search(path):
        return True
    if file.suffix not in (".js", ".css") or not file.is_file():
        return False
    lines = file.read_text(encoding="utf-8").splitlines()
    return any(len(line) > _LONGEST_LINE for line in lines)


def _committed(root: Path) -> list[str]:
    command = ["git", "-C", str(root), "ls-files", "-z"]
    done = subprocess.run(command, capture_output=True, check=True)
    return [name for name in done.stdout.decode("utf-8").split("\0") if name]
