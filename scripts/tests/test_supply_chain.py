"""What others made: pinned by hash, of licences we may use, listed where it lies, asked about."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from supply.__main__ import FAULTS, UNREACHED, WELL, main
from supply.holes import UnreachedError, known_holes
from supply.licences import ALLOWED, READ_BY_HAND, TABLE, found_licences, is_allowed, table
from supply.locks import WIDEST, lock_files, pins
from supply.vendored import LIST, read_vendored, wrong_files
from tests.made_up import ROOT

INSTALLING = (
    *("Makefile", ".gitlab-ci.yml", ".ci/run", "scripts/lock.sh", "deploy/Containerfile"),
    *(f".github/workflows/{name}.yml" for name in ("check", "publish", "test")),
)


# Pins


def test_every_pin_has_a_hash() -> None:
    assert len(lock_files(ROOT)) >= 2
    for lock in lock_files(ROOT):
        found = list(pins(lock))
        assert found
        assert [pin for pin in found if not pin.hashes] == []


def test_the_widest_lock_holds_what_the_others_hold() -> None:
    widest = set(pins(ROOT / WIDEST))
    for lock in lock_files(ROOT):
        assert {(pin.name, pin.version) for pin in pins(lock)} <= {
            (pin.name, pin.version) for pin in widest
        }


@pytest.mark.parametrize("line", ["mkdocs>=1.6", "mkdocs", "-e .", "git+https://example.org/x"])
def test_a_line_that_pins_nothing_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / WIDEST).write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="requirements-dev"):
        list(pins(tmp_path / WIDEST))


def test_what_is_named_in_the_project_is_pinned() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    named = set(re.findall(r'"([A-Za-z][\w.-]*)(?:\[\w+\])?==([^"]+)"', text))
    locked = {(pin.name, pin.version) for pin in pins(ROOT / WIDEST)}
    assert len(named) > 30
    assert {(re.sub(r"[-_.]+", "-", name).lower(), version) for name, version in named} <= locked


def test_nothing_is_installed_but_by_hash() -> None:
    for name in INSTALLING:
        text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
        for line in re.findall(r"^.*\bpip3? install.*$|^.*\$\(PIP\).*$|^PIP .*$", text, re.M):
            is_known = "--require-hashes" in line or "--no-index" in line or "$(PIP)" in line
            assert is_known, f"{name}: {line}"
        assert not re.search(r"\b(pipx|uvx|npx|npm|easy_install)\b|curl[^\n]*\|", text), name


# Licences


def test_every_licence_is_allowed() -> None:
    refused = {
        package: licence
        for package, licence in found_licences(ROOT).items()
        if not is_allowed(licence)
    }
    assert refused == {}
    assert {each.licence for each in read_vendored(ROOT)} <= ALLOWED


def test_the_list_is_what_the_locks_pin() -> None:
    """Renew it with `make licences`."""
    assert (ROOT / TABLE).read_text(encoding="utf-8") == table(ROOT)


def test_what_was_read_by_hand_is_still_pinned() -> None:
    assert set(READ_BY_HAND) <= {pin.name for pin in pins(ROOT / WIDEST)}


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("GPL-2.0-or-later OR MIT", True),
        ("MIT AND PSF-2.0", True),
        ("MIT AND GPL-3.0-only", False),
        ("AGPL-3.0-or-later", False),
        ("", False),
    ],
)
def test_a_choice_is_allowed_where_one_way_is(expression: str, allowed: bool) -> None:
    assert is_allowed(expression) == allowed


# Files


def test_every_vendored_file_is_the_one_listed() -> None:
    assert list(wrong_files(ROOT)) == []


def test_the_list_agrees_with_what_the_form_says_of_itself() -> None:
    folder = "scripts/psi_site/cms/vendored"
    facts = json.loads((ROOT / folder / "VERSION.json").read_text(encoding="utf-8"))
    (form,) = [each for each in read_vendored(ROOT) if each.name == facts["name"]]
    assert (form.version, form.licence, form.source) == (
        *(facts["version"], facts["licence"], facts["source"]),
    )
    listed = {path: digest for each in read_vendored(ROOT) for path, digest in each.files.items()}
    for name, digest in facts["sha256"].items():
        assert listed.get(f"{folder}/{name}", digest) == digest


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository that lists one font."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / "a.woff2").write_bytes(b"wOF2")
    text = (
        "- {name: a, version: '1', licence: OFL-1.1, source: 'https://example.org/', files: "
        f"{{a.woff2: {'0' * 64}}}}}\n"
    )
    (tmp_path / LIST).write_text(text, encoding="utf-8")
    subprocess.run(["git", "-C", str(tmp_path), "init", "-q"], check=True)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("letters.woff2", b"wOF2"),
        ("lib/vendor/x.txt", b"x"),
        ("x.min.js", b"x"),
        ("x.js", b"x" * 3000),
        ("x.wasm", b"\0asm"),
    ],
)
def test_a_file_that_is_not_listed_is_found(repository: Path, name: str, content: bytes) -> None:
    file = repository / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    subprocess.run(["git", "-C", str(repository), "add", "."], check=True)
    assert any(fault.startswith(f"{name} looks") for fault in wrong_files(repository))


def test_a_file_that_was_changed_or_removed_is_found(repository: Path) -> None:
    (changed,) = wrong_files(repository)
    assert "is not the file" in changed
    (repository / "a.woff2").unlink()
    (removed,) = wrong_files(repository)
    assert "does not exist" in removed


# Known vulnerabilities


@contextmanager
def database(answer: bytes, status: int = 200) -> Iterator[str]:
    """Answer every question as the OSV database might; yield the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *arguments: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
    finally:
        server.shutdown()
        server.server_close()


