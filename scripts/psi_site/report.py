"""Diagnostics in words: for a person at a terminal, for a forge's change view, or as JSON.

A diagnostic holds a code, a place and particulars. Here it meets the words of one language
(`errors.CODE.message`, `.note`, `.help`) and, in the text form, the line of the file it is about.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from babel import Locale
from babel.core import UnknownLocaleError

from psi_site.diagnostics import Diagnostic, Severity, Span, in_order
from psi_site.i18n import Language
from psi_site.sources.files import source_lines

TAB = "    "
_WIDTH = 96
_LISTS = frozenset({"anchors", "choices", "keys", "kinds", "languages", "templates"})
_AMOUNTS = frozenset({"sum", "stated", "difference", "tolerance", "size"})
_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33"}


class Wording(NamedTuple):
    """What a diagnostic says in one language: what is wrong, why it matters, what to do."""

    message: str
    note: str
    help: str


def wording(diagnostic: Diagnostic, language: Language) -> Wording:
    """Return the words for a diagnostic; raise KeyError for a code without words."""
    prefix = f"errors.{diagnostic.code}"
    values = _values(diagnostic, language)
    has_offer = diagnostic.suggestion is not None and language.has(f"{prefix}.help_suggestion")
    advice = "help_suggestion" if has_offer else "help"
    parts = (language.words[f"{prefix}.{name}"] for name in ("message", "note", advice))
    return Wording(*(part.format_map(values) for part in parts))


def _values(diagnostic: Diagnostic, language: Language) -> dict[str, str]:
    """Return what fills the placeholders: the particulars, made short and safe to print."""
    values = {"path": _clean(diagnostic.span.path)}
    values |= {
        name: _argument(name, value, language) for name, value in diagnostic.arguments.items()
    }
    if "language" in values:
        values["language_name"] = _language_name(values["language"], language)
    if diagnostic.suggestion is not None:
        values["suggestion"] = _clean(diagnostic.suggestion)
    return values


def _argument(name: str, value: str, language: Language) -> str:
    if name in _AMOUNTS and re.fullmatch(r"-?\d+(\.\d+)?", value):
        return language.number(float(value) if "." in value else int(value))
    limit = 600 if name in _LISTS else 80
    text = _clean(" ".join(value.split()))
    return text if len(text) <= limit else f"{text[:limit]}…"


def _language_name(code: str, language: Language) -> str:
    try:
        return Locale.parse(code).get_language_name(language.code) or code
    except (ValueError, UnknownLocaleError):
        return code


def _clean(text: str) -> str:
    """Replace what a terminal would obey or could not print: controls and lone surrogates."""
    return "".join(
        c if c == "\t" or unicodedata.category(c) not in _UNPRINTABLE else "�" for c in text
    )


_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def report_text(
    diagnostics: Iterable[Diagnostic], language: Language, root: Path, colour: bool
) -> str:
    """Return all diagnostics for a person to read, sorted by place, with a summary at the end.

    `root` is the folder their paths start from. Ends with a line feed.
    """
    found = in_order(list(diagnostics))
    paint = _Paint(colour)
    parts = [_entry(each, language, root, paint) for each in found]
    return "\n".join([*parts, summary(found, language)]) + "\n"


class _Paint(NamedTuple):
    on: bool

    def __call__(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.on else text


def _entry(diagnostic: Diagnostic, language: Language, root: Path, paint: _Paint) -> str:
    words = wording(diagnostic, language)
    hue = _COLOURS[diagnostic.severity]
    severity = language.text(f"errors.report.{diagnostic.severity.value}")
    head = f"{place(diagnostic.span)}: {paint(severity, f'1;{hue}')} [{diagnostic.code}]"
    lines = [f"{head} {paint(words.message, '1')}"]
    lines += _excerpt(diagnostic.span, root, paint, hue)
    lines.append(f"  {paint(language.text('errors.report.note'), '36')} {words.note}")
    lines.append(f"  {paint(language.text('errors.report.help'), '32')} {words.help}")
    return "\n".join(lines) + "\n"


def place(span: Span) -> str:
    """Return `file:line:column`, or the file alone where the whole file is meant."""
    path = _clean(span.path)
    return f"{path}:{span.line}:{span.column}" if span.line else path


def _excerpt(span: Span, root: Path, paint: _Paint, hue: str) -> list[str]:
    """Return the line of the file with a marker under the place, nothing where there is none."""
    lines = source_lines(root / span.path) if span.line else ()
    if not 0 < span.line <= len(lines):
        return []
    shown, start, length = _window(lines[span.line - 1], max(span.column - 1, 0), span.length)
    gutter = " " * len(str(span.line))
    before, marked = shown[:start], shown[start : start + length]
    marker = " " * _width(before) + paint("^" * max(_width(marked), 1), hue)
    return [f"  {span.line} | {_visible(shown)}", f"  {gutter} | {marker}"]


def _window(line: str, start: int, length: int) -> tuple[str, int, int]:
    """Cut a long line around the place; return what is left, and where the place then is."""
    if len(line) <= _WIDTH:
        return line, start, length
    first = max(0, min(start - _WIDTH // 3, len(line) - _WIDTH))
    left, right = "…" if first else "", "…" if first + _WIDTH < len(line) else ""
    kept = line[first : first + _WIDTH]
    inside = min(length, _WIDTH - (start - first))
    return f"{left}{kept}{right}", start - first + len(left), inside


def _visible(text: str) -> str:
    return _clean(text).replace("\t", TAB)


def _width(text: str) -> int:
    """Return how many columns of a terminal a text fills."""
    return sum(_column_count(character) for character in text)


def _column_count(character: str) -> int:
    if character == "\t":
        return len(TAB)
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def summary(diagnostics: Iterable[Diagnostic], language: Language) -> str:
    """Return one line: how many errors and warnings, in how many files."""
    found = list(diagnostics)
    count = Counter(diagnostic.severity for diagnostic in found)
    if not found:
        return language.text("errors.report.nothing")
    parts = [
        language.text(f"errors.report.{severity.value}_count", n=count[severity])
        for severity in (Severity.ERROR, Severity.WARNING)
        if count[severity]
    ]
    files = language.text("errors.report.file_count", n=len({d.span.path for d in found}))
    return language.text("errors.report.summary", faults=language.join(parts), files=files)


def report_github(diagnostics: Iterable[Diagnostic], language: Language) -> str:
    """Return workflow commands, which GitHub shows as annotations on a change's own lines."""
    lines = [_annotation(each, language) for each in in_order(list(diagnostics))]
    return "".join(f"{line}\n" for line in lines)


