"""The table of feeds: a row for each thing to follow, a row for each way to write it.

A feed lies beside the page it belongs to, under a name with a dot, which no page's address can
have. A row whose page is not its own has a folder there, named by the language's words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from psi_site.addresses import page_path, target
from psi_site.artifact import Artifact
from psi_site.diagnostics import Diagnostic
from psi_site.feeds.content import TEMPLATES
from psi_site.feeds.entries import entry_id
from psi_site.feeds.feed import STYLESHEET, Channel, EntriesOf, Feed, Format
from psi_site.feeds.json_feed import write_json_feed
from psi_site.feeds.news import check_news, has_news, news_entries, news_records
from psi_site.feeds.newsletters import has_newsletters, newsletter_entries, newsletter_records
from psi_site.i18n import Language
from psi_site.model.newsletter import Newsletter
from psi_site.model.page import Page
from psi_site.model.record import Record
from psi_site.prose import slugify
from psi_site.site import Site
from psi_site.tracing import answer
from psi_site.urls import absolute


class Row(NamedTuple):
    """One thing to follow; its words are `feeds.ID.title` and `feeds.ID.description`.

    `lists` is the kind whose list page it belongs to, else it belongs to the home page. Where there
    are words `feeds.ID.folder` its files lie in a folder of that name below the page. `limit` is
    the greatest number of entries: readers keep the older ones, and every fetch costs. `records`
    gives all that ever have an entry, whatever the limit and the dates.
    """

    id: str
    entries: EntriesOf
    has_entries: Callable[[Site], bool]
    records: Callable[[Site], Iterator[Record]]
    limit: int
    lists: str | None = None


ROWS: tuple[Row, ...] = (
    Row(
        "newsletter",
        newsletter_entries,
        has_newsletters,
        newsletter_records,
        limit=20,
        lists=Newsletter.kind,
    ),
    Row("news", news_entries, has_news, news_records, limit=50),
)


def _write_rss(feed: Feed) -> bytes:
    # What writes XML is slow to import, and who asks for the feeds' addresses has no use for it.
    from psi_site.feeds.rss import write_rss

    return write_rss(feed)


def _write_atom(feed: Feed) -> bytes:
    from psi_site.feeds.atom import write_atom

    return write_atom(feed)


FORMATS: tuple[Format, ...] = (
    Format("rss", "rss.xml", "application/rss+xml", _write_rss),
    Format("atom", "atom.xml", "application/atom+xml", _write_atom),
    Format("json", "feed.json", "application/feed+json", write_json_feed),
)


class Discovery(NamedTuple):
    """What a page's `<link rel="alternate">` says of a feed."""

    type: str
    title: str
    path: str
    hreflang: str


def feeds(site: Site, language: str, image: str | None = None) -> tuple[Feed, ...]:
    """Return every feed of a language, in the order of the table, by format within a row.

    `image` is the path from the site's root of a PNG, JPEG or GIF that stands for the site. A row
    without a page in the language, or with nothing in it yet, has no feed: it would have no date.
    """
    channels = _channels(site, language, image)
    elsewhere = {code: _channels(site, code, image) for code in site.codes if code != language}
    return tuple(
        Feed(channel, form, _translations(channel.id, form, elsewhere))
        for channel in channels.values()
        for form in FORMATS
    )


def _translations(
    row_id: str, form: Format, elsewhere: Mapping[str, Mapping[str, Channel]]
) -> dict[str, str]:
    return {
        code: f"{channels[row_id].folder}{form.file}"
        for code, channels in elsewhere.items()
        if row_id in channels
    }


def _channels(site: Site, language: str, image: str | None) -> dict[str, Channel]:
    """Return the channels of a language by row."""
    picture = absolute(site.settings, f"/{image.lstrip('/')}") if image else None
    return {
        row.id: Channel(site, row.id, language, path, folder, row.limit, row.entries, picture)
        for row in ROWS
        for row_id, path, folder in _places(site, language)
        if row_id == row.id
    }


@answer
def _places(site: Site, language: str) -> tuple[tuple[str, str, str], ...]:
    """Return the rows that have a channel, its page and its folder; no two share a folder."""
    places: list[tuple[str, str, str]] = []
    for row in ROWS:
        page = _page(site, row)
        if page is None or language not in page.editions or not row.has_entries(site):
            continue
        path = page_path(site, page, language)
        folder = _folder(site.languages[language], row, path)
        while any(folder == other for _, _, other in places):
            folder = f"{folder}{row.id}/"
        places.append((row.id, path, folder))
    return tuple(places)


def page_of(site: Site, row_id: str) -> Page | None:
    """Return the page that a row's feeds belong to."""
    return next((_page(site, row) for row in ROWS if row.id == row_id), None)


def _page(site: Site, row: Row) -> Page | None:
    if row.lists:
        return site.list_pages.get(row.lists)
    return site.get(Page, site.settings.home)


def entry_ids(site: Site, language: str) -> Iterator[tuple[Record, str]]:
    """Yield every record that has or had an entry in a feed of `language`, with the entry's id."""
    for row in ROWS:
        page = _page(site, row)
        if page and language in page.editions:
            for record in row.records(site):
                if target(site, record, language):
                    yield record, entry_id(site.settings, record, language)


def _folder(words: Language, row: Row, path: str) -> str:
    key = f"feeds.{row.id}.folder"
    return f"{path}{slugify(words.text(key))}/" if words.has(key) else path


def autodiscovery(site: Site, language: str) -> tuple[Discovery, ...]:
    """Return what the head of every page in a language says of its feeds.

    `path` is from the site's root. Put `rel="alternate"` with all four on a `<link>`.
    """
    words = site.languages[language]
    return tuple(
        Discovery(
            feed.media_type,
            words.text(
                "feeds.link_title",
                title=feed.title,
                format=words.text(f"feeds.formats.{feed.format.id}"),
            ),
            feed.path,
            feed.language,
        )
        for feed in feeds(site, language)
    )


def units(site: Site, image: str | None = None) -> Mapping[str, Callable[[], Iterable[Artifact]]]:
    """Return what makes the files of each channel that there may be, by a name of its own.

    `image` as in `feeds`. The last unit is the stylesheet they share. The same site gives the same
    bytes wherever and whenever it is built.
    """
    channels = {
        f"feeds {row.id} {language}": partial(_files, site, row.id, language, image)
        for language in site.codes
        for row in ROWS
    }
    return {**channels, "feeds style": partial(_stylesheet, site)}


def artifacts(site: Site, image: str | None = None) -> Iterator[Artifact]:
    """Yield the files of every feed in every language, and the stylesheet they share."""
    for make in units(site, image).values():
        yield from make()


def _files(site: Site, row_id: str, language: str, image: str | None) -> Iterator[Artifact]:
    for feed in feeds(site, language, image):
        if feed.id == row_id:
            yield Artifact(feed.path.lstrip("/"), feed.format.write(feed))


def _stylesheet(site: Site) -> Iterator[Artifact]:
    if any(_places(site, language) for language in site.codes):
        yield Artifact(STYLESHEET, (TEMPLATES / STYLESHEET).read_bytes())


def check_feeds(site: Site) -> Iterator[Diagnostic]:
    """Yield a warning for what the feeds had to leave out."""
    yield from check_news(site)
