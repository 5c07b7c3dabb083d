"""The process around a run. Only the standard library: a run with nothing to do ends here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

SETTINGS = "data/site.yml"


class Surroundings(NamedTuple):
    """The process around a run.

    `now` is in UTC, `folder` the current directory, `terminal` whether a person reads the output.
    """

    now: datetime
    folder: Path
    environment: Mapping[str, str]
    terminal: bool

    @property
    def root(self) -> Path | None:
        """The repository of the site: the nearest folder, here or above, with its settings."""
        folders = (self.folder, *self.folder.parents)
        return next((each for each in folders if (each / SETTINGS).is_file()), None)

    @property
    def colour(self) -> bool:
        """Whether to colour: only for a person, and not where NO_COLOR is set (no-color.org)."""
        return self.terminal and not self.environment.get("NO_COLOR")
