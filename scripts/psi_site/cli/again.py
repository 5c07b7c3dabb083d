"""A build that was made before: nothing has changed, so there is nothing to do but to say so again.

What a build depends on is told by stamps (`stamps`), without reading it and without importing more
than the standard library. It holds for one day of the site's, since pages know what is past.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from psi_site.cli.surroundings import Surroundings
from psi_site.stamps import Stamp, digest, is_sure, program, stamps, versions

FILE = Path(".cache/again.json")
LEDGER = ".ledger"
_SOURCES = ("data", "docs", "newsletters", "mkdocs.yml", "pyproject.toml")
_THEME = re.compile(r"^[ \t]+custom_dir:[ \t]*['\"]?([^'\"#\n]+?)['\"]?[ \t]*$", re.M)
_HISTORY = ("HEAD", "logs/HEAD", "packed-refs", "refs/heads", "shallow")
_HEARD = ("NO_COLOR", "LANG", "LC_ALL", "SOURCE_DATE_EPOCH", "PSI_DEBUG")
"""What of the environment a build may listen to."""

Said = tuple[str, bool]
"""A text that was printed, and whether it went to standard error."""


def state(arguments: Sequence[str], surroundings: Surroundings, moment: int) -> str | None:
    """Return a name for all that a build depends on but the day and the ledger it writes itself.

    `moment` is the time by the clock that files are dated with, in nanoseconds. None where there is
    no site, or where something changed so lately that it might again unseen.
    """
    root = surroundings.root
    if root is None:
        return None
    found = list(_stamps(root))
    if not is_sure(found, moment):
        return None
    heard = [surroundings.environment.get(name) for name in _HEARD]
    place = str(surroundings.folder)
    return digest(found, list(arguments), place, surroundings.terminal, heard, versions())


def _stamps(root: Path) -> Iterator[Stamp]:
    yield from stamps([*(root / name for name in _SOURCES), theme(root)])
    yield from stamps(program())
    for folder in _git_folders(root):
        yield from stamps([folder / name for name in _HISTORY])


def theme(root: Path) -> Path:
    """Return the theme's folder as a plain look at mkdocs.yml finds it."""
    found = None
    with suppress(OSError, UnicodeDecodeError):
        found = _THEME.search((root / "mkdocs.yml").read_text(encoding="utf-8"))
    return root / (found[1] if found else "overrides")


def _git_folders(root: Path) -> tuple[Path, ...]:
    """Return where git keeps the history of `root`: a work tree beside another has two places."""
    entries = (folder / ".git" for folder in (root, *root.parents))
    own = next((entry for entry in entries if entry.exists()), None)
    if own is None or own.is_dir():
        return (own,) if own else ()
    own = own.parent / own.read_text(encoding="utf-8").removeprefix("gitdir:").strip()
    shared = own / "commondir"
    text = shared.read_text(encoding="utf-8").strip() if shared.is_file() else "."
    return own, own / text


def _ledger(root: Path) -> str:
    """Return a name for what the ledger says; a build writes it last, so its times say nothing."""
    files = sorted((root / LEDGER).glob("*"))
    return hashlib.blake2b(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def said_before(known: str | None, surroundings: Surroundings) -> list[Said] | None:
    """Return what the last build printed, if `known` is its state and the site is still there."""
    if known is None or surroundings.root is None:
        return None
    with suppress(OSError, ValueError, KeyError, TypeError):
        left: dict[str, Any] = json.loads((surroundings.root / FILE).read_bytes())
        out = Path(left["out"])
        today = surroundings.now.astimezone(ZoneInfo(left["zone"])).date().isoformat()
        now = (known, today, _ledger(surroundings.root), str(out.readlink()))
        if now == (left["state"], left["day"], left["ledger"], left["shows"]) and out.is_dir():
            return [(text, is_error) for text, is_error in left["said"]]
    return None


def remember(
    known: str | None, surroundings: Surroundings, out: Path, zone: str, said: Sequence[Said]
) -> None:
    """Leave for the next run what this build printed; `known` is the state it began in."""
    if known is None or surroundings.root is None:
        return
    file = surroundings.root / FILE
    with suppress(OSError):
        shows = str(out.readlink())
        left = {
            "state": known,
            "day": surroundings.now.astimezone(ZoneInfo(zone)).date().isoformat(),
            "zone": zone,
            "ledger": _ledger(surroundings.root),
            "out": str(out),
            "shows": shows,
            "said": said,
        }
        file.parent.mkdir(parents=True, exist_ok=True)
        aside = file.with_name(f"{file.name}.{Path(shows).name}")
        aside.write_text(json.dumps(left), encoding="utf-8")
        aside.replace(file)
