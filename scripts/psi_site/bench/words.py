"""Running text from a small vocabulary: endless, harmless and the same for the same seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Concatenate, ParamSpec

import yaml

TEMPLATES = Path(__file__).parent / "templates"
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

P = ParamSpec("P")

Texts = dict[str, str]
"""A text in every language of the corpus."""


@cache
def read_template(name: str) -> Any:
    """Return a YAML file of the package's own, every scalar as the text that is written."""
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - makes strings only


@dataclass(frozen=True)
class Prose:
    """Writes in one language with the words of its vocabulary; `chance` decides which."""

    chance: Random
    words: Mapping[str, Sequence[str]]

    def pick(self, name: str) -> str:
        """Return one of the words of a class."""
        return self.chance.choice(self.words[name])

    def clause(self) -> str:
        """Return subject, verb, object and adverbial, about nine words."""
        return " ".join(map(self.pick, ("subjects", "verbs", "objects", "adverbials")))

    def sentence(self) -> str:
        """Return one clause or two of them joined, with its stop."""
        text = self.clause()
        if self.chance.random() < 0.3:
            text += f", {self.pick('joints')} {self.clause()}"
        return f"{text[0].upper()}{text[1:]}."

    def paragraph(self, sentences: int, links: Sequence[str] = ()) -> str:
        """Return sentences on one line, the first of them with the links in it."""
        found = [self.sentence() for _ in range(sentences)]
        for index, link in enumerate(links):
            words = self.pick("objects")
            found[index] = f"{found[index][:-1]}: [{words}]({link})."
        return " ".join(found)

    def bullets(self, count: int) -> str:
        """Return a list, one word of each entry stressed."""
        lines = (
            f"- {self.pick('subjects')} **{self.pick('verbs')}** {self.pick('objects')}"
            for _ in range(count)
        )
        return "\n".join(lines)

    def title(self) -> str:
        """Return a heading of a few words."""
        return f"{self.pick('labels')} {self.pick('objects')}"


@dataclass(frozen=True)
class Author:
    """Writes the same thing in every language of the corpus."""

    languages: tuple[str, ...]
    chance: Random

    @property
    def proses(self) -> dict[str, Prose]:
        """The writers by language, who draw from one source of chance."""
        vocabulary = read_template("vocabulary.yml")
        return {code: Prose(self.chance, vocabulary[code]) for code in self.languages}

    def write(
        self, make: Callable[Concatenate[Prose, P], str], *of: P.args, **named: P.kwargs
    ) -> Texts:
        """Return what `make` writes in every language, given the rest of the arguments."""
        return {code: make(prose, *of, **named) for code, prose in self.proses.items()}

    def text(self, sentences: int) -> Texts:
        """Return one paragraph."""
        return self.write(Prose.paragraph, sentences)

    def title(self) -> Texts:
        """Return a heading."""
        return self.write(Prose.title)
