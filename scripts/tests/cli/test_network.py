"""`psi check --network` against servers of this machine: polite, patient, and right."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import Request

import pytest

from psi_site.cli.network import (
    Answer,
    Prober,
    State,
    examine,
    noted_archive,
    open_status,
    outward_links,
)
from psi_site.diagnostics import Span
from psi_site.site import load_site
from tests.cli.conftest import NOW, Repository


@dataclass
class Server:
    """A server that notes what it is asked; `answers` has statuses by path and method."""

    address: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    answers: dict[tuple[str, str], int] = field(default_factory=dict)
    busy: int = 0
    most_at_once: int = 0


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server()
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            with lock:
                state.busy += 1
                state.most_at_once = max(state.most_at_once, state.busy)
                state.asked.append((self.command, self.path))
                state.agents.add(self.headers["User-Agent"])
            time.sleep(0.02)
            with lock:
                state.busy -= 1
            status = state.answers.get((self.command, self.path), 200)
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", "/there")
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_HEAD  # noqa: N815 - the names http.server calls

        def log_message(self, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        state.address = f"http://127.0.0.1:{http.server_port}"
        thread = threading.Thread(target=http.serve_forever, daemon=True)
        thread.start()
        yield state
        http.shutdown()
        thread.join()


def prober(folder: Path) -> Prober:
    return Prober(open_status, "psi-check/1.0 (+https://verkosto.example/)", folder, NOW)


@pytest.mark.parametrize(
    ("head", "get", "answer"),
    [
        (200, 500, Answer(State.ALIVE, "status", 200)),
        (301, 500, Answer(State.ALIVE, "status", 200)),
        (405, 200, Answer(State.ALIVE, "status", 200)),
        (404, 200, Answer(State.ALIVE, "status", 200)),
        (404, 404, Answer(State.DEAD, "status", 404)),
        (410, 410, Answer(State.DEAD, "status", 410)),
        (403, 403, Answer(State.UNSURE, "status", 403)),
        (503, 503, Answer(State.UNSURE, "status", 503)),
    ],
)
def test_an_answer_is_judged(
    server: Server, tmp_path: Path, head: int, get: int, answer: Answer
) -> None:
    server.answers = {("HEAD", "/a"): head, ("GET", "/a"): get}
    assert prober(tmp_path).try_one(f"{server.address}/a") == answer
    assert server.asked[0] == ("HEAD", "/a")
    assert server.agents == {"psi-check/1.0 (+https://verkosto.example/)"}


def test_a_living_page_is_asked_for_once(server: Server, tmp_path: Path) -> None:
    prober(tmp_path).try_one(f"{server.address}/a?b=å#c")
    assert server.asked == [("HEAD", "/a?b=%C3%A5")]


def test_a_host_is_asked_one_thing_at_a_time(server: Server, tmp_path: Path) -> None:
    addresses = [f"{server.address}/{number}" for number in range(6)]
    answers = prober(tmp_path).try_all([*addresses, *addresses])
    assert [each.state for each in answers.values()] == [State.ALIVE] * 6
    assert server.most_at_once == 1
    assert len(server.asked) == 6


def test_an_answer_lasts_a_day(server: Server, tmp_path: Path) -> None:
    first = prober(tmp_path)
    first.try_one(f"{server.address}/a")
    for later, count in ((timedelta(hours=23), 1), (timedelta(hours=25), 2)):
        Prober(first.opener, first.agent, tmp_path, NOW + later).try_one(f"{server.address}/a")
        assert len(server.asked) == count


def test_a_damaged_memory_is_forgotten(server: Server, tmp_path: Path) -> None:
    first = prober(tmp_path)
    first.try_one(f"{server.address}/a")
    for path in tmp_path.iterdir():
        path.write_text('{"asked": 1}', encoding="utf-8")
    first.try_one(f"{server.address}/a")
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("fault", "answer"),
    [
        (TimeoutError(), Answer(State.UNSURE, "timeout", 0)),
        (ConnectionRefusedError(), Answer(State.DEAD, "unreachable", 0)),
        (ValueError("bad"), Answer(State.DEAD, "unreachable", 0)),
    ],
)
def test_no_answer_is_an_answer(tmp_path: Path, fault: Exception, answer: Answer) -> None:
    def opener(request: Request, timeout: float) -> int:
        raise fault

    assert Prober(opener, "psi", tmp_path, NOW).try_one("https://fisk.example/") == answer


def test_a_server_that_is_not_there_is_dead(tmp_path: Path) -> None:
    answer = prober(tmp_path).try_one("http://127.0.0.1:9/")
    assert answer == Answer(State.DEAD, "unreachable", 0)


def test_every_link_out_is_found_with_its_places(repository: Repository) -> None:
    repository.edit(
        "docs/index.sv.md",
        "Välkommen.",
        "Se [fisk](https://fisk.example/start).\n\n`[x](https://kod.example)`\n\n"
        "[Hem](https://verkosto.example/om)",
    )
    found = outward_links(load_site(repository.root)[0])
    assert found == {
        "https://fisk.example/start": [
            Span("data/partners.yml", 6, 8, 26),
            Span("docs/index.sv.md", 6, 11, 26),
        ]
    }


def test_a_copy_noted_in_the_file_is_offered(repository: Repository) -> None:
    repository.edit(
        "data/partners.yml",
        "# Parterna, i bokstavsordning.",
        "# Kopia: https://arkiv.example/2024/http://fisk.example/start",
    )
    places = [Span("data/partners.yml", 6, 8)]
    copy = noted_archive(repository.root, "https://fisk.example/start", places)
    assert copy == "https://arkiv.example/2024/http://fisk.example/start"
    assert noted_archive(repository.root, "https://fisk.example/annat", places) is None


def test_the_command_reports_what_is_dead(repository: Repository, server: Server) -> None:
    repository.edit("data/partners.yml", "https://fisk.example/start", f"{server.address}/start")
    repository.edit("docs/index.sv.md", "Välkommen.", f"[Borta]({server.address}/start)")
    server.answers = {("HEAD", "/start"): 404, ("GET", "/start"): 404}
    result = repository.psi("check", "--network")
    assert result.exit_code == 1
    assert result.output.endswith(f"""\
{server.address}/start svarar inte som den ska: servern svarade 404.
  data/partners.yml:6
  docs/index.sv.md:6
