"""Puts a payload into every text field of every record of a site, found by walking the model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from psi_site.content import ContentType
from psi_site.model.dead_link import DeadLink
from psi_site.model.newsletter import Newsletter, NewsletterItem
from psi_site.model.text import LocalizedInline, LocalizedProse, LocalizedText
from psi_site.site import CONTENT_TYPES, load_site
from psi_site.sources.records import MarkdownFolder
from tests.hostile.payloads import BLOCKS, EVERYWHERE, HEADINGS, INLINE, PLAIN, SHORT

NAMES_OF_THINGS = {"timezone", "currency", "country", "translated_from"}
"""Lines whose words are looked up: anything else is refused, or shown as it is."""
ADDRESS = "#q{n}z'onmouseover='__hit({n});]]`"
"""Goes after an address; none of its signs ends one. (Settings name hosts of services as well.)"""


@dataclass(frozen=True)
class Attempt:
    """A payload in a field: `where` is model and field."""

    number: int
    family: str
    where: str
    payload: str

    @property
    def mark(self) -> str:
        """A word that tells in an output that the text has come there."""
        return f"q{self.number}z"


@dataclass
class Poison:
    """Writes payloads into values, and remembers where."""

    attempts: list[Attempt] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    kept: frozenset[str] = frozenset()
    """Addresses that are known by what they are: those of dead links, which lead to copies."""

    def text(self, where: str, text: str, families: Mapping[str, tuple[str, ...]], end: str) -> str:
        number = next(self.numbers)
        every = [(name, each) for name, group in families.items() for each in group]
        family, payload = every[number % len(every)]
        payload = payload.format(n=number)
        self.attempts.append(Attempt(number, family, where, payload))
        first = "" if family != "spreadsheets" else payload
        return f"{first}{text} q{number}z {payload}{end.format(n=number)}"

    def plain(self, where: str, text: str) -> str:
        return self.text(where, text, PLAIN, EVERYWHERE)

    def line(self, where: str, text: str) -> str:
        return " ".join(self.plain(where, text).split())

    def short(self, where: str, text: str) -> str:
        return self.text(where, text[:60], {"short": ("",)}, SHORT)

    def inline(self, where: str, text: str) -> str:
        return self.text(where, text, INLINE, "")

    def prose(self, where: str, text: str) -> str:
        inline = self.text(where, f"{text}\n\nx", INLINE, "")
        return self.text(
            where,
            f"{inline}\n\nx",
            {k: tuple(f"\n\n{e}" for e in v) for k, v in BLOCKS.items()},
            "\n",
        )

    def value(self, where: str, annotation: Any, metadata: tuple[Any, ...], value: Any) -> Any:
        """Return a value of a field with payloads in its texts."""
        annotation, metadata = bare(annotation, metadata)
        if is_a(annotation, LocalizedText):
            return self.localized(where, annotation, value)
        if is_a(annotation, BaseModel):
            return self.record(annotation, value)
        arguments = [each for each in get_args(annotation) if each is not Ellipsis]
        if isinstance(value, list):
            return [self.value(where, arguments[-1], (), each) for each in value]
        if isinstance(value, dict):
            return {k: self.value(where, arguments[-1], (), each) for k, each in value.items()}
        return self.scalar(where, annotation, metadata, value)

    def scalar(self, where: str, annotation: Any, metadata: tuple[Any, ...], value: str) -> str:
        if where.rpartition(".")[2] in NAMES_OF_THINGS or value in self.kept:
            return value
        for write in (self.plain, self.short, self.address):
            known = len(self.attempts)
            written = write(where, value)
            if accepts(annotation, metadata, written):
                return written
            del self.attempts[known:]
        return value

    def address(self, where: str, value: str) -> str:
        return self.text(where, value, {"addresses": ("",)}, "").split(" ")[0] + ADDRESS.format(
            n=self.attempts[-1].number
        )

    def localized(self, where: str, annotation: type[LocalizedText], value: Any) -> Any:
        if isinstance(value, dict):
            return {code: self.localized(where, annotation, each) for code, each in value.items()}
        if issubclass(annotation, LocalizedProse):
            return self.prose(where, value)
        return (self.inline if issubclass(annotation, LocalizedInline) else self.plain)(
            where, value
        )

    def record(self, model: type[BaseModel], value: Any) -> Any:
        """Return the mapping of a record or a part; an id that stands alone stays."""
        if not isinstance(value, dict):
            return value
        fields = {**fields_of(model)}
        return {
            name: self.value(
                f"{model.__name__}.{name}", info.annotation, tuple(info.metadata), each
            )
            if (info := fields.get(name)) and each not in ("", None)
            else each
            for name, each in value.items()
        }


def fields_of(model: type[BaseModel]) -> Mapping[str, Any]:
    """Return the fields of a model; of a record with editions, those of an edition as well."""
    editions = model.model_fields.get("editions")
    inner = get_args(editions.annotation)[-1].model_fields if editions else {}
    return {**model.model_fields, **inner}


def bare(annotation: Any, metadata: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    while get_origin(annotation) in (Annotated, Union, UnionType):
        if get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            metadata = (*metadata, *more)
        elif type(None) in get_args(annotation):
            annotation = next(each for each in get_args(annotation) if each is not type(None))
        else:
            break
    return annotation, metadata


def is_a(annotation: Any, model: type) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, model)


@cache
def adapter(annotation: Any, metadata: tuple[Any, ...]) -> TypeAdapter[Any]:
    return TypeAdapter(Annotated[annotation, *metadata] if metadata else annotation)


def accepts(annotation: Any, metadata: tuple[Any, ...], text: str) -> bool:
    try:
        adapter(annotation, metadata).validate_python(text)
    except ValidationError:
        return False
    return True


def poisoned(root: Path) -> list[Attempt]:
    """Write payloads into every source file of a site; return them."""
    poison = Poison(kept=frozenset(each.url for each in load_site(root)[0].all(DeadLink)))
    for content_type in CONTENT_TYPES:
        source = root / content_type.source.location
        if isinstance(content_type.source, MarkdownFolder):
            for path in sorted(source.rglob("*.md")):
                _markdown(poison, path, content_type)
        else:
            for path in sorted(source.glob("*.yml")) if source.is_dir() else [source]:
                _data(poison, path, content_type)
    return poison.attempts


def _data(poison: Poison, path: Path, content_type: ContentType) -> None:
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    if isinstance(data, list):
        data = [poison.record(content_type.model, each) for each in data]
    else:
        data = poison.record(content_type.model, data)
    path.write_text(written(data), encoding="utf-8")


def written(data: Any) -> str:
    """Return YAML in which nothing is left to guess; what was empty is left out."""
    return yaml.safe_dump(_filled(data), allow_unicode=True, width=4000, default_style='"')


def _filled(data: Any) -> Any:
    if isinstance(data, dict):
        return {k: _filled(v) for k, v in data.items() if v != "" or k == "slug"}
    return [_filled(each) for each in data] if isinstance(data, list) else data


def _markdown(poison: Poison, path: Path, content_type: ContentType) -> None:
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    data = yaml.load(front, Loader=yaml.CBaseLoader) or {}
    front = written(poison.record(content_type.model, data))
    where = f"{content_type.model.__name__}.body"
    if content_type.model is Newsletter:
        body = _issue(poison, body)
    else:
        body += f"\n{HEADINGS[len(poison.attempts) % len(HEADINGS)]}\n".format(n=len(front))
    path.write_text(f"---\n{front}---\n{poison.prose(where, body)}", encoding="utf-8")


def _issue(poison: Poison, body: str) -> str:
    def heading(match: re.Match[str]) -> str:
        return f"{match[1]} {poison.line('NewsletterItem.title', match[2])} {match[3]}"

    def facts(match: re.Match[str]) -> str:
        data = yaml.load(match[1], Loader=yaml.CBaseLoader)
        return f"```item\n{written(poison.record(NewsletterItem, data))}```"

    body = re.sub(r"```item\n(.*?)```", facts, body, flags=re.S)
    return re.sub(r"^(##+) (.*) (\{#[\w-]+\})$", heading, body, flags=re.M)
