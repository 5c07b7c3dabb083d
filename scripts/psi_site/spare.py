"""The build before the published one, brought up to date to be the next: two that alternate.

Most of its files are those of the published build already, under second names. To stay, a file has
to be as it was left and the same in both builds; all else vanishes before anything is added. So
whatever happened to the folder meanwhile, nothing of it is published.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Container, Iterable, Set
from pathlib import Path

from psi_site.hosting.copies import files_of
from psi_site.kept import File

State = tuple[int, int]
"""The size of a file, and the time of its content (ns)."""


def is_as_left(file: File, states: Iterable[State | None]) -> bool:
    """Return whether a published file is as it was left, and its copies have its time still.

    `states` are those of its names, None for one that is gone.
    """
    whole, *copies = states
    return whole == (file.size, file.time) and all(copy and copy[1] == file.time for copy in copies)


class Spare:
    """A folder that holds an earlier build; its files at the paths `behind` are out of date.

    Raises OSError where it cannot be looked through.
    """

    def __init__(self, folder: Path, behind: Container[str]) -> None:
        self._folder = str(folder)
        self._behind = behind
        self._states: dict[str, State] = {}
        self._empty: set[str] = set()
        self._found: dict[str, tuple[str, ...]] = {}
        self._look(os.open(folder, os.O_RDONLY), "")

    def _look(self, folder: int, path: str) -> None:
        """Note every file below an open folder, and close it.

        There are thousands, and a file is found sooner from its folder than from the root.
        """
        inside = []
        count = len(self._states)
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        inside.append(entry.name)
                    else:
                        state = entry.stat(follow_symlinks=False)
                        self._states[path + entry.name] = (state.st_size, state.st_mtime_ns)
            if not inside and len(self._states) == count:
                self._empty.add(path.rstrip("/"))
            for name in inside:
                self._look(os.open(name, os.O_RDONLY, dir_fd=folder), f"{path}{name}/")
        finally:
            os.close(folder)

    def has(self, file: File) -> bool:
        """Return whether a file of the published build lies here too, with its copies."""
        names = file.names
        if file.path in self._behind or not is_as_left(file, map(self._states.get, names)):
            return False
        self._found[file.path] = names
        return True

    def take_place(self, fresh: Path, wanted: Iterable[str], rooms: Set[str]) -> set[str]:
        """Become the folder `fresh`, with the files that are there and those of the wanted paths.

        Of the latter are kept, and returned, those it was found to have; nothing else is. `rooms`
        are folders that are likely to be filled again: they stay until `tidy`.
        """
        kept = self._found.keys() & set(wanted)
        names = {name for path in kept for name in self._found[path]}
        self._clear(self._states.keys() - names, rooms)
        for path in files_of(fresh):
            target = f"{self._folder}/{path}"
            os.makedirs(target.rpartition("/")[0], exist_ok=True)  # noqa: PTH103 - speed
            os.rename(f"{fresh}/{path}", target)  # noqa: PTH104 - speed
        shutil.rmtree(fresh)
        Path(self._folder).rename(fresh)
        self._folder = str(fresh)
        return kept

    def _clear(self, paths: Iterable[str], rooms: Set[str]) -> None:
        """Remove files, and the folders that are empty then."""
        for path in paths:
            os.unlink(f"{self._folder}/{path}")  # noqa: PTH108 - speed
            self._empty.add(path.rpartition("/")[0])
        for folder in self._empty - rooms:
            self._close(folder)

    def tidy(self) -> None:
        """Remove the folders that are empty in the end."""
        for folder in self._empty:
            self._close(folder)

    def _close(self, folder: str) -> None:
        """Remove a folder if it is empty, and those it lay in."""
        while folder:
            try:
                os.rmdir(f"{self._folder}/{folder}")  # noqa: PTH106 - speed
            except OSError:
                return
            folder = folder.rpartition("/")[0]
