"""Advice to editors on plain language: sentences, abbreviations, link texts, other languages.

All of it is warnings, and each rule speaks only where it is sure. The words that the rules go by
belong to each language's locale files (`care.yml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from psi_site.checks.markdown import refused, without_code
from psi_site.checks.passages import Text, texts
from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic, Severity
from psi_site.i18n import load_language
from psi_site.prose import LINK

LOCALES = "data/locales"
"""Where a site keeps words of its own."""

MOST_WORDS = 35
"""The longest sentence that passes without a word."""

_NAMES = frozenset({"title", "short_title", "abbreviation", "forms", "aliases"})
"""Fields whose abbreviations are names: readers meet them with their records."""

_SHOWN = 48
"""Characters of a long sentence that a message points at."""
_FOREIGN_IN_SENTENCE = 3
_FOREIGN_IN_PASSAGE = 2
_SHORTEST_PASSAGE = 4

_WORD = re.compile(r"[^\W_]+(?:[’'&:-][^\W_]+)*")
_CAPITALS = re.compile(r"(?<![\w&])[^\W\d_]{2,}(?:&[^\W\d_]+)*(?!\w)|(?<!\w)[^\W\d_]&[^\W\d_]{2,}")
_ROMAN = re.compile(r"[IVXLC]+")
_BLOCK = re.compile(r"(?:(?!\n[ \t]*\n|\n[ \t]*(?:[-*+>#|:]|\d+[.)])[ \t]*).)+", re.S)
_SENTENCE_END = re.compile(r"[.!?…][\"”’»)*_]*(?=\s+[\"“”’«(\[*_]*[^\W\d_a-z])")
_PASSAGE = re.compile(
    r"\*{1,2}(?P<a>[^*\n]+)\*{1,2}|(?<!\w)_(?P<b>[^_\n]+)_(?!\w)|[“”](?P<c>[^“”\n]+)”|\"(?P<d>[^\"\n]+)\""
)
_MARKED = re.compile(r"(?:\[[^\]]*\]\([^)]*\)|(\*+|_+)[^*_]+\1|`[^`]*`)\{:?[^}]*\blang=[^}]*\}")
_MARKED_BLOCK = re.compile(r"(?:^[^\n]+\n)+\{:[^}\n]*\blang=[^}\n]*\}", re.M)
_ADDRESS = re.compile(r"(?<=\])\([^()\s]*\)|\{:?[^}]*\}|https?://\S+|\S+@\S+")


@dataclass(frozen=True)
class Care:
    """The words one language's rules go by, all in lower case but the abbreviations."""

    vague: frozenset[str]
    common: frozenset[str]
    known: frozenset[str]


def check_language_care(corpus: Corpus) -> Iterator[Diagnostic]:
    """Yield a warning for what makes a text hard to read or to hear read aloud."""
    rules = Rules(corpus, dict(_cares(corpus)))
    for text in texts(corpus):
        if text.is_markdown and text.language in rules.cares and not refused(text.value):
            for found in rules.check(text):
                yield replace(found, severity=Severity.WARNING)


def _cares(corpus: Corpus) -> Iterator[tuple[str, Care]]:
    for code in corpus.codes:
        try:
            language = load_language(code, corpus.root / LOCALES)
            lists = [language.words[f"care.{name}"] for name in ("vague", "common", "known")]
        except (KeyError, ValueError):
            continue  # another check tells of a language without words
        vague, common, known = (frozenset(_listed(words)) for words in lists)
        yield code, Care(vague, common, known)


def _listed(words: str) -> Iterator[str]:
    return (word.strip() for word in words.split(",") if word.strip())


@dataclass
class Rules:
    """The rules for one site, with what its records say of abbreviations."""

    corpus: Corpus
    cares: Mapping[str, Care]

    @cached_property
    def names(self) -> frozenset[str]:
        """Every abbreviation that is part of a record's name, or is one."""
        named = (text for text in texts(self.corpus) if _NAMES.intersection(map(str, text.path)))
        found = (each for text in named for each in _abbreviations(text.value))
        return frozenset((*found, self.corpus.settings.currency))

    def check(self, text: Text) -> Iterator[Diagnostic]:
        """Yield what the rules find in one text, as errors yet."""
        assert text.language
        care = self.cares[text.language]
        prose = without_code(text.value)
        yield from _links(text, prose, care)
        bare = _blanked(_ADDRESS, prose)
        yield from _long(text, bare)
        yield from self._unexplained(text, bare, care)
        yield from self._unmarked(text, _unmarked_part(prose))

    def _unexplained(self, text: Text, bare: str, care: Care) -> Iterator[Diagnostic]:
        told: set[str] = set()
        for match in _CAPITALS.finditer(bare):
            word = match[0]
            if not _is_abbreviation(word) or word in told | care.known | self.names:
                continue
            told.add(word)
            explained = rf"\({re.escape(word)}\)|{re.escape(word)}\W{{0,2}} \("
            if not re.search(explained, bare):
                arguments = {"word": word}
                yield text.fault("abbreviation-unexplained", match.start(), len(word), **arguments)

    def _unmarked(self, text: Text, bare: str) -> Iterator[Diagnostic]:
        own = self.cares[str(text.language)].common
        for code, care in self.cares.items():
            foreign = care.common - own
            if code == text.language or not foreign:
                continue
            for start, piece, needed in _pieces(bare):
                words = [word.lower() for word in _WORD.findall(piece)]
                hits = [word for word in words if word in foreign]
                if len(hits) >= needed and own.isdisjoint(words):
                    arguments = {"language": code}
                    yield text.fault(
                        "language-unmarked", start, min(len(piece), _SHOWN), **arguments
                    )


def _links(text: Text, prose: str, care: Care) -> Iterator[Diagnostic]:
    for match in LINK.finditer(prose):
        words = " ".join(match["text"].split()).strip(" .:…!→»>*_")
        if not match["image"] and words.lower() in care.vague:
            yield text.fault("link-text-vague", match.start(), len(match[0]), text=match["text"])


def _long(text: Text, bare: str) -> Iterator[Diagnostic]:
    for start, sentence in _sentences(bare):
        count = len(_WORD.findall(sentence))
        if count > MOST_WORDS:
            numbers = {"count": str(count), "limit": str(MOST_WORDS)}
            yield text.fault("sentence-long", start, _shown(text.value, start), **numbers)


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
    """Yield each sentence with its place; tables have none."""
    for block in _BLOCK.finditer(bare):
        if "|" in block[0]:
            continue
        start = block.start()
        ends = [match.end() for match in _SENTENCE_END.finditer(bare, start, block.end())]
        for end in (*ends, block.end()):
            word = _WORD.search(bare, start, end)
            if word:
                yield word.start(), bare[word.start() : end]
            start = end


def _unmarked_part(prose: str) -> str:
    """Return a text with blanks for all that is marked with a language."""
    for pattern in (_MARKED_BLOCK, _MARKED, _ADDRESS):
        prose = _blanked(pattern, prose)
    return prose


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    """Return a text, at its length, with blanks for whatever the pattern finds in it."""
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def _abbreviations(text: str) -> Iterable[str]:
    return (match[0] for match in _CAPITALS.finditer(text) if _is_abbreviation(match[0]))


def _is_abbreviation(word: str) -> bool:
    return word.isupper() and not _ROMAN.fullmatch(word)