Är sidan borta? Anteckna den och en arkiverad kopia i data/links.yml, så kommer läsarna till kopian.
En länk ut prövad, 1 trasiga och 0 osäkra.
""")
    found = json.loads(repository.psi("check", "--network", "--format", "json").stdout)
    assert found[-1]["code"] == "link-dead"
    assert found[-1]["places"][0] == {"file": "data/partners.yml", "line": 6}
    assert len(server.asked) == 2, "the second run remembers the first"


def test_the_command_is_content_with_living_links(repository: Repository, server: Server) -> None:
    repository.edit("data/partners.yml", "https://fisk.example/start", f"{server.address}/start")
    result = repository.psi("check", "--network", "--lang", "en")
    assert result.exit_code == 0
    assert result.output.endswith("One link out tried, 0 broken and 0 uncertain.\n")
    site, _ = load_site(repository.root)
    count, findings = examine(site, prober(repository.root / ".cache/links"))
    assert (count, findings) == (1, [])


def test_a_forge_is_told_in_words_on_the_line(repository: Repository, server: Server) -> None:
    repository.edit("data/partners.yml", "https://fisk.example/start", f"{server.address}/start")
    repository.edit("docs/index.sv.md", "Välkommen.", f"[Osäker]({server.address}/later)")
    server.answers = {
        (method, path): status
        for method in ("HEAD", "GET")
        for path, status in (("/start", 404), ("/later", 503))
    }
    result = repository.psi("check", "--network", "--format", "github")
    assert result.exit_code == 1
    dead, unsure = [each for each in result.stdout.splitlines() if "link-" in each]
    assert dead.startswith("::error file=data/partners.yml,line=6,")
    assert f"Länken {server.address}/start svarar inte som den ska: servern svarade 404." in dead
    assert "data/links.yml" in dead
    assert unsure.startswith("::warning file=docs/index.sv.md,line=6,")
    report = json.loads(
        repository.psi("check", "--network", "--format", "gitlab", "--lang", "en").stdout
    )
    (issue,) = [each for each in report if each["check_name"] == "link-dead"]
    assert issue["description"].startswith(f"The link {server.address}/start does not answer")
    assert issue["location"] == {"path": "data/partners.yml", "lines": {"begin": 6}}


def test_a_copy_in_a_comment_is_offered_to_the_forge(
    repository: Repository, server: Server
) -> None:
    copy = f"https://arkiv.example/2024/{server.address}/start"
    repository.edit("data/partners.yml", "# Parterna, i bokstavsordning.", f"# Kopia: {copy}")
    repository.edit("data/partners.yml", "https://fisk.example/start", f"{server.address}/start")
    server.answers = {("HEAD", "/start"): 410, ("GET", "/start"): 410}
    output = repository.psi("check", "--network", "--format", "github").stdout
    assert f"Anteckna kopian {copy} i data/links.yml" in output


def test_what_is_noted_as_dead_is_not_tried_but_its_copy_is(
    repository: Repository, server: Server
) -> None:
    repository.edit("data/partners.yml", "https://fisk.example/start", f"{server.address}/start")
    repository.edit("docs/index.sv.md", "Välkommen.", f"[Borta][b]\n\n[b]: {server.address}/start")
    repository.write(
        "data/links.yml",
        f"- id: start\n  url: {server.address}/start\n"
        f"  archived: {server.address}/copy\n  since: 2026-04-01\n",
    )
    server.answers = {("HEAD", "/start"): 404, ("GET", "/start"): 404}
    result = repository.psi("check", "--network")
    assert result.exit_code == 0, result.output
    assert server.asked == [("HEAD", "/copy")]
    server.answers = {("HEAD", "/copy"): 404, ("GET", "/copy"): 404}
    (repository.root / ".cache/links").rename(repository.root / ".cache/forgotten")
    lost = repository.psi("check", "--network")
    assert lost.exit_code == 1
    assert (
        "/copy svarar inte som den ska: servern svarade 404.\n  data/links.yml:3\n" in lost.output
    )


def test_links_of_every_form_are_tried_in_drafts_too(repository: Repository) -> None:
    repository.edit(
        "docs/index.sv.md",
        "Välkommen.",
        "<https://bar.example/> och [ett märke][m].\n\n[m]: https://marke.example/",
    )
    repository.edit("data/events/hostmote.yml", "form:", "draft: true\nform:")
    repository.edit(
        "data/events/hostmote.yml",
        "form: meeting",
        "form: meeting\nregistration: {url: https://utkast.example/}",
    )
    found = outward_links(load_site(repository.root)[0])
    assert {"https://bar.example/", "https://marke.example/", "https://utkast.example/"} <= set(
        found
    )
