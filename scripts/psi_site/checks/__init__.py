"""Rules that hold between records: each a generator of diagnostics over the whole site."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from psi_site.checks.budgets import check_budgets
from psi_site.checks.dates import check_dates
from psi_site.checks.images import check_images
from psi_site.checks.links import check_links
from psi_site.checks.pages import check_pages
from psi_site.checks.programmes import check_programmes
from psi_site.checks.references import check_references
from psi_site.checks.translations import check_translations
from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic

Check = Callable[[Corpus], Iterator[Diagnostic]]

CHECKS: tuple[Check, ...] = (
    check_references,
    check_translations,
    check_links,
    check_images,
    check_pages,
    check_dates,
    check_programmes,
    check_budgets,
)


def run_checks(corpus: Corpus) -> list[Diagnostic]:
    """Return what every check finds."""
    return [diagnostic for check in CHECKS for diagnostic in check(corpus)]
