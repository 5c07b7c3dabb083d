"""The timeline: what happened when, as exactly as the sources say."""

from __future__ import annotations

import datetime as dt
from typing import Any

from psi_site.model.milestone import Milestone
from psi_site.model.page import Page
from psi_site.pages.anchors import text_beside
from psi_site.pages.facets import Choice
from psi_site.pages.involvement import years
from psi_site.pages.reader import Reader
from psi_site.pages.web_page import Variables
from psi_site.prose import Heading


def milestone_list(reader: Reader, page: Page, choice: Choice | None) -> Variables:
    """Return the milestones for the timeline component, in the order of the source."""
    del choice
    milestones = reader.site.all(Milestone)
    heading = Heading("milestone-timeline", reader.t("milestone.timeline"), 2)
    return {
        "milestones": [_item(reader, each) for each in milestones],
        **text_beside(reader, page, milestones, [heading]),
    }


def _item(reader: Reader, milestone: Milestone) -> dict[str, Any]:
    return {
        "id": milestone.id,
        "date_text": when(reader, milestone),
        "iso": machine_date(milestone),
        "title": reader.text(milestone.title),
        "prose": reader.prose(milestone.text, f"{milestone.id}-"),
        "organisations": [reader.party(party_id) for party_id in milestone.organisations],
    }


def when(reader: Reader, milestone: Milestone) -> str:
    """Return when something happened: as the source dates it, else the month or the years."""
    if milestone.approximate:
        return reader.text(milestone.approximate)
    if _is_month(milestone.month):
        return reader.language.month_year(dt.date(milestone.year, milestone.month or 1, 1))
    return years(reader, milestone.year, milestone.to_year or milestone.year)


def machine_date(milestone: Milestone) -> str | None:
    """Return the year, or year and month, for machines; None where it is not exact."""
    if milestone.approximate or milestone.to_year:
        return None
    if _is_month(milestone.month):
        return f"{milestone.year:04}-{milestone.month:02}"
    return f"{milestone.year:04}"


def _is_month(month: int | None) -> bool:
    return month is not None and 1 <= month <= 12
