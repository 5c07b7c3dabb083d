"""The command `psi`: what editors run from the repository's folder.

Only here are the clock, the environment and the terminal read; everything below takes them as
arguments. Each command is a module of this package, imported when it is run.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path

from psi_site.cli.again import said_before, state
from psi_site.cli.surroundings import Surroundings


def main() -> None:
    """Run the command of this process and leave with its status: 0 well, 1 faults, 2 misuse."""
    # Most runs end before there is garbage worth the search for it; `build_site` begins it again.
    gc.disable()
    # None of pydantic's plugins is used, and to find them all that is installed would be read.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    surroundings = Surroundings(
        now=_now(os.environ),
        folder=Path.cwd(),
        environment=os.environ,
        terminal=sys.stdout.isatty(),
    )
    arguments = sys.argv[1:]
    known = state(arguments, surroundings, time.time_ns()) if "build" in arguments else None
    again = said_before(known, surroundings)
    if again is None:
        from psi_site.cli.program import run

        sys.exit(run(arguments, surroundings, known))
    for text, is_error in again:
        (sys.stderr if is_error else sys.stdout).write(text)


def _now(environment: Mapping[str, str]) -> datetime:
    """Return the time of the run in UTC; SOURCE_DATE_EPOCH (seconds) makes runs repeatable."""
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC)
