"""Pages that editors write as Markdown, an original with translations beside it."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import StringConstraints

from psi_site.model.record import PageRef, Part, Publishable
from psi_site.model.text import Language, Line, LocalizedText, Markdown
from psi_site.model.values import Flag, Ident

Slug = Annotated[str, StringConstraints(pattern=r"^$|^[a-z0-9]+([-/][a-z0-9]+)*$", max_length=200)]
"""An address below the language's root, without slashes at its ends; empty for the root itself."""


class PageText(Part):
    """One language's edition of a page; `body` is Markdown without a level-1 heading."""

    title: Line
    description: Annotated[Line, StringConstraints(max_length=160)]
    menu_title: Line | None = None
    slug: Slug | None = None
    redirect_from: tuple[Slug, ...] = ()
    """Former addresses below the language's root that lead here."""
    body: Markdown = ""


class Page(Publishable):
    """A page with an address of its own in every language it has an edition in."""

    kind: ClassVar[str] = "page"

    parent: PageRef | None = None
    template: Ident = "text"
    lists: Ident | None = None
    indexed: Flag = True
    """Whether search engines and the site's own search may find the page."""
    editions: Mapping[Language, PageText]

    @property
    def name(self) -> LocalizedText:
        titles = {language: text.title for language, text in self.editions.items()}
        return LocalizedText.by(titles)

    @property
    def menu_name(self) -> LocalizedText:
        """The shorter name for menus and breadcrumbs."""
        titles = {key: text.menu_title or text.title for key, text in self.editions.items()}
        return LocalizedText.by(titles)

    def slug(self, language: str) -> str:
        """Return the page's address below the root of `language`."""
        own = self.editions[language].slug
        return self.id if own is None else own
