"""Stamps from a real history: they rise with every change, and with nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import icalendar
import pytest

from psi_site import calendars
from psi_site.calendars.stamps import Stamp, stamps
from psi_site.diagnostics import Severity
from tests.calendars.sample import (
    commit,
    event,
    files,
    git,
    golden_events,
    load,
    site_of,
    write_site,
)

FIRST = datetime(2026, 1, 1, 11, tzinfo=UTC)
SECOND = datetime(2026, 1, 2, 11, tzinfo=UTC)


def at(day: int) -> str:
    return f"2026-01-{day:02}T12:00:00+01:00"


def repository(root: Path, sources: dict[str, str]) -> Path:
    write_site(root, sources)
    git(root, "init", "--quiet", "--initial-branch=main")
    commit(root, "First", at(1))
    return root


def write(root: Path, event_id: str, source: str) -> None:
    (root / f"data/events/{event_id}.yml").write_text(source, encoding="utf-8")


def stamp(root: Path, event_id: str = "a") -> Stamp:
    return stamps(load(root))[event_id]


def test_a_new_event_has_the_moment_of_its_commit(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a": event()})
    assert stamp(root) == Stamp(FIRST, FIRST, 0)


@pytest.mark.parametrize(
    "after",
    [
        event("2026-05-04 14:00"),
        event("2026-05-05"),
        event(end="2026-05-04 15:00"),
        event(status="cancelled"),
        event(status="rescheduled", previous_start="2026-05-01"),
        event(venue="{locality: Granris}"),
        event(venue="{place: granris}"),
        event(attendance="online"),
        event(online="{url: 'https://exempel.se/rum'}"),
    ],
)
def test_time_place_and_status_raise_the_sequence(tmp_path: Path, after: str) -> None:
    root = repository(tmp_path, {"a": event(), "b": event()})
    write(root, "a", after)
    commit(root, "Change", at(2))
    assert stamp(root) == Stamp(FIRST, SECOND, 1)
    assert stamp(root, "b") == Stamp(FIRST, FIRST, 0)


@pytest.mark.parametrize(
    "after",
    [
        event(cost="Gratis"),
        event().replace("Om mötet", "Mer om mötet"),
        event(status="scheduled"),
        event("2026-05-04 13.00"),
        event(venue="{accessibility: Hiss}"),
        event(online="{description: En länk kommer}"),
    ],
)
def test_other_changes_raise_only_the_date(tmp_path: Path, after: str) -> None:
    root = repository(tmp_path, {"a": event()})
    write(root, "a", after)
    commit(root, "Change", at(2))
    assert stamp(root) == Stamp(FIRST, SECOND, 0)


@pytest.mark.parametrize("after", [f"# En anmärkning\n{event()}", event().replace("{sv:", "{ sv:")])
def test_a_remark_or_another_layout_changes_nothing(tmp_path: Path, after: str) -> None:
    root = repository(tmp_path, {"a": event()})
    before = files(load(root))
    write(root, "a", after)
    commit(root, "Tidy", at(2))
    assert files(load(root)) == before


def test_every_move_counts_also_one_back(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a": event()})
    for day, start in enumerate(("2026-05-05", "2026-05-06", "2026-05-04 13:00"), start=2):
        write(root, "a", event(start))
        commit(root, "Move", at(day))
    assert stamp(root).sequence == 3


def test_editing_one_event_changes_only_its_lines(tmp_path: Path) -> None:
    root = repository(tmp_path, golden_events())
    before = files(load(root))
    write(root, "winter", golden_events()["winter"].replace("08:30\nend", "08:15\nend", 1))
    commit(root, "Begin later", at(2))
    after = files(load(root))
    old = before["kalender.ics"].split(b"BEGIN:VEVENT")
    new = after["kalender.ics"].split(b"BEGIN:VEVENT")
    changed = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    ((was, now),) = changed
    gone = set(was.split(b"\r\n")) - set(now.split(b"\r\n"))
    assert sorted(gone) == [
        b"DTSTAMP:20260101T110000Z",
        b"DTSTART;TZID=Europe/Stockholm:20220118T083000",
        b"LAST-MODIFIED:20260101T110000Z",
        b"SEQUENCE:0",
    ]
    assert b"SEQUENCE:1\r\n" in now
    assert b"LAST-MODIFIED:20260102T110000Z\r\n" in now
    assert b"CREATED:20260101T110000Z\r\n" in now
    assert [path for path in before if before[path] != after[path]] == [
        *("kalender.ics", "kalender/frukost.ics"),
        *("kalender/parter/byalaget.ics", "kalender/winter.ics"),
        *("en/events.ics", "en/events/frukost.ics"),
        *("en/events/partners/byalaget.ics", "en/events/winter.ics"),
    ]


def test_a_cancellation_stays_with_a_higher_sequence(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a": event()})
    write(root, "a", event(status="cancelled"))
    commit(root, "Cancel", at(2))
    (component,) = icalendar.Calendar.from_ical(files(load(root))["en/events.ics"]).events
    assert (component["STATUS"], component["SEQUENCE"]) == ("CANCELLED", 1)
    assert component["SUMMARY"] == "CANCELLED: Meeting"


def test_what_the_editor_writes_goes_first(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a": event(updated="2025-06-01", revision="7")})
    day = datetime(2025, 6, 1, tzinfo=UTC)
    assert stamp(root) == Stamp(day, day, 7)


def test_a_copy_of_an_event_begins_anew(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a": event()})
    write(root, "a", event("2026-05-05"))
    commit(root, "Move", at(2))
    write(root, "b", event("2026-05-05"))
    commit(root, "Copy", at(3))
    assert stamp(root, "b").sequence == 0
    assert stamp(root, "b").created == datetime(2026, 1, 3, 11, tzinfo=UTC)


def test_an_event_removed_and_put_back_has_moved(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a": event(), "b": event()})
    git(root, "rm", "--quiet", "data/events/a.yml")
    commit(root, "Remove", at(2))
    write(root, "a", event())
    commit(root, "Put back", at(3))
    assert stamp(root) == Stamp(FIRST, datetime(2026, 1, 3, 11, tzinfo=UTC), 1)


def test_moves_on_a_branch_count_once_it_is_merged(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a": event(), "b": event()})
    git(root, "switch", "--quiet", "--create", "move")
    write(root, "a", event("2026-05-05"))
    commit(root, "Move", at(2))
    git(root, "switch", "--quiet", "main")
    write(root, "b", event("2026-05-06"))
    commit(root, "Move the other", at(3))
    git(root, "merge", "--quiet", "--no-edit", "move", at=at(4))
    assert stamp(root) == Stamp(FIRST, SECOND, 1)
    assert stamp(root, "b") == Stamp(FIRST, datetime(2026, 1, 3, 11, tzinfo=UTC), 1)


def test_a_merge_that_makes_something_new_counts(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a": event()})
    git(root, "switch", "--quiet", "--create", "move")
    write(root, "a", event("2026-05-05"))
    commit(root, "Move", at(2))
    git(root, "switch", "--quiet", "main")
    write(root, "a", event("2026-05-06"))
    commit(root, "Move elsewhere", at(3))
    with pytest.raises(subprocess.CalledProcessError):
        git(root, "merge", "--quiet", "--no-edit", "move", at=at(4))
    write(root, "a", event("2026-05-07"))
    commit(root, "Agree", at(4))
    assert stamp(root) == Stamp(FIRST, datetime(2026, 1, 4, 11, tzinfo=UTC), 3)


def test_an_old_version_that_was_no_yaml_is_no_hindrance(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a": event()})
    write(root, "a", "title: [")
    commit(root, "Break", at(2))
    write(root, "a", event())
    commit(root, "Mend", at(3))
    assert stamp(root).modified == datetime(2026, 1, 3, 11, tzinfo=UTC)


def test_an_archive_warns_once_and_falls_back_on_the_event(tmp_path: Path) -> None:
    site = site_of(tmp_path, {"a": event(), "b": event(status="cancelled")})
    (warning,) = calendars.warnings(site)
    assert (warning.code, warning.severity) == ("history-missing", Severity.WARNING)
    assert (warning.span.path, warning.arguments) == ("data/events", {"file": "data/events"})
    before = datetime(2025, 1, 1, tzinfo=UTC)
    assert stamps(site) == {"a": Stamp(before, before, 0), "b": Stamp(before, before, 1)}


def test_an_archive_with_the_fields_filled_in_is_silent(tmp_path: Path) -> None:
    site = site_of(tmp_path, {"a": event(updated="2026-01-01", revision="2")})
    assert calendars.warnings(site) == ()
    assert stamps(site)["a"].sequence == 2


def test_a_file_not_yet_committed_warns_for_itself(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a": event()})
    write(root, "b", event())
    (warning,) = calendars.warnings(load(root))
    assert warning.arguments == {"file": "data/events/b.yml"}


def test_a_shallow_clone_warns_and_does_not_count(tmp_path: Path) -> None:
    root = repository(tmp_path / "whole", {"a": event()})
    write(root, "a", event("2026-05-05"))
    commit(root, "Move", at(2))
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{root}", str(tmp_path / "part"))
    site = load(tmp_path / "part")
    assert len(calendars.warnings(site)) == 1
    assert stamps(site)["a"].modified == datetime(2025, 1, 1, tzinfo=UTC)


def test_undated_events_need_no_history(tmp_path: Path) -> None:
    undated = event().replace("start: 2026-05-04 13:00", "period: {sv: I vår}")
    assert calendars.warnings(site_of(tmp_path, {"a": undated})) == ()


def test_the_same_commit_gives_the_same_bytes_anywhere(tmp_path: Path) -> None:
    root = repository(tmp_path / "one", golden_events())
    git(tmp_path, "clone", "--quiet", str(root), str(tmp_path / "two"))
    git(tmp_path / "two", "config", "log.follow", "true")
    git(tmp_path / "two", "config", "log.showSignature", "true")
    git(tmp_path / "two", "config", "color.ui", "always")
    git(tmp_path / "two", "config", "diff.renames", "copies")
    made = files(load(root))
    assert made == files(load(tmp_path / "two"))
    script = (
        "import sys, pathlib; from tests.calendars.sample import files, load;"
        "sys.stdout.buffer.write(b''.join(files(load(pathlib.Path(sys.argv[1]))).values()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "two")],
        check=True,
        capture_output=True,
        cwd=Path(__file__).parents[2],
        env={"PATH": os.environ["PATH"], "TZ": "Pacific/Auckland", "LC_ALL": "C"}
        | {"PYTHONHASHSEED": "7"},
    )
    assert done.stdout == b"".join(made.values())


def test_a_site_below_its_repository_finds_its_history(tmp_path: Path) -> None:
    root = repository(tmp_path / "repository", {"a": event()})
    site = root / "sub/site"
    site.mkdir(parents=True)
    for part in ("data", "docs"):
        shutil.move(root / part, site / part)
    commit(root, "Move the site", at(2))
    assert stamp(site).modified == SECOND
