"""A site's own words have the keys and placeholders of the package's, and lack none of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from string import Formatter

from psi_site.checks.nearest import nearest
from psi_site.diagnostics import Diagnostic, Span
from psi_site.i18n import PLURALS, Language, file_of, known_languages, load_language
from psi_site.sources.document import Document
from psi_site.sources.document import Path as FieldPath
from psi_site.sources.files import read_text
from psi_site.sources.yaml import read_yaml

EDITORS_WORDS = frozenset(
    {"bench", "care", "cli", "cms", "errors", "fields", "handbook", "import", "style"}
)
"""Files of words that no reader of a site meets, only those who make it: the program's own
languages are enough. A network that wants those pages in a language of its own adds the words."""


def check_words(
    root: Path, folder: str, code: str, kinds: Iterable[str] = ()
) -> Iterator[Diagnostic]:
    """Yield what is wrong in the files of words for one language below `folder`.

    A language the package does not know has nothing to be compared with but the grammar. Among
    `kinds`, those the package does not know may have words of their own.
    """
    paths = sorted((root / folder / code).glob("*.yml"))
    known = load_language(code).words if paths and code in known_languages() else {}
    steps = {step for key in known for step in key.split(".")}
    own = frozenset(kinds) - steps
    for path in paths:
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
            yield from _file(document, prefix, known, own)


def missing_words(language: Language, folder: str) -> Iterator[Diagnostic]:
    """Yield, for each file of words, the keys that a language of the site's own lacks.

    A build that met such a key could not go on. The package's own languages lack none.
    """
    if language.code in known_languages():
        return
    missing: dict[str, list[str]] = {}
    for key in sorted(load_language(known_languages()[0]).words):
        name, _, rest = key.rpartition(".")
        known = language.has(key) or (rest in PLURALS and language.has(name))
        if not known and key.split(".")[0] not in EDITORS_WORDS:
            file, inner = file_of(key)
            missing.setdefault(file, []).append(inner)
    for file, keys in missing.items():
        arguments = {"language": language.code, "keys": ", ".join(keys)}
        yield Diagnostic("words-missing", Span(f"{folder}/{language.code}/{file}"), arguments)


def _file(
    document: Document, prefix: str, known: Mapping[str, str], own: frozenset[str]
) -> Iterator[Diagnostic]:
    for path, value in _leaves(document.value or {}, ()):
        key = prefix + ".".join(map(str, path))
        if not isinstance(value, str):
            yield Diagnostic("expected-text", document.span(path))
        elif known and key not in known and own.isdisjoint(key.split(".")):
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
        found, allowed = _names(value), {name for name in _names(model) if name.isidentifier()}
    except ValueError:
        yield Diagnostic("braces-unmatched", document.span(path))
        return
    for name in sorted(found - allowed):
        names = ", ".join(f"{{{each}}}" for each in sorted(allowed)) or "–"
        arguments = {"value": f"{{{name}}}", "names": names}
        yield Diagnostic("unknown-placeholder", document.span(path), arguments)


def _names(text: str) -> set[str]:
    """Return the placeholders of a text; raise ValueError for braces that do not match.

    Whatever else Python would read inside the braces makes a name that nothing has.
    """
    return {
        f"{name}:{spec}" if spec else name
        for _, name, spec, _ in Formatter().parse(text)
        if name is not None
    }
