"""Independent parsers read the same thing from every feed, and it is what was written.

feedparser, reader's own two parsers, atoma and fastfeedparser share no code with what writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import atoma
import fastfeedparser
import feedparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from reader import make_reader

from psi_site.feeds.entries import Enclosure, Entry
from psi_site.feeds.feed import Channel, Feed
from psi_site.feeds.table import FORMATS, feeds
from psi_site.feeds.text import legal, one_line
from psi_site.site import Site


@dataclass(frozen=True)
class Read:
    """An entry as a parser gives it back; whole seconds in UTC."""

    id: str
    title: str
    link: str
    published: datetime
    content: str


def moment(value: datetime) -> datetime:
    return value.astimezone(UTC).replace(microsecond=0)


def written(feed: Feed) -> list[Read]:
    return [
        Read(each.id, each.title, each.url, moment(each.published), each.content_html)
        for each in feed.entries
    ]


Parser = Callable[[Feed, Path], Iterator[Read]]


def with_feedparser(feed: Feed, folder: Path) -> Iterator[Read]:
    del folder
    parsed = feedparser.parse(
        feed.format.write(feed), sanitize_html=False, resolve_relative_uris=False
    )
    assert not parsed.bozo
    assert parsed.feed.link == feed.page_url
    assert parsed.feed.language == feed.language
    for each in parsed.entries:
        when = datetime(*each.published_parsed[:6], tzinfo=UTC)
        yield Read(each.id, each.title, each.link, when, each.content[0].value)


def with_reader(feed: Feed, folder: Path) -> Iterator[Read]:
    (folder / feed.format.file).write_bytes(feed.format.write(feed))
    with make_reader(":memory:", feed_root=str(folder)) as library:
        library.add_feed(feed.format.file)
        library.update_feeds()
        for each in library.get_entries():
            assert each.published and each.title and each.link
            yield Read(
                each.id, each.title, each.link, moment(each.published), each.content[0].value
            )


def with_atoma(feed: Feed, folder: Path) -> Iterator[Read]:
    del folder
    data = feed.format.write(feed)
    if feed.format.id == "rss":
        for item in atoma.parse_rss_bytes(data).items:
            yield Read(
                item.guid, item.title, item.link, moment(item.pub_date), item.content_encoded
            )
    elif feed.format.id == "atom":
        for entry in atoma.parse_atom_bytes(data).entries:
            link = next(each.href for each in entry.links if each.rel == "alternate")
            when = moment(entry.published)
            yield Read(entry.id_, entry.title.value, link, when, entry.content.value)
    else:
        for item in atoma.parse_json_feed_bytes(data).items:
            when = moment(item.date_published)
            yield Read(item.id_, item.title, item.url, when, item.content_html)


def with_fastfeedparser(feed: Feed, folder: Path) -> Iterator[Read]:
    del folder
    for each in fastfeedparser.parse(feed.format.write(feed)).entries:
        when = moment(datetime.fromisoformat(each["published"]))
        yield Read(each["id"], each["title"], each["link"], when, each["content"][0]["value"])


READS = {
    with_feedparser: ("rss", "atom"),
    with_reader: ("rss", "atom", "json"),
    with_atoma: ("rss", "atom", "json"),
    with_fastfeedparser: ("rss", "atom", "json"),
}
CASES = [(parser, form) for parser, forms in READS.items() for form in forms]


def as_shown(content: str) -> str:
    """Return what somebody meets in HTML, words and links: parsers may write its tags anew."""
    root = html.fragment_fromstring(content, create_parent="div")
    links = [link for _, _, link, _ in root.iterlinks()]
    return " ".join([*root.text_content().split(), *links])


def shown(entries: Iterable[Read]) -> set[Read]:
    return {replace(each, content=as_shown(each.content)) for each in entries}


@pytest.mark.parametrize(("parser", "form"), CASES)
@pytest.mark.parametrize("network", ["small", "real_site"])
def test_a_parser_reads_what_was_written(
    request: pytest.FixtureRequest, tmp_path: Path, network: str, parser: Parser, form: str
) -> None:
    site: Site = request.getfixturevalue(network)
    for code in site.codes:
        for feed in feeds(site, code):
            if feed.format.id == form:
                assert shown(parser(feed, tmp_path)) == shown(written(feed))


TEXT = st.text(st.characters(), max_size=60) | st.sampled_from(
    ["]]>", "<b>&amp;</b>", "a\x00b\x0b", "👩‍🌾 Åsa", "]]]]>>", "&lt;", "<![CDATA[x]]>", "\ufffe"]
)
MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2199, 1, 1)).map(
    lambda each: each.replace(tzinfo=UTC, microsecond=0)
)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Any entry as the builders make it: any words, cleaned, and any time."""
    number = draw(st.integers(0, 10**9))
    published = draw(MOMENTS)
    title = one_line(draw(TEXT)) or "Namnlös"
    picture = Enclosure("https://example.org/b.png", "image/png", draw(st.integers(1, 10**9)))
    return Entry(
        id=f"urn:x:{number}",
        url=f"https://example.org/{number}/",
        language="sv",
        title=title,
        summary=one_line(draw(TEXT)) or title,
        content_html=f"<p>{legal(draw(TEXT))}</p>".replace("\r", ""),
        published=published,
        updated=max(published, draw(MOMENTS)),
        authors=(one_line(draw(TEXT)) or "Nätet",),
        categories=(one_line(draw(TEXT)) or "Annat",),
        image=draw(st.none() | st.just(picture)),
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(entries(), min_size=1, max_size=4, unique_by=lambda each: each.id))
@pytest.mark.parametrize("form", FORMATS, ids=lambda form: str(form.id))
def test_any_text_and_any_time_come_back(
    small: Site, tmp_path: Path, form: object, given_entries: list[Entry]
) -> None:
    kept = tuple(given_entries)
    channel = Channel(small, "news", "sv", "/", "/nytt/", 9, lambda site, code, limit: kept)
    feed = Feed(channel, next(each for each in FORMATS if each is form), {})
    assert list(with_atoma(feed, tmp_path)) == written(feed)
