"""The accessibility statement, with every part the law asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

from psi_site.addresses import page_path
from psi_site.model.page import Page
from psi_site.model.statement import Shortcoming, ShortcomingKind, Statement
from psi_site.pages.anchors import text_beside
from psi_site.pages.contact import Verified
from psi_site.pages.reader import Reader
from psi_site.pages.web_page import Variables
from psi_site.prose import Heading
from psi_site.site import Site
from psi_site.tracing import answer

TEMPLATE = "statement"
REPORT = "statement-report"
"""The anchor of the part to report in."""
PAGE_ASKED = "page"
"""What in an address names the page that a report is about."""
REPORT_FIELDS = ("page", "text", "email")


class ReportForm(NamedTuple):
    """Where a form sends its answers, and under which name each of the fields goes there."""

    action: str
    names: Mapping[str, str]
    is_mail: bool


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
        "form": report_form(reader, statement),
        "site_address": reader.site.settings.address.rstrip("/"),
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
    body = quote(reader.t("statement.mail.body").replace("\n", "\r\n"))
    return f"{_mail_to(reader, statement)}&body={body}"


def _mail_to(reader: Reader, statement: Statement) -> str:
    subject = quote(reader.t("statement.mail.subject", service=reader.words(statement.service)))
    return f"mailto:{statement.report_email}?subject={subject}"


def report_form(reader: Reader, statement: Statement) -> ReportForm:
    """Return the form for reports: to the receiver that is named, else into a mail.

    A browser writes the answers into the mail itself (HTML, "mail as body"), each after its field's
    name; so those names are words for the one who reads the mail.
    """
    names = {part: reader.t(f"statement.form.{part}") for part in REPORT_FIELDS}
    if statement.report_form:
        return ReportForm(statement.report_form, {part: part for part in names}, is_mail=False)
    return ReportForm(_mail_to(reader, statement), names, is_mail=True)


@answer
def report_path(site: Site, language: str) -> str | None:
    """Return the path of the page to report shortcomings on, None where a language has none."""
    for page in site.all(Page):
        if page.template == TEMPLATE and language in page.editions and site.all(Statement):
            return page_path(site, page, language)
    return None


def _day(reader: Reader, day: dt.date) -> Verified:
    return Verified(day.isoformat(), reader.date(day))
