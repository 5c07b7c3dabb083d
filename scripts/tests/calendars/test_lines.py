"""Content lines come out as the library would write them."""

from __future__ import annotations

from datetime import UTC, datetime

import icalendar
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar.parser import Contentline

from psi_site.calendars.ics import event_bytes
from psi_site.calendars.lines import folded, written
from psi_site.calendars.stamps import Stamp
from psi_site.model.event import Event
from psi_site.site import Site

LINES = st.text(st.sampled_from("abc:;,\\^ åé–😀"), max_size=400)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(LINES)
@example("x" * 74)
@example("x" * 75)
@example("x" * 73 + "\\n")
@example("x" * 73 + "^^" + "å" * 80)
@example("\\" * 200)
def test_a_line_is_folded_as_the_library_does(line: str) -> None:
    assert folded(line) == Contentline(line).to_ical()


def test_a_component_is_written_as_the_library_does() -> None:
    event = icalendar.Event()
    event.add("summary", "Möte; om " + "allt, och lite till " * 9)
    event.add("categories", ["a", "b,c"])
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add_component(event)
    assert written(calendar) == calendar.to_ical()


def test_the_lines_of_an_event_are_those_of_a_component(sample: Site) -> None:
    stamp = Stamp(datetime(2026, 1, 2, tzinfo=UTC), datetime(2026, 2, 3, tzinfo=UTC), 4)
    for event in sample.all(Event):
        for language in sample.codes:
            lines = event_bytes(sample, event, language, stamp)
            assert written(icalendar.Event.from_ical(lines.decode())) == lines
