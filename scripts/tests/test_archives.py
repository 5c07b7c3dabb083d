"""What is gone is read in an archive: pages, feeds and mail say so and lead there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from psi_site.archives import Archives
from psi_site.build import build_site
from psi_site.mail.document import mail_document
from psi_site.mail.html import html_part
from psi_site.mail.text import text_part
from psi_site.model.newsletter import Newsletter
from psi_site.site import Site, load_site
from tests import made_up
from tests.mail.network import NOW, write_network

GONE = "https://kartat.example/lyhdyt"
COPY = "https://arkisto.example/2030/https://kartat.example/lyhdyt"


@pytest.fixture
def archives(lappi: Site) -> Archives:
    return Archives(lappi, lappi.languages["en"])


def test_a_link_leads_to_the_copy_and_says_so(archives: Archives) -> None:
    html = f'<p><a class="x" href="{GONE}" hreflang="fi">The <b>map</b></a> of {GONE}</p>'
    assert archives.html(html) == (
        f'<p><a class="x" href="{COPY}" hreflang="fi">The <b>map</b> (archived copy)</a>'
        f" of {GONE}</p>"
    )


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://kartat.example/lyhdyt/muu">Elsewhere</a>',
        '<link href="https://kartat.example/lyhdyt"><a href="/lyhdyt/">Here</a>',
        '<img src="https://kartat.example/lyhdyt">',
    ],
)
def test_nothing_else_is_touched(html: str, archives: Archives) -> None:
    assert archives.html(html) == html


def test_an_address_with_signs_of_html_is_known(tmp_path: Path) -> None:
    root = made_up.copy_site(tmp_path / "root")
    notes = root / "data/links.yml"
    text = notes.read_text(encoding="utf-8").replace("lyhdyt\n", "lyhdyt?a=1&b=2\n")
    notes.write_text(text, encoding="utf-8")
    page = root / "docs/tietoa.fi.md"
    page.write_text(page.read_text(encoding="utf-8") + f"\n[Kartta]({GONE}?a=1&b=2)\n")
    site = load_site(root)[0]
    found = Archives(site, site.languages["fi"])
    made = found.html(f'<a href="{GONE}?a=1&amp;b=2">Kartta</a>')
    assert made == f'<a href="{COPY}?a=1&amp;b=2">Kartta (arkistoitu kopio)</a>'


def test_fields_and_markdown_are_served_alike(tmp_path: Path) -> None:
    root = made_up.copy_site(tmp_path / "root")
    page = root / "docs/tietoa.sv.md"
    page.write_text(page.read_text(encoding="utf-8") + f"\n[Kartan]({GONE})\n")
    build_site(root, tmp_path / "site", made_up.NOW)
    shown = {
        "sv/om/index.html": "Kartan (arkiverad kopia)</a>",
        "hankkeet/lyhtyreitti/index.html": "(arkistoitu kopio)</a>",
        "uutiskirje/2031-1/index.html": "(arkistoitu kopio)</a>",
    }
    for name, words in shown.items():
        text = (tmp_path / "site" / name).read_text(encoding="utf-8")
        assert f'href="{COPY}"' in text, name
        assert words in text, name
        assert f'href="{GONE}"' not in text, name
    feed = json.loads((tmp_path / "site/uutiskirje/feed.json").read_text(encoding="utf-8"))
    content = next(each["content_html"] for each in feed["items"] if "2031-1" in each["url"])
    assert f'href="{COPY}"' in content
    assert "(arkistoitu kopio)</a>" in content
    assert f'href="{GONE}"' not in content


def test_both_parts_of_a_mail_lead_to_the_copy(tmp_path: Path) -> None:
    root = write_network(tmp_path / "site")
    (root / "data/links.yml").write_text(
        "- id: rapport\n  url: https://example.net/rapport\n"
        "  archived: https://arkiv.example/rapport\n  since: 2024-05-02\n"
        "- id: hem\n  url: https://example.net/a?b=1&c=2\n"
        "  archived: https://arkiv.example/a\n  since: 2024-05-02\n"
    )
    site = load_site(root)[0]
    issue = site.get(Newsletter, "2024-2")
    document = mail_document(site, issue, site.languages["sv"], NOW)
    assert document
    html, text = html_part(document), text_part(document)
    for part in (html, text):
        assert "Läs hela rapporten (arkiverad kopia)" in part
        assert "https://arkiv.example/rapport" in part
        assert "https://arkiv.example/a" in part
        assert "https://example.net/rapport" not in part
    assert "en länk (arkiverad kopia) [" in " ".join(text.split())
