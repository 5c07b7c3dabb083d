"""A document against its model: a record, or every reason why it is none.

Pydantic finds the faults; here each becomes a `Diagnostic` at its place in the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from psi_site.checks.nearest import nearest
from psi_site.checks.repairs import repaired
from psi_site.diagnostics import Diagnostic, Span
from psi_site.model.record import Record
from psi_site.model.text import (
    LANGUAGE_PATTERN,
    LocalizedInline,
    LocalizedProse,
    LocalizedText,
)
from psi_site.model.values import IDENT_PATTERN
from psi_site.prose import slugify
from psi_site.sources.document import Document, Path

R = TypeVar("R", bound=Record)

_CODES = {
    "missing": "missing-key",
    "extra_forbidden": "unknown-key",
    "enum": "unknown-choice",
    "literal_error": "unknown-choice",
    "string_too_short": "empty-text",
    "string_too_long": "too-long",
    "greater_than_equal": "out-of-range",
    "less_than_equal": "out-of-range",
}
_PATTERNS = {LANGUAGE_PATTERN: "bad-language", IDENT_PATTERN: "bad-id"}
_EXPECTED = {
    "string_type": "expected-text",
    "tuple_type": "expected-list",
    "list_type": "expected-list",
    "mapping_type": "expected-mapping",
    "dict_type": "expected-mapping",
    "model_type": "expected-mapping",
    "model_attributes_type": "expected-mapping",
}


def validate(model: type[R], document: Document) -> tuple[R | None, list[Diagnostic]]:
    """Return the record that `document` describes, or None and all that is wrong with it."""
    if not isinstance(document.value, dict):
        return None, [Diagnostic("expected-mapping", document.span(()))]
    _finish_texts()
    try:
        return model.model_validate(_without_empty(document.value, _known_keys(model))), []
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=True)
        own = [each for each in _without_copies(document, faults) if not _is_of_no_key(each)]
        return None, _without_echoes([_diagnostic(model, document, fault) for fault in own])


@cache
def _finish_texts() -> None:
    """Build what reads texts before the models that hold some, which then take it over."""
    for model in (LocalizedText, LocalizedInline, LocalizedProse):
        model.model_rebuild()


def _without_copies(document: Document, faults: list[ErrorDetails]) -> list[ErrorDetails]:
    """Leave out a fault that a translation only has because it takes the value from the original.

    Such a value has no place in the translation's own file.
    """
    return [
        fault
        for fault in faults
        if fault["loc"][:1] != ("editions",)
        or _is_at_home(document, fault["loc"], fault["type"])
        or fault["loc"][1] == next(iter(document.value["editions"]))
    ]


def _is_of_no_key(fault: ErrorDetails) -> bool:
    """Return whether a fault is that nothing stands under a key, which is no key itself."""
    key = fault["loc"][-1] if fault["loc"] else 0
    return fault["input"] is None and fault["type"] != "extra_forbidden" and isinstance(key, str)


def _is_at_home(document: Document, location: Path, kind: str) -> bool:
    steps = len(location) - (kind == "missing") - sum(step == "[key]" for step in location)
    return len(document.known(location)) >= steps


def _without_echoes(found: list[Diagnostic]) -> list[Diagnostic]:
    """Leave out a missing key that is there after all, misspelt or in the wrong place."""
    elsewhere = {
        name
        for each in found
        for name in (each.suggestion, each.arguments.get("key"))
        if each.code in ("unknown-key", "key-misplaced") and name
    }
    echoes = (each.code == "missing-key" and each.arguments["key"] in elsewhere for each in found)
    return [each for each, is_echo in zip(found, echoes, strict=True) if not is_echo]


def _without_empty(value: Any, known: frozenset[str]) -> Any:
    """Leave out keys with nothing after the colon: a field that is not filled in yet.

    A key that nobody knows stays, to be refused: it may be the end of a sentence, cut off at a
    comma inside braces.
    """
    if isinstance(value, dict):
        return {
            key: _without_empty(item, known)
            for key, item in value.items()
            if item is not None or not (key in known or re.fullmatch(LANGUAGE_PATTERN, key))
        }
    return [_without_empty(item, known) for item in value] if isinstance(value, list) else value


@cache
def _known_keys(model: type[BaseModel]) -> frozenset[str]:
    """Return the names of all fields of a model and of the models within it."""
    found, fresh = {model}, {model}
    while fresh:
        fields = (field for each in fresh for field in each.model_fields.values())
        fresh = {inner for field in fields for inner in _models_in(field.annotation)} - found
        found |= fresh
    return frozenset(name for each in found for name in each.model_fields)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def _diagnostic(model: type[BaseModel], document: Document, fault: ErrorDetails) -> Diagnostic:
    kind, location = fault["type"], fault["loc"]
    path = document.known(location)
    span = document.span(path)
    if location == ("id",) and not path and kind != "missing":
        return _bad_file_name(document, str(fault["input"]))
    if kind == "missing":
        return Diagnostic("missing-key", document.start_span(path), {"key": str(location[-1])})
    if kind == "extra_forbidden":
        return _unknown_key(model, document, path)
    if fault["input"] is None:
        return Diagnostic("empty-text", span)
    if kind in ("tuple_type", "list_type") and isinstance(fault["input"], dict):
        return Diagnostic("list-dash-missing", document.first_span(path))
    if kind in _EXPECTED:
        return Diagnostic(_EXPECTED[kind], span)
    if isinstance(fault["input"], (dict, list)) and _is_about_a_value(kind):
        return Diagnostic("expected-text", span)
    if kind == "string_pattern_mismatch":
        return _bad_pattern(model, document, path, fault)
    return _plain(document, path, fault)


def _is_about_a_value(kind: str) -> bool:
    """Return whether a fault is of a scalar, which no list or mapping is."""
    return kind in ("enum", "impossible-date") or (kind.startswith("bad-") and kind != "bad-text")


def _bad_pattern(
    model: type[BaseModel], document: Document, path: Path, fault: ErrorDetails
) -> Diagnostic:
    value = str(fault["input"])
    code = _PATTERNS.get(fault.get("ctx", {}).get("pattern", ""), "bad-address")
    if code == "bad-language":
        return _bad_language(model, document, path, value)
    offer = _as_address(value)
    return Diagnostic(code, document.span(path), {"value": value}, suggestion=offer)


def _bad_file_name(document: Document, value: str) -> Diagnostic:
    """The id nobody wrote is the file's name."""
    span = Span(document.span(()).path)
    offer = _as_address(value)[:100]
    return Diagnostic("bad-file-name", span, {"value": value}, suggestion=offer)


