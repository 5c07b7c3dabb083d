"""Bytes of any program as clean text, and text as words that can be compared."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator

from psi_site.sources.files import INVISIBLE, one_line_end

FALLBACK = "cp1252"
"""What programs write that do not say: Windows' western characters, a superset of Latin-1."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LATIN = frozenset({"ascii", "us-ascii", "iso8859-1", "iso-8859-1", "latin-1"})
_SOFT = re.compile("[\u00ad\u034f\u200b-\u200d\u2060\ufeff]")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)\]]*\s+")
_CAPITAL = re.compile(r"(?<=[.!?]) (?=[\"”(]?(\w))")
_WORD = re.compile(r"[^\W_]+")


def decode(data: bytes, declared: str | None = None) -> str:
    """Return bytes as text with `\\n` line ends and no unprintable characters.

    A byte order mark wins, then UTF-8 where the bytes are valid, then what the file declares.
    """
    text = raw_text(data, declared)
    return tidy(text.replace("\u2028", "\n").replace("\u2029", "\n"))


def raw_text(data: bytes, declared: str | None = None) -> str:
    """Return bytes as text with `\\n` line ends, whatever characters it has."""
    return one_line_end(_decoded(data, declared)).removeprefix("\ufeff")


def tidy(text: str) -> str:
    """Return a text without what cannot be seen, and with plain spaces."""
    text = _SOFT.sub("", text.replace("\u00a0", " ").replace("\t", " "))
    return unicodedata.normalize("NFC", INVISIBLE.sub(" ", text))


def _decoded(data: bytes, declared: str | None) -> str:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return data.decode(codec, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(_codec(declared), errors="replace")


def _codec(declared: str | None) -> str:
    """Return a codec Python has; Latin-1 is read as its Windows superset (WHATWG Encoding)."""
    try:
        name = codecs.lookup(declared or FALLBACK).name
    except (LookupError, ValueError):
        return FALLBACK
    is_text = getattr(codecs.lookup(name), "_is_text_encoding", True)
    return name if is_text and name not in _LATIN | {"utf-8"} else FALLBACK


def one_line(text: str) -> str:
    """Return a text with single spaces for all its white space."""
    return " ".join(text.split())


def folded(text: str) -> str:
    """Return the words of a text in small letters without accents, one space between."""
    plain = unicodedata.normalize("NFD", text.casefold())
    return " ".join(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text, each on one line; a line's end ends a sentence too."""
    for line in text.split("\n"):
        for sentence in _SENTENCE_END.split(line):
            if one_line(sentence):
                yield one_line(sentence)


def first_sentence(text: str) -> str:
    """Return the first sentence of a text, or nothing."""
    return next(sentences(one_line(text)), "")


def opening_words(text: str, enough: int) -> str:
    """Return the first sentences of a text, so many that they have `enough` characters."""
    opening = ""
    for sentence in sentences(one_line(text)):
        opening = f"{opening} {sentence}".strip()
        if len(opening) >= enough:
            break
    return opening


def in_lines(text: str, width: int = 120) -> str:
    """Return a long paragraph with a line end after sentences, before a capital letter."""
    lines = [""]
    start = 0
    for match in _CAPITAL.finditer(text):
        if match[1].isupper() and match.start() - start >= width:
            lines[-1] = text[start : match.start()]
            lines.append("")
            start = match.end()
    lines[-1] = text[start:]
    return "\n".join(lines)
