"""The address of every record in every language: a path from the site's root.

A page's address is its slug, below the language's code unless the language is the original. A
record's is its id below the page that lists its kind, or an anchor on that page. Paths begin and
end with a slash; outputs make them relative or absolute.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from psi_site.content import Home
from psi_site.corpus import Corpus
from psi_site.model.page import Page
from psi_site.model.record import Record
from psi_site.tracing import answer, lasting


class Target(NamedTuple):
    """Where a link leads, and in which language the reader will find it."""

    path: str
    language: str


def page_path(corpus: Corpus, page: Page, language: str) -> str:
    """Return the path of a page's edition in `language`, which it must have."""
    prefix = "" if language == corpus.codes[0] else f"/{language}"
    slug = page.slug(language)
    return f"{prefix}/{slug}/" if slug else f"{prefix}/"


def former_paths(corpus: Corpus, page: Page, language: str) -> tuple[str, ...]:
    """Return the paths a page's edition in `language` had before, as its editor says."""
    prefix = "" if language == corpus.codes[0] else f"/{language}"
    return tuple(f"{prefix}/{slug}/" for slug in page.editions[language].redirect_from if slug)


def readable_in(corpus: Corpus, record: Record) -> tuple[str, ...]:
    """Return the languages in which a record has a page or a place on one.

    A record is read where its name is translated and its list's page is.
    """
    languages = record.readable_in(corpus.codes)
    base = base_page(corpus, record)
    if base is None or base is record:
        return languages
    return tuple(language for language in languages if language in base.editions)


def base_page(corpus: Corpus, record: Record) -> Page | None:
    """Return the page that a record's address is built on: for a page, the page itself."""
    if isinstance(record, Page):
        return record
    return corpus.list_pages.get(corpus.types[record.kind].listed_with)


def path_in(corpus: Corpus, record: Record, language: str) -> str | None:
    """Return a record's path in one language, None where it has none."""
    return alternates(corpus, record).get(language)


def alternates(corpus: Corpus, record: Record) -> Mapping[str, str]:
    """Return a record's path in each language it has one in, in the order of the site's."""
    if corpus.holds(record):
        return paths_of(corpus, record.kind, record.id)
    return _found_paths(corpus, record)


@lasting
def paths_of(corpus: Corpus, kind: str, record_id: str) -> Mapping[str, str]:
    """Return what `alternates` does, for a record by its name."""
    record = corpus.find(record_id, (kind,))
    return _found_paths(corpus, record) if record else {}


def _found_paths(corpus: Corpus, record: Record) -> Mapping[str, str]:
    home = corpus.types[record.kind].home
    base = base_page(corpus, record)
    if home is Home.NOWHERE or base is None:
        return {}
    own = "" if record is base else f"#{record.id}" if home is Home.ON_LIST else f"{record.id}/"
    languages = readable_in(corpus, record)
    return {each: f"{page_path(corpus, base, each)}{own}" for each in languages}


def paths_of_kind(corpus: Corpus, kind: str) -> Iterator[tuple[str, str, str]]:
    """Yield every path of the records of a kind, each with the record's id and the language."""
    for record_id in corpus.ids(kind):
        for code, path in paths_of(corpus, kind, record_id).items():
            yield record_id, code, path


def target(corpus: Corpus, record: Record, language: str) -> Target | None:
    """Return where a reader of `language` finds a record: translated where it is, else not.

    None for a record that is read nowhere.
    """
    if corpus.holds(record):
        return target_of(corpus, record.kind, record.id, language)
    return _found_target(corpus, record, language)


@answer
def target_of(corpus: Corpus, kind: str, record_id: str, language: str) -> Target | None:
    """Return what `target` does, for a record by its name; None too where there is no such one."""
    record = corpus.find(record_id, (kind,))
    return _found_target(corpus, record, language) if record else None


def _found_target(corpus: Corpus, record: Record, language: str) -> Target | None:
    paths = alternates(corpus, record)
    found = language if language in paths else next(iter(paths), None)
    return Target(paths[found], found) if found else None