def _bad_language(model: type[BaseModel], document: Document, path: Path, value: str) -> Diagnostic:
    """A word that is no language may be the next field, indented as if it were a translation."""
    span = document.key_span(path) if path and path[-1] == value else document.span(path)
    if len(path) > 1 and value in fields_at(model, path[:-2]):
        return Diagnostic("key-misplaced", span, {"key": value, "above": str(path[-2])})
    holder = document.value
    for step in path[:-1]:
        holder = holder[step]
    is_cut = isinstance(holder, dict) and holder.get(value, "") is None
    return Diagnostic("cut-at-comma" if is_cut else "bad-language", span, {"value": value})


def _as_address(text: str) -> str:
    """Return the valid id or address that is nearest to what was written."""
    return "/".join(slugify(part) for part in text.split("/") if part.strip()) or slugify(text)


def _unknown_key(model: type[BaseModel], document: Document, path: Path) -> Diagnostic:
    key = str(path[-1]) if path else ""
    names = sorted(_names(model, document, path[:-1]))
    arguments = {"key": key, "keys": ", ".join(names)}
    suggestion = nearest(key, names)
    return Diagnostic("unknown-key", document.key_span(path), arguments, suggestion=suggestion)


def _names(model: type[BaseModel], document: Document, path: Path) -> set[str]:
    """Return the keys an editor may write at `path`: not those that are read from the text below.

    The front matter of an original also takes what holds for the whole record.
    """
    names = fields_at(model, path)
    if path[:1] == ("editions",) and len(path) == 2:
        is_original = path[1] == next(iter(document.value["editions"]))
        shared = set(model.model_fields) - {"editions", "translated_from", "revision"}
        names |= shared if is_original else {"translated_from"}
    written = {key[-1] for key in document.keys if key[:-1] == path}
    from_text = {key[-1] for key in document.spans if key and key[:-1] == path}
    return names - (from_text - written)


def _plain(document: Document, path: Path, fault: ErrorDetails) -> Diagnostic:
    context: Mapping[str, Any] = fault.get("ctx", {})
    value = str(fault["input"])
    arguments = {"value": value}
    suggestion = None
    if "expected" in context:
        choices = _choices(str(context["expected"]))
        arguments["choices"] = ", ".join(choices)
        suggestion = nearest(value, choices)
    limit = next(
        (context[k] for k in ("ge", "le", "max_length", "min_length") if k in context), None
    )
    if limit is not None:
        over = len(value) - int(limit)
        arguments |= {"limit": str(limit), "length": str(len(value)), "over": str(over)}
    kind = fault["type"]
    code = _CODES.get(kind, kind if "-" in kind else "bad-value")
    return Diagnostic(
        code, document.span(path), arguments, suggestion=suggestion or repaired(code, value)
    )


def _choices(expected: str) -> list[str]:
    """Take apart what pydantic says was expected: "'a', 'b' or 'c'"."""
    return [word.strip("' ") for word in expected.replace(" or ", ",").split(",")]


def fields_at(model: type[BaseModel], path: Path) -> set[str]:
    """Return the names of the fields that the mapping at `path` of a record may have."""
    annotation: Any = model
    for step in path:
        annotation = _step(_bare(annotation), step)
    annotation = _bare(annotation)
    return set(annotation.model_fields) if _is_model(annotation) else set()


def _step(annotation: Any, step: str | int) -> Any:
    if _is_model(annotation):
        field = annotation.model_fields.get(step)
        return field.annotation if field else None
    arguments = [a for a in get_args(annotation) if a is not Ellipsis]
    return arguments[-1] if arguments else None


def _bare(annotation: Any) -> Any:
    while get_origin(annotation) in (Annotated, Union, UnionType):
        annotation = next(a for a in get_args(annotation) if a is not type(None))
    return annotation


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
