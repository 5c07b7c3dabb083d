"""Which mistake made a text no YAML, told from what libyaml says and from the lines themselves.

libyaml reports where it gave up, which is often a line after the mistake; here the place becomes
the one an editor has to change.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

import yaml

_KEY = re.compile(r"\s*(?:- +)*[^\s:#'\"\[{][^:]*:(?:\s|$)")
_TIGHT_KEY = re.compile(r"(\s*(?:- +)*[\w-]+):(?=\S)")


class Place(NamedTuple):
    """A place in the text: line and column from 0, and how many characters are meant."""

    line: int
    column: int
    length: int = 1


class Failure(NamedTuple):
    """What libyaml says: its words, where it stopped, and where the thing it was reading began."""

    problem: str
    context: str
    mark: Place
    start: Place
    lines: tuple[str, ...]

    def line(self, number: int) -> str:
        """Return a line of the text, empty beyond its end."""
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    @property
    def before(self) -> str:
        """The line where libyaml stopped, up to there."""
        return self.line(self.mark.line)[: self.mark.column]

    @property
    def character(self) -> str:
        """The character libyaml stopped at, empty at the end of a line."""
        return self.line(self.mark.line)[self.mark.column : self.mark.column + 1]

    def whole(self, number: int) -> Place:
        """Return the place of everything on a line but its indentation."""
        text = self.line(number)
        return Place(number, len(text) - len(text.lstrip()), max(len(text.strip()), 1))

    def line_above(self, number: int) -> int:
        """Return the nearest line above that is neither empty nor a comment, -1 for none."""
        above = range(number - 1, -1, -1)
        return next(
            (n for n in above if self.line(n).strip() and self.line(n).strip()[0] != "#"), -1
        )


Verdict = tuple[str, Place]


def diagnose(error: yaml.YAMLError, text: str) -> Verdict:
    """Return the code of the mistake and its place in `text`."""
    failure = _failure(error, text)
    rules = (rule for sign, rule in _RULES if sign in f"{failure.problem} | {failure.context}")
    for rule in rules:
        verdict = rule(failure)
        if verdict:
            return verdict
    return "yaml-syntax", failure.mark


def _failure(error: yaml.YAMLError, text: str) -> Failure:
    problem, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    stop = problem or context
    mark = Place(stop.line, stop.column) if stop else Place(0, 0)
    start = Place(context.line, context.column) if context else mark
    words = str(getattr(error, "problem", None) or ""), str(getattr(error, "context", None) or "")
    return Failure(*words, mark, start, tuple(text.split("\n")))


def _tab(failure: Failure) -> Verdict | None:
    text = failure.line(failure.mark.line)
    indent = text[: len(text) - len(text.lstrip())]
    if "\t" in indent:
        return "yaml-tab", Place(failure.mark.line, indent.index("\t"))
    return ("yaml-tab", failure.mark) if failure.character == "\t" else None


def _reserved(failure: Failure) -> Verdict | None:
    return ("yaml-reserved-character", failure.mark) if failure.character in set("@`%,|>") else None


def _reference(failure: Failure) -> Verdict:
    return "yaml-alias", failure.start


def _tag(failure: Failure) -> Verdict:
    return "yaml-tag", failure.start


def _colon(failure: Failure) -> Verdict | None:
    """A colon too many: in the value, or because the line above is no field."""
    if _KEY.match(failure.before):
        return "yaml-colon", failure.mark
    above = failure.line_above(failure.mark.line)
    text = failure.line(above)
    tight = _TIGHT_KEY.match(text)
    if tight:
        return "yaml-colon-space", Place(above, tight.end() - 1)
    if above >= 0 and not _KEY.match(text):
        return "yaml-missing-colon", failure.whole(above)
    return ("yaml-indentation", failure.whole(failure.mark.line)) if above >= 0 else None


def _no_colon(failure: Failure) -> Verdict:
    tight = _TIGHT_KEY.match(failure.line(failure.start.line))
    if tight:
        return "yaml-colon-space", Place(failure.start.line, tight.end() - 1)
    return "yaml-missing-colon", failure.whole(failure.start.line)


def _no_key(failure: Failure) -> Verdict:
    """Something else where a field should begin: a wrong indent, or a value that ended early."""
    before = failure.before.rstrip()
    if failure.character == ":":
        return "yaml-syntax", failure.mark
    if not before.strip(" -"):
        return _indentation(failure)
    quote = re.search(r"(?:^|[:\-,\[{]\s+)(['\"])", before)
    if quote:
        return "yaml-quote", Place(failure.mark.line, quote.start(1))
    return ("yaml-bracket" if before[-1] in "]}" else "yaml-syntax"), failure.mark


def _indentation(failure: Failure) -> Verdict:
    return "yaml-indentation", failure.whole(failure.mark.line)


def _bracket(failure: Failure) -> Verdict:
    """A bracket that is never closed: the last one opened before libyaml gave up."""
    opened: list[Place] = []
    for number in range(min(failure.mark.line + 1, len(failure.lines))):
        end = failure.mark.column if number == failure.mark.line else None
        for column, character in enumerate(failure.line(number)[:end]):
            if character in "[{":
                opened.append(Place(number, column))
            elif character in "]}" and opened:
                opened.pop()
    return "yaml-bracket", opened[-1] if opened else failure.start


def _quote(failure: Failure) -> Verdict:
    return "yaml-quote", failure.start


def _backslash(failure: Failure) -> Verdict:
    return "yaml-backslash", Place(failure.mark.line, max(failure.mark.column - 1, 0), 2)


def _block(failure: Failure) -> Verdict:
    return "yaml-block", failure.start


def _inline_list(failure: Failure) -> Verdict:
    return "yaml-list-inline", failure.mark


def _second_document(failure: Failure) -> Verdict:
    ended = any(line.startswith("...") for line in failure.lines[: failure.mark.line])
    return ("yaml-many-documents", failure.mark) if ended else _indentation(failure)


_RULES: tuple[tuple[str, Callable[[Failure], Verdict | None]], ...] = (
    ("tab character", _tab),
    ("cannot start any token", _tab),
    ("cannot start any token", _reserved),
    ("scanning an alias", _reference),
    ("scanning an anchor", _reference),
    ("scanning a tag", _tag),
    ("mapping values are not allowed", _tab),
    ("mapping values are not allowed", _colon),
    ("could not find expected ':'", _no_colon),
    ("unknown escape", _backslash),
    ("scanning a quoted scalar", _quote),
    ("scanning a block scalar", _block),
    ("block sequence entries are not allowed", _inline_list),
    ("flow sequence", _bracket),
    ("flow mapping", _bracket),
    ("flow node", _bracket),
    ("block node", _reserved),
    ("did not find expected key", _no_key),
    ("did not find expected '-' indicator", _no_key),
    ("expected <document start>", _second_document),
)
"""What libyaml's words hint at, most telling first; a rule may find that they misled."""
