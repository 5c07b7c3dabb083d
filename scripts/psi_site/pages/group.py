"""The groups of the network with their seats, period by period."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from psi_site.model.page import Page
from psi_site.model.party import Group, Period, Seat
from psi_site.pages.anchors import text_beside
from psi_site.pages.facets import Choice
from psi_site.pages.involvement import newest_first, period_years
from psi_site.pages.partner import person_link
from psi_site.pages.reader import Link, Reader
from psi_site.pages.web_page import Variables
from psi_site.prose import Heading


@dataclass(frozen=True)
class SeatLine:
    """A seat: a person, an organisation or both, and the role they have."""

    person: Link | None
    organisation: Link | None
    role: Markup


@dataclass(frozen=True)
class PeriodBlock:
    """A group in one period; without seats it is not known who sat in it."""

    id: str
    years: str
    description: Markup
    seats: list[SeatLine]


@dataclass(frozen=True)
class GroupBlock:
    """A group with its periods, the newest first."""

    id: str
    title: Markup
    description: Markup
    meets: Markup
    periods: list[PeriodBlock]


def group_list(reader: Reader, page: Page, choice: Choice | None) -> Variables:
    """Return every group, in the order of the source."""
    del choice
    groups = reader.site.all(Group)
    heading = Heading("group-years", reader.t("group.by_year"), 2)
    return {
        "groups": [_block(reader, group) for group in groups],
        **text_beside(reader, page, groups, [heading]),
    }


def _block(reader: Reader, group: Group) -> GroupBlock:
    return GroupBlock(
        id=group.id,
        title=reader.text(group.title),
        description=reader.prose(group.description, f"{group.id}-"),
        meets=reader.text(group.meets),
        periods=[_period(reader, group, period) for period in newest_first(group)],
    )


def _period(reader: Reader, group: Group, period: Period) -> PeriodBlock:
    period_id = f"{group.id}-{period.from_year}"
    return PeriodBlock(
        id=period_id,
        years=period_years(reader, period),
        description=reader.prose(period.description, f"{period_id}-"),
        seats=[_seat(reader, seat) for seat in period.seats],
    )


def _seat(reader: Reader, seat: Seat) -> SeatLine:
    return SeatLine(
        person=person_link(reader, seat.person),
        organisation=reader.party(seat.organisation) if seat.organisation else None,
        role=reader.text(seat.role),
    )
