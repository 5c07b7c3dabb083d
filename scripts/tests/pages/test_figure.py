"""Figures, each with its year, source and anchor."""

from __future__ import annotations

from psi_site.model.figure import Figure
from psi_site.site import Site
from tests.pages.drawing import draw, words
from tests.pages.made import with_records

COUNT = Figure.model_validate(
    {
        "id": "count",
        "value": "12 345",
        "qualifier": {"sv": "knappt", "en": "just under"},
        "unit": {"sv": "hästar", "en": "horses"},
        "statement": {"sv": "Hästar i länet", "en": "Horses in the county"},
        "year": "2019",
        "place": "karlskoga",
        "source": {"sv": "Stallet", "en": "The stable"},
        "source_url": "https://example.org/stall",
    }
)


def test_every_field_is_on_the_page(real_site: Site) -> None:
    html = draw(with_records(real_site, COUNT), "/siffror/")
    said = words(html)
    assert "knappt 12 345 hästar Hästar i länet 2019 · Källa: Stallet" in said
    assert "Karlskoga" in said[said.index("Stallet") :]
    assert 'href="https://example.org/stall"' in html
    assert '<data value="12345">' in html
    assert 'id="count"' in html


def test_english_has_english_numbers(real_site: Site) -> None:
    said = words(draw(with_records(real_site, COUNT), "/en/figures/"))
    assert "just under 12,345 horses" in said


def test_every_figure_has_year_and_source(real_site: Site) -> None:
    said = words(draw(real_site, "/siffror/"))
    for figure in real_site.all(Figure):
        assert f"{figure.year} · Källa:" in said
