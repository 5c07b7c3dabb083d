"""The command `psi`: what editors run from the repository's folder.

Only here are the clock, the environment and the terminal read; everything below takes them as
arguments. Each command is a module of this package, imported when it is run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path

from psi_site.cli.session import Surroundings


def main() -> None:
    """Run the command of this process and leave with its status: 0 well, 1 faults, 2 misuse."""
    from psi_site.cli.program import run

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    surroundings = Surroundings(
        now=_now(os.environ),
        folder=Path.cwd(),
        environment=os.environ,
        terminal=sys.stdout.isatty(),
    )
    sys.exit(run(sys.argv[1:], surroundings))


def _now(environment: Mapping[str, str]) -> datetime:
    """Return the time of the run in UTC; SOURCE_DATE_EPOCH (seconds) makes runs repeatable."""
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC)
