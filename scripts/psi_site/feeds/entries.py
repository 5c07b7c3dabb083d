"""What every feed is made of, whatever it is about and however it is written."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import NamedTuple

from psi_site.model.record import Record
from psi_site.model.settings import Settings


class Enclosure(NamedTuple):
    """A picture that goes with an entry: its URL, media type and length in bytes."""

    url: str
    media_type: str
    length: int


class Entry(NamedTuple):
    """One item of a feed.

    `published` and `updated` are aware, in the site's time zone; `updated` is never the earlier.
    Texts are legal in XML, `content_html` holds absolute URLs only. `language` is that of the page
    at `url`, which differs from the feed's where a page has not been translated.
    """

    id: str
    url: str
    language: str
    title: str
    summary: str
    content_html: str
    published: datetime
    updated: datetime
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    image: Enclosure | None = None


def permanent_id(settings: Settings, kind: str, record_id: str, language: str) -> str:
    """Return an id that outlives addresses, titles and translations (RFC 9562 section 5.5).

    It is made of the site's name for identifiers, which never changes, the record and the language
    of the *feed*. So a notice and the translation that replaces it are one entry, while somebody
    who follows two languages gets an entry in each.
    """
    namespace = uuid.uuid5(uuid.NAMESPACE_DNS, settings.uid_domain)
    return uuid.uuid5(namespace, f"{kind}:{record_id}:{language}").urn


def entry_id(settings: Settings, record: Record, language: str) -> str:
    """Return the id of a record's entry in the feeds of a language, the same in every format."""
    return permanent_id(settings, record.kind, record.id, language)
