"""One state of the site as the preview shows it: each file is made when it is first asked for."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

from psi_site.artifact import Artifact
from psi_site.hosting.table import FileKind, file_kinds, kind_of
from psi_site.mail.preview import FOLDER
from psi_site.outputs import Outputs
from psi_site.plugin import Drawing

NOT_FOUND = "404.html"
_INDEX = "index.html"


@dataclass(frozen=True)
class Shown:
    """The outputs of one reading of the sources, and what was made of them so far."""

    outputs: Outputs
    drawing: Drawing
    made: dict[str, bytes | None] = field(default_factory=dict)
    """Files by their path, None where there is no such file."""
    _groups: dict[str, dict[str, bytes]] = field(default_factory=dict)

    def content(self, file: str) -> bytes | None:
        """Return the bytes of a published file by its path, None where there is none."""
        if file not in self.made:
            self.made[file] = self._make(file)
        return self.made[file]

    def file_at(self, path: str) -> str:
        """Return the file at an address (a path with a leading slash)."""
        file = path.lstrip("/")
        return f"{file}{_INDEX}" if not file or file.endswith("/") else file

    def is_folder(self, path: str) -> bool:
        """Return whether an address only lacks the slash at its end."""
        return not path.endswith("/") and self.content(f"{self.file_at(path)}/{_INDEX}") is not None

    def not_found(self, path: str) -> str:
        """Return the not-found page nearest to an address: that of its language."""
        folders = (f"{folder}/{NOT_FOUND}" for folder in PurePosixPath(path.lstrip("/")).parents)
        return next((file for file in folders if file in self.outputs.pages), NOT_FOUND)

    def media_type(self, file: str) -> str:
        """Return the content type that published files of this kind have."""
        kind = kind_of(self._kinds, f"/{file}")
        guessed, _ = mimetypes.guess_type(file)
        return kind.media_type or guessed or "application/octet-stream"

    @cached_property
    def _kinds(self) -> tuple[FileKind, ...]:
        return file_kinds(self.outputs.site)

    def _make(self, file: str) -> bytes | None:
        if file in self.outputs.pages:
            return self.drawing.page(self.outputs, file).encode()
        if file in self._assets:
            return self._assets[file].content
        if file.startswith(f"{FOLDER}/"):
            return self._group("previews").get(file)
        if file.endswith(".html"):
            return None
        if file in self._static:
            return self._static[file].read_bytes()
        return self._share_picture(file) or self._other(file)

    @cached_property
    def _assets(self) -> dict[str, Artifact]:
        return {each.path: each for each in self.outputs.assets.artifacts.values()}

    @cached_property
    def _static(self) -> dict[str, Path]:
        return self.drawing.static_files(self.outputs)

    def _share_picture(self, file: str) -> bytes | None:
        picture = self.outputs.share_picture(self._shared[file]) if file in self._shared else None
        return picture.content if picture else None

    @cached_property
    def _shared(self) -> dict[str, str]:
        """The page that each picture for sharing is of."""
        paths = ((self.outputs.share_path(page), page) for page in self.outputs.pages)
        return {path: page for path, page in paths if path}

    def _other(self, file: str) -> bytes | None:
        """Return a file that is made together with others, the cheapest of them made first."""
        groups = (self._group(name) for name in self._together)
        return next((group[file] for group in groups if file in group), None)

    @cached_property
    def _together(self) -> Mapping[str, Callable[[], Iterable[Artifact]]]:
        outputs = self.outputs
        return {
            "icons": lambda: outputs.icons,
            "pictures": lambda: outputs.site.images.artifacts,
            **outputs.groups,
            "others": lambda: outputs.others(self._earlier),
        }

    def _group(self, name: str) -> dict[str, bytes]:
        if name not in self._groups:
            self._groups[name] = {each.path: each.content for each in self._together[name]()}
        return self._groups[name]

    def _earlier(self, path: str) -> bytes | None:
        groups = (self._group(name) for name in self.outputs.groups)
        return next((group[path] for group in groups if path in group), None)
