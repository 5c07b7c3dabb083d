"""Real nginx and real Caddy with the configurations of `deploy/`, on ports of this machine.

Only names are changed in the configurations: ports, folders, and the user to run as.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest

from psi_site.hosting.servers import Server, server_rules
from psi_site.site import Site

DEPLOY = Path(__file__).parents[3] / "deploy"
REQUIRED = os.environ.get("PSI_REQUIRE_SERVERS") == "1"


@dataclass(frozen=True)
class Answer:
    """What a server said; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Running:
    """A server that is up.

    `port` speaks plain HTTP, `secure_port` TLS; what asks at `away_port` is sent to https.
    """

    name: Server
    folder: Path
    port: int
    secure_port: int
    away_port: int | None = None

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path; header names with underscores."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        named = {k.replace("_", "-"): headers[k] for k in headers}
        connection.request(method, path, headers=named)
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        body = answer.read()
        connection.close()
        return Answer(answer.status, found, body)


def program(name: str) -> str:
    """Return where a program is; skip the test without it, unless the run requires it."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if not found and not REQUIRED:
        pytest.skip(f"{name} is not installed")
    assert found, f"{name} is required here and is not installed"
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def replaced(text: str, changes: Mapping[str, str]) -> str:
    for old, new in changes.items():
        assert old in text, f"{old} is not in the configuration"
        text = text.replace(old, new)
    return text


@contextmanager
def serving(server: Server, site: Site, folder: Path, room: Path) -> Iterator[Running]:
    """Serve a built folder with the rules of its site; `room` is for the server's own files."""
    start = start_nginx if server is Server.NGINX else start_caddy
    command, environment, running = start(site, folder, room)
    with (room / "output").open("wb") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
    try:
        wait_for(running.port, process, room / "output")
        yield running
    finally:
        process.terminate()
        process.wait(10)


def wait_for(port: int, process: subprocess.Popen[bytes], output: Path) -> None:
    for _ in range(200):
        assert process.poll() is None, output.read_text(errors="replace")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"nobody answers: {output.read_text(errors='replace')}")


Start = tuple[list[str], dict[str, str], Running]


def start_nginx(site: Site, folder: Path, room: Path) -> Start:
    binary = program("nginx")
    rules = room / "rules.conf"
    rules.write_text(server_rules(site, Server.NGINX), encoding="utf-8")
    make_certificate(room)
    port, secure, away = free_port(), free_port(), free_port()
    changes = {
        "user www-data;": f"user {'root' if os.geteuid() == 0 else 'nobody'};\ndaemon off;",
        "worker_processes auto;": "worker_processes 1;",
        "pid /run/nginx.pid;": f"pid {room}/pid;",
        "listen 80;": f"listen 127.0.0.1:{away};",
        "listen [::]:80;": "",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{secure} ssl http2; listen 127.0.0.1:{port};",
        "listen [::]:443 ssl http2;": "",
        "/etc/ssl/site/": f"{room}/",
        "/srv/site/published": str(folder),
        "/srv/site/rules.conf": str(rules),
        "server_tokens off;": temporary_folders(room) + "server_tokens off;",
    }
    text = replaced((DEPLOY / "nginx.conf").read_text(encoding="utf-8"), changes)
    (room / "nginx.conf").write_text(text, encoding="utf-8")
    command = [binary, "-c", str(room / "nginx.conf"), "-e", "stderr"]
    return command, dict(os.environ), Running(Server.NGINX, folder, port, secure, away)


def temporary_folders(room: Path) -> str:
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    return "".join(f"{kind}_temp_path {room}/{kind};\n" for kind in kinds)


def start_caddy(site: Site, folder: Path, room: Path) -> Start:
    binary = program("caddy")
    rules = room / "rules.caddy"
    rules.write_text(server_rules(site, Server.CADDY), encoding="utf-8")
    make_certificate(room)
    port, secure = free_port(), free_port()
    own = {
        "SITE_ADDRESS": f"http://:{port}",
        "SITE_RULES": str(rules),
        "SITE_FOLDER": str(folder),
        "HOME": str(room),
        "XDG_CONFIG_HOME": str(room),
        "XDG_DATA_HOME": str(room),
    }
    # The same site once more behind TLS, with a certificate that is not asked for from anybody.
    changes = {"admin off": "admin off\n\tauto_https disable_redirects"}
    text = replaced((DEPLOY / "Caddyfile").read_text(encoding="utf-8"), changes)
    text += f"""
https://localhost:{secure} {{
	tls {room}/fullchain.pem {room}/privkey.pem
	import site_rules {folder}
}}
"""
    (room / "Caddyfile").write_text(text, encoding="utf-8")
    command = [binary, "run", "--config", str(room / "Caddyfile"), "--adapter", "caddyfile"]
    return command, {**os.environ, **own}, Running(Server.CADDY, folder, port, secure)


def make_certificate(room: Path) -> None:
    """Make a certificate that nobody but this test trusts."""
    subprocess.run(
        [
            *(program("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt"),
            *("ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost"),
            *("-keyout", str(room / "privkey.pem"), "-out", str(room / "fullchain.pem")),
        ],
        check=True,
        capture_output=True,
    )
