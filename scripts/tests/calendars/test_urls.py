"""Addresses come out absolute, in ASCII, and encoded once."""

from __future__ import annotations

import pytest

from psi_site.site import Site
from psi_site.urls import absolute, absolute_resolver, encoded


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("https://exempel.se/a", "https://exempel.se/a"),
        ("https://exempel.se/å?ö=ä#é", "https://exempel.se/%C3%A5?%C3%B6=%C3%A4#%C3%A9"),
        ("https://exempel.se/%C3%A5?a=b%20c", "https://exempel.se/%C3%A5?a=b%20c"),
        ("https://exempel.se/100%?a=5%zz", "https://exempel.se/100%25?a=5%25zz"),
        ("https://möten.exempel.se:8080/x", "https://xn--mten-5qa.exempel.se:8080/x"),
        ("mailto:ada@exempel.se", "mailto:ada@exempel.se"),
        ("https://exempel.se/a{b}|c^d`e\\f", "https://exempel.se/a%7Bb%7D%7Cc%5Ed%60e%5Cf"),
    ],
)
def test_an_address_is_encoded_once(given: str, expected: str) -> None:
    assert encoded(given) == expected
    assert encoded(expected) == expected


def test_a_host_that_is_no_name_is_encoded_all_the_same() -> None:
    assert encoded(f"https://{'å' * 70}.se/").isascii()


def test_paths_become_whole_addresses(sample: Site) -> None:
    assert absolute(sample.settings, "/kalender/") == "https://www.exempel.se/n%C3%A4t/kalender/"


def test_links_lead_to_the_page_and_the_place_on_it(sample: Site) -> None:
    resolve = absolute_resolver(sample, "en")
    base = "https://www.exempel.se/n%C3%A4t/en"
    person = resolve("person", "ada-alm", None)
    event = resolve("event", "winter", "program")
    assert person and person.href == f"{base}/people/#ada-alm"
    assert event and event.href == f"{base}/events/winter/#program"
    assert resolve("person", "nobody", None) is None


def test_a_link_to_what_is_not_translated_says_its_language(sample: Site) -> None:
    found = absolute_resolver(sample, "en")("event", "odd-text", None)
    assert found is not None
    assert found.href.endswith("/n%C3%A4t/kalender/odd-text/")
    assert found.language == "sv"
