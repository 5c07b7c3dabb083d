"""The site's settings name a zone, a currency, languages and a home page that exist."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo, available_timezones

from babel.numbers import list_currencies

from psi_site.checks.nearest import nearest
from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic
from psi_site.model.page import Page
from psi_site.model.settings import Settings


def check_settings(corpus: Corpus) -> Iterator[Diagnostic]:
    """Yield what the settings name that nobody knows."""
    settings, document = corpus.settings, corpus.document(corpus.settings)
    if zone_of(settings) is None:
        offer = nearest(settings.timezone, available_timezones())
        arguments = {"value": settings.timezone}
        span = document.span(("timezone",))
        yield Diagnostic("unknown-timezone", span, arguments, suggestion=offer)
    if settings.currency not in list_currencies():
        is_code = len(settings.currency) == 3
        offer = nearest(settings.currency, list_currencies()) if is_code else None
        arguments = {"value": settings.currency}
        span = document.span(("currency",))
        yield Diagnostic("unknown-currency", span, arguments, suggestion=offer)
    if corpus.find(settings.home, (Page.kind,)) is None:
        offer = nearest(settings.home, corpus.records.get(Page.kind, {}))
        span = document.span(("home",))
        yield Diagnostic("home-missing", span, {"id": settings.home}, suggestion=offer)
    if not settings.languages:
        yield Diagnostic("languages-missing", document.span(("languages",)))
    for index, code in enumerate(settings.languages):
        if code in settings.languages[:index]:
            yield Diagnostic(
                "language-twice", document.span(("languages", index)), {"language": code}
            )


def zone_of(settings: Settings) -> ZoneInfo | None:
    """Return the zone whose clocks the site's times are read from, None for an unknown name."""
    try:
        return ZoneInfo(settings.timezone)
    except (ValueError, OSError, LookupError):
        return None
