"""The list of what a person must look at, as a text to tick off."""

from __future__ import annotations

from collections.abc import Iterable

from psi_site.i18n import Language
from psi_site.importing.blocks import Note

_NOTE = "import.note."
"""The words for each kind of note, in the order of the list: what matters most comes first."""

SHOWN = 160
"""Characters of a quotation on the terminal; the file has all of it."""


def list_file(title: str, notes: Iterable[Note], faults: str, language: Language) -> str:
    """Return the list as Markdown, by what there is to do; `faults` are those of a check."""
    parts = [f"# {title}", language.text("import.list.about")]
    parts += _groups(notes, language, None)
    if faults.strip():
        parts += [f"## {language.text('import.list.faults')}", f"```\n{faults.strip()}\n```"]
    parts += [f"## {language.text('import.list.always')}"]
    parts.append("\n".join(f"- [ ] {line}" for line in _lines(language, "import.list.reminders")))
    return "\n\n".join(parts) + "\n"


def list_words(notes: Iterable[Note], language: Language) -> str:
    """Return the list for a terminal, long quotations cut."""
    return "\n\n".join(_groups(notes, language, SHOWN))


def _groups(notes: Iterable[Note], language: Language, limit: int | None) -> list[str]:
    order = [key.removeprefix(_NOTE) for key in language.words if key.startswith(_NOTE)]
    groups: dict[str, list[str]] = {}
    for note in sorted(notes, key=lambda note: order.index(note.code)):
        groups.setdefault(note.code, []).append(note.quote)
    return [
        _group(language.text(f"{_NOTE}{code}"), quotes, limit) for code, quotes in groups.items()
    ]


def _group(words: str, quotes: list[str], limit: int | None) -> str:
    lines = [words if limit else f"## {words}", *([""] if limit is None and any(quotes) else [])]
    mark = "  " if limit else "- [ ] "
    for quote in filter(None, quotes):
        text = " ".join(quote.split())
        cut = limit is not None and len(text) > limit
        lines.append(f"{mark}{text[:limit]}…" if cut else f"{mark}{text}")
    return "\n".join(lines)


def _lines(language: Language, key: str) -> list[str]:
    return [line for line in language.text(key).split("\n") if line.strip()]
