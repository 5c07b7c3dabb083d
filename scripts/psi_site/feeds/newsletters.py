"""The newsletter as entries: whole issues, or a notice where there is no translation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from psi_site.addresses import target
from psi_site.chronology import issue_ids
from psi_site.feeds.content import Writer
from psi_site.feeds.dates import last_changed, newsletter_published
from psi_site.feeds.entries import Entry, entry_id
from psi_site.feeds.notice import notice
from psi_site.feeds.pictures import first_picture
from psi_site.feeds.text import one_line
from psi_site.model.newsletter import Edition, Newsletter
from psi_site.model.record import Record
from psi_site.site import Site
from psi_site.tracing import lasting, remembering
from psi_site.urls import absolute


def newsletter_entries(site: Site, language: str, limit: int) -> tuple[Entry, ...]:
    """Return the newest issues for readers of `language`, the newest first."""
    found = (_entry(site, each, language) for each in _newest_first(site)[:limit])
    return tuple(entry for entry in found if entry)


@remembering
def _newest_first(site: Site) -> tuple[str, ...]:
    """Return the ids of the issues; of those of one day, that of the later number comes first."""
    ids = issue_ids(site)
    dated = ((_published(site, issue_id), place) for place, issue_id in enumerate(ids))
    return tuple(ids[place] for _, place in sorted(dated, reverse=True))


@lasting
def _published(site: Site, issue_id: str) -> datetime:
    return newsletter_published(site, site.get(Newsletter, issue_id))


def newsletter_records(site: Site) -> Iterator[Record]:
    """Yield every issue."""
    return iter(site.all(Newsletter))


def has_newsletters(site: Site) -> bool:
    """Return whether there is an issue at all."""
    return bool(site.ids(Newsletter.kind))


@lasting
def _entry(site: Site, issue_id: str, language: str) -> Entry | None:
    issue = site.get(Newsletter, issue_id)
    found = target(site, issue, language)
    if found is None:
        return None
    published = newsletter_published(site, issue)
    url = absolute(site.settings, found.path)
    writer = Writer(site, site.languages[language])
    if found.language != language:
        return notice(writer, issue, found, published)
    edition = issue.editions[language]
    title = one_line(edition.subject) or url
    return Entry(
        id=entry_id(site.settings, issue, language),
        url=url,
        language=language,
        title=title,
        summary=one_line(edition.preheader) or title,
        content_html=writer.draw("newsletter.html", url, issue=issue, edition=edition),
        published=published,
        updated=last_changed(site, issue, language, published),
        authors=_authors(writer, edition),
        categories=tuple(one_line(section.title) for section in edition.sections),
        image=first_picture(site, edition),
    )


def _authors(writer: Writer, edition: Edition) -> tuple[str, ...]:
    """Return who signed the issue, else the network itself."""
    return (one_line(edition.signature or writer.words(writer.site.settings.title)),)
