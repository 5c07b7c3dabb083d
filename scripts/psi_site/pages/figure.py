"""Figures, never without their year and source."""

from __future__ import annotations

from typing import Any

from psi_site.model.figure import Figure
from psi_site.model.page import Page
from psi_site.model.party import Place
from psi_site.pages.anchors import text_beside
from psi_site.pages.facets import Choice
from psi_site.pages.reader import Reader
from psi_site.pages.web_page import Variables


def figure_list(reader: Reader, page: Page, choice: Choice | None) -> Variables:
    """Return the figures for the stat component, in the order of the source."""
    del choice
    figures = reader.site.all(Figure)
    return {
        "figures": [figure_stat(reader, figure) for figure in figures],
        **text_beside(reader, page, figures),
    }


def figure_stat(reader: Reader, figure: Figure) -> dict[str, Any]:
    """Return a figure for the stat component, its number in the pieces it is read in."""
    return {
        "id": figure.id,
        "qualifier": reader.text(figure.qualifier),
        "value": figure.value,
        "number": reader.language.number(figure.value),
        "unit": reader.text(figure.unit),
        "label": reader.text(figure.statement),
        "year": str(figure.year),
        "source": {"title": reader.text(figure.source), "href": figure.source_url},
        "place": reader.link(reader.site.get(Place, figure.place)) if figure.place else None,
    }
