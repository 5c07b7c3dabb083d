"""From a page of the site to its sheet: the same data, drawn by a template for paper."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from psi_site.artifact import Artifact
from psi_site.cache import cached
from psi_site.pages.reader import Reader
from psi_site.pages.web_page import WebPage
from psi_site.palette import read_tokens
from psi_site.pdf.printer import FONTS, Printer
from psi_site.pdf.table import has_sheet, sheet_path

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"
CACHE = ".cache/pdf"
_MARK = "assets/img/favicon.svg"
_LACKING = {"\u202f": "\u00a0", "\u2011": "-"}
"""What the fonts lack, with what stands for it: other fonts differ from machine to machine."""


@dataclass(frozen=True)
class Sheet:
    """A page as PDF, and the words of the link that leads to it."""

    file: Artifact
    text: str

    @property
    def href(self) -> str:
        """The path of the file from the site's root."""
        return f"/{self.file.path}"


@dataclass(frozen=True)
class Press:
    """What all sheets of a site share; `theme` is the folder with components and colours."""

    printer: Printer
    theme: Path
    root: Path
    address: str
    files: Mapping[str, bytes]

    def sheet(self, reader: Reader, page: WebPage, kind: str) -> Sheet:
        """Return the sheet of a page of a kind that has one."""
        html = self._html(reader, page, kind)
        css = self._css()
        mark = hashlib.sha256("\0".join((html, css, self.printer.mark)).encode()).hexdigest()
        content = cached(
            self.root / CACHE,
            f"{mark}.pdf",
            lambda: self.printer.print(html, css, f"{self.address}{page.path}", self.files),
        )
        size = reader.t("pdf.size", n=max(1, round(len(content) / 1000)))
        text = reader.t("pdf.link", title=reader.t(f"pdf.of.{kind}"), size=size)
        return Sheet(Artifact(sheet_path(page.path).lstrip("/"), content), text)

    def _html(self, reader: Reader, page: WebPage, kind: str) -> str:
        day = reader.site.changed(page.record) if page.record else None
        html = (
            self._templates(reader)
            .get_template(f"{kind}.html")
            .render(
                **page.variables(),
                page_shown=page,
                url=f"{self.address}{page.path}",
                updated=_day(reader, day),
                site_name=reader.words(reader.site.settings.title),
            )
        )
        return re.sub(r"[\u202f\u2011]", lambda match: _LACKING[match[0]], html)

    def _templates(self, reader: Reader) -> Environment:
        """Return the templates of the sheets, which may use the theme's components."""
        # Who asks which pages have a sheet draws none.
        from jinja2 import Environment, FileSystemLoader

        environment = Environment(
            loader=FileSystemLoader([TEMPLATES, self.theme]),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals |= {
            "reader": reader,
            "t": reader.t,
            "picture_of": reader.site.images.picture,
        }
        return environment

    def _css(self) -> str:
        """Return the style sheet with the theme's colours in it."""
        css = (TEMPLATES / "sheet.css").read_text(encoding="utf-8")
        colours = read_tokens(self.theme).light
        return re.sub(r"var\(--([a-z0-9-]+)\)", lambda match: colours[match[1]], css)


def print_sheets(
    printer: Printer, theme: Path, pages: Iterable[tuple[Reader, WebPage]]
) -> Iterator[tuple[str, Sheet]]:
    """Yield the sheet of every page that has one, with the name of the page's file."""
    press: Press | None = None
    for reader, page in pages:
        kind = has_sheet(reader.site, page)
        if kind:
            press = press or _press(printer, theme, reader)
            yield page.file, press.sheet(reader, page, kind)


def _press(printer: Printer, theme: Path, reader: Reader) -> Press:
    site = reader.site
    address = site.settings.address.rstrip("/")
    files = {f"{address}/{each.path}": each.content for each in site.images.artifacts}
    files |= {f"{address}/{path.name}": path.read_bytes() for path in FONTS.glob("*.ttf")}
    files[f"{address}/mark.svg"] = (theme / _MARK).read_bytes()
    return Press(printer, theme, site.root, address, files)


def _day(reader: Reader, day: date | None) -> dict[str, str] | None:
    return {"iso": day.isoformat(), "text": reader.date(day)} if day else None
