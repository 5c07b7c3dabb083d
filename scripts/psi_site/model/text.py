"""Text that people read, in one language or several.

In a data file a text is either a string, which then holds in every language (a proper name), or a
mapping from language to string. Three kinds differ in what Markdown they may hold: none, inline
only, or whole paragraphs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, StringConstraints, model_validator
from pydantic_core import CoreSchema, PydanticCustomError

LANGUAGE_PATTERN = r"^[a-z]{2,3}$"

Language = Annotated[str, StringConstraints(pattern=LANGUAGE_PATTERN)]
"""A language subtag of BCP 47 (RFC 5646): `sv`, `en`, `fi`."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Text that is never empty."""


class MarkdownText:
    """Marks a plain string field as Markdown."""


Markdown = Annotated[str, MarkdownText()]


@dataclass(frozen=True)
class Passage:
    """A text as found for a reader: the words, and the language they are in.

    `language` is None where the words hold in every language.
    """

    value: str
    language: str | None

    def __str__(self) -> str:
        return self.value


class LocalizedText(BaseModel):
    """Plain text, in every language or one by one."""

    # Built when first needed; whoever validates builds texts first, for models to take over.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    common: Line | None = None
    by_language: Mapping[Language, Line] = {}

    @model_validator(mode="before")
    @classmethod
    def _from_source(cls, value: Any) -> Any:
        if isinstance(value, cls):
            return value
        if isinstance(value, str):
            return {"common": value}
        if isinstance(value, dict) and value:
            return {"by_language": value}
        raise PydanticCustomError("bad-text", "neither a text nor a mapping of languages")

    @classmethod
    def of(cls, text: str) -> LocalizedText:
        """Return a text that holds in every language, made of what a model has read already."""
        return cls.model_construct(common=text)

    @classmethod
    def by(cls, texts: Mapping[str, str]) -> LocalizedText:
        """Return a text with a passage for each language, of what a model has read already."""
        return cls.model_construct(by_language=texts)

    def get(self, language: str, languages: tuple[str, ...]) -> Passage:
        """Return the passage for `language`, else the first of `languages` that has one."""
        if self.common is not None:
            return Passage(self.common, None)
        for candidate in (language, *languages, *self.by_language):
            if candidate in self.by_language:
                return Passage(self.by_language[candidate], candidate)
        raise LookupError(language)

    def has(self, language: str) -> bool:
        """Return whether a reader of `language` finds the text in that language."""
        return self.common is not None or language in self.by_language

    def passages(self) -> tuple[Passage, ...]:
        """Return every passage the text has."""
        if self.common is not None:
            return (Passage(self.common, None),)
        return tuple(Passage(value, key) for key, value in self.by_language.items())

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        del schema, handler
        text = {"type": "string", "minLength": 1}
        mapping = {
            "type": "object",
            "patternProperties": {LANGUAGE_PATTERN: text},
            "additionalProperties": False,
            "minProperties": 1,
        }
        return {"anyOf": [text, mapping]}


class LocalizedInline(LocalizedText):
    """Text that may hold inline Markdown: emphasis, links, code."""


class LocalizedProse(LocalizedText):
    """Text that may hold whole Markdown: paragraphs, lists, tables."""
