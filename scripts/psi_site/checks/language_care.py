"""Advice to editors on plain language: sentences, abbreviations, link texts, other languages.

All of it is warnings, and each rule speaks only where it is sure. The words that the rules go by
belong to each language's locale files (`care.yml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

from psi_site.checks.letters import Letters, pieces
from psi_site.checks.markdown import without_code
from psi_site.checks.passages import Text
from psi_site.checks.subject import Subject
from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic, Severity
from psi_site.facts import abbreviations
from psi_site.i18n import load_language
from psi_site.prose import INLINE
from psi_site.tracing import answer, remembering

LOCALES = "data/locales"
"""Where a site keeps words of its own."""

MOST_WORDS = 35
"""The longest sentence that passes without a word."""

_SHOWN = 48
"""Characters of a long sentence that a message points at."""
_SHORT_SENTENCE = 2 * MOST_WORDS
"""Characters that never hold more words than a sentence may have."""
_FOREIGN_IN_SENTENCE = 3
_FOREIGN_IN_PASSAGE = 2
_SHORTEST_PASSAGE = 4

_WORD = re.compile(r"[^\W_]+(?:[’'&:-][^\W_]+)*")
_BLOCK_END = re.compile(r"\n(?=[ \t]*(?:[\n\-*+>#|:]|\d+[.)]))")
_SENTENCE_END = re.compile(r"[.!?…][\"”’»)*_]*(?=\s+[\"“”’«(\[*_]*[^\W\d_a-z])")
_PASSAGE = re.compile(
    r"\*{1,2}(?P<a>[^*\n]+)\*{1,2}|(?<!\w)_(?P<b>[^_\n]+)_(?!\w)|[“”](?P<c>[^“”\n]+)”|\"(?P<d>[^\"\n]+)\""
)
_MARKED = re.compile(r"(?:\[[^\]]*\]\([^)]*\)|(\*+|_+)[^*_]+\1|`[^`]*`)\{:?[^}]*\blang=[^}]*\}")
_MARKED_BLOCK = re.compile(r"(?:^[^\n]+\n)+\{:[^}\n]*\blang=[^}\n]*\}", re.M)
_ADDRESS = re.compile(r"(?<=\])\([^()\s]*\)|\{:?[^}]*\}|https?://\S+|\S+@\S+")
_WEB_ADDRESS = re.compile(r"\((?<=\]\()[^()\s]*\)|\{:?[^}]*\}|https?://\S+")
"""The same but for mail; faster, since it says what each match begins with."""


class Care(NamedTuple):
    """The words one language's rules go by, all in lower case but the abbreviations."""

    vague: frozenset[str]
    common: frozenset[str]
    known: frozenset[str]
    foreign: Mapping[str, frozenset[str]]
    """By language, the common words of others that are not its own."""
    strange: frozenset[bytes]
    """Pieces of all of those, which are looked for first."""


def check_language_care(subject: Subject) -> Iterator[Diagnostic]:
    """Yield a warning for what makes a text hard to read or to hear read aloud."""
    cares = _cares(subject.corpus)
    for text in subject.markdown:
        care = cares.get(text.language or "")
        for found in _faults(text, care) if care else ():
            yield replace(found, severity=Severity.WARNING)


@remembering
def _cares(corpus: Corpus) -> Mapping[str, Care]:
    """Return the words of each language that has them; another check tells of those that lack."""
    lists = dict(_lists(corpus))
    cares: dict[str, Care] = {}
    for code, (vague, common, known) in lists.items():
        foreign = {other: each[1] - common for other, each in lists.items() if other != code}
        strange = frozenset[str]().union(*foreign.values())
        cares[code] = Care(vague, common, known, foreign, pieces(strange))
    return cares


_Lists = tuple[frozenset[str], frozenset[str], frozenset[str]]


def _lists(corpus: Corpus) -> Iterator[tuple[str, _Lists]]:
    for code in corpus.codes:
        with suppress(KeyError, ValueError):
            words = load_language(code, corpus.root / LOCALES).words
            vague, common, known = (words[f"care.{name}"] for name in ("vague", "common", "known"))
            yield code, (_listed(vague), _listed(common), _listed(known))


def _listed(words: str) -> frozenset[str]:
    return frozenset(word.strip() for word in words.split(",") if word.strip())


def _faults(text: Text, care: Care) -> Iterator[Diagnostic]:
    """Yield what the rules find in one text, as errors yet."""
    prose = without_code(text.value)
    if "](" in prose:
        yield from _links(text, prose, care)
    bare = _without_addresses(prose)
    letters = Letters(bare)
    if letters.may_have_capitals():
        yield from _unexplained(text, bare, care)
    if letters.may_have_sentence(MOST_WORDS + 1):
        yield from _too_long(text, bare)
    # Most texts have no foreign word at all, and need not be looked into again for passages.
    if "|" in bare or "lang=" in prose or letters.may_have(care.strange):
        for code in sorted(care.foreign):
            yield from _unmarked(text, _unmarked_part(prose), code, care)


