"""What a command costs: the time and the memory of its process and of all it starts."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import median

_PAUSE = 0.05
"""Seconds between two looks at the memory, at least."""
_REST = 30
"""How many times as long as a look to wait before the next: a look halts the process it is at."""


class CommandError(Exception):
    """Raised when a command that is measured fails; holds what it printed last."""


@dataclass(frozen=True)
class Cost:
    """What one run cost: processor and wall seconds; bytes of the largest process and of all."""

    processor: float
    wall: float
    largest: float
    together: float


def middle(costs: Sequence[Cost]) -> Cost:
    """Return the median of each number of several runs."""
    names = [field.name for field in fields(Cost)]
    return Cost(*(median(getattr(cost, name) for cost in costs) for name in names))


def measured(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run a command in a folder and return its cost, children included.

    Raises CommandError when it fails.
    """
    begun = time.perf_counter()
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        watch = _Watch(process.pid)
        watch.start()
        printed = process.stdout.read() if process.stdout else b""
        # wait4(2) tells of this one child and those it has waited for, and of no other.
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.stop()
    if process.returncode:
        raise CommandError(printed.decode(errors="replace")[-2000:])
    unit = 1 if sys.platform == "darwin" else 1024  # getrusage(2): kilobytes, but bytes on macOS
    largest = usage.ru_maxrss * unit
    return Cost(usage.ru_utime + usage.ru_stime, wall, largest, max(largest, watch.peak))


class _Watch(threading.Thread):
    """Adds up, now and then, the memory of a process and of those below it.

    Memory that several share counts once (PSS, proc(5)). Where there is no /proc it finds nothing.
    """

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self._pid = pid
        self._ended = threading.Event()

    def run(self) -> None:
        pause = _PAUSE
        while not self._ended.wait(pause):
            begun = time.perf_counter()
            self.peak = max(self.peak, sum(map(_share, _family(self._pid))))
            pause = max(_PAUSE, _REST * (time.perf_counter() - begun))

    def stop(self) -> None:
        """End the watch."""
        self._ended.set()
        self.join()


def _family(pid: int) -> Iterable[int]:
    yield pid
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text().split():
                yield from _family(int(child))


def _share(pid: int) -> int:
    with suppress(OSError, StopIteration, ValueError):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return 1024 * int(next(line for line in lines if line.startswith("Pss:")).split()[1])
    return 0
