"""What a calendar program shows when an event is opened: the programme, the people and the links.

An `Outline` is the event in one language, ready for templates; three templates turn it into plain
text, into the HTML that Thunderbird reads (the DESCRIPTION's ALTREP, RFC 5545 section 3.2.1) and
into the HTML that Outlook reads (X-ALT-DESC).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import time
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup, escape

from psi_site import prose
from psi_site.addresses import target
from psi_site.calendars.table import audience_of, organisers
from psi_site.model.event import (
    Audience,
    Event,
    EventStatus,
    Participation,
    ProgrammeItem,
    programme_items,
)
from psi_site.model.party import Contact, Person
from psi_site.model.text import LocalizedInline, LocalizedProse, LocalizedText
from psi_site.site import Site
from psi_site.urls import absolute, absolute_resolver, encoded

_TEMPLATES = Path(__file__).parent / "templates"


class Words(NamedTuple):
    """A text in its two forms; `language` where it is not the calendar's."""

    plain: str
    html: Markup
    language: str | None = None


class Fact(NamedTuple):
    """A labelled piece of information, as words, as an address to open, or as both."""

    label: str
    words: Words | None = None
    href: str | None = None


class Entry(NamedTuple):
    """An item of the programme, `mark` being its number or its time."""

    mark: str
    title: Words
    text: Words | None
    people: tuple[str, ...]
    entries: tuple[Entry, ...]


class Outline(NamedTuple):
    """An event in one language: everything a description says, in the order it says it."""

    language: str
    notices: tuple[Words, ...]
    summary: Words
    people: tuple[str, ...]
    programme: tuple[Entry, ...]
    facts: tuple[Fact, ...]
    labels: dict[str, str]


class Description(NamedTuple):
    """A description in the three forms that calendar programs read."""

    plain: str
    html: str
    document: str


def describe(site: Site, event: Event, language: str) -> Description:
    """Return an event's description in one language, with whole addresses in every link."""
    from psi_site.templates import package_templates

    outline = outline_of(site, event, language)
    found = package_templates(_TEMPLATES, site.root)
    plain = found.get_template("description.txt.jinja").render(event=outline)
    html = found.get_template("description.html.jinja").render(event=outline)
    document = found.get_template("document.html.jinja").render(
        event=outline,
        body=Markup(html),  # noqa: S704 - drawn above
    )
    return Description(_tidy(plain), _in_one_line(html), _in_one_line(document))


def _tidy(text: str) -> str:
    lines = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def _in_one_line(html: str) -> str:
    """Programs read the HTML from one line of the file: white space between tags is no help."""
    return " ".join(filter(None, map(str.strip, html.split("\n"))))


def outline_of(site: Site, event: Event, language: str) -> Outline:
    """Return what there is to say of an event to a reader of `language`."""
    words = site.languages[language]
    return Outline(
        language=language,
        notices=tuple(_notices(site, event, language)),
        summary=_words(site, event.summary, language),
        people=tuple(_people(site, event.people, language)),
        programme=tuple(_entries(site, event, event.programme, language)),
        facts=tuple(_facts(site, event, language)),
        labels={key: words.text(f"calendars.label.{key}") for key in ("programme", "people")},
    )


def _words(site: Site, text: LocalizedText, language: str) -> Words:
    """Return a text in both forms: Markdown rendered where the model says it is Markdown."""
    passage = site.read(text, language)
    other = passage.language if passage.language != language else None
    if isinstance(text, (LocalizedInline, LocalizedProse)):
        html = prose.render_inline(passage.value, absolute_resolver(site, language))
        plain = "\n".join(_plain_blocks(passage.value))
        return Words(plain, Markup(html), other)  # noqa: S704 - sanitised by the renderer
    return Words(passage.value, escape(passage.value), other)


def _plain_blocks(markdown: str) -> Iterator[str]:
    """Yield the paragraphs and list items of a text as plain lines."""
    for block in re.split(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+\.)\s)", markdown):
        if block.strip():
            linked = prose.LINK.sub(_with_address, re.sub(r"^\s*#+\s+", "", block))
            yield prose.plain(linked)


def _with_address(link: re.Match[str]) -> str:
    """Write out where a link leads, where that is outside the site; inside, the page tells."""
    outside = link["target"].startswith(("https://", "http://"))
    return f"{link['text']} ({encoded(link['target'])})" if outside else link["text"]


