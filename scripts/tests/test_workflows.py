"""The files that forges and editors read: sound by their own schemas, and true of this program."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from psi_site.cli.program import COMMANDS, command_line
from psi_site.cli.session import Surroundings

ROOT = Path(__file__).parents[2]
BASE = Path(__file__).parent / "invalid" / "_base"
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
FORMS = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("[0-9]*.yml"))
GITLAB = ROOT / ".gitlab-ci.yml"
HOOK = ROOT / ".githooks/pre-commit"

# The authors' own, each by the commit that their tag named: a tag can be moved.
ACTIONS = {
    "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
    "actions/setup-python@5fda3b95a4ea91299a34e894583c3862153e4b97 # v7.0.0",
    "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0",
    "actions/upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9 # v5.0.0",
    "actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128 # v5.0.0",
}


def read(path: Path) -> Any:
    """Return a file as YAML 1.2 readers see it, where `on` is a word and no flag."""
    text = re.sub(r"^on:", '"on":', path.read_text(encoding="utf-8"), flags=re.M)
    return yaml.safe_load(text)


def scripts() -> str:
    """Return every line that a forge or a hook runs."""
    return "\n".join(path.read_text("utf-8") for path in (*WORKFLOWS, GITLAB, HOOK))


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", WORKFLOWS),
        ("vendor.github-issue-forms", FORMS),
        ("vendor.github-issue-config", [ROOT / ".github/ISSUE_TEMPLATE/config.yml"]),
        ("vendor.gitlab-ci", [GITLAB]),
    ],
)
def test_the_forges_schemas_hold(schema: str, files: list[Path]) -> None:
    """The schemas come with check-jsonschema; nothing is fetched."""
    assert files
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema]
    if schema == "vendor.gitlab-ci":
        command += ["--data-transform", "gitlab-ci"]
    done = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_schemas_would_find_a_fault(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yml"
    wrong.write_text("on: push\njobs: {a: {runs-on: x, stepz: []}}\n", encoding="utf-8")
    command = ["-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", wrong]
    done = subprocess.run([sys.executable, *command], capture_output=True, check=False)
    assert done.returncode == 1


def test_only_known_actions_run() -> None:
    used = {
        each for path in WORKFLOWS for each in re.findall(r"uses: (.*)", path.read_text("utf-8"))
    }
    assert used == ACTIONS
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v[\d.]+", each) for each in used)


def test_the_history_is_always_whole() -> None:
    """Dates come from it: a shallow clone would date everything to the last commit."""
    steps = [s for p in WORKFLOWS for job in read(p)["jobs"].values() for s in job["steps"]]
    clones = [step for step in steps if step.get("uses", "").startswith("actions/checkout")]
    assert clones
    assert all(step["with"]["fetch-depth"] == 0 for step in clones)
    assert read(GITLAB)["variables"]["GIT_DEPTH"] == "0"


def test_nothing_may_write_but_what_must() -> None:
    for path in WORKFLOWS:
        workflow = read(path)
        assert workflow["permissions"] == {"contents": "read"}
        rights = {name: job.get("permissions", {}) for name, job in workflow["jobs"].items()}
        writing = {name for name, each in rights.items() if "write" in each.values()}
        assert writing == ({"deploy", "note"} if path.stem == "publish" else set())
        assert all(job["timeout-minutes"] for job in workflow["jobs"].values())


def test_the_site_is_built_each_night() -> None:
    (each,) = read(ROOT / ".github/workflows/publish.yml")["on"]["schedule"]
    assert re.fullmatch(r"\d+ \d+ \* \* \*", each["cron"])


def test_every_command_they_run_exists() -> None:
    surroundings = Surroundings(datetime.now(UTC), ROOT, {}, terminal=False)
    program = command_line([], surroundings)
    run = re.findall(r"\.venv/bin/psi ([a-z]+)((?: --[a-z-]+(?: (?:github|gitlab))?)*)", scripts())
    assert {name for name, _ in run} == {"check", "schema", "build", "ledger"}
    for name, options in run:
        assert name in COMMANDS
        command = program.get_command(None, name)  # type: ignore[arg-type]
        assert command
        command.make_context(name, options.split(), resilient_parsing=False)


def test_every_target_they_make_exists() -> None:
    made = set(re.findall(r"\bmake ([a-z./-]+)", scripts()))
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    text = text.replace("$(SITE_READY):", ".venv/.site-ready:")
    assert made
    assert made <= set(re.findall(r"^([a-z./-]+):", text, re.M))


def test_a_form_asks_in_each_language_and_warns_of_being_public() -> None:
    assert len(FORMS) == 3
    for path in FORMS:
        form = read(path)
        first, *fields = form["body"]
        assert first["type"] == "markdown"
        assert "syns för alla" in first["attributes"]["value"]
        assert "can read" in first["attributes"]["value"]
        labels = [form["name"], form["description"], *(f["attributes"]["label"] for f in fields)]
        assert all(" / " in label for label in labels)


def test_editors_of_code_know_every_schema() -> None:
    settings = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
    known = settings["yaml.schemas"]
    in_markdown = {".schemas/page.json", ".schemas/newsletter.json"}
    schemas = {f".schemas/{path.name}" for path in (ROOT / ".schemas").glob("*.json")}
    assert set(known) == schemas - in_markdown
    files = [path.relative_to(ROOT).as_posix() for path in (ROOT / "data").rglob("*.yml")]
    data = [file for file in files if not file.startswith("data/locales/")]
    assert [file for file in data if not any(fnmatch(file, each) for each in known.values())] == []


# The hook


def git(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    command = ["git", "-C", str(root), *identity, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A site with the hook in place and this program installed in it."""
    root = tmp_path / "site"
    shutil.copytree(BASE, root)
    shutil.copytree(ROOT / ".githooks", root / ".githooks")
    psi = Path(sys.executable).with_name("psi")
    (root / ".venv/bin").mkdir(parents=True)
    (root / ".venv/bin/psi").symlink_to(psi)
    (root / ".gitignore").write_text(".venv/\n", encoding="utf-8")
    subprocess.run([psi, "schema"], cwd=root, check=True, capture_output=True)
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "core.hooksPath", ".githooks")
    git(root, "add", ".")
    return root


def test_the_hook_lets_sound_content_through(repository: Path) -> None:
    assert os.access(HOOK, os.X_OK)
    done = git(repository, "commit", "-qm", "Start")
    assert done.returncode == 0, done.stderr + done.stdout


def test_the_hook_stops_a_fault_and_says_why(repository: Path) -> None:
    event = repository / "data/events/hostmote.yml"
    event.write_text(event.read_text("utf-8").replace("form: meeting", "form: mote"), "utf-8")
    done = git(repository, "commit", "-qam", "Start")
    assert done.returncode != 0
    assert "[unknown-choice]" in done.stdout + done.stderr


def test_the_hook_stops_schemas_that_are_out_of_date(repository: Path) -> None:
    (repository / ".schemas/event.json").write_text("{}\n", encoding="utf-8")
    assert git(repository, "commit", "-qam", "Start").returncode != 0
