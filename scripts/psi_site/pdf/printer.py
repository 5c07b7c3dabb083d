"""The one door to WeasyPrint, which makes PDFs that can be read aloud (PDF/UA-1, ISO 14289-1).

The library is optional: it needs Pango from the system, and most of those who build the site print
nothing. What it prints depends on nothing but what it is given: fonts are the package's own,
pictures are the site's, nothing is fetched, and no clock is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"
_VARIANT = "pdf/ua-1"


class PrinterMissingError(Exception):
    """Raised where the library or what it needs of the system is missing; says which."""


@dataclass(frozen=True)
class Printer:
    """WeasyPrint, loaded."""

    library: Any

    @cached_property
    def mark(self) -> str:
        """What changes when the same page may print otherwise: the version and the fonts."""
        digest = hashlib.sha256(str(self.library.__version__).encode())
        for path in sorted(FONTS.iterdir()):
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def print(self, html: str, css: str, base: str, files: Mapping[str, bytes]) -> bytes:
        """Return an HTML document as a tagged PDF.

        Addresses in it are resolved against `base`; those of pictures and fonts have to be among
        `files`.
        """
        fetch = self._fetcher(files)
        fonts = import_module("weasyprint.text.fonts").FontConfiguration()
        style = self.library.CSS(string=css, base_url=base, url_fetcher=fetch, font_config=fonts)
        document = self.library.HTML(string=html, base_url=base, url_fetcher=fetch)
        made: bytes = document.write_pdf(
            finisher=_finish_tags,
            stylesheets=[style],
            font_config=fonts,
            pdf_variant=_VARIANT,
        )
        return made

    def _fetcher(self, files: Mapping[str, bytes]) -> Any:
        """Return what hands out the `files` and nothing else."""
        urls = import_module("weasyprint.urls")

        def fetch(self: Any, url: str, headers: object = None) -> Any:
            del self, headers
            if url not in files:
                raise ValueError(url)
            return urls.URLFetcherResponse(url, files[url])

        return type("OwnFiles", (urls.URLFetcher,), {"fetch": fetch})()


def _finish_tags(document: Any, pdf: Any) -> None:
    """Say in the structure tree (ISO 32000-1, 14.7) what WeasyPrint leaves out.

    Each header of a table gets its scope: WeasyPrint relates cells to headers by ids, which not
    every reader of PDFs understands. A picture without words is decoration, and no figure.
    """
    del document
    elements = {each.reference: each for each in pdf.objects if _is_element(each)}
    for element in elements.values():
        if element["S"] == "/TH":
            part = elements[elements[element["P"]]["P"]]
            element["A"]["Scope"] = "/Column" if part["S"] == "/THead" else "/Row"
        elif element["S"] == "/Figure" and "Alt" not in element:
            element["S"] = "/NonStruct"


def _is_element(found: Any) -> bool:
    return isinstance(found, dict) and found.get("Type") == "/StructElem"


def load_printer() -> Printer:
    """Return the printer; raise PrinterMissingError where there is none."""
    try:
        return Printer(import_module("weasyprint"))
    except (ImportError, OSError) as error:
        # Without Pango the import ends in an OSError that names the library it looked for.
        raise PrinterMissingError(str(error).strip().splitlines()[0]) from error
