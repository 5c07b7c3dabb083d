"""What the site says with a last day is renewed in time: where to report holes in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic, Severity

NOTICE = timedelta(days=30)
_RENEWAL = timedelta(days=360)
"""Offered as the next day; RFC 9116 (section 2.5.5) recommends less than a year."""


def check_expiry(corpus: Corpus, today: date) -> Iterator[Diagnostic]:
    """Yield a warning when security.txt has 30 days left or fewer, counted from `today`."""
    settings = corpus.settings
    day = settings.security_expires
    if day and day - today <= NOTICE:
        arguments = {
            "day": day.isoformat(),
            "email": settings.email,
            "next": (today + _RENEWAL).isoformat(),
        }
        span = corpus.document(settings).span(("security_expires",))
        yield Diagnostic("security-expires", span, arguments, Severity.WARNING)
