"""Rules that hold between records: each a generator of diagnostics over the whole site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from psi_site.checks.budgets import check_budgets
from psi_site.checks.collisions import check_collisions
from psi_site.checks.consequences import Unread
from psi_site.checks.contacts import check_contacts
from psi_site.checks.dates import check_dates
from psi_site.checks.drafts import check_drafts
from psi_site.checks.expiry import check_expiry
from psi_site.checks.images import check_images
from psi_site.checks.language_care import check_language_care
from psi_site.checks.links import check_links
from psi_site.checks.markdown import check_markdown
from psi_site.checks.media import check_media
from psi_site.checks.newsletters import check_newsletters
from psi_site.checks.outward import check_dead_links
from psi_site.checks.pages import check_pages
from psi_site.checks.places import check_places
from psi_site.checks.programmes import check_programmes
from psi_site.checks.redirects import check_redirects
from psi_site.checks.references import check_references
from psi_site.checks.settings import check_settings
from psi_site.checks.translations import check_translations
from psi_site.checks.weekdays import check_weekdays
from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic

Check = Callable[[Corpus], Iterator[Diagnostic]]

CHECKS: tuple[Check, ...] = (
    check_settings,
    check_references,
    check_drafts,
    check_translations,
    check_markdown,
    check_links,
    check_media,
    check_images,
    check_pages,
    check_redirects,
    check_places,
    check_dates,
    check_weekdays,
    check_collisions,
    check_programmes,
    check_budgets,
    check_newsletters,
    check_dead_links,
    check_language_care,
)


def run_checks(
    corpus: Corpus, *, today: date | None, unread: Unread | None = None
) -> list[Diagnostic]:
    """Return what every check finds.

    `today` is the day ages are counted from; without it no rule about age is checked. `unread`
    says which records exist but could not be read: what only follows from that is left out.
    """
    if len(set(corpus.codes)) != max(len(corpus.codes), 1):
        return list(check_settings(corpus))
    found = [diagnostic for check in CHECKS for diagnostic in check(corpus)]
    if today:
        found += check_contacts(corpus, today)
        found += check_expiry(corpus, today)
    return [each for each in found if not (unread and unread.explains(each))]