def _too_long(text: Text, bare: str) -> Iterator[Diagnostic]:
    for start, end in _spans(bare):
        count = len(_WORD.findall(bare, start, end)) if end - start > _SHORT_SENTENCE else 0
        if count > MOST_WORDS:
            yield _long(text, bare, start, count)


def _unexplained(text: Text, bare: str, care: Care) -> Iterator[Diagnostic]:
    told: set[str] = set()
    for word, start in abbreviations(bare):
        if word in told or word in care.known:
            continue
        told.add(word)
        explained = rf"\({re.escape(word)}\)|{re.escape(word)}\W{{0,2}} \("
        if not re.search(explained, bare) and not _is_named(text.corpus, word):
            arguments = {"word": word}
            yield text.fault("abbreviation-unexplained", start, len(word), **arguments)


@answer
def _is_named(corpus: Corpus, word: str) -> bool:
    """Return whether an abbreviation is part of a record's name, or is one."""
    return word == corpus.settings.currency or word in _named(corpus)


@remembering
def _named(corpus: Corpus) -> frozenset[str]:
    return frozenset().union(*(facts.abbreviations for _, facts in corpus.every_fact()))


def _unmarked(text: Text, bare: str, code: str, care: Care) -> Iterator[Diagnostic]:
    foreign = care.foreign[code]
    for start, piece, needed in _pieces(bare):
        words = [word.lower() for word in _WORD.findall(piece)]
        hits = [word for word in words if word in foreign]
        if len(hits) >= needed and care.common.isdisjoint(words):
            shown = min(len(piece), _SHOWN)
            yield text.fault("language-unmarked", start, shown, language=code)


def _links(text: Text, prose: str, care: Care) -> Iterator[Diagnostic]:
    for match in INLINE.finditer(prose):
        words = " ".join(match["text"].split()).strip(" .:…!→»>*_")
        start = match.start()
        if words.lower() in care.vague and prose[start - 1 : start] != "!":
            yield text.fault("link-text-vague", start, len(match[0]), text=match["text"])


def _long(text: Text, bare: str, start: int, count: int) -> Diagnostic:
    word = _WORD.search(bare, start)
    begin = word.start() if word else start
    numbers = {"count": str(count), "limit": str(MOST_WORDS)}
    return text.fault("sentence-long", begin, _shown(text.value, begin), **numbers)


def _shown(value: str, start: int) -> int:
    """Return how much of a text from `start` a message points at: whole words of one line."""
    line = value[start:].split("\n", 1)[0]
    return len(line) if len(line) <= _SHOWN else len(line[:_SHOWN].rsplit(" ", 1)[0])


def _pieces(bare: str) -> Iterator[tuple[int, str, int]]:
    """Yield sentences and set-off passages, and how many foreign words give each away."""
    for start, sentence in _sentences(bare):
        yield start, sentence, _FOREIGN_IN_SENTENCE
    for match in _PASSAGE.finditer(bare):
        name = str(match.lastgroup)
        if len(_WORD.findall(match[name])) >= _SHORTEST_PASSAGE:
            yield match.start(name), match[name], _FOREIGN_IN_PASSAGE


def _sentences(bare: str) -> Iterator[tuple[int, str]]:
    """Yield each sentence with its place."""
    for start, end in _spans(bare):
        word = _WORD.search(bare, start, end)
        if word:
            yield word.start(), bare[word.start() : end]


def _spans(bare: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence begins and ends; tables have none."""
    for start, block_end in _blocks(bare):
        for match in _SENTENCE_END.finditer(bare, start, block_end):
            yield start, match.end()
            start = match.end()
        yield start, block_end


def _blocks(bare: str) -> Iterator[tuple[int, int]]:
    """Yield where each block begins and ends, but for the lines of tables."""
    start = 0
    for end in (*(match.start() for match in _BLOCK_END.finditer(bare)), len(bare)):
        if start < end and bare.find("|", start, end) < 0:
            yield start, end
        start = end + 1


def _unmarked_part(prose: str) -> str:
    """Return a text with blanks for all that is marked with a language."""
    for pattern in (_MARKED_BLOCK, _MARKED):
        prose = _blanked(pattern, prose)
    return _without_addresses(prose)


def _without_addresses(prose: str) -> str:
    if "@" in prose:
        return _blanked(_ADDRESS, prose)
    has_any = "](" in prose or "{" in prose or "://" in prose
    return _blanked(_WEB_ADDRESS, prose) if has_any else prose


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    """Return a text, at its length, with blanks for whatever the pattern finds in it."""
    return pattern.sub(_blanks, text)


def _blanks(match: re.Match[str]) -> str:
    found = match[0]
    return re.sub(r"[^\n]", " ", found) if "\n" in found else " " * len(found)
