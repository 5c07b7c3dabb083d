"""`psi bench` from end to end at a tiny scale, and what it makes of numbers."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from psi_site.bench.hugo_root import PLAIN, SAME
from psi_site.bench.processes import CommandError, Cost, measured, middle
from psi_site.bench.programs import Conditions
from psi_site.bench.table import Report, markdown
from psi_site.bench.targets import verdicts
from psi_site.bench.workshop import CASES, Measured, Output, Round
from psi_site.cli.program import command_line
from psi_site.cli.session import Surroundings
from psi_site.i18n import load_language
from tests.conftest import NOW
from tests.made_up import ROOT

ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin"}


def psi(folder: Path, *arguments: str) -> Result:
    surroundings = Surroundings(NOW, ROOT, ENVIRONMENT, terminal=False)
    placed = [str(folder / each[2:]) if each.startswith("./") else each for each in arguments]
    return CliRunner().invoke(command_line(placed, surroundings), placed)


def cost(processor: float, memory: float = 100e6) -> Cost:
    return Cost(processor, processor * 2, memory, memory * 1.5)


def a_round(scale: float, cold: float, one: float) -> Round:
    ours = dict(zip(CASES, map(cost, (cold, one / 4, one, one)), strict=True))
    pages = round(380 * scale)
    hugo = {
        layouts: Measured({"cold": cost(cold), "newsletter": cost(0.4)}, Output(pages, pages, size))
        for layouts, cold, size in ((PLAIN, 0.5, pages * 8_000), (SAME, 1.0, pages * 20_000))
    }
    return Round(
        scale,
        Measured(ours, Output(pages, pages * 5, pages * 10_000)),
        cost(0.7),
        hugo,
    )


def rows(text: str) -> list[list[str]]:
    """Return the cells of every row of every table, and see that each has as many as its head."""
    found: list[list[str]] = []
    width = 0
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|"):
            width = 0
            continue
        width = width or len(cells)
        assert len(cells) == width
        found.append(cells)
    return found


def test_a_tiny_corpus_is_measured(tmp_path: Path) -> None:
    arguments = ("--scale", "0.05", "--runs", "1", "--report", "./bench.md", "--lang", "en")
    result = psi(tmp_path, "bench", *arguments)
    assert result.exit_code == 0, result.output
    report = (tmp_path / "bench.md").read_text(encoding="utf-8")
    assert report in result.output
    times = {row[1]: row[2:] for row in rows(report) if row[0] == "0.05" and len(row) == 8}
    cases = load_language("en").words
    assert {cases[f"bench.cases.{case}"] for case in (*CASES, "index")} <= times.keys()
    processor = float(times["Everything, nothing cached"][0])
    assert 0.2 < processor < 60
    assert int(times["Nothing changed"][4]) > 20, "a Python process takes more than 20 MB"
    sizes = next(row for row in rows(report) if row[1] == "psi")
    assert int(sizes[2]) == 42


def test_a_corpus_can_be_written_and_is_not_written_over(tmp_path: Path) -> None:
    arguments = ("bench", "--scale", "0.05", "--corpus", "./here")
    assert psi(tmp_path, *arguments).exit_code == 0
    assert (tmp_path / "here/data/site.yml").is_file()
    assert (tmp_path / "here/.git").is_dir()
    again = psi(tmp_path, *arguments)
    assert again.exit_code == 1
    assert "finns redan" in again.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--hugo", "./no-such-program"), "no-such-program är inget program."),
        (("--scale", "1", "--scale", "2", "--corpus", "./here"), "Ge en enda storlek"),
        (("--scale", "0"), "Ogiltigt värde för '--scale'"),
    ],
)
def test_misuse_is_told(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    result = psi(tmp_path, "bench", *arguments)
    assert result.exit_code in (1, 2)
    assert words in result.output
    assert not (tmp_path / "here").exists()


def test_the_cost_of_children_is_counted(tmp_path: Path) -> None:
    busy = "import time; end = time.process_time() + 0.3\nwhile time.process_time() < end: pass"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"
    found = measured([sys.executable, "-c", parent], tmp_path, ENVIRONMENT)
    assert 0.3 <= found.processor < found.wall + 0.3


def test_memory_of_several_processes_is_added(tmp_path: Path) -> None:
    hold = "held = bytearray(60_000_000); held[::4096] = b'x' * len(held[::4096])"
    child = f"{hold}\nimport time; time.sleep(0.6)"
    parent = f"import subprocess, sys\n{hold}\nsubprocess.run([sys.executable, '-c', {child!r}])"
    # A process counts what its parent held when it was forked: it is measured from a small one.
    measure = (
        "import sys; from pathlib import Path; from psi_site.bench.processes import measured;"
        f"command = [sys.executable, '-c', {parent!r}];"
        f"cost = measured(command, Path({str(tmp_path)!r}), {ENVIRONMENT!r});"
        "print(cost.largest, cost.together)"
    )
    done = subprocess.run(
        [sys.executable, "-c", measure], capture_output=True, encoding="utf-8", check=True
    )
    largest, together = map(int, done.stdout.split())
    assert 60e6 < largest < 100e6
    assert 120e6 < together < 200e6


def test_a_command_that_fails_is_told_with_its_words(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no luck"):
        measured([sys.executable, "-c", "raise SystemExit('no luck')"], tmp_path, ENVIRONMENT)


def test_the_median_is_taken_of_each_number() -> None:
    costs = [Cost(1, 9, 5, 5), Cost(2, 8, 4, 6), Cost(9, 1, 6, 9)]
    assert middle(costs) == Cost(2, 8, 5, 6)


def test_promises_are_held_against_what_was_measured() -> None:
    found = {(each.id, each.layouts): each for each in verdicts([a_round(1, 1.4, 0.4)])}
    assert found["cold", PLAIN].value == pytest.approx(2.8)
    assert found["cold", SAME].value == pytest.approx(1.4)
    assert found["cold", PLAIN].kept
    assert not found["newsletter", PLAIN].kept
    assert found["newsletter", SAME].kept
    assert found["memory", ""].value == 150e6
    assert ("growth", "") not in found


def test_growth_needs_both_scales() -> None:
    found = {each.id: each for each in verdicts([a_round(1, 1.4, 0.1), a_round(10, 15, 0.1)])}
    assert not found["growth"].kept


def test_without_hugo_there_are_no_ratios() -> None:
    alone = replace(a_round(1, 1.4, 0.4), hugo={})
    assert [each.id for each in verdicts([alone])] == ["memory"]


@pytest.mark.parametrize(("code", "number"), [("en", "1.4"), ("sv", "1,4")])
def test_the_report_is_a_document_in_each_language(code: str, number: str) -> None:
    conditions = Conditions("3.11", "hugo v1", 2, 3, date(2026, 1, 2))
    report = Report([a_round(1, 1.4, 0.4)], {"event": 0.2, "page": 0.4}, conditions)
    language = load_language(code)
    text = markdown(report, language)
    assert len(re.findall(r"^# ", text, re.M)) == 1
    assert len(re.findall(r"^## ", text, re.M)) == 4
    table = rows(text)
    assert ["1", language.text("bench.cases.cold"), number] in [row[:3] for row in table]
    names = {layouts: language.text(f"bench.layouts.{layouts}") for layouts in (PLAIN, SAME)}
    hugo = language.text("bench.sizes.hugo", layouts=names[SAME])
    assert language.number(7.6) in next(row for row in table if row[1] == hugo)
    kept = {row[0]: row[-1] for row in table}
    for layouts, answer in ((PLAIN, "no"), (SAME, "yes")):
        promise = language.text("bench.promises.newsletter", layouts=names[layouts])
        assert kept[promise] == language.text(f"bench.promises.{answer}")
    assert kept[language.text("bench.serving.event")] == language.text("bench.promises.yes")
    assert kept[language.text("bench.serving.page")] == language.text("bench.promises.no")
    assert "{" not in text
