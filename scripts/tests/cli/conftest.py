"""A small network of another country, written anew for each test, with a history in git."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from psi_site.cli.program import command_line
from psi_site.cli.session import Surroundings

NOW = datetime(2026, 5, 4, 10, tzinfo=UTC)

FILES = {
    "data/site.yml": """\
address: https://verkosto.example/
title: {sv: Nätverket i Vasa, en: The Vaasa Network}
short_title: NV
tagline: {sv: Tillsammans, en: Together}
description: {sv: Ett nätverk., en: A network.}
languages: [sv, en]
timezone: Europe/Helsinki
currency: EUR
uid_domain: kalender.verkosto
region: Vasa
email: info@verkosto.example
home: index
menu:
  main: [motesplats]
""",
    "data/places.yml": """\
- id: vasa
  title: {sv: Vasa, en: Vaasa}
  size: municipality
""",
    "data/partners.yml": """\
# Parterna, i bokstavsordning.
- id: fiskeforeningen
  title: Fiskeföreningen
  sector: civil_society   # en förening
  municipality: vasa
  url: https://fisk.example/start
  contacts:
    - person: aino-virtanen
      email: aino.virtanen@verkosto.example
      verified: 2024-01-31
""",
    "data/people.yml": """\
- id: aino-virtanen
  full_name: Aino Virtanen
  aliases: [Aino V. Korhonen]
  verified: 2026-02-01
- id: bjorn-oman
  full_name: Björn Öman
  verified: 2026-02-01
""",
    "data/events/2026-05-20-fiskets-dag.yml": """\
title: {sv: Fiskets dag, en: Fish Day}
form: fair
summary: {sv: En dag om fisk., en: A day about fish.}
start: 2026-05-20 13:00
end: 2026-05-20 16:00
registration:
  email: info@verkosto.example
  last_day: 2026-05-15
organisers: [fiskeforeningen]
""",
    "data/events/hostmote.yml": """\
title: Höstmöte
form: meeting
summary: {sv: Vi planerar året.}
period: {sv: Hösten 2026}
""",
    "docs/index.sv.md": """\
---
title: Start
description: Nätverket i Vasa.
slug: ""
---
Välkommen. [Fiskets dag](event:2026-05-20-fiskets-dag) ordnas av Aino
  Virtanen.
""",
    "docs/index.en.md": """\
---
title: Home
description: The network of Vaasa.
slug: ""
---
Welcome.
""",
    "docs/motesplats.sv.md": """\
---
title: Möten
description: Alla möten.
lists: event
---
Björn Ömans fråga: kommer alla?
""",
    "docs/motesplats.en.md": """\
---
title: Events
description: All events.
slug: events
---
Everything that happens.
""",
}

LIST_PAGES = {
    "partner": "parter",
    "place": "platser",
    "person": "personer",
    "newsletter": "brev",
    "project": "projekt",
}


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Aino", "-c", "user.email=aino@verkosto.example"]
    subprocess.run(
        ["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True
    )


@dataclass(frozen=True)
class Repository:
    """A site in a folder, and the commands one runs there."""

    root: Path
    surroundings: Surroundings

    def psi(self, *arguments: str, answers: str = "") -> Result:
        """Run `psi`; each run begins as a process would."""
        program = command_line(arguments, self.surroundings)
        return CliRunner().invoke(program, list(arguments), input=answers, prog_name="psi")

    def text(self, name: str) -> str:
        return (self.root / name).read_bytes().decode()

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())

    def edit(self, name: str, old: str, new: str) -> None:
        text = self.text(name)
        assert old in text
        self.write(name, text.replace(old, new))

    def commit(self, message: str) -> None:
        git(self.root, "add", "-A")
        git(self.root, "commit", "-q", "-m", message)

    def at(self, now: datetime) -> Repository:
        return replace(self, surroundings=self.surroundings._replace(now=now))


def surroundings(folder: Path, **environment: str) -> Surroundings:
    return Surroundings(now=NOW, folder=folder, environment=environment, terminal=False)


def make_repository(root: Path) -> Repository:
    """Write the small network and commit it."""
    made = Repository(root, surroundings(root))
    for name, text in FILES.items():
        made.write(name, text)
    for kind, name in LIST_PAGES.items():
        page = f"---\ntitle: {kind}\ndescription: Alla.\nlists: {kind}\n---\n"
        made.write(f"docs/{name}.sv.md", page)
        made.write(f"docs/{name}.en.md", f"---\ntitle: {kind}\ndescription: All.\n---\n")
    git(root, "init", "-q")
    made.commit("Begin")
    return made


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """The small network as the current folder."""
    made = make_repository(tmp_path / "nät")
    monkeypatch.chdir(made.root)
    return made


@pytest.fixture
def bare(tmp_path: Path) -> Callable[..., Result]:
    """Run `psi` in a folder where there is no site."""

    def psi(*arguments: str) -> Result:
        program = command_line(arguments, surroundings(tmp_path))
        return CliRunner().invoke(program, list(arguments), prog_name="psi")

    return psi
