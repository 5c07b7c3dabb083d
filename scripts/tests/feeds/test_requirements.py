"""What every feed must be, whatever its row, format and language; on two networks."""

from __future__ import annotations

import json
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import jsonschema
import pytest
from lxml import etree, html

from psi_site.feeds import artifacts, feeds
from psi_site.feeds.feed import Feed
from psi_site.site import Site

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SCHEMA = json.loads((Path(__file__).parent / "json-feed-1.1.schema.json").read_text("utf-8"))
NS = {
    "a": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ALTERNATE = ("alternate", "http://www.iana.org/assignments/relation/alternate")


@pytest.fixture(params=["small", "real_site"])
def site(request: pytest.FixtureRequest) -> Site:
    found: Site = request.getfixturevalue(request.param)
    return found


def every(site: Site, form: str) -> list[tuple[Feed, bytes]]:
    found = [feed for code in site.codes for feed in feeds(site, code, "assets/icon.png")]
    assert found
    return [(feed, feed.format.write(feed)) for feed in found if feed.format.id == form]


def xml(site: Site) -> list[tuple[Feed, bytes]]:
    return [*every(site, "rss"), *every(site, "atom")]


def test_xml_declares_utf_8_and_brings_only_a_css_style(site: Site) -> None:
    files = {each.path for each in artifacts(site)}
    for _, data in xml(site):
        assert data.lower().startswith(b"<?xml version='1.0' encoding='utf-8'?>\n")
        assert b"<!DOCTYPE" not in data
        root = etree.fromstring(data)
        style = root.getprevious()
        assert (style.target, style.get("type")) == ("xml-stylesheet", "text/css")
        assert style.getprevious() is None
        assert style.get("href").lstrip("/") in files


def test_rss_channel(site: Site) -> None:
    for feed, data in every(site, "rss"):
        channel = etree.fromstring(data).find("channel")
        assert channel.findtext("title") == feed.title
        assert channel.findtext("link") == feed.page_url
        assert not feed.page_url.endswith((".xml", ".json"))
        assert channel.findtext("description") == feed.description
        assert channel.findtext("language") == feed.language
        assert channel.findtext("image/link") == channel.findtext("link")
        assert channel.findtext("image/title") == channel.findtext("title")
        (own,) = channel.xpath("a:link[@rel='self']", namespaces=NS)
        assert (own.get("href"), own.get("type")) == (feed.url, "application/rss+xml")
        others = channel.xpath("a:link[@rel='alternate']", namespaces=NS)
        assert {each.get("hreflang") for each in others} == set(site.codes) - {feed.language}
        assert all(each.get("type") == "application/rss+xml" for each in others)


def test_rss_items(site: Site) -> None:
    for feed, data in every(site, "rss"):
        items = etree.fromstring(data).findall("channel/item")
        assert len(items) == len(feed.entries) > 0
        for item in items:
            assert item.findtext("title")
            assert urlsplit(item.findtext("link")).scheme == "https"
            assert item.findtext("description")
            assert "<" in item.findtext("content:encoded", namespaces=NS)
            assert item.findtext("dc:creator", namespaces=NS)
            assert item.find("author") is None
        guids = [item.findtext("guid") for item in items]
        assert len(set(guids)) == len(guids)
        assert {item.find("guid").get("isPermaLink") for item in items} == {"false"}


def test_rss_dates_are_english_swedish_and_in_order(site: Site) -> None:
    for _, data in every(site, "rss"):
        channel = etree.fromstring(data).find("channel")
        texts = [item.findtext("pubDate") for item in channel.findall("item")]
        moments = [parsedate_to_datetime(text) for text in texts]
        for text, moment in zip(texts, moments, strict=True):
            days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
            assert text.split(",")[0] == days[moment.weekday()]
            assert moment.utcoffset() == moment.astimezone(STOCKHOLM).utcoffset()
        assert moments == sorted(moments, reverse=True)
        assert channel.findtext("lastBuildDate") == texts[0]


def test_atom_feed(site: Site) -> None:
    for feed, data in every(site, "atom"):
        root = etree.fromstring(data)
        assert root.findtext("a:id", namespaces=NS).startswith("urn:uuid:")
        assert root.findtext("a:title", namespaces=NS) == feed.title
        assert root.findtext("a:author/a:name", namespaces=NS)
        assert root.get(LANG) == feed.language
        (own,) = root.xpath("a:link[@rel='self']", namespaces=NS)
        assert (own.get("href"), own.get("type")) == (feed.url, "application/atom+xml")
        others = {
            each.get("hreflang"): each for each in _alternates(root) if "xml" in each.get("type")
        }
        assert set(others) == set(site.codes) - {feed.language}
        (page,) = (each for each in _alternates(root) if each.get("type") == "text/html")
        assert page.get("href") == feed.page_url


def _alternates(element: Any) -> list[Any]:
    return [each for each in element.findall("a:link", NS) if each.get("rel") in ALTERNATE]


def test_atom_has_no_two_alternates_of_a_type_and_language(site: Site) -> None:
    for _, data in every(site, "atom"):
        root = etree.fromstring(data)
        for element in (root, *root.findall("a:entry", NS)):
            kinds = [(each.get("type"), each.get("hreflang")) for each in _alternates(element)]
            assert kinds
            assert len(set(kinds)) == len(kinds)
            assert all(kind and language for kind, language in kinds)


def test_atom_entries(site: Site) -> None:
    for _, data in every(site, "atom"):
        root = etree.fromstring(data)
        entries = root.findall("a:entry", NS)
        for entry in entries:
            for name in ("id", "title", "updated", "published", "summary", "content"):
                assert entry.findtext(f"a:{name}", namespaces=NS)
            assert entry.find("a:content", NS).get("type") == "html"
        updated = [entry.findtext("a:updated", namespaces=NS) for entry in entries]
        assert len(set(updated)) == len(updated)
        newest = max(datetime.fromisoformat(text) for text in updated)
        assert datetime.fromisoformat(root.findtext("a:updated", namespaces=NS)) == newest
        published = [entry.findtext("a:published", namespaces=NS) for entry in entries]
        moments = [datetime.fromisoformat(text) for text in published]
        assert moments == sorted(moments, reverse=True)


def test_json_feed(site: Site) -> None:
    for feed, data in every(site, "json"):
        value = json.loads(data.decode("utf-8"))
        validator = jsonschema.Draft202012Validator(
            SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
        )
        assert [error.message for error in validator.iter_errors(value)] == []
        assert value["version"] == "https://jsonfeed.org/version/1.1"
        assert (value["feed_url"], value["home_page_url"]) == (feed.url, feed.page_url)
        assert value["language"] == feed.language
        assert value["authors"]
        ids = [item["id"] for item in value["items"]]
        assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    "change",
    [{"unknown": 1}, {"items": [{"content_html": ""}]}, {"version": "1.1"}, {"feed_url": "feed"}],
)
def test_the_schema_refuses(change: dict[str, Any]) -> None:
    value = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "T",
        "home_page_url": "https://example.org/",
        "feed_url": "https://example.org/feed.json",
        "language": "sv",
        "authors": [{"name": "N"}],
        "items": [{"id": "1", "content_html": "<p>"}],
    }
    jsonschema.validate(value, SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**value, **change}, SCHEMA)


