"""When the lines of the sources were written, from git.

An entry of a list has its own date and not the date of its file. The lines of a file that one
commit made are all of its day; only for the others is `git blame` asked, once each for the life of
the value. Without history (an archive, a shallow clone, an untracked file) every answer is None,
and callers fall back on the dates that editors wrote.
"""

from __future__ import annotations

import os
import pickle
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from psi_site.tracing import note

CACHE = Path(".cache/history.pickle")
"""Below the repository; safe to delete."""
HISTORY = "history"
"""What is noted when somebody asks for the dates of a file or folder."""


def _git(root: Path, *arguments: str) -> str | None:
    """Run git below `root`; return what it printed, or None where it failed or is missing."""
    output = _git_bytes(root, *arguments)
    return None if output is None else output.decode("utf-8", errors="replace")


def _git_bytes(root: Path, *arguments: str, given: bytes = b"") -> bytes | None:
    """Run git as `_git` does, with `given` as its input, and leave what it printed undecoded."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, check=True, input=given
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout


class Change(NamedTuple):
    """One commit that touched a file: its author date in UTC."""

    commit: str
    moment: datetime


class Version(NamedTuple):
    """A file as one commit left it.

    `before` has the contents it had in each parent of the commit, `after` the new ones, as git's
    names of blobs; an empty name means that there was no file. `moment` is when the commit was
    made (UTC): unlike the author's date it is never older than what was published before it.
    """

    moment: datetime
    path: str
    before: tuple[str, ...]
    after: str


@dataclass(frozen=True)
class History:
    """The history of the files below `root`; `complete` is false in a shallow clone.

    `head` is the commit it ends in, empty where there is none: all that is asked of git follows
    from it, and is kept for the next run (`keep`).
    """

    root: Path
    head: str
    complete: bool
    _known: dict[str, Any] = field(default_factory=dict, compare=False)
    _lines: dict[str, tuple[datetime | None, ...]] = field(default_factory=dict, compare=False)
    _commits: dict[str, tuple[Change, ...]] = field(default_factory=dict, compare=False)
    _versions: dict[str, tuple[Version, ...]] = field(default_factory=dict, compare=False)

    def lines(self, path: str) -> tuple[datetime | None, ...]:
        """Return for each line of a file when it was last changed, None where not committed."""
        note(HISTORY, path)
        if path not in self._lines:
            self._lines[path] = self._dates(path) if self.available else ()
        return self._lines[path]

    def _dates(self, path: str) -> tuple[datetime | None, ...]:
        # Who asks about one file only need not wait for the history of all.
        is_first = not self._lines and "touched" not in self.__dict__
        made = () if is_first else self.touched.get(path, ())
        if len(made) == 1:
            return (made[0].moment,) * self._lengths.get(path, 0)
        output = (made or is_first) and _git(
            self.root, "blame", "--line-porcelain", "-w", "HEAD", "--", path
        )
        return tuple(_blame_dates(output)) if output else ()

    @property
    def available(self) -> bool:
        """Whether there is any history."""
        return bool(self.head)

    @cached_property
    def touched(self) -> Mapping[str, tuple[Change, ...]]:
        """The commits that changed each file, from all branches that were merged."""
        if "touched" not in self._known:
            output = self.available and _git(self.root, *_TOUCHED)
            self._known["touched"] = _read_touched(output or "")
        found: Mapping[str, tuple[Change, ...]] = self._known["touched"]
        return found

    def touching(self, place: str) -> str:
        """Return in a text all that the history says of a file, or of the files of a folder."""
        if place in self.touched:
            return str(self.touched[place])
        start = f"{place}/"
        return str(sorted(each for each in self.touched.items() if each[0].startswith(start)))

    @cached_property
    def _lengths(self) -> Mapping[str, int]:
        """How many lines each file had in the last commit."""
        if "lengths" not in self._known:
            output = _git(self.root, "grep", "-a", "-c", "-z", "-e", "", "HEAD", "--", ".")
            self._known["lengths"] = dict(_read_lengths(output or ""))
        found: Mapping[str, int] = self._known["lengths"]
        return found

    def commits(self, path: str) -> tuple[Change, ...]:
        """Return the commits that touched a file, oldest first."""
        note(HISTORY, path)
        if path not in self._commits:
            output = self.available and _git(
                self.root, "log", "--follow", "--format=%H %at", "--", path
            )
            self._commits[path] = tuple(reversed(_changes(output or "")))
        return self._commits[path]

    def versions(self, folder: str) -> tuple[Version, ...]:
        """Return every version of every file in a folder, from all branches that were merged.

        A merge counts as a version only where it left a file unlike each of its parents.
        """
        note(HISTORY, folder)
        if folder not in self._versions:
            output = self.available and _git(self.root, *_LOG, "--", folder)
            self._versions[folder] = tuple(_read_versions(output or ""))
        return self._versions[folder]

    def contents(self, blobs: Iterable[str]) -> dict[str, str]:
        """Return the text of blobs by their names, leaving out those git does not have."""
        wanted = "".join(f"{blob}\n" for blob in dict.fromkeys(blobs) if blob)
        output = _git_bytes(self.root, "cat-file", "--batch", given=wanted.encode())
        return dict(_read_blobs(output or b""))

    def changed(self, places: Mapping[str, Iterable[int]]) -> datetime | None:
        """Return when some lines of files last changed (UTC), None where nothing is known."""
        moments: list[datetime] = []
        for path, numbers in places.items():
            lines = self.lines(path)
            found = {lines[n - 1] for n in numbers if 0 < n <= len(lines)}
            moments += [moment for moment in found if moment]
        return max(moments, default=None)

    def keep(self) -> None:
        """Leave what git said for the next run; a folder that refuses only costs time."""
        known = {"lines": self._lines, "commits": self._commits, "versions": self._versions}
        content = pickle.dumps(((self.head, self.complete), {**self._known, **known}), protocol=5)
        with suppress(OSError):
            if not self.available or (self.root / CACHE).read_bytes() == content:
                return
        with suppress(OSError):
            (self.root / CACHE).parent.mkdir(exist_ok=True)
            aside = self.root / CACHE.with_name(f"{CACHE.name}.{os.getpid()}")
            aside.write_bytes(content)
            aside.replace(self.root / CACHE)


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


_EVERY = (
    *("-c", "log.follow=false", "-c", "log.showSignature=false", "log", "-z", "-c"),
    *("--full-history", "--no-renames", "--no-abbrev", "--no-color", "--relative"),
)
"""Every commit, whatever the reader's own settings of git are."""
_LOG = (*_EVERY, "--raw", "--format=%x01%ct")
_TOUCHED = (*_EVERY, "--name-only", "--format=%x01%H %at")


