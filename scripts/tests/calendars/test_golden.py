"""Golden files: an event's source beside the calendar it becomes in each language."""

from __future__ import annotations

import pytest

from tests.calendars.sample import GOLDEN, golden_events

EXPECTED = sorted(GOLDEN.glob("*.ics"))
FOLDERS = {"sv": "kalender", "en": "en/events"}


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)
def test_the_calendar_is_as_written_down(expected, sample_files: dict[str, bytes]) -> None:
    event_id, language = expected.stem.split(".")
    made = sample_files[f"{FOLDERS[language]}/{event_id}.ics"]
    assert made.decode("utf-8").split("\r\n") == expected.read_bytes().decode("utf-8").split("\r\n")


def test_every_golden_event_has_its_calendars() -> None:
    written = {path.stem for path in EXPECTED}
    assert {f"{event_id}.sv" for event_id in golden_events()} <= written
    assert {f"{event_id}.en" for event_id in golden_events()} - written == {"odd-text.en"}
