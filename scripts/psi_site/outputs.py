"""Everything a build writes: pages with what their templates need, and files made of bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from psi_site import calendars, cms, exports, feeds
from psi_site.archives import Archives
from psi_site.artifact import Artifact
from psi_site.assets import Assets, load_assets
from psi_site.corpus import RECORD
from psi_site.hosting.table import meta_policies
from psi_site.icons import FEED_ICON, icon_artifacts
from psi_site.images import PICTURE
from psi_site.kept import GONE, mark_of
from psi_site.marks import Marks
from psi_site.pages.catalogue import web_pages
from psi_site.pages.discovery import robots, sitemap
from psi_site.pages.reader import TODAY, Reader
from psi_site.pages.share_image import Studio, Words, load_studio
from psi_site.pages.view import TITLE, Chrome, no_policy
from psi_site.pages.web_page import WebPage
from psi_site.preserved import kept_files
from psi_site.site import Site
from psi_site.sources.history import HISTORY
from psi_site.tracing import Answerer, note

if TYPE_CHECKING:
    from psi_site.pdf.printer import Printer
    from psi_site.pdf.sheets import Sheet

PAGE, CHROME, SHEET = "page", "chrome", "sheet"
"""What is noted of a page that is drawn: what it is, what all of its language share, its PDF."""
PAGES = "pages"
"""What is noted of all pages together."""


@dataclass(frozen=True)
class Outputs:
    """What a build of a site makes at the moment `now` (aware), with the templates of a theme.

    Nothing is looked for before it is asked for: what an earlier build told of the pages is a help
    in listing them, and has to be there first. With a `printer` there are PDFs too; `is_preview`
    is for the preview server, which shows more.
    """

    site: Site
    theme: Path
    now: datetime
    is_preview: bool = False
    printer: Printer | None = None

    def ready(self) -> Self:
        """Look for everything at once: for whom what is amiss with the theme must show early."""
        _ = self.chromes, self.assets, self.icons
        return self

    @cached_property
    def readers(self) -> Mapping[str, Reader]:
        """A reader of each language."""
        site = self.site
        return {code: Reader(site, site.languages[code], self.now) for code in site.codes}

    @cached_property
    def _listed(self) -> Mapping[str, Mapping[str, WebPage]]:
        """The pages of each language by path."""
        return {
            code: {page.path: page for page in web_pages(reader)}
            for code, reader in self.readers.items()
        }

    @cached_property
    def pages(self) -> Mapping[str, WebPage]:
        """The pages of every language by file name."""
        return {page.file: page for own in self._listed.values() for page in own.values()}

    @cached_property
    def chromes(self) -> Mapping[str, Chrome]:
        """What the pages of each language have around their own."""
        # The preview server puts a script into the pages, which the policy would stop.
        policy = no_policy if self.is_preview else meta_policies(self.site)
        return {
            code: Chrome(
                self.readers[code], own, feeds.autodiscovery(self.site, code), policy, self.studio
            )
            for code, own in self._listed.items()
        }

    @cached_property
    def studio(self) -> Studio:
        """What draws the pictures for sharing."""
        return load_studio(self.theme)

    @cached_property
    def assets(self) -> Assets:
        """The style sheets, scripts and pictures of the theme."""
        return load_assets(self.theme)

    @cached_property
    def icons(self) -> tuple[Artifact, ...]:
        """The icons of the site, and the manifests that name them."""
        return tuple(icon_artifacts(self.site, self.theme))

    @cached_property
    def sheets(self) -> Mapping[str, Sheet]:
        """The PDFs by the file name of their page; none where none were asked for."""
        if self.printer is None:
            return {}
        # Most builds print nothing.
        from psi_site.pdf.sheets import print_sheets

        drawn = ((self.readers[page.language], page) for page in self.pages.values())
        return dict(print_sheets(self.printer, self.theme, drawn))

    def _previews(self) -> Iterable[Artifact]:
        if not self.is_preview:
            return ()
        # What writes mail is slow to import, and only the preview server shows any.
        from psi_site.mail.preview import mail_previews

        return mail_previews(self.site, self.now)

    def context(self, file: str) -> dict[str, Any]:
        """Return the variables for the template of a page."""
        page = self.pages[file]
        chrome = self.chromes[page.language]
        note(PAGE, file)
        note(CHROME, page.language)
        note(SHEET, file)
        record = page.record
        if record:
            note(RECORD, record.kind, record.id)
        variables = page.variables()
        return {
            **variables,
            "view": chrome.view(page, variables),
            "sheet": self.sheets.get(file),
        }

    def shared(self, language: str) -> dict[str, Any]:
        """Return what the templates of every page of a language can ask."""
        chrome = self.chromes[language]
        reader = chrome.reader
        return {
            "chrome": chrome,
            "reader": reader,
            "t": reader.t,
            "asset": self.assets.href,
            "picture_of": self.site.images.picture,
        }

    def finished(self, file: str, html: str) -> str:
        """Return the drawn HTML of a page with its links to what is gone led to copies."""
        language = self.site.languages[self.pages[file].language]
        return Archives(self.site, language).html(html)

    @property
    def groups(self) -> Mapping[str, Callable[[], Iterable[Artifact]]]:
        """The files that are made together, by the name of the unit they are."""
        site = self.site
        return {
            **calendars.units(site),
            **feeds.units(site, FEED_ICON),
            **exports.units(site),
            "assets": self.assets.artifacts.values,
            "editing": lambda: cms.artifacts(site),
            "previews": self._previews,
            "discovery": self._discovery,
        }

    def _discovery(self) -> Iterable[Artifact]:
        note(PAGES)
        return sitemap(self.site, list(self.pages.values())), robots(self.site)

    def share_picture(self, file: str) -> Artifact | None:
        """Return the picture of a page for sharing, None where it has none."""
        words = self._share_words(file)
        return self.studio.artifact(words) if words else None

    def share_path(self, file: str) -> str | None:
        """Return the path of a page's picture for sharing, None where it has none."""
        words = self._share_words(file)
        return self.studio.path(words) if words else None

    def _share_words(self, file: str) -> Words | None:
        page = self.pages[file]
        return self.chromes[page.language].share_words(page)

    def others(self, earlier: Callable[[str], bytes | None]) -> tuple[Artifact, ...]:
        """Return the files that are made at every build.

        `earlier` gives the bytes of a file of `groups` by its path.
        """
        return (
            *(sheet.file for sheet in self.sheets.values()),
            *kept_files(self.site, earlier),
            *self.site.images.artifacts,
            *self.icons,
        )

    def marks(self) -> Marks:
        """Return the marks of all that pages and files read."""
        marks = Marks(
            self.site,
            {
                TITLE: lambda path: mark_of(self._menu_title(path)),
                PAGE: lambda file: mark_of(self.pages[file].facts) if file in self.pages else GONE,
                PAGES: lambda: mark_of([(file, marks((PAGE, file))) for file in self.pages]),
                CHROME: lambda code: mark_of(self.chromes[code].feeds),
                HISTORY: lambda place: mark_of(self.site.history.touching(place)),
                PICTURE: lambda file: mark_of(self.site.images.facts(file)),
                SHEET: lambda file: mark_of(self.sheets.get(file)),
                TODAY: lambda: mark_of(next(iter(self.readers.values())).today),
            },
        )
        return marks

    def _menu_title(self, path: str) -> str | None:
        own = next((own[path] for own in self._listed.values() if path in own), None)
        return own.menu_title if own else None

    @property
    def answerers(self) -> Mapping[str, Answerer]:
        """Those who are asked about the site: itself, and a reader of each language."""
        return {self.site.answers_as: self.site, **self.readers}