def _annotation(diagnostic: Diagnostic, language: Language) -> str:
    words, span = wording(diagnostic, language), diagnostic.span
    fields: dict[str, object] = {"file": span.path}
    if span.line:
        end = span.column + span.length - 1
        fields |= {"line": span.line, "endLine": span.line, "col": span.column, "endColumn": end}
    fields["title"] = diagnostic.code
    shown = ",".join(f"{name}={_property(str(value))}" for name, value in fields.items())
    text = _data("\n".join((words.message, words.note, words.help)))
    return f"::{diagnostic.severity.value} {shown}::{text}"


def _data(text: str) -> str:
    text = "\n".join(_clean(line) for line in text.split("\n"))
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def report_gitlab(diagnostics: Iterable[Diagnostic], language: Language) -> str:
    """Return a Code Quality report (the JSON of GitLab, after Code Climate's)."""
    seen: Counter[str] = Counter()
    issues = []
    for each in in_order(list(diagnostics)):
        words = wording(each, language)
        identity = json.dumps([each.code, each.span.path, sorted(each.arguments.items())])
        seen[identity] += 1
        issues.append(
            {
                "description": f"{words.message} {words.help}",
                "check_name": each.code,
                "fingerprint": _fingerprint(identity, seen[identity]),
                "severity": "major" if each.is_error else "minor",
                "location": {
                    "path": _clean(each.span.path),
                    "lines": {"begin": max(each.span.line, 1)},
                },
            }
        )
    return _as_json(issues)


def _fingerprint(identity: str, occurrence: int) -> str:
    """Return an id that survives other lines being added above the fault."""
    return hashlib.sha256(f"{identity} {occurrence}".encode()).hexdigest()[:32]


def report_json(diagnostics: Iterable[Diagnostic], language: Language) -> str:
    """Return a list of objects with the code, the place, the particulars and the words."""
    return _as_json([_as_object(each, language) for each in in_order(list(diagnostics))])


def _as_object(diagnostic: Diagnostic, language: Language) -> Mapping[str, Any]:
    words, span = wording(diagnostic, language), diagnostic.span
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "file": _clean(span.path),
        "line": span.line,
        "column": span.column if span.line else 0,
        "length": span.length if span.line else 0,
        "arguments": {name: _clean(value) for name, value in diagnostic.arguments.items()},
        "suggestion": diagnostic.suggestion,
        "message": words.message,
        "note": words.note,
        "help": words.help,
    }


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
