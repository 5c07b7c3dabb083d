"""Sheets: pages as PDF, for what people print or attach. Optional, see `printer`.

Here is only what every build asks: which pages have a sheet. Who prints imports `printer` and
`sheets`.
"""

from psi_site.pdf.table import has_sheet, pages_of_sheets, sheet_path

__all__ = ["has_sheet", "pages_of_sheets", "sheet_path"]
