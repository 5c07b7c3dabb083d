"""Rules that records keep, each by itself or with others: generators of diagnostics."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from itertools import chain

from psi_site.checks.budgets import check_budgets
from psi_site.checks.collisions import check_collisions
from psi_site.checks.consequences import Unread
from psi_site.checks.contacts import check_contacts
from psi_site.checks.dates import check_dates
from psi_site.checks.drafts import check_draft_lists, check_drafts
from psi_site.checks.expiry import check_expiry
from psi_site.checks.files import check_files
from psi_site.checks.images import check_images
from psi_site.checks.language_care import check_language_care
from psi_site.checks.links import check_links
from psi_site.checks.markdown import check_markdown
from psi_site.checks.media import check_media
from psi_site.checks.newsletters import check_newsletters, check_numbering
from psi_site.checks.outward import check_dead_links
from psi_site.checks.pages import check_pages
from psi_site.checks.places import check_places
from psi_site.checks.programmes import check_programmes
from psi_site.checks.redirects import check_redirects
from psi_site.checks.references import check_references
from psi_site.checks.settings import check_settings
from psi_site.checks.subject import RecordCheck, Subject
from psi_site.checks.translations import check_translations
from psi_site.checks.unused import check_unused
from psi_site.checks.weekdays import check_weekdays
from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic

CorpusCheck = Callable[[Corpus], Iterator[Diagnostic]]
"""A rule about records as a whole: their order, their addresses, what there has to be."""

RECORD_CHECKS: tuple[RecordCheck, ...] = (
    check_references,
    check_drafts,
    check_translations,
    check_markdown,
    check_links,
    check_media,
    check_images,
    check_places,
    check_dates,
    check_weekdays,
    check_programmes,
    check_budgets,
    check_newsletters,
    check_language_care,
)

CORPUS_CHECKS: tuple[CorpusCheck, ...] = (
    check_settings,
    check_draft_lists,
    check_files,
    check_pages,
    check_redirects,
    check_collisions,
    check_numbering,
    check_dead_links,
    check_unused,
)


Keep = Callable[[str, Callable[[], list[Diagnostic]]], list[Diagnostic]]


def _made_anew(name: str, make: Callable[[], list[Diagnostic]]) -> list[Diagnostic]:
    del name
    return make()


def check_record(corpus: Corpus, kind: str, record_id: str) -> list[Diagnostic]:
    """Return what is wrong with one record, by what it holds itself and by those it names."""
    subject = Subject(corpus, corpus.records[kind][record_id])
    return list(chain.from_iterable(check(subject) for check in RECORD_CHECKS))


def run_checks(
    corpus: Corpus,
    *,
    today: date | None,
    unread: Unread | None = None,
    keep: Keep = _made_anew,
) -> list[Diagnostic]:
    """Return what every check finds.

    `today` is the day ages are counted from; without it no rule about age is checked. `unread`
    says which records exist but could not be read: what only follows from that is left out. `keep`
    takes a name and what finds the faults of one record, and may know them from an earlier run.
    """
    if len(set(corpus.codes)) != max(len(corpus.codes), 1):
        return list(check_settings(corpus))
    found = list(chain.from_iterable(check(corpus) for check in CORPUS_CHECKS))
    for kind, records in corpus.records.items():
        for record_id in records:
            found += keep(f"{kind} {record_id}", partial(check_record, corpus, kind, record_id))
    if today:
        found += check_contacts(corpus, today)
        found += check_expiry(corpus, today)
    return [each for each in found if not (unread and unread.explains(each))]
