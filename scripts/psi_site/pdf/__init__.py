"""Sheets: pages as PDF, for what people print or attach. Optional, see `printer`."""

from psi_site.pdf.printer import Printer, PrinterMissingError, load_printer
from psi_site.pdf.sheets import Sheet, print_sheets
from psi_site.pdf.table import has_sheet, pages_of_sheets, sheet_path

__all__ = [
    "Printer",
    "PrinterMissingError",
    "Sheet",
    "has_sheet",
    "load_printer",
    "pages_of_sheets",
    "print_sheets",
    "sheet_path",
]