HOLE = {
    "id": "GHSA-made-up",
    "summary": "A hole",
    "affected": [
        {
            "package": {"name": "click", "ecosystem": "PyPI"},
            "versions": ["1.0"],
            "ranges": [
                {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.1"}]},
            ],
        }
    ],
}


@pytest.fixture
def pinned(tmp_path: Path) -> Path:
    """A repository that pins one package."""
    text = f"click==1.0 \\\n    --hash=sha256:{'a' * 64}\n"
    (tmp_path / WIDEST).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_known_hole_is_told_with_its_mend(pinned: Path) -> None:
    with database(json.dumps({"vulns": [HOLE]}).encode()) as address:
        assert known_holes(pinned, address) == ["click 1.0: GHSA-made-up (mended in 1.1)"]


def test_no_known_hole_is_told_as_such(pinned: Path) -> None:
    with database(b"{}") as address:
        assert known_holes(pinned, address) == []


@pytest.mark.parametrize(("answer", "status"), [(b"", 503), (b"<html>", 200), (b"{}", 404)])
def test_an_answer_that_is_none_is_not_taken_for_good(
    pinned: Path, answer: bytes, status: int
) -> None:
    with database(answer, status) as address, pytest.raises(UnreachedError):
        known_holes(pinned, address)


def test_the_command_tells_the_cases_apart(capsys: pytest.CaptureFixture[str]) -> None:
    with database(b"{}") as address:
        assert main(["--database", address]) == WELL
        assert "no known vulnerability" in capsys.readouterr().out
    assert main(["--database", address]) == UNREACHED
    assert "could not be asked" in capsys.readouterr().err
    hole = json.dumps({"vulns": [HOLE]}).replace('"1.0"', '"8.5.1"').encode()
    with database(hole) as address:
        assert main(["--database", address]) == FAULTS
        assert "GHSA-made-up" in capsys.readouterr().out


def test_the_command_is_a_target() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert {"audit", "licences"} <= set(re.findall(r"^(\w+):", text, re.M))
    assert shutil.which("make")


def test_the_note_for_maintainers_knows_every_package_by_name() -> None:
    note = (ROOT / "scripts/MAINTENANCE.md").read_text(encoding="utf-8")
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    named = set(re.findall(r'"([A-Za-z][\w.-]*)(?:\[\w+\])?==', text))
    rows = "\n".join(line.split("|")[1] for line in note.splitlines() if line.startswith("| "))
    told = {name for name in named if name in rows or name.removeprefix("pytest-") in rows}
    assert {name for name in named - told if not name.startswith("types-")} == set()
