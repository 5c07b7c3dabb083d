"""What a build makes of all its outputs, and what it takes over from the build before.

Files are taken over by giving them a second name (a hard link) in the new folder: nothing is read,
nothing copied, and their times stay, which servers make ETags of.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from psi_site.artifact import Artifact
from psi_site.hosting.copies import ENDINGS
from psi_site.kept import File, Keeper, Kept
from psi_site.outputs import Outputs
from psi_site.publish import give_second_name


@dataclass(frozen=True)
class Before:
    """What an earlier build left: what it knew, and the folder it published, None without one."""

    kept: Kept
    folder: Path | None


class Production:
    """One build: the pages to draw, the files to make, and the rest of the earlier site."""

    def __init__(self, outputs: Outputs, before: Before) -> None:
        self._outputs = outputs
        self._before = before
        self._keeper = Keeper(before.kept, outputs.marks(), outputs.answerers)
        self._paths: dict[str, tuple[str, ...]] = {}
        self._made: dict[str, Artifact] = {}
        self._held: dict[str, tuple[File, ...]] = {}

    @property
    def pages(self) -> Iterator[str]:
        """Yield the files of the pages to draw."""
        for file in self._outputs.pages:
            if not self._holds(file):
                self._paths[file] = (file,)
                yield file

    def making(self, file: str) -> AbstractContextManager[None]:
        """Note what is read while a page is drawn."""
        return self._keeper.making(file)

    def artifacts(self) -> Iterator[Artifact]:
        """Yield the files to write beside the pages."""
        yield from self._groups()
        yield from self._lasting()
        yield from self._outputs.others(self._earlier)

    def _groups(self) -> Iterator[Artifact]:
        for unit, make in self._outputs.groups.items():
            if not self._holds(unit):
                with self._keeper.making(unit):
                    made = list(make())
                self._paths[unit] = tuple(each.path for each in made)
                self._made |= {each.path: each for each in made}
                yield from made

    def _lasting(self) -> Iterator[Artifact]:
        for path, make in self._outputs.lasting.items():
            if not self._holds(path):
                with self._keeper.making(path):
                    made = make()
                self._paths[path] = (path,)
                yield made

    def _holds(self, unit: str) -> bool:
        """Return whether a unit is taken over; it is not where somebody touched its files."""
        if self._before.folder is None or not self._keeper.holds(unit):
            return False
        files = self._keeper.files(unit)
        if not all(_stands(self._before.folder, file) for file in files):
            return False
        self._held[unit] = files
        return True

    def _earlier(self, path: str) -> bytes | None:
        """Return the bytes of a file of the groups, made now or taken over."""
        if path in self._made:
            return self._made[path].content
        held = any(file.path == path for files in self._held.values() for file in files)
        return (self._before.folder / path).read_bytes() if held and self._before.folder else None

    def take_over(self, folder: Path) -> None:
        """Put the files of what still holds into the new folder, with their compressed copies."""
        before = self._before.folder
        if before is None:
            return
        made: set[str] = {""}
        for file in (file for files in self._held.values() for file in files):
            parent = os.path.dirname(file.path)  # noqa: PTH120 - thousands of times a build
            if parent not in made:
                (folder / parent).mkdir(parents=True, exist_ok=True)
                made.add(parent)
            for name in file.names:
                give_second_name(f"{before}/{name}", f"{folder}/{name}")

    @property
    def is_same(self) -> bool:
        """Whether every page was taken over and none of the earlier ones is gone."""
        pages = set(self._outputs.pages)
        units = {unit for unit in self._before.kept.units if unit.endswith(".html")}
        return self._before.folder is not None and pages == units == pages & set(self._held)

    def kept(self, folder: Path) -> Kept:
        """Return what the next build is to know, once the new folder is ready."""
        fresh = {unit: _files(folder, paths) for unit, paths in self._paths.items()}
        return self._keeper.kept(folder.name, {**self._held, **fresh})


def _stands(folder: Path, file: File) -> bool:
    """Return whether a published file is as it was left, and its copies have its time still."""
    try:
        whole, *copies = (os.stat(f"{folder}/{name}") for name in file.names)  # noqa: PTH116 - speed
    except OSError:
        return False
    times = {each.st_mtime_ns for each in (whole, *copies)}
    return whole.st_size == file.size and times == {file.time}


def _files(folder: Path, paths: tuple[str, ...]) -> tuple[File, ...]:
    found = []
    for path in paths:
        state = (folder / path).stat()
        copies = tuple(each for each in ENDINGS if (folder / f"{path}{each}").exists())
        found.append(File(path, state.st_size, state.st_mtime_ns, copies))
    return tuple(found)
