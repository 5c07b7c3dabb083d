"""Known vulnerabilities of what is pinned, as the OSV database knows them (asked by pip-audit)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from supply.locks import WIDEST

DATABASE = "https://api.osv.dev/v1/query"


class UnreachedError(Exception):
    """Nobody could be asked; nothing is known, neither good nor bad."""


def known_holes(root: Path, database: str = DATABASE, seconds: int = 15) -> list[str]:
    """Return a line for each known vulnerability; raise UnreachedError without an answer."""
    options = ["--requirement", str(root / WIDEST), "--require-hashes", "--disable-pip"]
    options += ["--vulnerability-service", "osv", "--osv-url", database, "--timeout", str(seconds)]
    options += ["--format", "json", "--progress-spinner", "off"]
    done = subprocess.run(
        [sys.executable, "-m", "pip_audit", *options], capture_output=True, text=True, check=False
    )
    try:
        found = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        said = done.stderr.strip().splitlines() or ["no answer"]
        raise UnreachedError(said[-1]) from None
    if not found:
        raise UnreachedError("nothing was looked at")
    return [
        f"{each['name']} {each['version']}: {hole['id']} {_mended(hole['fix_versions'])}"
        for each in found
        for hole in each.get("vulns", [])
    ]


def _mended(versions: list[str]) -> str:
    return f"(mended in {', '.join(versions)})" if versions else "(not mended yet)"
