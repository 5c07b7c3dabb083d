"""A small network's register, and the words of every language, for reading what comes in."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from psi_site.corpus import Corpus
from psi_site.i18n import Language, known_languages, load_language
from psi_site.importing.newsletter import Import, read_newsletter
from psi_site.site import CONTENT_TYPES, read_records
from tests.cli.conftest import Repository, repository

__all__ = ["Repository", "repository"]

SAMPLES = Path(__file__).parent / "samples"

REGISTER = {
    "data/site.yml": """\
address: https://verkosto.example/
title: {sv: Nätverket i Vasa, en: The Vaasa Network}
short_title: NV
tagline: {sv: Tillsammans, en: Together}
description: {sv: Ett nätverk., en: A network.}
languages: [sv, en]
timezone: Europe/Helsinki
currency: EUR
uid_domain: kalender.verkosto
region: Vasa
email: info@verkosto.example
home: index
menu:
  main: [index]
""",
    "data/places.yml": """\
- id: vasa
  title: {sv: Vasa, en: Vaasa}
  size: municipality
""",
    "data/partners.yml": """\
- id: fiskeforeningen
  title: Fiskeföreningen
  aliases: [Vasa fiskare]
  sector: civil_society
""",
    "data/organisations.yml": """\
- id: odlarna
  title: Odlarna
""",
    "data/people.yml": """\
- id: aino-virtanen
  full_name: Aino Virtanen
  verified: 2026-02-01
- id: bjorn-oman
  full_name: Björn Öman
  verified: 2026-02-01
""",
    "data/events/2026-05-20-fiskets-dag.yml": """\
title: {sv: Fiskets dag, en: Fish Day}
form: fair
summary: {sv: En dag om fisk., en: A day about fish.}
start: 2026-05-20 13:00
""",
}


def words() -> list[Language]:
    return [load_language(code) for code in known_languages()]


def register(root: Path) -> Corpus:
    """Write the small register and read it."""
    for name, text in REGISTER.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    corpus = read_records(root, CONTENT_TYPES).corpus
    assert corpus.settings.languages == ("sv", "en")
    return corpus


@cache
def small() -> Corpus:
    """Return the small register; read only."""
    with tempfile.TemporaryDirectory() as folder:
        return register(Path(folder))


@pytest.fixture
def corpus() -> Corpus:
    """The small register; read only."""
    return small()


Reader = Callable[..., Import]


@pytest.fixture
def read(corpus: Corpus) -> Reader:
    """Read a letter given as text or bytes."""

    def reader(letter: str | bytes, name: str = "brev") -> Import:
        data = letter.encode() if isinstance(letter, str) else letter
        return read_newsletter(data, name, corpus, words())

    return reader
