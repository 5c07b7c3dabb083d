"""What a build makes of all its outputs, and what it takes over from the build before.

Files are taken over as they are, from a spare that has them already, or by giving them a second
name (a hard link) in the new folder: nothing is read, nothing copied, and their times stay, which
servers make ETags of.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterable, Iterator
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple

from psi_site.artifact import Artifact
from psi_site.hosting.copies import ENDINGS, files_of
from psi_site.kept import File, Keeper, Kept
from psi_site.marks import EARLY
from psi_site.outputs import Outputs
from psi_site.second_names import give_second_name, write_apart
from psi_site.spare import Spare, State, is_as_left


class Before(NamedTuple):
    """What an earlier build left: what it knew, and the folder it published, None without one.

    The `spare` is what was published before that, to be made into the new folder.
    """

    kept: Kept
    folder: Path | None
    spare: Spare | None = None


class _Undrawn(NamedTuple):
    """A picture that is drawn when all pages are, by its path; the page it is of tells what."""

    path: str
    page: str


class Production:
    """One build: the pages to draw, the files to make, and the rest of the earlier site."""

    def __init__(self, outputs: Outputs, before: Before) -> None:
        self._outputs = outputs
        self._before = before
        self._keeper = Keeper(before.kept, outputs.marks(), outputs.answerers, EARLY)
        self._paths: dict[str, tuple[str, ...]] = {}
        self._held: dict[str, tuple[File, ...]] = {}
        self._undrawn: dict[str, str] = {}
        self.written: set[str] = set()
        """The files of the new folder that are not taken over, static ones among them."""
        self.taken: set[str] = set()

    def write(self, folder: Path, draw: Callable[[str], str]) -> None:
        """Write into a folder all that this build makes, and take over the rest.

        `draw` gives the HTML of a page by its file. Each file is written as soon as it is made, so
        that a large site needs no more memory than a small one.
        """
        self.written.update(files_of(folder))
        units = self._units(draw)
        changed = [unit for unit in units if not self._holds(unit)]
        if self._before.spare:
            self._renew(self._before.spare, folder, changed)
        writing = _Writing(folder, self.written, self.taken)
        for unit in changed:
            with self._keeper.making(unit):
                self._paths[unit] = tuple(self._place(each, writing) for each in units[unit]())
        for artifact in self._pictures():
            writing.put(artifact)
        for artifact in self._outputs.others(partial(self._earlier, folder)):
            writing.put(artifact)
        for file in self._held_files():
            writing.take(file, self._before.folder)
        if self._before.spare:
            self._before.spare.tidy()

    def _renew(self, spare: Spare, folder: Path, changed: Iterable[str]) -> None:
        """Let the spare take the place of a folder, with what this build takes over of it."""
        wanted = {file.path for file in self._held_files()}
        paths = (self._outputs.share_path(unit) for unit in changed if unit in self._outputs.pages)
        drawn = (self._files_before.get(path or "") for path in paths)
        wanted.update(file.path for file in drawn if file and spare.has(file))
        rooms = {path.rpartition("/")[0] for path in self._files_before}
        self.taken |= spare.take_place(folder, wanted - self.written, rooms)

    def _held_files(self) -> Iterator[File]:
        return (file for files in self._held.values() for file in files)

    def _pictures(self) -> Iterator[Artifact]:
        """Draw the pictures, each once: between pages they would take turns in the processor."""
        found = (self._outputs.share_picture(page) for page in self._undrawn.values())
        return (picture for picture in found if picture)

    def _place(self, made: Artifact | File | _Undrawn, writing: _Writing) -> str:
        """Write or take over a file of a unit that is made, or put it off; return its path."""
        if isinstance(made, _Undrawn):
            self._undrawn[made.path] = made.page
        elif isinstance(made, File):
            writing.take(made, self._before.folder)
        else:
            writing.put(made)
        return made.path

    def _units(
        self, draw: Callable[[str], str]
    ) -> dict[str, Callable[[], Iterable[Artifact | File | _Undrawn]]]:
        """Return what makes the files of each unit, by its name."""
        outputs = self._outputs

        def page(file: str) -> Iterator[Artifact | File | _Undrawn]:
            yield Artifact(file, draw(file).encode())
            path = outputs.share_path(file)
            if path:
                yield self._drawn_before(path) or _Undrawn(path, file)

        return {**{file: partial(page, file) for file in outputs.pages}, **outputs.groups}

    def _drawn_before(self, path: str) -> File | None:
        """Return a picture that an earlier build drew: its name tells what is on it."""
        folder, picture = self._before.folder, self._files_before.get(path)
        if picture and (picture.path in self.taken or (folder and _lies_in(folder, picture))):
            return picture
        return None

    @cached_property
    def _files_before(self) -> dict[str, File]:
        return {file.path: file for files in self._before.kept.files.values() for file in files}

    def _holds(self, unit: str) -> bool:
        """Return whether a unit is taken over; it is not where somebody touched its files."""
        if self._before.folder is None or not self._keeper.holds(unit):
            return False
        files = self._keeper.files(unit)
        if not all(self._is_there(file) for file in files):
            return False
        self._held[unit] = files
        return True

    def _is_there(self, file: File) -> bool:
        """Return whether the spare or, where that does not, the published folder has a file."""
        folder, spare = self._before.folder, self._before.spare
        return (spare and spare.has(file)) or (folder and _lies_in(folder, file)) or False

    def _earlier(self, folder: Path, path: str) -> bytes | None:
        """Return the bytes of a file of the units, made now or taken over; None where none is."""
        for place in (folder, self._before.folder):
            if place and path in self._all_paths and (place / path).is_file():
                return (place / path).read_bytes()
        return None

    @cached_property
    def _all_paths(self) -> frozenset[str]:
        held = (file.path for file in self._held_files())
        return frozenset((*held, *(path for paths in self._paths.values() for path in paths)))

    @property
    def is_same(self) -> bool:
        """Whether every page was taken over and none of the earlier ones is gone."""
        pages = set(self._outputs.pages)
        units = {unit for unit in self._before.kept.units if unit.endswith(".html")}
        return self._before.folder is not None and pages == units == pages & set(self._held)

    def kept(self, folder: Path, copied: Container[str]) -> Kept:
        """Return what the next build is to know, once the new folder is ready.

        `copied` are the paths of the files that have compressed copies.
        """
        fresh = {unit: _files(folder, paths, copied) for unit, paths in self._paths.items()}
        kept = self._keeper.kept(folder.name, {**self._held, **fresh})
        if self._before.folder:
            made = (path for paths in self._paths.values() for path in paths)
            kept.spare = self._before.folder.name
            kept.behind = frozenset(made) & self.written
        return kept


class _Writing:
    """Puts files into a folder, and makes the folders they lie in."""

    def __init__(self, folder: Path, written: set[str], taken: set[str]) -> None:
        self._folder = str(folder)
        self._made = {""}
        self._written, self._taken = written, taken

    def put(self, artifact: Artifact) -> None:
        """Write a file."""
        self._written.add(artifact.path)
        self._make_room(artifact.path)
        write_apart(f"{self._folder}/{artifact.path}", artifact.content)

    def take(self, file: File, before: Path | None) -> None:
        """Give a file of the site `before`, and its copies, a second name.

        Two pages may share a picture; that is there already.
        """
        if file.path in self._written or file.path in self._taken:
            return
        self._taken.add(file.path)
        self._make_room(file.path)
        for name in file.names:
            give_second_name(f"{before}/{name}", f"{self._folder}/{name}")

    def _make_room(self, path: str) -> None:
        parent = path.rpartition("/")[0]
        if parent not in self._made:
            os.makedirs(f"{self._folder}/{parent}", exist_ok=True)  # noqa: PTH103 - thousands
            self._made.add(parent)


def _lies_in(folder: Path, file: File) -> bool:
    """Return whether a folder has a file, and its copies, as they were left."""
    return is_as_left(file, (_state(f"{folder}/{name}") for name in file.names))


def _state(path: str) -> State | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - thousands
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _files(folder: Path, paths: tuple[str, ...], copied: Container[str]) -> tuple[File, ...]:
    found = []
    for path in paths:
        state = os.stat(f"{folder}/{path}")  # noqa: PTH116 - thousands
        copies = ENDINGS if path in copied else ()
        found.append(File(path, state.st_size, state.st_mtime_ns, copies))
    return tuple(found)
