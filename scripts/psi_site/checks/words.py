"""The words a site puts in place of the package's own have the same keys and placeholders."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from psi_site.checks.nearest import nearest
from psi_site.diagnostics import Diagnostic
from psi_site.i18n import known_languages, load_language
from psi_site.sources.document import Document
from psi_site.sources.document import Path as FieldPath
from psi_site.sources.files import read_text
from psi_site.sources.yaml import read_yaml


def check_words(root: Path, folder: str, code: str) -> Iterator[Diagnostic]:
    """Yield what is wrong in the files of words for one language below `folder`.

    A language the package does not know has nothing to be compared with but the grammar.
    """
    known = load_language(code).words if code in known_languages() else {}
    for path in sorted((root / folder / code).glob("*.yml")):
        text = read_text(path, root)
        yield from text.diagnostics
        if text.value is None:
            continue
        document, found = read_yaml(text.value, text.path)
        yield from found
        if document.value is not None and not isinstance(document.value, dict):
            yield Diagnostic("expected-mapping", document.span(()))
        elif not found:
            prefix = "" if path.stem == "ui" else f"{path.stem}."
            yield from _file(document, prefix, dict(known))


def _file(document: Document, prefix: str, known: dict[str, str]) -> Iterator[Diagnostic]:
    for path, value in _leaves(document.value or {}, ()):
        key = prefix + ".".join(map(str, path))
        if not isinstance(value, str):
            yield Diagnostic("expected-text", document.span(path))
        elif known and key not in known:
            suggestion = nearest(key, known)
            offer = suggestion.removeprefix(prefix) if suggestion else None
            arguments = {"key": key.removeprefix(prefix)}
            yield Diagnostic("unknown-word", document.key_span(path), arguments, suggestion=offer)
        else:
            yield from _placeholders(document, path, value, known.get(key, value))


def _leaves(value: object, path: FieldPath) -> Iterator[tuple[FieldPath, object]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, (*path, key))
    elif value is not None:
        yield path, value


def _placeholders(
    document: Document, path: FieldPath, value: str, model: str
) -> Iterator[Diagnostic]:
    try:
        found, allowed = _names(value), _names(model)
    except ValueError:
        yield Diagnostic("unknown-placeholder", document.span(path), {"value": value, "names": "–"})
        return
    for name in sorted(found - allowed):
        names = ", ".join(f"{{{each}}}" for each in sorted(allowed)) or "–"
        arguments = {"value": f"{{{name}}}", "names": names}
        yield Diagnostic("unknown-placeholder", document.span(path), arguments)


def _names(text: str) -> set[str]:
    """Return the placeholders of a text; raise ValueError for braces that do not match."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
