"""Content lines come out as the library would write them."""

from __future__ import annotations

import icalendar
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar.parser import Contentline

from psi_site.calendars.lines import folded, written

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
