"""What is wrong with a source file, as a value.

A `Diagnostic` says which rule was broken (`code`), where (`span`) and with which particulars
(`arguments`). It holds no sentence: the words belong to the locale files, so that the same value
can be printed in any language, coloured for a terminal, or written for a machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """Whether a diagnostic stops the build."""

    ERROR = "error"
    WARNING = "warning"


class Span(NamedTuple):
    """A place in a source file; lines and columns count characters from 1.

    A span without a length marks one character; line 0 means the file as a whole.
    """

    path: str
    line: int = 0
    column: int = 0
    length: int = 1


@dataclass(frozen=True)
class Diagnostic:
    """One broken rule at one place.

    `arguments` fill the placeholders of the rule's words. `suggestion` is the nearest valid value,
    where there is one near enough to offer.
    """

    code: str
    span: Span
    arguments: Mapping[str, str] = field(default_factory=dict)
    severity: Severity = Severity.ERROR
    suggestion: str | None = None

    @property
    def is_error(self) -> bool:
        """Whether this diagnostic stops the build."""
        return self.severity is Severity.ERROR


def in_order(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Return the diagnostics sorted by place and code, each once."""
    unique = {(d.span, d.code, tuple(sorted(d.arguments.items()))): d for d in diagnostics}
    return [unique[key] for key in sorted(unique)]


class SourceError(Exception):
    """Raised where nothing can be built: carries every diagnostic found, never just the first."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        super().__init__(f"{sum(d.is_error for d in diagnostics)} errors")
        self.diagnostics = in_order(diagnostics)
