"""The search index: Pagefind reads the finished pages and writes its files beside them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


class SearchError(Exception):
    """Raised when the index cannot be made; holds what Pagefind printed."""


def index_pages(site: Path) -> None:
    """Write the index of the pages below `site` into `site/pagefind`; raise SearchError."""
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--quiet"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise SearchError(done.stderr or done.stdout)
    _sort_languages(site / "pagefind" / "pagefind-entry.json")


def _sort_languages(entry: Path) -> None:
    """Put the languages in order: Pagefind lists them in the random order of a hash map."""
    if entry.exists():
        tree = json.loads(entry.read_text(encoding="utf-8"))
        text = json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        entry.write_text(text, encoding="utf-8")
