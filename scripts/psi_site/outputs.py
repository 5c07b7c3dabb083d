"""Everything a build writes: pages with what their templates need, and files made of bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

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


class Outputs(NamedTuple):
    """The pages of every language by file name, and the other files of the site."""

    site: Site
    pages: Mapping[str, WebPage]
    chromes: Mapping[str, Chrome]
    assets: Assets
    icons: tuple[Artifact, ...]
    studio: Studio
    previews: Callable[[], Iterable[Artifact]]
    """What only the preview server shows."""
    sheets: Mapping[str, Sheet]
    """The PDFs by the file name of their page; none where none were asked for."""

    def context(self, file: str) -> dict[str, Any]:
        """Return the variables for the template of a page."""
        page = self.pages[file]
        chrome = self.chromes[page.language]
        note(PAGE, file)
        note(CHROME, page.language)
        note(SHEET, file)
        if page.record:
            note(RECORD, page.record.kind, page.record.id)
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
            "previews": self.previews,
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
        by_path = {page.path: page for page in self.pages.values()}

        def dated(page: WebPage) -> tuple[Any, ...]:
            updated = page.record.updated if page.record else None
            return page.file, marks((PAGE, page.file)), updated

        marks = Marks(
            self.site,
            {
                TITLE: lambda path: mark_of(by_path[path].menu_title if path in by_path else None),
                PAGE: lambda file: mark_of(self.pages[file].facts) if file in self.pages else GONE,
                PAGES: lambda: mark_of(list(map(dated, self.pages.values()))),
                CHROME: lambda code: mark_of(self.chromes[code].feeds),
                HISTORY: lambda place: mark_of(self.site.history.touching(place)),
                PICTURE: lambda file: mark_of(self.site.images.facts(file)),
                SHEET: lambda file: mark_of(self.sheets.get(file)),
                TODAY: lambda: mark_of(next(iter(self.chromes.values())).reader.today),
            },
        )
        return marks

    @property
    def answerers(self) -> Mapping[str, Answerer]:
        """Those who are asked about the site: itself, and a reader of each language."""
        readers = {code: chrome.reader for code, chrome in self.chromes.items()}
        return {self.site.answers_as: self.site, **readers}


def _nothing() -> Iterable[Artifact]:
    return ()


def _previews(site: Site, now: datetime) -> Iterable[Artifact]:
    # What writes mail is slow to import, and only the preview server shows any.
    from psi_site.mail.preview import mail_previews

    return mail_previews(site, now)


def _sheets(
    printer: Printer, theme: Path, pages: Iterable[tuple[Reader, WebPage]]
) -> Mapping[str, Sheet]:
    # Most builds print nothing.
    from psi_site.pdf.sheets import print_sheets

    return dict(print_sheets(printer, theme, pages))


def site_outputs(
    site: Site, overrides: Path, now: datetime, serving: bool, printer: Printer | None = None
) -> Outputs:
    """Return what a build at the moment `now` (aware) writes; PDFs where there is a `printer`."""
    studio = load_studio(overrides)
    pages: dict[str, WebPage] = {}
    chromes: dict[str, Chrome] = {}
    # The preview server puts a script of its own into the pages, which the policy would stop.
    policy = no_policy if serving else meta_policies(site)
    for code in site.codes:
        reader = Reader(site, site.languages[code], now)
        own = {page.path: page for page in web_pages(reader)}
        chromes[code] = Chrome(reader, own, feeds.autodiscovery(site, code), policy, studio)
        pages |= {page.file: page for page in own.values()}
    previews = partial(_previews, site, now) if serving else _nothing
    icons = tuple(icon_artifacts(site, overrides))
    assets = load_assets(overrides)
    drawn = ((chromes[page.language].reader, page) for page in pages.values())
    sheets = _sheets(printer, overrides, drawn) if printer else {}
    return Outputs(site, pages, chromes, assets, icons, studio, previews, sheets)
