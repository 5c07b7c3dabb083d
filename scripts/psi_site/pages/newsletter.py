"""The archive of newsletters, and the page of one issue, item by item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from markupsafe import Markup

from psi_site.chronology import issue_ids
from psi_site.feeds import feeds
from psi_site.mail.blocks import mail_blocks
from psi_site.model.event import Event
from psi_site.model.grant import Grant, Scheme
from psi_site.model.newsletter import (
    Edition,
    Image,
    Newsletter,
    NewsletterItem,
    NewsletterSection,
    ReadMore,
)
from psi_site.model.page import Page
from psi_site.model.party import Affiliation, Partner, Person
from psi_site.model.project import Project
from psi_site.model.record import Record
from psi_site.pages.facets import Choice
from psi_site.pages.reader import Link, Reader
from psi_site.pages.web_page import Variables
from psi_site.prose import Heading
from psi_site.site import Site
from psi_site.tracing import answer

Shown = dict[str, Any]


class Item(NamedTuple):
    """One piece of news as its page shows it; `about` pairs a term with links."""

    id: str
    title: str
    body: Markup
    image: Image | None
    more: ReadMore | None
    contacts: list[Shown]
    people: list[Shown]
    about: list[tuple[str, list[Link]]]


class Section(NamedTuple):
    """A heading of an issue with its items."""

    id: str
    title: str
    body: Markup
    items: list[Item]


class IssueLine(NamedTuple):
    """An issue as one line of the archive, its text in the language of its link."""

    link: Link
    text: str
    meta: str
    year: str


# The archive


def newsletter_list(reader: Reader, page: Page, choice: Choice | None) -> Variables:
    """Return the archive by year, the newest first."""
    del choice
    years: dict[str, list[IssueLine]] = {}
    for issue_id in reversed(issue_ids(reader.site)):
        found = line(reader, issue_id)
        years.setdefault(found.year, []).append(found)
    return {"years": years, "feeds": feed_links(reader, page)}


@answer
def line(reader: Reader, issue_id: str) -> IssueLine:
    """Return an issue as a line: when it came, how much is in it, what it is about."""
    issue = reader.site.get(Newsletter, issue_id)
    link = reader.link(issue)
    edition = issue.editions[link.lang or reader.language.code]
    count = sum(len(section.items) for section in edition.sections)
    meta = (sent(reader, issue), reader.t("newsletter.items", n=count) if count else "")
    said = " · ".join(part for part in meta if part)
    return IssueLine(link, edition.preheader, said, str(issue.year))


def sent(reader: Reader, issue: Newsletter) -> str:
    """Return when an issue was sent: its day, else what is known."""
    return reader.date(issue.published) if issue.published else reader.words(issue.period)


def feed_links(reader: Reader, page: Page) -> list[Shown]:
    """Return the feeds that belong to the archive's page, by format."""
    return _feed_links(reader, reader.href(page) or "")


@answer
def _feed_links(reader: Reader, path: str) -> list[Shown]:
    return [
        {
            "text": reader.t(f"feeds.formats.{feed.format.id}"),
            "href": feed.path,
            "type": feed.media_type,
        }
        for feed in feeds(reader.site, reader.language.code)
        if feed.page == path
    ]


# One issue


def newsletter_page(reader: Reader, issue: Newsletter) -> Variables:
    """Return what the page of an issue shows in the reader's language."""
    edition = issue.editions[reader.language.code]
    sections = [_section(reader, issue, section) for section in edition.sections]
    archive = reader.site.list_pages[Newsletter.kind]
    return {
        "edition": edition,
        "sent": sent(reader, issue),
        "sent_iso": issue.published.isoformat() if issue.published else None,
        "image": edition.image,
        "introduction": _body(reader, edition.introduction, "introduction"),
        "sections": sections,
        "blocks": blocks(reader, issue),
        "headings": list(_headings(edition)),
        "archive": reader.link(archive),
        "feeds": feed_links(reader, archive),
        **_neighbours(reader, issue),
    }


def _headings(edition: Edition) -> Iterator[Heading]:
    for section in edition.sections:
        yield Heading(section.id, section.title, 2)
        for item in section.items:
            yield Heading(item.id, item.title, 3)