def test_content_is_absolute_and_harmless(site: Site) -> None:
    for feed, _ in every(site, "rss"):
        for entry in feed.entries:
            root = html.fragment_fromstring(entry.content_html)
            for _, _, link, _ in root.iterlinks():
                assert urlsplit(link).scheme in ("https", "http", "mailto", "tel")
            assert not root.xpath("//script|//form|//iframe|//@style|//img[not(@alt)]")
            assert root.get("lang") == feed.language


def test_pictures_have_their_real_length(small: Site) -> None:
    copy = small.images.mail_file("img/bild.png")
    size = len(copy.content)
    for feed, data in every(small, "rss"):
        if feed.id == "newsletter":
            (enclosure,) = etree.fromstring(data).iter("enclosure")
            assert dict(enclosure.attrib) == {
                "url": f"https://example.org/{copy.path}",
                "length": str(size),
                "type": "image/png",
            }
    for feed, data in every(small, "json"):
        if feed.id == "newsletter":
            (attachment,) = json.loads(data)["items"][0]["attachments"]
            assert attachment["size_in_bytes"] == size > 0


def test_an_entry_is_the_same_in_every_format(site: Site) -> None:
    for (_, rss), (_, atom), (_, data) in zip(
        every(site, "rss"), every(site, "atom"), every(site, "json"), strict=True
    ):
        channel = etree.fromstring(rss).find("channel")
        guids = [item.findtext("guid") for item in channel.findall("item")]
        entries = etree.fromstring(atom).findall("a:entry", NS)
        assert guids == [entry.findtext("a:id", namespaces=NS) for entry in entries]
        assert guids == [item["id"] for item in json.loads(data)["items"]]


def test_what_is_in_swedish_only_is_a_short_notice_in_english(small: Site) -> None:
    feed, atom, data = (each for each in feeds(small, "en") if each.id == "newsletter")
    notice = feed.entries[1]
    assert (notice.url, notice.language) == ("https://example.org/nyhetsbrev/2023-2/", "sv")
    assert notice.title == "Brev 2023:2 (in Swedish)"
    assert notice.summary == "This is available only in Swedish."
    root = html.fragment_fromstring(notice.content_html)
    (link,) = root.iter("a")
    assert (link.get("href"), link.get("hreflang"), link.get("lang")) == (notice.url, "sv", "sv")
    item = etree.fromstring(feed.format.write(feed)).findall("channel/item")[1]
    assert item.findtext("dc:language", namespaces=NS) == "sv"
    entry = etree.fromstring(atom.format.write(atom)).findall("a:entry", NS)[1]
    assert entry.find("a:link", NS).get("hreflang") == "sv"
    assert json.loads(data.format.write(data))["items"][1]["language"] == "sv"
