"""The search page: everything the site has a place for, from the alphabet's first letter on."""

from __future__ import annotations

from psi_site.addresses import target
from psi_site.model.page import Page
from psi_site.pages.alphabet import by_letter
from psi_site.pages.reader import Reader
from psi_site.pages.web_page import Variables


def search_variables(reader: Reader, page: Page) -> Variables:
    """Return the index: every record that is to be found on a page, by its first letter."""
    del page
    records = [
        record
        for record in reader.site.every()
        if target(reader.site, record, reader.language.code) is not None
        and not (isinstance(record, Page) and not record.indexed)
    ]
    return {"letters": by_letter(reader, records)}