def _body(reader: Reader, text: str, prefix: str) -> Markup:
    """Render Markdown of an issue; `prefix` keeps its ids apart from those of other items."""
    return Markup(reader.markdown(text, f"{prefix}-").html)  # noqa: S704 - sanitised


def _section(reader: Reader, issue: Newsletter, section: NewsletterSection) -> Section:
    return Section(
        id=section.id,
        title=section.title,
        body=_body(reader, section.body, section.id),
        items=[_item(reader, issue, item) for item in section.items],
    )


def _item(reader: Reader, issue: Newsletter, item: NewsletterItem) -> Item:
    others = [person for person in item.people if person not in item.contacts]
    return Item(
        id=item.id,
        title=item.title,
        body=_body(reader, item.body, item.id),
        image=item.image,
        more=item.more,
        contacts=people(reader, issue, item.contacts),
        people=people(reader, issue, others),
        about=about(reader, item),
    )


def about(reader: Reader, item: NewsletterItem) -> list[tuple[str, list[Link]]]:
    """Return what an item names, kind by kind, with the word for each kind."""
    site = reader.site
    named: dict[str, list[Record]] = {
        "partners": [site.get(Partner, each) for each in item.partners],
        "projects": [site.get(Project, each) for each in item.projects],
        "events": [site.get(Event, each) for each in item.events],
        "support": [
            *(site.get(Scheme, each) for each in item.schemes),
            *(site.get(Grant, each) for each in item.grants),
        ],
    }
    return [
        (reader.t(f"newsletter.about.{kind}"), reader.links(records))
        for kind, records in named.items()
        if records
    ]


def people(reader: Reader, issue: Newsletter, person_ids: Iterable[str]) -> list[Shown]:
    """Return people for the component `person_line`, in the public role they had that year."""
    return [_person(reader, issue, reader.site.get(Person, each)) for each in person_ids]


def _person(reader: Reader, issue: Newsletter, person: Person) -> Shown:
    link = reader.link(person)
    held = next((each for each in person.affiliations if _held(each, issue.year)), None)
    organisation = held.organisation if held else None
    return {
        "name": link.title,
        "href": link.href,
        "lang": link.lang,
        "role": reader.text(held.title) if held and held.title else None,
        "org": reader.party(organisation).title if organisation else None,
    }


def _held(affiliation: Affiliation, year: int) -> bool:
    """Return whether a source shows that somebody held a role in a year."""
    if affiliation.known == year:
        return True
    if affiliation.from_year is None:
        return False
    return affiliation.from_year <= year <= (affiliation.to_year or year)


def blocks(reader: Reader, issue: Newsletter) -> list[Shown]:
    """Return the lists the data fills, as they stood on the day of the issue."""
    day = issue.published or reader.today
    own = reader.site.settings.address.rstrip("/")
    return [
        {
            "id": block.id,
            "title": block.title,
            "lines": [
                {
                    "title": entry.title,
                    "href": entry.url.removeprefix(own) if entry.url else None,
                    "meta": entry.when,
                    "text": entry.text,
                    "lang": entry.language,
                }
                for entry in block.entries
            ],
        }
        for block in mail_blocks(reader.site, issue, reader.language, day)
    ]


def _neighbours(reader: Reader, issue: Newsletter) -> Shown:
    """Return the issues before and after one, as links with their years."""
    previous, following = _beside(reader.site, issue.id)
    return {
        "previous": _neighbour(reader, previous) if previous else None,
        "following": _neighbour(reader, following) if following else None,
    }


@answer
def _beside(site: Site, issue_id: str) -> tuple[str | None, str | None]:
    """Return the ids of the issues before and after one."""
    ids = issue_ids(site)
    place = ids.index(issue_id)
    following = ids[place + 1] if place + 1 < len(ids) else None
    return ids[place - 1] if place else None, following


@answer
def _neighbour(reader: Reader, issue_id: str) -> Shown:
    issue = reader.site.get(Newsletter, issue_id)
    link = reader.link(issue)
    meta = sent(reader, issue)
    return {"title": link.title, "href": link.href, "lang": link.lang, "meta": meta}
