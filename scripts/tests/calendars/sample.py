"""A small made-up network to write events into, with and without a history."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from psi_site import calendars
from psi_site.site import Site, load_site

GOLDEN = Path(__file__).parent / "golden"


def write_site(root: Path, events: Mapping[str, str], zone: str = "Europe/Stockholm") -> Path:
    """Write the made-up network with events by id; return its root."""
    shutil.copytree(GOLDEN / "site", root, dirs_exist_ok=True)
    settings = root / "data/site.yml"
    text = settings.read_text(encoding="utf-8").replace("Europe/Stockholm", zone)
    settings.write_text(text, encoding="utf-8")
    (root / "data/events").mkdir(exist_ok=True)
    for event_id, source in events.items():
        (root / f"data/events/{event_id}.yml").write_text(source, encoding="utf-8")
    return root


def golden_events() -> dict[str, str]:
    """Return the golden events' sources by id."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(GOLDEN.glob("*.yml"))}


def load(root: Path) -> Site:
    return load_site(root)[0]


def site_of(root: Path, events: Mapping[str, str], zone: str = "Europe/Stockholm") -> Site:
    return load(write_site(root, events, zone))


def files(site: Site) -> dict[str, bytes]:
    """Return every calendar file by path."""
    return {artifact.path: artifact.content for artifact in calendars.artifacts(site)}


def event(start: str = "2026-05-04 13:00", **fields: str) -> str:
    """Return the source of an event with the given lines after the required ones."""
    given = "".join(f"{key}: {value}\n" for key, value in fields.items())
    head = (
        "title: {sv: Möte, en: Meeting}\nform: meeting\nsummary: {sv: Om mötet., en: About it.}\n"
    )
    return f"{head}start: {start}\n{given}"


def git(root: Path, *arguments: str, at: str = "2026-01-01T12:00:00+01:00") -> str:
    """Run git in a repository with nobody's own settings, at a fixed time."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(root),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Ada",
        "GIT_AUTHOR_EMAIL": "ada@exempel.se",
        "GIT_AUTHOR_DATE": at,
        "GIT_COMMITTER_NAME": "Ada",
        "GIT_COMMITTER_EMAIL": "ada@exempel.se",
        "GIT_COMMITTER_DATE": at,
    }
    done = subprocess.run(
        ["git", "-C", str(root), *arguments],
        check=True,
        capture_output=True,
        encoding="utf-8",
        env=environment,
    )
    return done.stdout


def commit(root: Path, message: str, at: str) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", message, at=at)
