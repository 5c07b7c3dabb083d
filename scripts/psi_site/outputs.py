"""Everything a build writes: pages with what their templates need, and files made of bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from psi_site import calendars, cms, exports, feeds
from psi_site.archives import Archives
from psi_site.artifact import Artifact
from psi_site.assets import Assets, load_assets
from psi_site.hosting.table import meta_policies
from psi_site.icons import FEED_ICON, icon_artifacts
from psi_site.mail.preview import mail_previews
from psi_site.pages.catalogue import web_pages
from psi_site.pages.discovery import robots, sitemap
from psi_site.pages.reader import Reader
from psi_site.pages.share_image import Studio, load_studio
from psi_site.pages.view import Chrome, no_policy
from psi_site.pages.web_page import WebPage
from psi_site.pdf import Printer, Sheet, print_sheets
from psi_site.preserved import kept_files
from psi_site.site import Site


@dataclass(frozen=True)
class Outputs:
    """The pages of every language by file name, and the other files of the site."""

    site: Site
    pages: Mapping[str, WebPage]
    chromes: Mapping[str, Chrome]
    assets: Assets
    icons: tuple[Artifact, ...]
    studio: Studio
    previews: tuple[Artifact, ...]
    """What only the preview server shows."""
    sheets: Mapping[str, Sheet]
    """The PDFs by the file name of their page; none where none were asked for."""

    def context(self, file: str) -> dict[str, Any]:
        """Return the variables for the template of a page."""
        page = self.pages[file]
        chrome = self.chromes[page.language]
        reader = chrome.reader
        variables = page.variables()
        return {
            **variables,
            "view": chrome.view(page, variables),
            "reader": reader,
            "t": reader.t,
            "asset": self.assets.href,
            "picture_of": self.site.images.picture,
            "sheet": self.sheets.get(file),
        }

    def finished(self, file: str, html: str) -> str:
        """Return the drawn HTML of a page with its links to what is gone led to copies."""
        language = self.site.languages[self.pages[file].language]
        return Archives(self.site, language).html(html)

    @cached_property
    def artifacts(self) -> tuple[Artifact, ...]:
        """The files that are not pages."""
        pages = list(self.pages.values())
        for_programs = (
            *calendars.artifacts(self.site),
            *feeds.artifacts(self.site, FEED_ICON),
            *exports.artifacts(self.site),
            *cms.artifacts(self.site),
            *(sheet.file for sheet in self.sheets.values()),
        )
        return (
            *self.assets.artifacts.values(),
            sitemap(self.site, pages),
            robots(self.site),
            *for_programs,
            *kept_files(self.site, for_programs),
            *self.site.images.artifacts,
            *self.icons,
            *self._share_images(pages),
            *self.previews,
        )

    def _share_images(self, pages: list[WebPage]) -> Iterator[Artifact]:
        found = (self.chromes[page.language].share_words(page) for page in pages)
        return self.studio.artifacts(words for words in found if words)


def site_outputs(
    site: Site, overrides: Path, now: datetime, serving: bool, printer: Printer | None = None
) -> Outputs:
    """Return what a build at the moment `now` (aware) writes; PDFs where there is a `printer`."""
    studio = load_studio(overrides, site.root)
    pages: dict[str, WebPage] = {}
    chromes: dict[str, Chrome] = {}
    # The preview server puts a script of its own into the pages, which the policy would stop.
    policy = no_policy if serving else meta_policies(site)
    for code in site.codes:
        reader = Reader(site, site.languages[code], now)
        own = {page.path: page for page in web_pages(reader)}
        chromes[code] = Chrome(reader, own, feeds.autodiscovery(site, code), policy, studio)
        pages |= {page.file: page for page in own.values()}
    previews = tuple(mail_previews(site, now)) if serving else ()
    icons = tuple(icon_artifacts(site, overrides))
    assets = load_assets(overrides)
    drawn = ((chromes[page.language].reader, page) for page in pages.values())
    sheets = dict(print_sheets(printer, overrides, drawn)) if printer else {}
    return Outputs(site, pages, chromes, assets, icons, studio, previews, sheets)
