"""What a run of `psi` imports: only what it has a use for, since importing takes most of its time.

Each list names what was once imported without need and cost much. A name stands for all below it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.test_again import SETTLED
from tests.made_up import NOW, copy_site

_PROGRAM = """
import atexit, sys
atexit.register(lambda: print(*sys.modules, sep="\\n", file=sys.__stderr__))
from psi_site.cli import main
main()
"""

WRITERS = frozenset(
    {
        *("icalendar", "css_inline", "weasyprint", "email.headerregistry"),
        *("psi_site.calendars.ics", "psi_site.mail.document", "psi_site.mail.preview"),
        *("psi_site.cms.configuration", "psi_site.pdf.printer", "psi_site.pdf.sheets"),
        *("psi_site.pages.project", "psi_site.pages.scheme", "psi_site.pages.statement_page"),
        *("psi_site.pages.style_page", "psi_site.pages.handbook", "psi_site.pages.county_map"),
        *("mkdocs.livereload", "watchdog", "psi_site.preview", "psi_site.importing"),
    }
)
"""What makes parts of the site that a change to a letter does not touch."""
BUILDERS = WRITERS | {"mkdocs", "jinja2", "markdown", "feedgen", "lxml", "PIL.Image", "nh3"}
"""What a build needs and reading the sources does not."""
READERS = BUILDERS | {"pydantic", "psi_site.model", "psi_site.site", "babel.dates"}
"""What the commands need that read the sources."""


def imported(root: Path, *arguments: str) -> set[str]:
    """Return the names of all that a run of `psi` below `root` imported."""
    time.sleep(SETTLED)
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *arguments],
        cwd=root,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return set(done.stderr.splitlines())


def among(names: frozenset[str], modules: set[str]) -> set[str]:
    """Return those of the names that are modules, or have one below them."""
    return {name for name in names if any(f"{each}.".startswith(f"{name}.") for each in modules)}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_site(tmp_path_factory.mktemp("imports") / "root")
    imported(root, "build")
    return root


def test_help_reads_no_sources(root: Path) -> None:
    found = imported(root, "--help")
    assert "psi_site.cli.program" in found
    assert among(READERS, found) == set()


def test_a_check_of_what_was_read_before_imports_nothing_that_builds(root: Path) -> None:
    found = imported(root, "check")
    assert "psi_site.checks" in found
    assert among(BUILDERS, found) == set()
    assert "importlib.metadata" not in found


def test_a_letter_said_otherwise_imports_no_writer_of_anything_else(root: Path) -> None:
    letter = root / "newsletters/2031-1.fi.md"
    letter.write_text(f"{letter.read_text(encoding='utf-8').rstrip()}\n\nVielä sana.\n", "utf-8")
    found = imported(root, "build")
    assert "psi_site.pages.newsletter" in found
    assert among(WRITERS, found) == set()


def test_a_build_with_nothing_to_do_imports_no_library(root: Path) -> None:
    imported(root, "build")
    found = imported(root, "build")
    assert among(READERS | {"click", "yaml", "babel"}, found) == set()
