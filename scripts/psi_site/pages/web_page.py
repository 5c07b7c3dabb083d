"""A page of the finished site, before it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from operator import attrgetter
from typing import Any

from psi_site.model.record import Record

Variables = Mapping[str, Any]


def _nothing() -> Variables:
    return {}


def _nobody() -> None:
    return None


@dataclass(frozen=True)
class WebPage:
    """One page in one language.

    `path` is its address from the site's root; `templates` are those it may be drawn with, the
    first that exists; `parents` has the paths of the pages above it from the top down,
    `alternates` its path in every language it exists in. `updated` is the day an editor says that
    what it is about was changed on; `about` gives that record, `variables` what only its template
    needs, both when the page is drawn.
    """

    path: str
    language: str
    templates: tuple[str, ...]
    title: str
    description: str
    menu_title: str
    parents: tuple[str, ...]
    alternates: Mapping[str, str]
    kind: str = "page"
    indexed: bool = True
    updated: date | None = None
    about: Callable[[], Record | None] = field(default=_nobody, compare=False)
    variables: Callable[[], Variables] = field(default=_nothing, compare=False)

    @property
    def record(self) -> Record | None:
        """What the page is about."""
        return self.about()

    @property
    def facts(self) -> tuple[Any, ...]:
        """All that is known of the page but what its template needs."""
        return _FACTS(self)

    @property
    def file(self) -> str:
        """The file the page is written to, from the site's root."""
        path = self.path.lstrip("/")
        return path if path.endswith(".html") else f"{path}index.html"


_FACTS: Callable[[WebPage], tuple[Any, ...]] = attrgetter(
    *(each.name for each in fields(WebPage) if each.compare)
)
