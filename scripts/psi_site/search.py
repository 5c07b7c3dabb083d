"""The search index: Pagefind reads the finished pages and writes its files beside them.

Pagefind keeps languages and the values of filters in hash maps, and writes both in an order that
differs from run to run. Its files are few and plain (gzip around CBOR, RFC 8949), so they are put
in order afterwards: the same pages give the same bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import cbor2

from psi_site.second_names import give_second_name

FOLDER = "pagefind"
_SIGNATURE = b"pagefind_dcd"
_FILTERS = 3
"""Where a language's metadata lists its filters, as pairs of name and file mark."""


class SearchError(Exception):
    """Raised when the index cannot be made; holds what Pagefind printed."""


def index_pages(site: Path) -> None:
    """Write the index of the pages below `site` into `site/pagefind`; raise SearchError."""
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--quiet"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise SearchError(done.stderr or done.stdout)
    if (site / FOLDER).is_dir():
        put_in_order(site / FOLDER)


def take_index(published: Path, site: Path) -> bool:
    """Take over the index of a published site whose pages are the same; False without one."""
    index = published.resolve() / FOLDER
    if not index.is_dir():
        return False
    shutil.copytree(index, site / FOLDER, copy_function=give_second_name)
    return True


def put_in_order(index: Path) -> None:
    """Sort the languages and filters of an index, and mark the changed files anew."""
    entry = index / "pagefind-entry.json"
    tree = json.loads(entry.read_text(encoding="utf-8"))
    for language, facts in tree["languages"].items():
        facts["hash"] = _order_language(index, language, facts["hash"])
    text = json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    entry.write_text(text, encoding="utf-8")


def _order_language(index: Path, language: str, mark: str) -> str:
    """Sort one language's filters; return the new mark of its metadata."""
    path = index / f"pagefind.{mark}.pf_meta"
    meta = _read(path)
    meta[_FILTERS] = sorted(
        [name, _order_filter(index / "filter", language, file)] for name, file in meta[_FILTERS]
    )
    new = f"{language}_{_digest(meta)[:10]}"
    path.unlink()
    _write(index / f"pagefind.{new}.pf_meta", meta)
    return new


def _order_filter(folder: Path, language: str, mark: str) -> str:
    """Sort the values of one filter; return the new mark of its file."""
    path = folder / f"{mark}.pf_filter"
    name, values = _read(path)
    ordered = [name, sorted(values)]
    new = f"{language}_{_digest(ordered)[:7]}"
    path.unlink()
    _write(folder / f"{new}.pf_filter", ordered)
    return new


def _read(path: Path) -> Any:
    return cbor2.loads(gzip.decompress(path.read_bytes()).removeprefix(_SIGNATURE))


def _write(path: Path, value: Any) -> None:
    path.write_bytes(gzip.compress(_SIGNATURE + cbor2.dumps(value), mtime=0))


def _digest(value: Any) -> str:
    return hashlib.sha256(cbor2.dumps(value)).hexdigest()
