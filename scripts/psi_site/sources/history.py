"""When the lines of the sources were written, from git.

One `git blame` for each file that is asked about, cached for the life of the value, so that an
entry of a list has its own date and not the date of its file. Without history (an archive, a
shallow clone, an untracked file) every answer is None, and callers fall back on the dates that
editors wrote.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from psi_site.diagnostics import Span


def _git(root: Path, *arguments: str) -> str | None:
    """Run git below `root`; return what it printed, or None where it failed or is missing."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments],
            capture_output=True,
            check=True,
            encoding="utf-8",
            errors="replace",
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout


@dataclass(frozen=True)
class Change:
    """One commit that touched a file: its author date in UTC."""

    commit: str
    moment: datetime


@dataclass(frozen=True)
class History:
    """The history of the files below `root`; `complete` is false in a shallow clone."""

    root: Path
    available: bool
    complete: bool
    _lines: dict[str, tuple[datetime | None, ...]] = field(default_factory=dict, compare=False)
    _commits: dict[str, tuple[Change, ...]] = field(default_factory=dict, compare=False)

    def lines(self, path: str) -> tuple[datetime | None, ...]:
        """Return for each line of a file when it was last changed, None where not committed."""
        if path not in self._lines:
            output = self.available and _git(
                self.root, "blame", "--line-porcelain", "-w", "HEAD", "--", path
            )
            self._lines[path] = tuple(_blame_dates(output)) if output else ()
        return self._lines[path]

    def commits(self, path: str) -> tuple[Change, ...]:
        """Return the commits that touched a file, oldest first."""
        if path not in self._commits:
            output = self.available and _git(
                self.root, "log", "--follow", "--format=%H %at", "--", path
            )
            self._commits[path] = tuple(reversed(_changes(output or "")))
        return self._commits[path]

    def changed(self, spans: Iterable[Span]) -> datetime | None:
        """Return when the lines of the spans last changed (UTC), None where nothing is known."""
        moments: list[datetime] = []
        for path, numbers in _by_file(spans).items():
            lines = self.lines(path)
            found = (lines[n - 1] for n in numbers if 0 < n <= len(lines))
            moments += [moment for moment in found if moment]
        return max(moments, default=None)


def _by_file(spans: Iterable[Span]) -> dict[str, set[int]]:
    files: dict[str, set[int]] = {}
    for span in spans:
        files.setdefault(span.path, set()).add(span.line)
    return files


def _blame_dates(output: str) -> Iterable[datetime | None]:
    """Yield the date of each line of `git blame --line-porcelain`."""
    moment: datetime | None = None
    for line in output.split("\n"):
        if line.startswith("author-time "):
            moment = datetime.fromtimestamp(int(line.split(" ")[1]), UTC)
        elif line.startswith("\t"):
            yield moment


def _changes(output: str) -> list[Change]:
    fields = [line.split(" ") for line in output.splitlines() if line]
    return [Change(commit, datetime.fromtimestamp(int(at), UTC)) for commit, at in fields]


def read_history(root: Path) -> History:
    """Return the history of the repository that holds `root`, empty where there is none."""
    shallow = _git(root, "rev-parse", "--is-shallow-repository")
    head = shallow and _git(root, "rev-parse", "--verify", "--quiet", "HEAD")
    return History(root, available=bool(head), complete=bool(head) and "false" in (shallow or ""))
