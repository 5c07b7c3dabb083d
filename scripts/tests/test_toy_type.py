"""A new content type takes one module, one row of the table and one template."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from psi_site.addresses import target
from psi_site.diagnostics import SourceError
from psi_site.model.party import Partner, Place
from psi_site.plugin import write_pages
from psi_site.schema import as_text, schemas
from psi_site.site import CONTENT_TYPES, Site, load_site
from tests import made_up
from tests.test_made_up_site import words
from tests.test_real_site import elements, file_for, ids, links, pages
from tests.toy import TOYS, Toy

TYPES = (*CONTENT_TYPES, TOYS)

DATA = """\
- id: puupalikat
  title: {fi: Puupalikat, sv: Träklossar, en: Wooden blocks}
  text: {fi: "Kuuluu: [pallo](toy:pallo).", sv: "Hör ihop: [boll](toy:pallo).", en: A text.}
  pieces: 40
  bought: 2030-05-01
  lender: kuuskeron-kylat
  places: [kuuskero]
  goes_with: pallo
- id: pallo
  title: {fi: Pallo}
  lender: oinen-valo
"""

TEMPLATE = """\
{%- extends "base.html" -%}
{%- block main %}
<article class="page-width">
  <h1>{{ view.title }}</h1>{{ " " }}
  {%- if record.text %}<div class="prose">{{ reader.prose(record.text) }}</div>{% endif %}
  <p>{{ record.pieces }}</p>
