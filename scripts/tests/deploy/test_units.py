"""The nightly rebuild and the container, as systemd and the system itself understand them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from psi_site.cli.build import command as build_command
from psi_site.cli.session import Session, Surroundings
from psi_site.hosting.servers import Server, server_rules
from psi_site.i18n import load_language
from psi_site.site import Site
from tests.cli.conftest import NOW
from tests.deploy.servers import DEPLOY, free_port, program

SERVICE = (DEPLOY / "site-rebuild.service").read_text(encoding="utf-8")
TIMER = (DEPLOY / "site-rebuild.timer").read_text(encoding="utf-8")


def test_systemd_understands_the_units(tmp_path: Path) -> None:
    analyze = program("systemd-analyze")
    for name in ("site-rebuild.service", "site-rebuild.timer"):
        text = (DEPLOY / name).read_text(encoding="utf-8")
        # What is started need not be installed here.
        (tmp_path / name).write_text(re.sub(r"=(\+?)/(srv|usr)/\S+", r"=\1/bin/true", text))
    (tmp_path / "nginx.service").write_text("[Service]\nExecStart=/bin/true\n")
    units = sorted(str(path) for path in tmp_path.glob("site-*"))
    done = subprocess.run(
        [analyze, "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    assert [line for line in done.stderr.splitlines() if "site-rebuild" in line] == []


def test_it_runs_every_night_in_the_time_of_the_place(tmp_path: Path) -> None:
    when = re.findall(r"^OnCalendar=(.*)$", TIMER, re.M)
    assert len(when) == 1
    done = subprocess.run(
        [program("systemd-analyze"), "calendar", "--iterations=2", when[0]],
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(re.findall(r"Next elapse|Iter\. #2|Iteration #2", done.stdout)) == 2
    assert "Persistent=true" in TIMER


def test_the_nightly_command_exists(tmp_path: Path) -> None:
    line = next(line for line in SERVICE.splitlines() if " build " in line)
    asked = set(re.findall(r"--[a-z-]+", line))
    session = Session(
        Surroundings(now=NOW, folder=tmp_path, environment={}, terminal=False),
        load_language("en"),
    )
    known = {
        name
        for option in build_command(session).params
        for name in (*option.opts, *option.secondary_opts)
    }
    assert asked == {"--out", "--no-ledger"}
    assert asked <= known


def container_root(root: Path, context: Path) -> list[str]:
    """Do what the last stage of the Containerfile says; return the command it starts."""
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8").split("FROM scratch\n")[1]
    for source, target in re.findall(r"^COPY (?!--from)(\S+) (\S+)$", text, re.M):
        place = root / target.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        origin = DEPLOY.parent / source if source.startswith("deploy/") else context / source
        if origin.is_dir():
            shutil.copytree(origin, place)
        else:
            shutil.copy(origin, place)
    command: list[str] = json.loads(re.findall(r"^ENTRYPOINT (.*)$", text, re.M)[0])
    assert re.search(r"^USER 65532:65532$", text, re.M)
    return command


def copy_program(binary: Path, root: Path) -> None:
    """Put the program at /caddy, with the libraries that Debian's copy needs."""
    shutil.copy(binary, root / "caddy")
    listed = subprocess.run(["ldd", str(binary)], capture_output=True, text=True, check=False)
    for library in re.findall(r"(/\S+) \(0x", listed.stdout):
        place = root / library.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(library, place)


@pytest.mark.skipif(os.geteuid() != 0, reason="only the superuser may change the root folder")
def test_the_container_serves_without_rights_and_writes_nothing(
    lappi: Site, lappi_built: Path, tmp_path: Path
) -> None:
    binary = Path(program("caddy"))
    context, root = tmp_path / "context", tmp_path / "root"
    shutil.copytree(lappi_built, context / "site.image/published")
    rules = context / "site.image/rules.caddy"
    rules.write_text(server_rules(lappi, Server.CADDY), encoding="utf-8")
    command = container_root(root, context)
    copy_program(binary, root)
    for folder in (tmp_path, tmp_path.parent):
        folder.chmod(0o755)
    before = sorted(root.rglob("*"))
    port = free_port()
    environment = {"SITE_ADDRESS": f"http://:{port}", "HOME": "/none"}
    environment |= {"XDG_CONFIG_HOME": "/none", "XDG_DATA_HOME": "/none"}
    inside = ["chroot", "--userspec=65532:65532", str(root), *command]
    with subprocess.Popen(inside, env={**os.environ, **environment}, stderr=subprocess.PIPE) as run:
        try:
            assert status(port, "/") == 200
            assert status(port, "/saknas/") == 404
        finally:
            run.terminate()
    assert sorted(root.rglob("*")) == before


def status(port: int, path: str) -> int:
    for _ in range(100):
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
                connection.request("GET", path)
                return connection.getresponse().status
        except ConnectionRefusedError:
            time.sleep(0.05)
    pytest.fail("nobody answers")
