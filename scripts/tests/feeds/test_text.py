"""Text and addresses are fit for XML and for readers, whatever an editor wrote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from psi_site.feeds.text import legal, one_line, root_path
from psi_site.model.settings import Settings
from psi_site.site import Site
from psi_site.urls import absolute


@given(st.text(st.characters()))
def test_any_text_becomes_legal_xml(text: str) -> None:
    element = etree.Element("e")
    element.text = legal(text)
    assert etree.fromstring(etree.tostring(element)).text == (
        legal(text).replace("\r", "\r") or None
    )


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert line == line.strip()


def test_letters_signs_and_emoji_survive() -> None:
    assert one_line("  Åsa &\n\t<b> ]]> 👩‍🌾\x00\x0b\x85\ufffe ") == "Åsa & <b> ]]> 👩‍🌾"


def at(site: Site, address: str) -> Settings:
    return site.settings.model_copy(update={"address": address})


@pytest.mark.parametrize(
    ("address", "path", "url"),
    [
        ("https://example.org/", "/nytt/", "https://example.org/nytt/"),
        ("https://example.org", "/p/#kim-ek", "https://example.org/p/#kim-ek"),
        ("https://example.org/psi/", "/nytt/", "https://example.org/psi/nytt/"),
        ("https://example.org:8080/", "/", "https://example.org:8080/"),
        (
            "https://örebro.example/",
            "/bild å.png",
            "https://xn--rebro-iua.example/bild%20%C3%A5.png",
        ),
    ],
)
def test_addresses_are_absolute_and_ascii(small: Site, address: str, path: str, url: str) -> None:
    assert absolute(at(small, address), path) == url


def test_root_path_keeps_the_folder_a_site_lies_in(small: Site) -> None:
    assert root_path(at(small, "https://example.org")) == "/"
    assert root_path(at(small, "https://example.org/psi/")) == "/psi/"
