"""The quick looks at a text find at least what a closer one finds."""

from __future__ import annotations

import pytest

from psi_site.checks.language_care import _WORD, _spans
from psi_site.checks.letters import Letters, pieces
from psi_site.facts import abbreviations

TEXTS = (
    "",
    "Ord ett. Ord två! Och tre? Fyra … fem",
    "rad ett\n- rad två\n- rad tre\n\n## Rubrik\n\nEtt stycke till.",
    "Здесь слова, которых нет в Latin-1. И ещё одно ЕЭС.",
    "“Citat.” Och ”KBR” samt A&B, EU och ÅÄÖ.",
    "Ÿ ẞ \u212a \u212b don't rock’n’roll a:b a-b a_b ½²",
    "ord " * 40,
    f"(se{' ' * 60}) ord. Ett",
)
STRANGE = ("don't", "ÿ", "ß", "k", "å", "слово", "rock’n’roll", "ord")


@pytest.mark.parametrize("text", TEXTS)
def test_no_foreign_word_is_missed(text: str) -> None:
    words = {word.lower() for word in _WORD.findall(text)}
    for word in STRANGE:
        assert Letters(text).may_have(pieces([word])) or word not in words


@pytest.mark.parametrize("text", TEXTS)
def test_no_abbreviation_is_missed(text: str) -> None:
    assert Letters(text).may_have_capitals() or not list(abbreviations(text))


@pytest.mark.parametrize("text", TEXTS)
def test_no_sentence_is_missed(text: str) -> None:
    longest = max((len(_WORD.findall(text, *span)) for span in _spans(text)), default=0)
    assert Letters(text).may_have_sentence(longest)


def test_most_texts_need_no_closer_look() -> None:
    letters = Letters(f"Den här (länken{' ' * 200}) är lång.\n" + "Ett ord till här. " * 20)
    assert not letters.may_have(pieces(["the", "and"]))
    assert not letters.may_have_capitals()
    assert not letters.may_have_sentence(36)


@pytest.mark.parametrize("between", ["s. 5 ", "t.ex. ", "nu, ", "då. ”och "])
def test_sentences_are_cut_only_where_they_end(between: str) -> None:
    text = f"{'ord ' * 30}{between}{'ord ' * 30}".strip()
    assert Letters(text).may_have_sentence(60)
