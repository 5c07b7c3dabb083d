"""A corpus on disk, built again and again: from nothing, unchanged, and after one edit."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import yaml

from psi_site.bench.corpus import YEARS, MadeUp
from psi_site.bench.hugo_root import LAYOUTS, write_hugo
from psi_site.bench.processes import Cost, measured, middle
from psi_site.bench.scale import Size
from psi_site.bench.site_root import as_yaml, put, write_site

NOW = datetime(YEARS[-1] + 1, 6, 1, 12, tzinfo=UTC)
"""When every build is made: most events are over, some are to come."""

COLD, WARM, LETTER, EVENT = "cold", "warm", "newsletter", "event"
CASES = (COLD, WARM, LETTER, EVENT)
"""Nothing cached; nothing changed; a sentence more in a letter; in an event."""

_GIT = ("git", "-c", "user.name=corpus", "-c", "user.email=info@corpus.example")
_MADE = ("site", ".site", ".cache", "public", "resources", ".hugo_build.lock", "hugo-cache")
"""What builds leave in a corpus of either shape."""


@dataclass(frozen=True)
class Output:
    """What a build left: pages (HTML files), files and their bytes."""

    pages: int
    files: int
    bytes: int

    @classmethod
    def of(cls, folder: Path) -> Output:
        """Count what is below a folder."""
        found = [path for path in folder.resolve().rglob("*") if path.is_file()]
        pages = sum(path.suffix == ".html" for path in found)
        return cls(pages, len(found), sum(path.stat().st_size for path in found))


@dataclass(frozen=True)
class Measured:
    """The costs of a program by case, in medians, and what it wrote."""

    costs: Mapping[str, Cost]
    output: Output


@dataclass(frozen=True)
class Round:
    """All that was measured at one scale; `hugo` by sort of layouts, empty without that program."""

    scale: float
    ours: Measured
    index: Cost
    hugo: Mapping[str, Measured]


@dataclass(frozen=True)
class Workshop:
    """Where corpora are written and measured.

    `theme` is the folder of templates, `runs` how often each case is measured, `seed` decides the
    texts, `hugo` is the program to compare with, `say` is told the name of each case as it begins.
    """

    folder: Path
    theme: Path
    environment: Mapping[str, str]
    runs: int
    seed: int
    hugo: Path | None
    say: Callable[[float, str, str], None]

    def measure(self, scale: float) -> Round:
        """Write the corpus of a scale and measure every case; raises CommandError."""
        root = self.folder / f"{scale:g}"
        site = root / "psi"
        write_repository(scale, site, self.theme, self.environment, self.seed)
        ours = self._each(scale, Psi(site, self.environment), CASES)
        index = middle([self._index(scale, site) for _ in range(self.runs)])
        sorts = LAYOUTS if self.hugo else ()
        hugo = {layouts: self._with_hugo(scale, root, layouts) for layouts in sorts}
        return Round(scale, ours, index, hugo)

    def _with_hugo(self, scale: float, root: Path, layouts: str) -> Measured:
        assert self.hugo
        other = root / f"hugo-{layouts}"
        write_hugo(MadeUp(Size.at(scale), self.seed), other, self.theme, layouts)
        program = Hugo(other, self.environment, self.hugo, layouts)
        return self._each(scale, program, (COLD, LETTER))

    def _each(self, scale: float, program: Psi | Hugo, cases: tuple[str, ...]) -> Measured:
        costs: dict[str, list[Cost]] = {case: [] for case in cases}
        # One case after the other: an edit comes after edits, as it does in a site that is in use.
        for case in cases:
            for run in range(self.runs):
                self.say(scale, program.name, case)
                prepare(program, case, run)
                costs[case].append(program.build())
        medians = {case: middle(found) for case, found in costs.items()}
        return Measured(medians, Output.of(program.out))

    def _index(self, scale: float, site: Path) -> Cost:
        self.say(scale, Psi.name, "index")
        copy = site.with_name("index")
        shutil.copytree((site / "site").resolve(), copy)
        command = [sys.executable, "-m", "psi_site.bench.once", "index", str(copy)]
        cost = measured(command, site, self.environment)
        shutil.rmtree(copy)
        return cost


@dataclass(frozen=True)
class Psi:
    """Our own program at a corpus."""

    root: Path
    environment: Mapping[str, str]
    name = "psi"

    @property
    def out(self) -> Path:
        return self.root / "site"

    def build(self) -> Cost:
        quiet = {"NO_MKDOCS_2_WARNING": "1"}
        program = "from psi_site.cli import main; main()"
        options = ("--no-search", "--no-ledger", "--now", NOW.date().isoformat())
        command = [sys.executable, "-c", program, "build", *options]
        return measured(command, self.root, {**self.environment, **quiet})

    def letters(self) -> list[Path]:
        return sorted((self.root / "newsletters").glob("*.md"))

    def events(self) -> list[Path]:
        return sorted((self.root / "data/events").glob("*.yml"))


@dataclass(frozen=True)
class Hugo:
    """Hugo at the same corpus; it always builds everything."""

    root: Path
    environment: Mapping[str, str]
    program: Path
    layouts: str

    @property
    def name(self) -> str:
        return f"hugo ({self.layouts})"

    @property
    def out(self) -> Path:
        return self.root / "public"

    def build(self) -> Cost:
        cache = {"HUGO_CACHEDIR": str(self.root / "hugo-cache")}
        command = [str(self.program), "--quiet", "--noBuildLock", "--clock", NOW.isoformat()]
        return measured(command, self.root, {**self.environment, **cache})

    def letters(self) -> list[Path]:
        return sorted(self.root.glob("content/*/letters/[0-9]*.md"))


def prepare(program: Psi | Hugo, case: str, run: int) -> None:
    """Bring a corpus into the state a case begins with; every `run` edits differently."""
    if case == COLD:
        for name in _MADE:
            _remove(program.root / name)
    elif case == LETTER:
        _write_more(_in_the_middle(program.letters()), run)
    elif case == EVENT and isinstance(program, Psi):
        _say_more(_in_the_middle(program.events()), run)


def _in_the_middle(paths: list[Path]) -> Path:
    return paths[len(paths) // 2]


def _write_more(path: Path, run: int) -> None:
    """Put a number after the last sentence of a text."""
    text = path.read_text(encoding="utf-8").rstrip()
    path.write_text(f"{text} {run}.\n", encoding="utf-8")


def _say_more(path: Path, run: int) -> None:
    """Put a number after the description of an event, in its first language."""
    record = yaml.safe_load(path.read_text(encoding="utf-8"))
    language = next(iter(record["description"]))
    record["description"][language] += f" {run}."
    put(path, as_yaml(record))


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def write_repository(
    scale: float, root: Path, theme: Path, environment: Mapping[str, str], seed: int = 1
) -> None:
    """Write a corpus as a site with a history in git: one commit, made at the time NOW."""
    write_site(MadeUp(Size.at(scale), seed), root, theme)
    put(root / ".gitignore", "/site\n/.site/\n/.cache/\n")
    stamps = {f"GIT_{who}_DATE": NOW.isoformat() for who in ("AUTHOR", "COMMITTER")}
    clean = {key: value for key, value in environment.items() if not key.startswith("GIT_")}
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-q", "--no-gpg-sign", "-mcorpus")):
        subprocess.run([*_GIT, *arguments], cwd=root, env=clean | stamps, check=True)
