"""Support schemes with their rounds of grants, and the page of a round."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from psi_site.model.grant import FollowOn, Grant, Recipient, Scheme
from psi_site.model.newsletter import Newsletter
from psi_site.model.page import Page
from psi_site.model.project import Project
from psi_site.pages.anchors import text_beside
from psi_site.pages.contact import contact_cards
from psi_site.pages.event import document
from psi_site.pages.facets import Choice
from psi_site.pages.involvement import years
from psi_site.pages.mentions import mention_links
from psi_site.pages.news import items_about
from psi_site.pages.reader import Link, Reader
from psi_site.pages.web_page import Variables
from psi_site.prose import Heading


@dataclass(frozen=True)
class Money:
    """A sum for the amount component: in words, and as a number for machines."""

    text: str
    value: int


@dataclass(frozen=True)
class RecipientLine:
    """Who got a grant: the organisation, the sum where it is known, what for."""

    organisation: Link
    amount: Money | None
    purpose: Markup
    project: Link | None


@dataclass(frozen=True)
class Round:
    """A round of grants in the list of its scheme."""

    link: Link
    year: str
    applicants: str
    recipients: str
    total: Money | None


def money(reader: Reader, amount: int | None) -> Money | None:
    """Return a sum in words and number, None where it is not known."""
    return None if amount is None else Money(reader.money(amount), amount)


def scheme_list(reader: Reader, page: Page, choice: Choice | None) -> Variables:
    """Return every scheme with its rules, what came of it and its rounds, newest first."""
    del choice
    schemes = reader.site.all(Scheme)
    headings = [Heading(each.id, reader.words(each.title), 2) for each in schemes]
    return {
        "schemes": [_scheme(reader, scheme) for scheme in schemes],
        **text_beside(reader, page, schemes, headings),
    }


def _scheme(reader: Reader, scheme: Scheme) -> dict[str, Any]:
    rounds = [grant for grant in reader.site.all(Grant) if grant.scheme == scheme.id]
    return {
        "record": scheme,
        "funder": reader.party(scheme.funder),
        "since": str(scheme.since) if scheme.since else "",
        "criteria": [reader.inline(each) for each in scheme.criteria],
        "process": [reader.inline(each) for each in scheme.process],
        "decided_by": [
            {"years": years(reader, body.from_year, body.to_year), "text": reader.inline(body.text)}
            for body in scheme.decided_by
        ],
        "examples": [reader.inline(each) for each in scheme.examples],
        "follow_on": [_follow_on(reader, each) for each in scheme.follow_on],
        "contacts": contact_cards(reader, scheme.contacts),
        "documents": [document(reader, each) for each in scheme.documents],
        "rounds": [
            _round(reader, each) for each in sorted(rounds, key=lambda g: g.year, reverse=True)
        ],
    }


def _follow_on(reader: Reader, follow_on: FollowOn) -> dict[str, Any]:
    return {
        "organisation": reader.party(follow_on.organisation),
        "project": _project(reader, follow_on.project),
        "seed": money(reader, follow_on.seed),
        "amount": money(reader, follow_on.amount),
        "funder": reader.party(follow_on.funder) if follow_on.funder else None,
        "text": reader.prose(follow_on.text),
    }


def _project(reader: Reader, project_id: str | None) -> Link | None:
    return reader.link(reader.site.get(Project, project_id)) if project_id else None


def _round(reader: Reader, grant: Grant) -> Round:
    return Round(
        link=reader.link(grant),
        year=str(grant.year),
        applicants=_count(reader, "grant.applicants_count", grant.applicants),
        recipients=_count(reader, "grant.recipients_count", len(grant.recipients) or None),
        total=money(reader, grant.total),
    )


def _count(reader: Reader, key: str, n: int | None) -> str:
    return "" if n is None else reader.t(key, n=n)


def grant_page(reader: Reader, grant: Grant) -> Variables:
    """Return what the page of a round shows beside the round itself."""
    scheme = reader.site.get(Scheme, grant.scheme)
    return {
        "scheme": reader.link(scheme),
        "funder": reader.party(scheme.funder),
        "opens": _day(reader, grant.opens),
        "closes": _day(reader, grant.closes),
        "decided": _day(reader, grant.decided),
        "total": money(reader, grant.total),
        "criteria": [reader.inline(each) for each in grant.criteria],
        "recipients": [_recipient(reader, each) for each in grant.recipients],
        "amounts_known": any(each.amount is not None for each in grant.recipients),
        "news": items_about(reader, grant),
        "mentions": mention_links(reader, grant, [scheme], (Newsletter.kind,)),
    }


def _day(reader: Reader, day: dt.date | None) -> dict[str, str] | None:
    return {"iso": day.isoformat(), "text": reader.date(day)} if day else None


def _recipient(reader: Reader, recipient: Recipient) -> RecipientLine:
    return RecipientLine(
        organisation=reader.party(recipient.organisation),
        amount=money(reader, recipient.amount),
        purpose=reader.inline(recipient.purpose),
        project=_project(reader, recipient.project),
    )
