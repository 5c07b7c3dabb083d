"""The bar for newsletter mail, line by line, on a made-up issue and on the real one."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parsedate_to_datetime
from itertools import pairwise
from pathlib import Path

import html5lib
import pytest
from lxml import html as lxml_html

from psi_site.mail.html import LIMIT, TEMPLATES
from psi_site.mail.message import Mail, as_bytes
from psi_site.site import Site
from tests.conftest import ROOT
from tests.mail.network import SETTINGS, mail_of, network


def parsed(mail: Mail) -> EmailMessage:
    message = message_from_bytes(as_bytes(mail.message), policy=SMTP)
    assert isinstance(message, EmailMessage)
    return message


def dom(mail: Mail) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(mail.html)


@pytest.mark.parametrize("name", ["From", "Subject", "Date", "Message-ID", "MIME-Version"])
def test_header_stands_once(any_mail: Mail, name: str) -> None:
    assert len(parsed(any_mail).get_all(name, [])) == 1


def test_message_is_seven_bits_in_short_lines(any_mail: Mail) -> None:
    content = as_bytes(any_mail.message)
    assert content.isascii()
    lines = content.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) <= 998


def test_parts_are_text_then_html_in_quoted_printable(any_mail: Mail) -> None:
    message = parsed(any_mail)
    assert message.get_content_type() == "multipart/alternative"
    parts = list(message.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    for part in parts:
        assert part["Content-Transfer-Encoding"] == "quoted-printable"
        assert part.get_content_charset() == "utf-8"


def test_parts_come_back_as_they_were(any_mail: Mail) -> None:
    text, html = parsed(any_mail).iter_parts()
    assert text.get_content() == any_mail.text.replace("\n", "\r\n")
    assert html.get_content() == any_mail.html.replace("\n", "\r\n")


def test_headers_say_what_they_should(mail: Mail) -> None:
    message = parsed(mail)
    language = mail.document.language.code
    assert message["Subject"] == mail.document.subject
    assert message["From"].addresses[0].addr_spec == "brev@example.org"
    assert message["From"].addresses[0].display_name == mail.document.imprint.name
    assert message["Reply-To"] == "info@example.org"
    assert message["Content-Language"] == language
    assert message["List-Id"] == "<brev.example.org>"
    assert parsedate_to_datetime(message["Date"]).isoformat() == "2024-05-01T12:00:00+02:00"
    assert re.fullmatch(
        rf"<2024-2\.{language}\.[0-9a-f]{{24}}@ids\.example>", message["Message-ID"]
    )


def test_subject_survives_encoded_words(tmp_path: Path) -> None:
    subject = "Nyhetsbrev 2024:1 – " + "å ä ö " * 30 + "slut"
    issue = f"---\nyear: 2024\nnumber: 1\nsubject: {subject}\npreheader: Kort.\n---\nHej.\n"
    mail = mail_of(network(tmp_path, **{"2024_1_sv": issue}), "sv", "2024-1")
    assert parsed(mail)["Subject"] == subject
    encoded = as_bytes(mail.message).decode()
    assert all(len(word) <= 75 for word in re.findall(r"=\?[^ \r]*\?=", encoded))


def test_language_and_direction_on_html_and_inside_body(any_mail: Mail) -> None:
    root = dom(any_mail)
    (child,) = root.find("body")
    for element in (root, child):
        assert element.get("lang") == any_mail.document.language.code
        assert element.get("dir") == "ltr"
    assert root.findtext("head/title") == any_mail.document.subject


def test_layout_tables_are_for_looks_only(any_mail: Mail) -> None:
    for table in dom(any_mail).iter("table"):
        assert (table.get("role") == "presentation") != bool(table.xpath("./*/tr/th"))


def test_every_picture_has_its_text_and_width(mail: Mail) -> None:
    (image,) = dom(mail).iter("img")
    assert image.get("alt")
    assert 0 < int(image.get("width")) <= 600
    assert image.get("src").startswith("https://example.org/")
    assert image.get("src").endswith((".png", ".jpg"))


def test_headings_skip_no_level(any_mail: Mail) -> None:
    levels = [int(h.tag[1]) for h in dom(any_mail).iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_styles_are_on_the_elements(any_mail: Mail) -> None:
    for element in dom(any_mail).find("body").iter("p", "h1", "h2", "h3", "h4", "a", "ul", "ol"):
        assert element.get("style"), lxml_html.tostring(element)[:80]


def test_nothing_that_mail_programs_refuse(any_mail: Mail) -> None:
    html = any_mail.html
    assert not re.search(r"var\(|display:\s*(?:flex|grid)|position:|data:|url\(", html)
    tags = {str(element.tag) for element in dom(any_mail).iter()}
    assert not tags & {"form", "input", "button", "link", "script", "svg", "iframe", "picture"}
    styles = "".join(style.text or "" for style in dom(any_mail).iter("style"))
    assert 0 < len(styles.encode()) <= 8000


def test_html_is_well_formed(any_mail: Mail) -> None:
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(any_mail.html)


def test_html_is_below_the_limit(any_mail: Mail) -> None:
    assert any_mail.html_size < LIMIT == 100_000


def test_text_has_every_heading_link_and_nearly_every_word(any_mail: Mail) -> None:
    body = dom(any_mail).find("body")
    text = " ".join(any_mail.text.split())
    for heading in body.iter("h1", "h2", "h3", "h4"):
        assert " ".join(heading.text_content().split()) in text
    for link in body.iter("a"):
        href = link.get("href")
        known = href.startswith(("#", "tel:")) or href.split("?")[0].removeprefix("mailto:") in text
        assert known or href in text, href
    words = re.findall(r"\w+", " ".join(body.itertext()))
    own = set(re.findall(r"\w+", text))
    assert sum(word in own for word in words) / len(words) > 0.99


def test_text_bears_no_marks(any_mail: Mail) -> None:
    text = any_mail.text
    assert not re.search(r"\*\*|\*\w|\]\(|^#{1,6} |^[>-] |```|^[-=]{3,}$|</?\w+>|&\w+;", text, re.M)
    assert all(len(line) <= 72 for line in text.split("\n") if "://" not in line)


def test_unsubscribing_is_offered_in_both_parts_and_the_header(mail: Mail) -> None:
    assert "avanmal@example.org" in mail.text
    assert 'href="mailto:avanmal@example.org?subject=' in mail.html
    header = parsed(mail)["List-Unsubscribe"]
    assert re.fullmatch(r"<mailto:avanmal@example\.org\?subject=[\w%]+>", header)
    assert "List-Unsubscribe-Post" not in parsed(mail)


@pytest.mark.parametrize(
    ("scheme", "one_click"), [("https", ["List-Unsubscribe=One-Click"]), ("http", [])]
)
def test_one_click_only_with_https(tmp_path: Path, scheme: str, one_click: list[str]) -> None:
    page = f"{scheme}://lista.example.org/avanmal/" + "a" * 90
    settings = SETTINGS.replace("{email: avanmal@", f"{{url: '{page}', email: avanmal@")
    mail = mail_of(network(tmp_path, site=settings), "sv")
    message = parsed(mail)
    assert message["List-Unsubscribe"].startswith(f"<{page}>, <mailto:avanmal@example.org?")
    assert message.get_all("List-Unsubscribe-Post", []) == one_click
    assert page in mail.text
    assert page in mail.html


def test_mail_can_be_read_on_the_web(any_mail: Mail) -> None:
    document = any_mail.document
    assert document.url in any_mail.text
    first = next(dom(any_mail).find("body").iter("a"))
    assert first.get("href") == document.url
    for section in document.sections:
        for item in section.items:
            assert f'href="{document.url}#{item.id}"' in any_mail.html
            assert f"{document.url}#{item.id}" in any_mail.text


def test_preheader_is_first_hidden_and_not_the_subject(any_mail: Mail) -> None:
    words = [text.strip() for text in dom(any_mail).find("body").itertext() if text.strip()]
    assert words[0] == any_mail.document.preheader != any_mail.document.subject


def test_colour_schemes_are_declared_with_a_dark_block(any_mail: Mail) -> None:
    metas = {meta.get("name"): meta.get("content") for meta in dom(any_mail).iter("meta")}
    assert metas["color-scheme"] == metas["supported-color-schemes"] == "light dark"
    assert "@media (prefers-color-scheme: dark)" in any_mail.html


def test_another_text_is_another_message(small: Site, tmp_path: Path) -> None:
    settings = SETTINGS.replace("Storgatan", "Lillgatan")
    changed = mail_of(network(tmp_path, site=settings), "sv").message
    assert changed["Message-ID"] != mail_of(small, "sv").message["Message-ID"]


def test_colours_are_those_of_the_site() -> None:
    tokens = (ROOT / "overrides/assets/css/tokens.css").read_text()
    own = (TEMPLATES / "mail.css").read_text()
    light, _, dark = tokens.partition("@media (prefers-color-scheme: dark)")
    named = dict(re.findall(r"--([\w-]+): (#\w+);", own))
    assert named
    assert named.items() <= dict(re.findall(r"--([\w-]+): (#\w+);", light)).items()
    used = set(re.findall(r"#\w{6}", (TEMPLATES / "screen.css").read_text()))
    assert used <= set(re.findall(r"#\w{6}", dark)) | {named["on-brand"]}
