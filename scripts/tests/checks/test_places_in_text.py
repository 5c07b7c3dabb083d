"""A word in a value is found again in its file, however YAML wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest

from psi_site.checks.passages import Text
from psi_site.content import ContentType
from psi_site.corpus import Corpus
from psi_site.diagnostics import Span
from psi_site.model.party import Place
from psi_site.site import read_records
from psi_site.sources.records import ListFile

HEAD = "- id: a\n  size: region\n  title: A\n"
TYPES = (ContentType(Place, ListFile("places.yml")),)


def described(root: Path, description: str) -> tuple[Corpus, Place]:
    (root / "places.yml").write_text(HEAD + description, encoding="utf-8")
    loaded = read_records(root, TYPES)
    assert not loaded.diagnostics
    return loaded.corpus, loaded.corpus.get(Place, "a")


@pytest.mark.parametrize(
    ("description", "word", "nth", "span"),
    [
        ("  description: en ö och en ö\n", "ö", 1, Span("places.yml", 4, 28, 1)),
        ('  description: "en ö"\n', "ö", 0, Span("places.yml", 4, 20, 1)),
        ("  description: |\n    en\n    ö\n", "ö", 0, Span("places.yml", 6, 5, 1)),
        ("  description: >-\n    en ö\n    till ö\n", "ö", 1, Span("places.yml", 6, 10, 1)),
        ("  description: en\n    lång ö\n", "lång ö", 0, Span("places.yml", 5, 5, 6)),
        ("  description: >-\n    en stor\n    ö\n", "stor ö", 0, Span("places.yml", 5, 8, 4)),
        ("  # ö\n  description: ö\n", "ö", 0, Span("places.yml", 5, 16, 1)),
    ],
    ids=["plain", "quoted", "literal", "folded", "plain folded", "over a line end", "comment"],
)
def test_the_nth_word_is_the_nth_word(
    tmp_path: Path, description: str, word: str, nth: int, span: Span
) -> None:
    corpus, place = described(tmp_path, description)
    assert place.description is not None
    value = place.description.passages()[0].value
    start = -1
    for _ in range(nth + 1):
        start = value.index(word, start + 1)
    text = Text(corpus, place, ("description",), value, None, True)
    assert text.span(start, len(word)) == span


def test_a_word_that_is_not_in_the_file_gives_the_beginning(tmp_path: Path) -> None:
    corpus, place = described(tmp_path, '  description: "a \\u00f6"\n')
    text = Text(corpus, place, ("description",), "a ö", None, True)
    assert text.span(2, 1) == Span("places.yml", 4, 16, 10)