def _read_touched(output: str) -> dict[str, tuple[Change, ...]]:
    """Read `git log -z --name-only`: for each commit its name and time, then its paths."""
    found: dict[str, list[Change]] = {}
    change = None
    for token in (each.lstrip("\n") for each in output.split("\0")):
        if token.startswith("\x01"):
            change = _changes(token[1:])[0]
        elif token and change:
            found.setdefault(token, []).append(change)
    return {path: tuple(changes) for path, changes in found.items()}


def _read_lengths(output: str) -> Iterator[tuple[str, int]]:
    """Read `git grep -c -z`: a line for each file, with a zero byte before its number of lines."""
    for line in output.splitlines():
        path, _, count = line.partition("\0")
        yield path.removeprefix("HEAD:"), int(count)


def _read_versions(output: str) -> Iterator[Version]:
    """Read `git log -z -c --raw`: for each commit its time, then its blobs and paths."""
    moment = datetime.fromtimestamp(0, UTC)
    tokens = (token.lstrip("\n") for token in output.split("\0"))
    for token in tokens:
        if token.startswith("\x01"):
            moment = datetime.fromtimestamp(int(token[1:]), UTC)
        elif token.startswith(":"):
            yield _read_version(token, next(tokens), moment)


def _read_version(raw: str, path: str, moment: datetime) -> Version:
    """Read one line of git's raw format: a colon, a mode and a blob for each parent."""
    parents = len(raw) - len(raw.lstrip(":"))
    fields = raw.split(" ")[parents + 1 :]
    *before, after = ("" if set(blob) == {"0"} else blob for blob in fields[: parents + 1])
    return Version(moment, path, tuple(before), after)


def _read_blobs(output: bytes) -> Iterator[tuple[str, str]]:
    """Read `git cat-file --batch`: a line with name, type and size, then the content."""
    while output:
        header, _, rest = output.partition(b"\n")
        name, kind, *size = header.decode().split(" ")
        length = int(size[0]) if size else 0
        if kind == "blob":
            yield name, rest[:length].decode("utf-8", errors="replace")
        output = rest[length + 1 :] if size else rest


def read_history(root: Path) -> History:
    """Return the history of the repository that holds `root`, empty where there is none."""
    shallow, _, head = (_git(root, *_STATE) or "").strip().partition("\n")
    complete = bool(head) and shallow == "false"
    known = _recalled(root, (head, complete))
    tables = (known.pop(name, {}) for name in ("lines", "commits", "versions"))
    return History(root, head, complete, known, *tables)


_STATE = ("rev-parse", "--is-shallow-repository", "HEAD")


def _recalled(root: Path, state: tuple[str, bool]) -> dict[str, Any]:
    """Return what an earlier run left, if it saw the same history."""
    with suppress(OSError, pickle.UnpicklingError, EOFError, ValueError, TypeError, AttributeError):
        seen, known = pickle.loads((root / CACHE).read_bytes())  # noqa: S301 - written by `keep`
        if seen == state and isinstance(known, dict):
            return known
    return {}
