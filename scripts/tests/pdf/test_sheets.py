"""The PDFs of both sites: what a screen reader finds in them, and that they are always the same."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject

from psi_site.outputs import Outputs
from psi_site.pdf import pages_of_sheets
from psi_site.pdf.printer import Printer, PrinterMissingError, load_printer
from psi_site.pdf.sheets import CACHE
from psi_site.site import Site, load_site
from tests.conftest import NOW, ROOT
from tests.made_up import NOW as LAPPI_NOW

OVERRIDES = ROOT / "overrides"


@pytest.fixture(scope="session")
def printer() -> Printer:
    try:
        return load_printer()
    except PrinterMissingError as error:
        if os.environ.get("PSI_REQUIRE_PDF"):
            raise
        pytest.skip(f"no PDFs can be printed here: {error}")


@pytest.fixture(scope="session")
def real(printer: Printer, real_site: Site) -> Outputs:
    """The repository's own site, printed."""
    return Outputs(real_site, OVERRIDES, NOW, printer=printer)


@pytest.fixture(scope="session")
def made_up_one(printer: Printer, lappi: Site) -> Outputs:
    """The made-up site, which has every field."""
    return Outputs(lappi, OVERRIDES, LAPPI_NOW, printer=printer)


@pytest.fixture(params=["real", "made_up_one"])
def outputs(request: pytest.FixtureRequest) -> Outputs:
    found: Outputs = request.getfixturevalue(request.param)
    return found


def read(content: bytes) -> PdfReader:
    from io import BytesIO

    return PdfReader(BytesIO(content), strict=True)


def elements(found: PdfObject | None) -> Iterator[DictionaryObject]:
    """Yield the structure elements below one, in reading order (ISO 32000-1, 14.7.2)."""
    found = found.get_object() if found is not None else None
    if isinstance(found, ArrayObject):
        for each in found:
            yield from elements(each)
    elif isinstance(found, DictionaryObject):
        if "/S" in found:
            yield found
        yield from elements(found.get("/K"))


def tags(pdf: PdfReader) -> list[DictionaryObject]:
    return list(elements(pdf.root_object["/StructTreeRoot"]["/K"]))  # type: ignore[index]


def each_sheet(outputs: Outputs, look: Callable[[str, PdfReader], None]) -> None:
    assert outputs.sheets
    for name, sheet in outputs.sheets.items():
        look(outputs.pages[name].language, read(sheet.file.content))


def test_every_sheet_there_is_an_address_for_is_made(outputs: Outputs) -> None:
    made = {sheet.href: outputs.pages[name].path for name, sheet in outputs.sheets.items()}
    addresses = pages_of_sheets(outputs.site)
    assert made.items() <= addresses.items()
    assert set(addresses.values()) == set(made.values())
    kinds = {outputs.pages[name].kind for name in outputs.sheets}
    assert kinds == {"event", "newsletter", "project", "list"}
    assert {outputs.pages[name].language for name in outputs.sheets} == set(outputs.site.codes)


def test_each_has_title_language_and_mark_of_accessibility(outputs: Outputs) -> None:
    def look(language: str, pdf: PdfReader) -> None:
        root = pdf.root_object
        assert root["/Lang"] == language
        assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]  # type: ignore[index]
        assert pdf.metadata and pdf.metadata.title and pdf.metadata.author
        metadata = root["/Metadata"].get_object().get_data()  # type: ignore[attr-defined]
        assert b"pdfuaid:part" in metadata
        assert pdf.outline

    each_sheet(outputs, look)


def test_headings_go_down_one_at_a_time(outputs: Outputs) -> None:
    def look(language: str, pdf: PdfReader) -> None:
        levels = [int(each["/S"][2]) for each in tags(pdf) if each["/S"] in HEADINGS]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(below - above <= 1 for above, below in pairwise(levels))

    each_sheet(outputs, look)


HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")


def test_tables_have_headers_and_pictures_words(outputs: Outputs) -> None:
    def look(language: str, pdf: PdfReader) -> None:
        for each in tags(pdf):
            if each["/S"] == "/Table":
                assert [part for part in elements(each["/K"]) if part["/S"] == "/TR"]
            if each["/S"] == "/TH":
                assert each["/A"]["/Scope"] in ("/Row", "/Column")  # type: ignore[index]
            if each["/S"] == "/Figure":
                assert each["/Alt"]

    each_sheet(outputs, look)


def test_links_are_told_and_lead_out_by_whole_addresses(outputs: Outputs) -> None:
    def look(language: str, pdf: PdfReader) -> None:
        for page in pdf.pages:
            assert page["/Tabs"] == "/S"
            for reference in page.get("/Annots", ()):
                note = reference.get_object()
                assert note["/Contents"]
                assert "/StructParent" in note
                if "/A" in note:
                    assert note["/A"]["/URI"].split(":")[0] in ("https", "http", "mailto", "tel")

    each_sheet(outputs, look)


def test_only_the_sites_own_letters_are_used(outputs: Outputs) -> None:
    """A letter the fonts lack would come from whatever the machine has, or be an empty box."""

    def look(language: str, pdf: PdfReader) -> None:
        for page in pdf.pages:
            fonts = page["/Resources"]["/Font"].values()  # type: ignore[index]
            assert {str(font.get_object()["/BaseFont"]).split("+")[1][:7] for font in fonts} == {
                "Figtree"
            }

    each_sheet(outputs, look)


def test_the_same_site_prints_the_same_bytes(
    printer: Printer, lappi_root: Path, tmp_path: Path
) -> None:
    """On another day, in another folder, and with nothing kept from before."""
    roots = tmp_path / "one", tmp_path / "two"
    made = []
    for days, root in enumerate(roots):
        shutil.copytree(lappi_root, root)
        assert not (root / CACHE).exists() or not shutil.rmtree(root / CACHE)
        now = LAPPI_NOW + timedelta(minutes=days)
        outputs = Outputs(load_site(root)[0], OVERRIDES, now, printer=printer)
        made.append({sheet.href: sheet.file.content for sheet in outputs.sheets.values()})
    assert made[0] == made[1]


def test_a_page_leads_to_its_sheet_and_tells_the_size(real: Outputs) -> None:
    for file, sheet in real.sheets.items():
        kilobytes = max(1, round(len(sheet.file.content) / 1000))
        assert f"{kilobytes}" in sheet.text
        assert real.context(file)["sheet"] is sheet
    assert real.context("index.html")["sheet"] is None


def test_without_a_printer_there_are_none(lappi: Site) -> None:
    outputs = Outputs(lappi, OVERRIDES, LAPPI_NOW)
    assert outputs.sheets == {}
    assert not [each for each in outputs.others(lambda path: None) if each.path.endswith(".pdf")]
