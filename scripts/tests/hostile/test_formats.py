"""Calendars, feeds, mails, tables and servers' rules keep their shape, whatever the texts say."""

from __future__ import annotations

import csv
import email
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import html5lib
import pytest
from icalendar import Calendar

from psi_site import calendars, exports, feeds
from psi_site.artifact import Artifact
from psi_site.hosting.security import security_txt
from psi_site.hosting.servers import Server, server_rules
from psi_site.hosting.static_hosts import headers_file, redirects_file
from psi_site.icons import FEED_ICON, manifest
from psi_site.mail.document import mail_document
from psi_site.mail.message import as_bytes, write_mail
from psi_site.model.newsletter import Newsletter
from psi_site.pages.catalogue import web_pages
from psi_site.pages.discovery import robots, sitemap
from psi_site.pages.reader import Reader
from psi_site.palette import read_tokens
from psi_site.site import Site, load_site
from tests import made_up
from tests.hostile.injection import poisoned

TAGS = {"script", "iframe", "object", "embed", "base", "form", "svg", "math", "template", "link"}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The made-up site with a payload in every text."""
    root = made_up.copy_site(tmp_path_factory.mktemp("hostile") / "root")
    poisoned(root)
    return load_site(root)[0]


def holes(html: str) -> list[str]:
    """Return what in HTML could run, or ask somebody else for something."""
    found = []
    for element in html5lib.parse(html, namespaceHTMLElements=False).iter():
        tag = str(element.tag).rpartition("}")[2]
        found += [tag] if tag in TAGS else []
        for name, value in element.attrib.items():
            scheme = re.sub(r"[\x00-\x20]", "", unquote(value)).lower()
            if str(name).startswith("on") or scheme.startswith(("javascript:", "vbscript:")):
                found.append(f"{tag} {name}")
            if name == "src" and "evil" in value:
                found.append(f"{tag} {value}")
    return found


def test_holes_would_be_noticed() -> None:
    assert holes("<p onclick=x><a href=' java\nscript:x'>x</a><img src=//evil.example/>")
    assert holes("<svg/onload=x>") and not holes("<p title='onclick=x'>&lt;script&gt;</p>")


def by_path(artifacts: Iterator[Artifact] | tuple[Artifact, ...]) -> dict[str, bytes]:
    return {artifact.path: artifact.content for artifact in artifacts}


# Calendars.


def shape(calendar: bytes) -> list[tuple[str, str, Counter[str]]]:
    """Return every component with its UID and how often it has which property."""
    return [
        (
            str(each.name),
            str(each.get("UID", "")),
            Counter(name for name, _ in each.property_items(recursive=False)),
        )
        for each in Calendar.from_ical(calendar).walk()
    ]


def names_of_lines(calendar: bytes) -> Counter[str]:
    """Return the property names as a program reads them that only splits lines."""
    lines = calendar.decode("utf-8").replace("\r\n ", "").split("\r\n")
    assert lines.pop() == ""
    return Counter(re.split("[;:]", line, maxsplit=1)[0] for line in lines)


def test_calendars_have_the_same_lines(hostile: Site, lappi: Site) -> None:
    known, found = by_path(calendars.artifacts(lappi)), by_path(calendars.artifacts(hostile))
    assert found.keys() == known.keys()
    for path, content in found.items():
        assert shape(content) == shape(known[path]), path
        assert names_of_lines(content) == names_of_lines(known[path]), path
        assert all(len(line) <= 75 for line in content.split(b"\r\n"))
        assert not re.search(rb"(?<!\r)\n|\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f]", content)
        assert "evil" in content.decode("utf-8").replace("\r\n ", "")


def test_rich_descriptions_run_nothing(hostile: Site) -> None:
    for content in by_path(calendars.artifacts(hostile)).values():
        for event in Calendar.from_ical(content).walk("VEVENT"):
            assert holes(str(event["X-ALT-DESC"])) == []
            assert holes(unquote(event["DESCRIPTION"].params["ALTREP"])) == []


# Feeds.


def keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: keys(each) for name, each in value.items()}
    return [keys(each) for each in value] if isinstance(value, list) else None


def test_feeds_have_the_same_elements(hostile: Site, lappi: Site) -> None:
    known = by_path(feeds.artifacts(lappi, FEED_ICON))
    found = by_path(feeds.artifacts(hostile, FEED_ICON))
    assert found.keys() == known.keys()
    for path, content in found.items():
        if path.endswith(".css"):
            continue
        if path.endswith(".json"):
            feed = json.loads(content)
            assert keys(feed) == keys(json.loads(known[path]))
            texts = [item["content_html"] for item in feed["items"]]
        else:
            assert b"<!DOCTYPE" not in content[:200]
            root, before = ElementTree.fromstring(content), ElementTree.fromstring(known[path])
            assert Counter(e.tag for e in root.iter()) == Counter(e.tag for e in before.iter())
            texts = [e.text for e in root.iter() if e.text and "<p" in e.text]
        assert texts
        assert [hole for text in texts for hole in holes(text)] == []


# Mails.


def mails(site: Site) -> Iterator[bytes]:
    for issue in site.all(Newsletter):
        for code in issue.editions:
            document = mail_document(site, issue, site.languages[code], made_up.NOW)
            if document:
                yield as_bytes(write_mail(document).message)


def anatomy(message: EmailMessage) -> list[tuple[str, list[str]]]:
    return [
        (part.get_content_type(), [name for name, _ in part.raw_items()]) for part in message.walk()
    ]


def test_mails_have_the_same_headers_and_parts(hostile: Site, lappi: Site) -> None:
    pairs = list(zip(mails(hostile), mails(lappi), strict=True))
    assert len(pairs) > 2
    for content, before in pairs:
        found = email.message_from_bytes(content, policy=policy.SMTP)
        known = email.message_from_bytes(before, policy=policy.SMTP)
        assert anatomy(found) == anatomy(known)
        assert not any(part.defects for part in found.walk())
        for name in ("From", "Reply-To"):
            assert [a.addr_spec for a in found[name].addresses] == [
                a.addr_spec for a in known[name].addresses
            ]
        assert found["List-Id"] == known["List-Id"]
        assert content.isascii() and not re.search(rb"(?<!\r)\n|\r(?!\n)", content)
        body = found.get_body(("html",))
        assert body
        assert [h for h in holes(body.get_content()) if h != "link"] == []


@pytest.mark.parametrize(
    "subject",
    [
        "=?utf-8?q?a=0D=0ABcc_:_evil@evil.example?=",
        "=?utf-8?q?a=0D=0A=0D=0A<script>?=",
        "a\r\nBcc: evil@evil.example",
        "a\x0bBcc: b\x0cBcc: c\x85Bcc: d",
    ],
)
def test_a_subject_is_one_header(subject: str, lappi: Site) -> None:
    (issue, *_) = lappi.all(Newsletter)
    code = next(iter(issue.editions))
    document = mail_document(lappi, issue, lappi.languages[code], made_up.NOW)
    assert document
    imprint = replace(document.imprint, name=subject)
    content = as_bytes(write_mail(replace(document, subject=subject, imprint=imprint)).message)
    found = email.message_from_bytes(content)
    assert "Bcc" not in found and "Bcc " not in found and not found.defects
    assert len(found.keys()) == len(
        email.message_from_bytes(as_bytes(write_mail(document).message)).keys()
    )


# Tables.


def test_tables_have_the_same_cells_and_no_formulas(hostile: Site, lappi: Site) -> None:
    known, found = by_path(exports.artifacts(lappi)), by_path(exports.artifacts(hostile))
    assert found.keys() == known.keys()
    for path, content in found.items():
        if path.endswith(".json"):
            assert keys(json.loads(content)) == keys(json.loads(known[path]))
            continue
        rows, before = (
            list(csv.reader(io.StringIO(each.decode("utf-8-sig"))))
            for each in (content, known[path])
        )
        assert [len(row) for row in rows] == [len(row) for row in before]
        for cell in (piece for row in rows for piece in row):
            for piece in re.split(r"[;\t\r\n]", cell):
                is_number = re.fullmatch(r"-?\d+(\.\d+)?", piece)
                assert is_number or not piece.lstrip().startswith(("=", "+", "-", "@", "＝")), cell


# What servers, search engines and browsers read.


def test_what_machines_read_of_the_site_is_the_same(hostile: Site, lappi: Site) -> None:
    def read(site: Site) -> list[object]:
        pages = [
            page
            for code in site.codes
            for page in web_pages(Reader(site, site.languages[code], made_up.NOW))
        ]
        files = ["/index.html", "/assets/site.0123456789.css"]
        return [
            headers_file(site, files),
            redirects_file(site, files),
            server_rules(site, Server.NGINX),
            server_rules(site, Server.CADDY),
            Counter(e.tag for e in ElementTree.fromstring(sitemap(site, pages).content).iter()),
            robots(site),
            security_txt(site),
        ]

    assert read(hostile) == read(lappi)


def test_manifests_have_the_same_keys(hostile: Site, lappi: Site, theme: Path) -> None:
    tokens = read_tokens(theme)
    for code in hostile.codes:
        assert keys(json.loads(manifest(hostile, code, tokens))) == keys(
            json.loads(manifest(lappi, code, tokens))
        )


@pytest.fixture
def theme() -> Path:
    """The folder of the theme."""
    return made_up.ROOT / "overrides"
