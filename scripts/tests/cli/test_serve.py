"""`psi serve` as a process: what a browser gets and hears, and what whoever writes is told."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from tests import made_up
from tests.cli.conftest import Repository
from tests.preview.conftest import EVENT, EVENT_PAGE

HOST = "127.0.0.1"
PATIENCE = 60.0


@dataclass(frozen=True)
class Serving:
    """A running preview: its site, port, process and the file it speaks into."""

    root: Path
    port: int
    process: subprocess.Popen[bytes]
    said: Path

    def get(self, path: str, method: str = "GET") -> tuple[int, str]:
        made = HTTPConnection(HOST, self.port, timeout=PATIENCE)
        with suppress(OSError, HTTPException), closing(made) as connection:
            connection.request(method, path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        return 0, ""

    def wait_for(self, path: str, text: str) -> str:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            found = self.get(path)[1]
            if text in found:
                return found
            time.sleep(0.05)
        raise AssertionError(f"{text} at {path}: {self.said.read_text()}")

    def wait_to_hear(self, text: str) -> None:
        until = time.monotonic() + PATIENCE
        while text not in self.said.read_text(encoding="utf-8"):
            assert time.monotonic() < until, self.said.read_text(encoding="utf-8")
            time.sleep(0.05)

    def edit(self, old: str, new: str) -> None:
        text = (self.root / EVENT).read_text(encoding="utf-8")
        assert old in text
        (self.root / EVENT).write_text(text.replace(old, new), encoding="utf-8")


@contextmanager
def serving(root: Path, said: Path) -> Iterator[Serving]:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    program = "from psi_site.cli import main; main()"
    options = ["serve", "--lang", "en", "--address", f"{HOST}:{port}"]
    paths = os.pathsep.join(path for path in sys.path if path)
    epoch = str(int(made_up.NOW.timestamp()))
    environment = {**os.environ, "PYTHONPATH": paths, "SOURCE_DATE_EPOCH": epoch}
    with (
        said.open("wb") as out,
        subprocess.Popen(
            [sys.executable, "-c", program, *options],
            cwd=root,
            env=environment,
            stdout=out,
            stderr=out,
            # What a shell runs in the background ignores interrupts, and so would this.
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        ) as process,
    ):
        try:
            yield Serving(root, port, process, said)
        finally:
            process.kill()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("served")
    root = made_up.copy_site(folder / "root")
    with serving(root, folder / "said") as made:
        made.wait_for(EVENT_PAGE, "Poromessut")
        yield made


def test_a_saved_file_renews_its_page_and_open_pages_hear_of_it(served: Serving) -> None:
    page = served.wait_for(EVENT_PAGE, "Poromessut")
    with socket.create_connection((HOST, served.port), timeout=PATIENCE) as browser:
        browser.sendall(b"GET /.changes HTTP/1.1\r\nHost: localhost\r\n\r\n")
        stream = browser.makefile(encoding="utf-8")
        first = next(line for line in stream if line.startswith("data: ")).split()[1]
        assert f'"{first}"' in page
        served.edit("fi: Poromessut", "fi: Kevätmessut")
        second = next(line for line in stream if line.startswith("data: ")).split()[1]
    assert second != first
    status, page = served.get(EVENT_PAGE)
    assert status == 200
    assert "Kevätmessut" in page
    assert f'"{second}"' in page


def test_errors_are_told_where_they_stand(served: Serving) -> None:
    served.edit("form: fair", "form: messu")
    served.wait_to_hear(f"{EVENT}:2:7: error")
    served.wait_to_hear("The preview shows what was last without errors.")
    assert served.get(EVENT_PAGE)[0] == 200
    served.edit("form: messu", "form: fair")
    served.edit("Poroja ja", "Lumisia poroja ja")
    served.wait_for(EVENT_PAGE, "Lumisia poroja")


def test_a_head_request_has_no_content(served: Serving) -> None:
    assert served.get("/", "HEAD") == (200, "")
    assert served.get("/ei-ole/", "HEAD") == (404, "")


def test_an_interrupt_ends_it(tmp_path: Path) -> None:
    root = made_up.copy_site(tmp_path / "root")
    with serving(root, tmp_path / "said") as made:
        made.wait_to_hear("The site will soon be shown")
        made.wait_for(EVENT_PAGE, "Poromessut")
        made.process.send_signal(signal.SIGINT)
        assert made.process.wait(PATIENCE) == 0
        assert made.said.read_text().endswith("The preview has ended.\n")


@pytest.mark.parametrize("address", ["8000", "localhost", ":80", "localhost:http", ""])
def test_an_address_needs_a_host_and_a_port(address: str, repository: Repository) -> None:
    result = repository.psi("serve", "--address", address, "--lang", "en")
    assert result.exit_code == 2
    assert f'"{address}" is no address with a port.' in result.stderr


def test_an_address_that_is_taken_is_told(repository: Repository) -> None:
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        address = f"{HOST}:{other.getsockname()[1]}"
        result = repository.psi("serve", "--address", address, "--lang", "en")
    assert result.exit_code == 1
    assert f"The address {address} cannot be used" in result.stderr
