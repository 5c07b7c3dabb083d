"""How long it takes from saving a file until the preview shows it, on a copy of the real site."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import median

from psi_site.addresses import path_in
from psi_site.bench.processes import CommandError
from psi_site.model.event import Event
from psi_site.model.newsletter import Newsletter
from psi_site.model.page import Page
from psi_site.model.party import Partner
from psi_site.model.record import Path as FieldPath
from psi_site.model.record import Record
from psi_site.site import Site, load_site

KINDS: tuple[type[Record], ...] = (Event, Partner, Newsletter, Page)
SOURCES = ("data", "docs", "newsletters", "overrides", ".ledger", ".git", "scripts/psi_site")
"""What a preview reads or watches, of the folders of a repository."""

_HOST = "127.0.0.1"
_PATIENCE = 60.0
"""Seconds to wait for the server, or for a change, before giving up."""
_PAUSE = 0.01
_REST = 1.5
"""Seconds between two edits, so that no build is still at the one before."""


@dataclass(frozen=True)
class Place:
    """A text on a line of a file, as it is `written`, that the page at `address` shows."""

    kind: str
    file: Path
    line: int
    written: str
    text: str
    address: str


def measure_serving(
    root: Path, folder: Path, environment: Mapping[str, str], runs: int
) -> dict[str, float]:
    """Return, by kind, the median seconds from saving to the page being renewed.

    The site below `root` is copied into the new `folder` first. Raises CommandError where the
    preview does not start or does not show a change.
    """
    _copy(root, folder)
    site, _ = load_site(folder)
    places = list(filter(None, (_first(site, kind) for kind in KINDS)))
    with _server(folder, environment) as port:
        _wait_for(port, places[0].address, places[0].text)
        found: dict[str, list[float]] = {place.kind: [] for place in places}
        for run in range(runs):
            for place in places:
                time.sleep(_REST)
                found[place.kind].append(_edit(place, port, f"{run}x{run}"))
    return {kind: median(seconds) for kind, seconds in found.items()}


def _copy(root: Path, folder: Path) -> None:
    folder.mkdir(parents=True)
    shutil.copyfile(root / "mkdocs.yml", folder / "mkdocs.yml")
    for name in SOURCES:
        if (root / name).is_dir():
            shutil.copytree(root / name, folder / name, symlinks=True)


def _first(site: Site, kind: type[Record]) -> Place | None:
    """Return the first name of a record of a kind that stands on one line of its file."""
    code = site.codes[0]
    for record in site.all(kind):
        address = path_in(site, record, code)
        text = str(record.name.get(code, site.codes))
        for path in _paths(record, code):
            span = site.document(record).span(path)
            lines = (site.root / span.path).read_text(encoding="utf-8").split("\n")
            written = lines[span.line - 1]
            if address and text in written:
                file = site.root / span.path
                return Place(kind.kind, file, span.line, written, text, address)
    return None


def _paths(record: Record, code: str) -> Iterator[FieldPath]:
    """Yield where the name of a record may stand."""
    if isinstance(record, (Page, Newsletter)):
        yield "editions", code, "title" if isinstance(record, Page) else "subject"
        return
    yield "title", code
    yield ("title",)


@contextmanager
def _server(folder: Path, environment: Mapping[str, str]) -> Iterator[int]:
    """Run the preview; yield its port."""
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        port: int = probe.getsockname()[1]
    program = "from psi_site.cli import main; main()"
    command = [sys.executable, "-c", program, "serve", "--address", f"{_HOST}:{port}"]
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield port
        finally:
            process.terminate()


def _edit(place: Place, port: int, mark: str) -> float:
    """Put a mark after the text of a place; return the seconds until its page shows it.

    An earlier mark is replaced. Nothing is put back at the end: that would be one more build.
    """
    lines = place.file.read_text(encoding="utf-8").split("\n")
    lines[place.line - 1] = place.written.replace(place.text, f"{place.text} {mark}", 1)
    begun = time.perf_counter()
    place.file.write_text("\n".join(lines), encoding="utf-8")
    _wait_for(port, place.address, f"{place.text} {mark}")
    return time.perf_counter() - begun


def _wait_for(port: int, address: str, text: str) -> None:
    """Ask for a page until it shows a text; raise CommandError when that takes too long."""
    until = time.perf_counter() + _PATIENCE
    while time.perf_counter() < until:
        if text.encode() in _page(port, address):
            return
        time.sleep(_PAUSE)
    raise CommandError(address)


def _page(port: int, address: str) -> bytes:
    with suppress(OSError, HTTPException):
        connection = HTTPConnection(_HOST, port, timeout=_PATIENCE)
        try:
            connection.request("GET", address)
            return connection.getresponse().read()
        finally:
            connection.close()
    return b""