def _said(text: str) -> Words:
    return Words(text, escape(text))


def _notices(site: Site, event: Event, language: str) -> Iterator[Words]:
    words = site.languages[language]
    if event.status is not EventStatus.SCHEDULED:
        yield _said(words.text(f"calendars.notice.{event.status}"))
    if event.previous_start and event.status is not EventStatus.SCHEDULED:
        date = words.moment(event.previous_start)
        yield _said(words.text("calendars.notice.previous", date=date))
    if event.status_note:
        yield _words(site, event.status_note, language)
    audience = audience_of(site, event)
    if audience and audience is not Audience.OPEN:
        yield _said(words.text(f"calendars.notice.{audience}"))


def _entries(
    site: Site, event: Event, items: tuple[ProgrammeItem, ...], language: str
) -> Iterator[Entry]:
    for item in items:
        yield Entry(
            mark=_mark(site, item, language),
            title=_words(site, item.title, language),
            text=_words(site, item.text, language) if item.text else None,
            people=tuple(_people(site, _taking_part(event, item), language)),
            entries=tuple(_entries(site, event, item.items, language)),
        )


def _mark(site: Site, item: ProgrammeItem, language: str) -> str:
    words = site.languages[language]
    clocks = [words.time(clock) for clock in (item.start, item.end) if isinstance(clock, time)]
    number = [f"{item.number}."] if item.number is not None else []
    return " ".join(["–".join(clocks), *number]).strip()


def _taking_part(event: Event, item: ProgrammeItem) -> tuple[Participation, ...]:
    """Return those who take part in an item, with those it shares with an earlier one."""
    shared = (
        each.people
        for each in programme_items(event.programme)
        if each.id and each.id == item.same_people_as
    )
    return (*next(shared, ()), *item.people)


def _people(site: Site, people: tuple[Participation, ...], language: str) -> Iterator[str]:
    words = site.languages[language]
    for each in people:
        names = [site.get(Person, each.person).full_name] if each.person else []
        titles = [str(site.read(each.title, language))] if each.title else []
        parties = [_party(site, each.organisation, language)] if each.organisation else []
        who = ", ".join([*names, *titles, *parties])
        role = words.text(f"calendars.role.{each.role}")
        yield words.text("calendars.in_role", who=who, role=role) if who else role


def _party(site: Site, party: str, language: str) -> str:
    return str(site.read(site.party(party).name, language))


def _facts(site: Site, event: Event, language: str) -> Iterator[Fact]:
    words = site.languages[language]
    arranging = [_party(site, party, language) for party in organisers(site, event)]
    if arranging:
        yield Fact(words.text("calendars.label.organisers"), _said(words.join(arranging)))
    if event.cost:
        yield Fact(words.text("calendars.label.cost"), _words(site, event.cost, language))
    if event.online and event.online.url:
        yield Fact(words.text("calendars.label.online"), None, encoded(event.online.url))
    yield from _registration(site, event, language)
    for contact in contact_lines(site, event.contacts, language):
        yield Fact(words.text("calendars.label.contact"), _said(contact))
    yield Fact(words.text("calendars.label.page"), None, page_address(site, event, language))


def _registration(site: Site, event: Event, language: str) -> Iterator[Fact]:
    words, how = site.languages[language], event.registration
    if how is None:
        return
    label = words.text("calendars.label.registration")
    if how.url or how.email:
        yield Fact(label, None, encoded(how.url or f"mailto:{how.email}"))
    if how.last_day:
        yield Fact(words.text("calendars.label.last_day"), _said(words.date(how.last_day)))
    if how.note:
        yield Fact(label, _words(site, how.note, language))


def contact_lines(site: Site, contacts: tuple[Contact, ...], language: str) -> tuple[str, ...]:
    """Return each contact as one line: name, role and ways to reach them."""
    lines = []
    for contact in contacts:
        name = site.get(Person, contact.person).full_name if contact.person else None
        role = str(site.read(contact.role, language)) if contact.role else None
        parts = (name, role, contact.email, contact.phone, contact.url)
        lines.append(", ".join(part for part in parts if part))
    return tuple(line for line in lines if line)


def page_address(site: Site, event: Event, language: str) -> str:
    """Return the whole address of an event's page, in the language or else the original."""
    found = target(site, event, language)
    return absolute(site.settings, found.path if found else "/")
