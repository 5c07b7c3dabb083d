"""The accessibility statement, with every part the law asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from psi_site.model.page import Page
from psi_site.model.statement import Shortcoming, ShortcomingKind, Statement
from psi_site.pages.anchors import text_beside
from psi_site.pages.contact import Verified
from psi_site.pages.reader import Reader
from psi_site.pages.web_page import Variables
from psi_site.prose import Heading


def statement_page(reader: Reader, page: Page) -> Variables:
    """Return the statement beneath the page's own text, whose headings it joins."""
    statements = reader.site.all(Statement)
    if not statements:
        return {"statement": None}
    own = [Heading(f"statement-{part}", reader.t(f"statement.{part}"), 2) for part in PARTS]
    return {"statement": _statement(reader, statements[0]), **text_beside(reader, page, (), own)}


PARTS = ("conformance", "shortcomings", "method", "report", "supervision")
"""The headings of the statement, in order; each has its words in the locale file."""


def _statement(reader: Reader, statement: Statement) -> dict[str, Any]:
    return {
        "record": statement,
        "responsible": [reader.party(party_id) for party_id in statement.responsible],
        "degree": reader.t(
            f"statement.degree.{statement.conformance.value}",
            service=reader.words(statement.service),
            standard=reader.words(statement.standard),
        ),
        "shortcomings": list(_by_kind(reader, statement)),
        "assessed": _day(reader, statement.assessed),
        "reviewed": _day(reader, statement.reviewed),
        "published": _day(reader, statement.published),
        "report_href": report_href(reader, statement),
    }


def _by_kind(reader: Reader, statement: Statement) -> Iterator[dict[str, Any]]:
    for kind in ShortcomingKind:
        found = [each for each in statement.shortcomings if each.kind is kind]
        if found:
            yield {
                "kind": kind.value,
                "title": reader.t(f"statement.kind.{kind.value}"),
                "each": [_shortcoming(reader, shortcoming) for shortcoming in found],
            }


def _shortcoming(reader: Reader, shortcoming: Shortcoming) -> dict[str, Any]:
    return {
        "title": reader.text(shortcoming.title),
        "criteria": ", ".join(shortcoming.criteria),
        "reason": reader.inline(shortcoming.reason),
        "alternative": reader.inline(shortcoming.alternative),
        "mended_by": _day(reader, shortcoming.mended_by) if shortcoming.mended_by else None,
    }


def report_href(reader: Reader, statement: Statement) -> str:
    """Return a mailto address (RFC 6068) that asks for what a report needs."""
    subject = quote(reader.t("statement.mail.subject", service=reader.words(statement.service)))
    body = quote(reader.t("statement.mail.body").replace("\n", "\r\n"))
    return f"mailto:{statement.report_email}?subject={subject}&body={body}"


def _day(reader: Reader, day: dt.date) -> Verified:
    return Verified(day.isoformat(), reader.date(day))
