"""The home page: what the network is, what happens next, what is new, and who is in it.

Its texts are the sections of its own Markdown: the first says what the network is, each of the
others is something to do, and ends with the link that leads there.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from markupsafe import Markup

from psi_site.chronology import dated_events, issue_ids
from psi_site.model.event import Event
from psi_site.model.figure import Figure
from psi_site.model.newsletter import Newsletter
from psi_site.model.page import Page
from psi_site.model.party import Partner, Sector
from psi_site.model.project import Project
from psi_site.model.record import Record
from psi_site.pages.agenda import AgendaLine, line
from psi_site.pages.figure import figure_stat
from psi_site.pages.involvement import project_years
from psi_site.pages.news import NewsItem, news_items
from psi_site.pages.partner import TONES
from psi_site.pages.reader import Link, Reader
from psi_site.pages.subscription import all_events_menu
from psi_site.pages.web_page import Variables

COMING = 2
LATEST = 2
NEWS = 6
PROJECTS = 3
FIGURES = 3
FOLLOW = "follow"
"""The template of the page that says how to follow the network."""

_HEADING = re.compile(r'<h2 id="(?P<id>[^"]+)">(?P<title>.*?)</h2>', re.S)
_LAST_LINK = re.compile(
    r'\s*<a href="(?P<href>[^"]+)"[^>]*>(?P<text>(?:(?!<a\b).)*?)</a>(?P<end>\s*</p>\s*)$', re.S
)


class Section(NamedTuple):
    """A section of a text: its heading, its HTML without the last link, and that link."""

    id: str
    title: str
    html: Markup
    action: Link | None

    @property
    def words(self) -> str:
        """The text without its markup."""
        return str(self.html.striptags())


class PartnerGroup(NamedTuple):
    """The partners of one sector in alphabetical order."""

    title: str
    tone: str
    partners: list[Link]


@dataclass(frozen=True)
class Issue:
    """The newest newsletter: what it is, its first items, and how many it has."""

    link: Link
    when: str
    items: list[NewsItem]
    count: int


def home_variables(reader: Reader, page: Page) -> Variables:
    """Return what the home page shows beside its own text."""
    first, *others = [*sections(reader, page), None]
    coming, latest = happenings(reader)
    groups = partner_groups(reader)
    return {
        "about": first,
        "actions": [section for section in others if section],
        "coming": coming,
        "latest": latest,
        "subscription": all_events_menu(reader),
        "figures": newest_figures(reader),
        "issue": newest_issue(reader),
        "projects": newest_projects(reader),
        "partner_groups": groups,
        "partner_count": sum(len(group.partners) for group in groups),
        "follow": _follow(reader),
        "lists": _lists(reader),
    }


def sections(reader: Reader, page: Page) -> list[Section]:
    """Return the sections of a page's text in the reader's language, split at its headings."""
    html = reader.markdown(page.editions[reader.language.code].body).html
    found = list(_HEADING.finditer(html))
    ends = [match.start() for match in found[1:]] + [len(html)]
    return [
        _section(match, html[match.end() : end]) for match, end in zip(found, ends, strict=True)
    ]


def _section(heading: re.Match[str], html: str) -> Section:
    title = str(Markup(heading["title"]).striptags())  # noqa: S704 - rendered by us
    last = _LAST_LINK.search(html)
    action = None
    if last:
        action = Link(str(Markup(last["text"]).striptags()), last["href"])  # noqa: S704
        html = html[: last.start()] + last["end"]
    return Section(heading["id"], title, Markup(html), action)  # noqa: S704 - rendered by us


def happenings(reader: Reader) -> tuple[list[AgendaLine], list[AgendaLine]]:
    """Return the next events, and the latest that have been."""
    dated, today, site = dated_events(reader.site), reader.today, reader.site
    coming = [each.id for each in dated if each.last_day >= today]
    past = [each.id for each in reversed(dated) if each.last_day < today]
    # Of all the events of many years, a line is made only for the few that are shown.
    shown = (coming[:COMING], past[:LATEST])
    first, second = ([line(reader, site.get(Event, each)) for each in ids] for ids in shown)
    return first, second


def newest_figures(reader: Reader) -> list[Mapping[str, Any]]:
    """Return the newest figures, only the newest of those that say the same thing."""
    by_year = sorted(reader.site.all(Figure), key=lambda figure: -figure.year)
    newest: dict[str, Figure] = {}
    for figure in by_year:
        newest.setdefault(reader.words(figure.statement), figure)
    return [figure_stat(reader, figure) for figure in list(newest.values())[:FIGURES]]


def newest_issue(reader: Reader) -> Issue | None:
    """Return the newest newsletter with its first items, None while there is none."""
    ids = issue_ids(reader.site)
    issue = reader.site.get(Newsletter, ids[-1]) if ids else None
    if issue is None or reader.href(issue) is None:
        return None
    items = list(news_items(reader, issue))
    when = reader.date(issue.published) if issue.published else reader.words(issue.period)
    return Issue(reader.link(issue), when or str(issue.year), items[:NEWS], len(items))


def newest_projects(reader: Reader) -> list[Mapping[str, Any]]:
    """Return the projects with the latest known years, the latest first."""
    ordered = sorted(reader.site.all(Project), key=_latest_year, reverse=True)
    return [
        {
            "link": reader.link(project),
            "text": reader.words(project.summary),
            "when": project_years(reader, project),
        }
        for project in ordered[:PROJECTS]
    ]


def _latest_year(project: Project) -> int:
    """Return the last year a project is known from, 0 where no year is known."""
    days: Iterable[dt.date | None] = (project.start, project.end, *(a.day for a in project.amounts))
    years = [day.year for day in days if day]
    named = (project.first_year, project.last_year, *(a.year for a in project.amounts))
    return max([*years, *(year for year in named if year)], default=0)


def partner_groups(reader: Reader) -> list[PartnerGroup]:
    """Return those who are partners today in their groups, in alphabetical order."""
    today = reader.today.year
    partners = [each for each in reader.site.all(Partner) if not each.left or each.left > today]
    groups = []
    for sector in Sector:
        members = [each for each in partners if each.sector is sector]
        if members:
            title = reader.t(f"partner.sector.{sector.value}")
            links = reader.links(reader.by_name(members))
            groups.append(PartnerGroup(title, TONES[sector], links))
    return groups


def _follow(reader: Reader) -> Link | None:
    pages = (page for page in reader.site.all(Page) if page.template == FOLLOW)
    page = next(pages, None)
    return reader.link(page, short=True) if page else None


def _lists(reader: Reader) -> dict[str, str | None]:
    """Return the addresses of the lists that the home page shows a part of."""
    kinds: tuple[type[Record], ...] = (Event, Partner, Project, Newsletter, Figure)
    pages = {model.kind: reader.site.list_pages.get(model.kind) for model in kinds}
    return {kind: reader.href(page) if page else None for kind, page in pages.items()}
