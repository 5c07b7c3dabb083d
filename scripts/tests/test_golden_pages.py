"""The main part of one page of each kind of the made-up site, line by line.

`python -m tests.test_golden_pages`, run in `scripts`, writes the expected files anew: read the
difference before committing it.
"""

from __future__ import annotations

import difflib
import re
import tempfile
from pathlib import Path

import pytest

from psi_site.build import build_site
from tests import made_up

GOLDEN = Path(__file__).parent / "golden" / "pages"

PAGES = {
    "home.fi": "index.html",
    "page-with-everything.fi": "tietoa/index.html",
    "page-stale.sv": "sv/om/index.html",
    "event-with-everything.fi": "kalenteri/2031-03-30-lyhtyjen-paiva/index.html",
    "event-with-everything.en": "en/events/2031-03-30-lyhtyjen-paiva/index.html",
    "event-past.sv": "sv/kalender/2031-02-10-nuotiopuhe/index.html",
    "event-cancelled.en": "en/events/2031-04-20-peruttu-retki/index.html",
    "event-rescheduled.sv": "sv/kalender/2031-05-20-siirretty-tyopaja/index.html",
    "event-undated.fi": "kalenteri/joskus-lumella/index.html",
    "events.sv": "sv/kalender/index.html",
    "events-of-a-year.fi": "kalenteri/2030/index.html",
    "series.en": "en/events/tuli-illat/index.html",
    "partner.fi": "jasenet/kuuskeron-kylat/index.html",
    "partner-half-translated.sv": "sv/medlemmar/akasranta/index.html",
    "partners.en": "en/members/index.html",
    "project.en": "en/projects/lyhtyreitti/index.html",
    "projects.sv": "sv/projekt/index.html",
    "newsletter.fi": "uutiskirje/2031-1/index.html",
    "newsletter.sv": "sv/nyhetsbrev/2031-1/index.html",
    "newsletters.en": "en/newsletter/index.html",
    "place.fi": "paikat/kuuskero/index.html",
    "places.sv": "sv/platser/index.html",
    "people.fi": "henkilot/index.html",
    "groups.en": "en/groups/index.html",
    "schemes.fi": "tuet/index.html",
    "grant.sv": "sv/stod/kipinaraha-2030/index.html",
    "glossary.sv": "sv/ordlista/index.html",
    "figures.fi": "luvut/index.html",
    "timeline.en": "en/history/index.html",
    "statement.fi": "saavutettavuus/index.html",
    "contact.sv": "sv/kontakt/index.html",
    "follow.en": "en/follow/index.html",
    "not-found.fi": "404.html",
}


def main_part(page: Path) -> str:
    """Return a page's main part; marks that follow only from a style or script are left out."""
    text = page.read_text(encoding="utf-8")
    start, end = text.index("<main"), text.index("</main>")
    return re.sub(r"\.[0-9a-f]{10}\.(?=css|js|svg)", ".MARK.", text[start:end]) + "</main>\n"


@pytest.mark.parametrize("name", PAGES)
def test_as_expected(name: str, lappi_built: Path) -> None:
    expected = (GOLDEN / f"{name}.html").read_text(encoding="utf-8")
    found = main_part(lappi_built / PAGES[name])
    lines = difflib.unified_diff(expected.splitlines(), found.splitlines(), lineterm="", n=1)
    assert "\n".join(lines) == ""


def test_every_expected_file_is_compared() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {f"{name}.html" for name in PAGES}


def write() -> None:
    """Build the made-up site and keep its pages."""
    with tempfile.TemporaryDirectory() as folder:
        root = made_up.copy_site(Path(folder) / "root")
        build_site(root, Path(folder) / "site", made_up.NOW)
        GOLDEN.mkdir(parents=True, exist_ok=True)
        for old in GOLDEN.iterdir():
            old.unlink()
        for name, file in PAGES.items():
            text = main_part(Path(folder) / "site" / file)
            (GOLDEN / f"{name}.html").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
