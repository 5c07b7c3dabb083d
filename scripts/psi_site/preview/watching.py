"""Waiting for somebody to save a source."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Self

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

from psi_site.sources.theme import MKDOCS_FILE, theme_folder

FOLDERS = ("data", "docs", "newsletters")
_READING = frozenset({"opened", "closed_no_write"})
"""Events that change nothing; the preview's own reading would be heard without end."""
_SETTLED = 0.02
"""Seconds without an event after which a save is taken to be complete."""
_LOOKS = 0.5
"""Seconds between two looks where the system cannot tell of changes itself."""


class Watch(FileSystemEventHandler):
    """Hears of changes to the sources below a folder, while it is entered.

    The system tells of them (inotify and its like); where it cannot, files are looked at
    twice a second.
    """

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._changes: SimpleQueue[str] = SimpleQueue()
        self._observer: BaseObserver = Observer()
        self._watched: dict[Path, ObservedWatch] = {}
        self._replaced: set[Path] = set()
        """Watched folders that were removed or made anew: the system watches what they were."""

    def __enter__(self) -> Self:
        try:
            self._begin()
        except OSError:
            # The system allows each user a number of watched folders, and others use them too.
            self._observer = PollingObserver(timeout=_LOOKS)
            self._watched.clear()
            self._begin()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._observer.stop()
        self._observer.join()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for a change to be complete; return False where none came within `seconds`."""
        try:
            self._changes.get(timeout=seconds)
        except Empty:
            return False
        while True:
            try:
                self._changes.get(timeout=_SETTLED)
            except Empty:
                self._follow()
                return True

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note a change to a source; called by the observer's own thread."""
        if event.event_type in _READING or (event.is_directory and event.event_type == "modified"):
            return
        paths = [Path(str(path)) for path in (event.src_path, event.dest_path) if path]
        if any(map(self._is_source, paths)):
            self._replaced.update(path for path in paths if path in self._watched)
            self._changes.put(str(paths[0]))

    def _begin(self) -> None:
        self._observer.schedule(self, str(self._root), recursive=False)
        self._follow()
        self._observer.start()

    def _follow(self) -> None:
        """Watch the folders of sources that are there by now."""
        while self._replaced:
            watch = self._watched.pop(self._replaced.pop(), None)
            if watch:
                self._observer.unschedule(watch)
        for folder in self._places():
            if folder not in self._watched and folder.is_dir():
                watch = self._observer.schedule(self, str(folder), recursive=True)
                self._watched[folder] = watch

    def _places(self) -> Iterable[Path]:
        yield from (self._root / name for name in FOLDERS)
        yield theme_folder(self._root).resolve()

    def _is_source(self, path: Path) -> bool:
        """Return whether a path is that of a source; beside them lie builds and caches."""
        if path.parent == self._root:
            return path.name in (*FOLDERS, MKDOCS_FILE) or path in self._watched
        return any(folder in path.parents for folder in tuple(self._watched))
