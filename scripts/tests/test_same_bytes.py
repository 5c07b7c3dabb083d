"""The same sources give the same bytes to another user, and in whatever order folders are read."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import made_up
from tests.test_real_site import digest

# Reads every folder backwards, then builds as whoever is asked for.
BUILD = """
import os, sys
from datetime import datetime
from pathlib import Path

root, out, now, mask, user = sys.argv[1:]

class Backwards:
    def __init__(self, entries): self.entries = iter(entries)
    def __iter__(self): return self
    def __next__(self): return next(self.entries)
    def __enter__(self): return self
    def __exit__(self, *error): pass
    def close(self): pass

def named(entry):
    return getattr(entry, "name", entry)

def scandir(*place, read=os.scandir):
    return Backwards(sorted(read(*place), key=named, reverse=True))

def listdir(*place, read=os.listdir):
    return sorted(read(*place), reverse=True)

if mask == "077":
    os.scandir, os.listdir = scandir, listdir
os.umask(int(mask, 8))
if int(user):
    os.setgid(int(user))
    os.setuid(int(user))
from psi_site.build import build_site
build_site(Path(root), Path(out), datetime.fromisoformat(now))
"""


def copied_backwards(source: Path, target: Path) -> None:
    """Copy a folder with its files made in the opposite order, and with other times."""
    for path in sorted(source.rglob("*"), reverse=True):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file() and ".cache" not in path.parts:
            shutil.copyfile(path, place)
            os.utime(place, (1, 1))


def somebody() -> int:
    """Return a user without rights, or 0 where one cannot become another."""
    return 65534 if os.geteuid() == 0 else 0


def interpreter() -> str:
    """Return a Python of this version that everybody may start."""
    everybody = all(path.stat().st_mode & 0o001 for path in Path(sys.base_prefix).parents)
    system = Path(f"/usr/bin/python3.{sys.version_info.minor}")
    if not everybody and not system.is_file():
        pytest.skip("Python lies where only its owner may read it")
    return sys.executable if everybody else str(system)


@pytest.fixture
def room() -> Iterator[Path]:
    """A folder that everybody can reach, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.parametrize(("mask", "user"), [("077", 0), ("002", somebody())])
def test_another_user_and_order_give_the_same_bytes(
    lappi_root: Path, lappi_built: Path, room: Path, mask: str, user: int
) -> None:
    copied_backwards(lappi_root, room / "root")
    for path in (room, *room.rglob("*")):
        os.chown(path, user or os.geteuid(), -1)
    packages = [str(made_up.ROOT / "scripts"), sysconfig.get_path("purelib")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(packages), "HOME": str(room)}
    command = [
        interpreter() if user else sys.executable,
        "-c",
        BUILD,
        str(room / "root"),
        str(room / "site"),
    ]
    command += [made_up.NOW.isoformat(), mask, str(user)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    first, second = digest(lappi_built), digest(room / "site")
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []
