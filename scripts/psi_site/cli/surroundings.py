"""The process around a run. Only the standard library: a run with nothing to do ends here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

SETTINGS = "data/site.yml"


@dataclass(frozen=True)
class Surroundings:
    """The process around a run.

    `now` is in UTC, `folder` the current directory, `terminal` whether a person reads the output.
    """

    now: datetime
    folder: Path
    environment: Mapping[str, str]
    terminal: bool

    @cached_property
    def root(self) -> Path | None:
        """The repository of the site: the nearest folder, here or above, with its settings."""
        folders = (self.folder, *self.folder.parents)
        return next((each for each in folders if (each / SETTINGS).is_file()), None)

    @property
    def colour(self) -> bool:
        """Whether to colour: only for a person, and not where NO_COLOR is set (no-color.org)."""
        return self.terminal and not self.environment.get("NO_COLOR")
