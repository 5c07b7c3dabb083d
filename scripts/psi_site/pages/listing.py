"""What is told of a record's page where pages are listed, so that it can be without the record.

Every build lists all pages, and most builds read anew only what few of them are about: builds hand
on to each other what they tell of the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from psi_site.addresses import alternates
from psi_site.model.record import Addressed, Record
from psi_site.pages.reader import TIMELESS, Reader
from psi_site.prose import plain
from psi_site.site import Site
from psi_site.tracing import lasting, remembering

DESCRIPTION_LENGTH = 160


class Edition(NamedTuple):
    """A record's page in one language: its path, the record's name, its heading, a sentence."""

    path: str
    name: str
    title: str
    description: str


class Listing(NamedTuple):
    """A record's page in every language it has one in, in the order of the site's.

    `updated` is the day its editor says it was changed on, `former` the ids it had before.
    """

    editions: Mapping[str, Edition]
    updated: date | None
    former: tuple[str, ...]

    @property
    def alternates(self) -> dict[str, str]:
        """The path of the page in each language."""
        return {code: edition.path for code, edition in self.editions.items()}


@remembering
def listing(site: Site, kind: str, record_id: str) -> Listing:
    """Return what is told of the page of a record, which has to be there."""
    editions, updated, former = _told(site, kind, record_id)
    return Listing({code: Edition(*rest) for code, *rest in editions}, updated, former)


_Told = tuple[tuple[tuple[str, str, str, str, str], ...], date | None, tuple[str, ...]]
"""A listing in a plain form, which takes less room: each edition with its language before it."""


@lasting
def _told(site: Site, kind: str, record_id: str) -> _Told:
    record = site.find(record_id, (kind,))
    assert record
    former = record.redirect_from if isinstance(record, Addressed) else ()
    editions = tuple(
        (code, path, *_words(Reader(site, site.languages[code], TIMELESS), record))
        for code, path in alternates(site, record).items()
    )
    return editions, record.updated, former


def _words(reader: Reader, record: Record) -> tuple[str, str, str]:
    name = reader.words(record.name)
    return name, _title(reader, record, name), _description(reader, record)


def _title(reader: Reader, record: Record, name: str) -> str:
    """Return the heading of a record's page: its name, in a phrase where its kind has one."""
    key = f"{record.kind}.page_title"
    return reader.t(key, title=name) if reader.language.has(key) else name


def _description(reader: Reader, record: Record) -> str:
    """Return one sentence about a record, cut at a word to what search engines show."""
    for name in _described_by(type(record)):
        text = getattr(record, name)
        if text:
            return shortened(reader.words(text))
    edition = getattr(record, "editions", {}).get(reader.language.code)
    preheader = getattr(edition, "preheader", "")
    fallback = f"{reader.words(record.name)} – {reader.words(reader.site.settings.title)}"
    return shortened(plain(preheader) if preheader else fallback)


@cache
def _described_by(model: type[Record]) -> tuple[str, ...]:
    """Return the fields that may say what a record is about; a model is slow to say it has none."""
    names = ("summary", "preheader", "description", "call")
    return tuple(name for name in names if name in model.model_fields)


def shortened(text: str) -> str:
    """Return `text` cut after a whole word, with an ellipsis, where it is too long."""
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    return f"{text[: DESCRIPTION_LENGTH - 1].rsplit(' ', 1)[0].rstrip(',;:–- ')}…"
