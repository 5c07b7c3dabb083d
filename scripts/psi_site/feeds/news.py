"""News of the site as entries: records of some kinds, when they were first recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from psi_site.addresses import path_in, target
from psi_site.diagnostics import Diagnostic, Severity
from psi_site.feeds.content import Writer
from psi_site.feeds.dates import at_noon, first_recorded, last_changed
from psi_site.feeds.entries import Entry, entry_id
from psi_site.feeds.notice import notice
from psi_site.feeds.text import one_line
from psi_site.i18n import Language
from psi_site.model.event import Audience, Event
from psi_site.model.grant import Grant
from psi_site.model.party import Partner
from psi_site.model.project import Project
from psi_site.model.record import Record
from psi_site.model.text import LocalizedText
from psi_site.prose import plain
from psi_site.site import Site
from psi_site.tracing import answer, lasting, remembering
from psi_site.urls import absolute

Texts = tuple[LocalizedText | None, ...]


class NewsKind(NamedTuple):
    """A kind of record whose arrival is news, and the texts that present it, the summary first."""

    model: type[Record]
    texts: Callable[[Any], Texts]
    is_public: Callable[[Any], bool] = lambda record: True


NEWS_KINDS: tuple[NewsKind, ...] = (
    NewsKind(
        Event,
        lambda event: (event.summary, event.description, event.outcome),
        lambda event: event.audience is not Audience.INTERNAL,
    ),
    NewsKind(Project, lambda project: (project.summary, project.description)),
    NewsKind(Partner, lambda partner: (partner.description,)),
    NewsKind(Grant, lambda grant: (grant.call,)),
)
_KINDS = {kind.model.kind: kind for kind in NEWS_KINDS}


def news_entries(site: Site, language: str, limit: int) -> tuple[Entry, ...]:
    """Return the newest records for readers of `language`, the newest first."""
    seen = [
        (moment, -index, kind, record_id)
        for index, (kind, record_id, moment) in enumerate(_arrivals(site))
        if moment
    ]
    newest = sorted(seen, key=lambda row: row[:2], reverse=True)[:limit]
    found = (_entry(site, kind, record_id, language) for _, _, kind, record_id in newest)
    return tuple(entry for entry in found if entry)


def _arrivals(site: Site) -> Iterator[tuple[str, str, datetime | None]]:
    """Yield the kind and the id of every record that is news, and when it became that."""
    for kind in _KINDS:
        for record_id, moment in _arrivals_of(site, kind):
            yield kind, record_id, moment


@remembering
def _arrivals_of(site: Site, kind: str) -> tuple[tuple[str, datetime | None], ...]:
    found = ((each, _arrival(site, kind, each)) for each in site.ids(kind))
    return tuple((each, arrival[0]) for each, arrival in found if arrival)


@lasting
def _arrival(site: Site, kind: str, record_id: str) -> tuple[datetime | None] | None:
    """Return when a record became news, None for one that is none."""
    record = site.get(_KINDS[kind].model, record_id)
    if _KINDS[kind].is_public(record) and target(site, record, site.codes[0]):
        return (first_seen(site, record),)
    return None


@answer
def has_news(site: Site) -> bool:
    """Return whether any record is news."""
    return any(moment for _, _, moment in _arrivals(site))


def news_records(site: Site) -> Iterator[Record]:
    """Yield every record that is news at some time, in the order of the table."""
    return (site.get(_KINDS[kind].model, each) for kind, each, _ in _arrivals(site))


def first_seen(site: Site, record: Record) -> datetime | None:
    """Return when a record became news: first recorded, else the `updated` an editor gave."""
    recorded = first_recorded(site, record)
    if recorded is None and record.updated:
        return at_noon(site.settings, record.updated)
    return recorded


def check_news(site: Site) -> Iterator[Diagnostic]:
    """Warn of records that are left out of the news because nothing says when they came."""
    arrivals = _arrivals(site)
    undated = ((_KINDS[kind].model, each) for kind, each, moment in arrivals if moment is None)
    missing = [site.get(model, record_id) for model, record_id in undated]
    if missing and not site.history.complete:
        span = site.document(site.settings).span(())
        arguments = {"count": str(len(missing))}
        yield Diagnostic("news-without-history", span, arguments, Severity.WARNING)
        return
    for record in missing:
        span = site.document(record).span(("id",))
        yield Diagnostic("news-undated", span, {"id": record.id}, Severity.WARNING)


@lasting
def _entry(site: Site, kind: str, record_id: str, language: str) -> Entry | None:
    record = site.get(_KINDS[kind].model, record_id)
    published = first_seen(site, record)
    found = target(site, record, language)
    if found is None or published is None:
        return None
    writer = Writer(site, site.languages[language])
    if found.language != language:
        return notice(writer, record, found, published)
    return _whole_entry(writer, _KINDS[kind], record, published)


def _whole_entry(writer: Writer, kind: NewsKind, record: Record, published: datetime) -> Entry:
    site, code = writer.site, writer.language.code
    found = path_in(site, record, code)
    assert found
    url = absolute(site.settings, found)
    label = writer.t(f"feeds.news.kinds.{kind.model.kind}")
    texts = [writer.read(text) for text in kind.texts(record) if text]
    values: Mapping[str, object] = {"record": record, "when": _when(writer.language, record)}
    name = one_line(writer.words(record.name)) or url
    return Entry(
        id=entry_id(site.settings, record, code),
        url=url,
        language=code,
        title=one_line(writer.t("feeds.news.entry", kind=label, name=name)),
        summary=_summary(writer, kind.texts(record)[0]) or name,
        content_html=writer.draw("news.html", url, texts=texts, **values),
        published=published,
        updated=last_changed(site, record, code, published),
        authors=(one_line(writer.words(site.settings.title)),),
        categories=(one_line(label),),
    )


def _summary(writer: Writer, text: LocalizedText | None) -> str:
    """Return the first paragraph of a text as bare words."""
    paragraphs = writer.read(text).value.split("\n\n") if text else [""]
    return one_line(plain(paragraphs[0]))


def _when(language: Language, record: Record) -> str | None:
    """Return when an event is, in words, None for what has no day."""
    if not isinstance(record, Event) or record.first_day is None or record.last_day is None:
        return None
    if record.is_timed and record.start:
        return language.moment(record.start)
    return language.date_range(record.first_day, record.last_day)