</article>
{%- endblock %}
"""

LIST_PAGE = "---\ntitle: {title}\ndescription: {title}\n{rest}---\n\n[{title}](toy:puupalikat)\n"


@dataclass(frozen=True)
class Toyshop:
    """A site with toys: where it is written, its records, and where it is built."""

    root: Path
    site: Site
    built: Path


def with_toys(folder: Path, data: str = DATA) -> Path:
    """Write the made-up site with toys below `folder`; return its root."""
    theme = folder / "overrides"
    shutil.copytree(made_up.ROOT / "overrides", theme)
    (theme / "records" / "toy.html").write_text(TEMPLATE, encoding="utf-8")
    root = made_up.copy_site(folder / "root", theme)
    (root / "data/toys.yml").write_text(data, encoding="utf-8")
    for code, title, rest in (
        ("fi", "Lelut", "lists: toy\n"),
        ("sv", "Leksaker", "slug: leksaker\n"),
        ("en", "Toys", "slug: toys\n"),
    ):
        page = root / f"docs/lelut.{code}.md"
        page.write_text(LIST_PAGE.format(title=title, rest=rest), encoding="utf-8")
        word = {"fi": "Lelu", "sv": "Leksak", "en": "Toy"}[code]
        own = root / f"data/locales/{code}/kind.yml"
        before = own.read_text(encoding="utf-8") if own.exists() else ""
        own.write_text(f"{before}toy: {word}\n", encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def toyshop(tmp_path_factory: pytest.TempPathFactory) -> Toyshop:
    folder = tmp_path_factory.mktemp("toys")
    root = with_toys(folder)
    site, _ = load_site(root, types=TYPES)
    (folder / "site").mkdir()
    write_pages(site, folder / "site", made_up.NOW)
    return Toyshop(root, site, folder / "site")


def test_its_fields_are_read_and_typed(toyshop: Toyshop) -> None:
    toy = toyshop.site.get(Toy, "puupalikat")
    assert (toy.pieces, str(toy.bought), toy.goes_with) == (40, "2030-05-01", "pallo")


@pytest.mark.parametrize(
    ("change", "code", "line"),
    [
        (lambda data: data.replace("pieces: 40", "pieces: många"), "bad-number", 4),
        (lambda data: data.replace("kuuskeron-kylat", "kuuskeron-kylt"), "unknown-reference", 6),
        (lambda data: data.replace("goes_with: pallo", "goes_with: palo"), "unknown-reference", 8),
        (lambda data: data.replace("pieces:", "peices:"), "unknown-key", 4),
        (lambda data: data.replace("id: pallo", "id: puupalikat"), "duplicate-id", 9),
        (lambda data: data.replace("(toy:pallo)", "(toy:palo)", 1), "unknown-reference", 3),
    ],
)
def test_its_faults_are_told_with_their_place(
    change: Callable[[str], str], code: str, line: int, tmp_path: Path
) -> None:
    root = with_toys(tmp_path, change(DATA))
    with pytest.raises(SourceError) as caught:
        load_site(root, types=TYPES)
    places = {(d.code, d.span.path, d.span.line) for d in caught.value.diagnostics}
    assert (code, "data/toys.yml", line) in places


def test_references_are_known_both_ways(toyshop: Toyshop) -> None:
    site = toyshop.site
    toy = site.get(Toy, "puupalikat")
    assert site.links_to(site.get(Partner, "kuuskeron-kylat"), Toy) == (toy,)
    assert site.links_to(site.get(Place, "kuuskero"), Toy) == (toy,)
    assert site.links_to(site.get(Toy, "pallo"), Toy) == (toy,)


def test_it_has_an_address_in_every_language_it_is_written_in(toyshop: Toyshop) -> None:
    blocks, ball = (toyshop.site.get(Toy, each) for each in ("puupalikat", "pallo"))
    found = {code: target(toyshop.site, blocks, code) for code in toyshop.site.codes}
    assert {code: each.path if each else None for code, each in found.items()} == {
        "fi": "/lelut/puupalikat/",
        "sv": "/sv/leksaker/puupalikat/",
        "en": "/en/toys/puupalikat/",
    }
    elsewhere = target(toyshop.site, ball, "sv")
    assert elsewhere
    assert (elsewhere.path, elsewhere.language) == ("/lelut/pallo/", "fi")


def test_it_has_pages_drawn_by_its_template(toyshop: Toyshop) -> None:
    assert (
        words(toyshop.built / "sv/leksaker/puupalikat/index.html")
        == "Träklossar Hör ihop: boll. 40"
    )
    assert (toyshop.built / "lelut/pallo/index.html").is_file()
    assert not (toyshop.built / "sv/leksaker/pallo").exists()


def test_its_list_names_every_one_and_marks_the_untranslated(toyshop: Toyshop) -> None:
    page = toyshop.built / "sv/leksaker/index.html"
    found = {"".join(e.itertext()): e.attrib for e in elements(page, "a")}
    assert found["Träklossar"]["href"].endswith("leksaker/puupalikat/")
    assert found["Pallo"]["lang"] == "fi"
    assert "Pallo (på finska)" in words(page)


def test_a_partner_s_page_links_back_to_it(toyshop: Toyshop) -> None:
    page = toyshop.built / "sv/medlemmar/kuuskeron-kylat/index.html"
    assert any(e.attrib["href"].endswith("leksaker/puupalikat/") for e in elements(page, "a"))


def test_every_link_of_the_site_resolves_with_it(toyshop: Toyshop) -> None:
    broken = []
    for page in pages(toyshop.built):
        for address in links(page):
            found = file_for(toyshop.built, page, address)
            # The search index is made after the pages.
            if found is None or "pagefind" in found[0].parts:
                continue
            lost = found[1] and found[0].suffix == ".html" and found[1] not in ids(found[0])
            if not found[0].is_file() or lost:
                broken.append((page.name, address))
    assert broken == []


def test_editors_get_a_schema_for_it(toyshop: Toyshop) -> None:
    schema = schemas(toyshop.site, toyshop.site.languages["sv"])["toys"]
    properties = schema["items"]["properties"]
    assert set(properties) >= {"id", "title", "pieces", "lender", "goes_with"}
    assert schema["items"]["required"] == ["id", "title", "lender"]
    assert schema["title"] == "Something to play with, lent out by a partner."
    assert properties["pieces"]["description"] == "pieces"
    assert '"pallo"' in as_text(schema)


def test_nothing_else_of_the_site_changes_but_links_to_it(
    toyshop: Toyshop, lappi: Site, lappi_built: Path
) -> None:
    with_toys, without = toyshop.built, lappi_built
    names = {path.relative_to(without) for path in pages(without)}
    new = {path.relative_to(with_toys) for path in pages(with_toys)} - names
    assert {name.as_posix() for name in new} == {
        "lelut/index.html",
        "lelut/pallo/index.html",
        "lelut/puupalikat/index.html",
        "sv/leksaker/index.html",
        "sv/leksaker/puupalikat/index.html",
        "en/toys/index.html",
        "en/toys/puupalikat/index.html",
    }
    changed = {
        name.as_posix() for name in names if words(with_toys / name) != words(without / name)
    }
    spoken_of = {"kuuskeron-kylat", "oinen-valo", "kuuskero", "haku", "sok", "search"}
    assert {name.split("/")[-2] for name in changed} <= spoken_of
    assert set(lappi.records["partner"]) == set(toyshop.site.records["partner"])
