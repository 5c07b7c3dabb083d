"""Former addresses lead on: every one of them, in every language, without scripts."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import urljoin

import html5lib
import pytest

from psi_site.build import build_site
from psi_site.diagnostics import SourceError
from psi_site.pages.redirects import Redirect, redirects
from psi_site.site import Site, load_site
from tests import made_up


def edited(root: Path, tmp_path: Path, *changes: tuple[str, str, str]) -> Path:
    """Return a copy of a site's sources with texts replaced: file, old, new."""
    copy = tmp_path / "site"
    shutil.copytree(root, copy, symlinks=True)
    for name, old, new in changes:
        path = copy / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old} in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")
    return copy


def errors(refused: SourceError) -> list[str]:
    return [each.code for each in refused.diagnostics if each.is_error]


def sources(site: Site) -> dict[str, str]:
    return {each.source: each.target for each in redirects(site)}


def test_a_page_is_found_at_each_of_its_former_addresses(lappi: Site) -> None:
    found = redirects(lappi)
    assert Redirect("/vanha-tieto/", "/tietoa/", "fi") in found
    assert Redirect("/vanha/osoite/", "/tietoa/", "fi") in found
    assert list(found) == sorted(found)


def test_a_translation_has_former_addresses_of_its_own(lappi_root: Path, tmp_path: Path) -> None:
    change = ("docs/tietoa.en.md", "slug: about\n", "slug: about\nredirect_from: [who-we-are]\n")
    site = load_site(edited(lappi_root, tmp_path, change))[0]
    assert Redirect("/en/who-we-are/", "/en/about/", "en") in redirects(site)


def test_a_former_id_leads_on_in_every_language(lappi: Site) -> None:
    found = {each for each in redirects(lappi) if "/kyla-yhdistys/" in each.source}
    assert {each.language for each in found} == {"fi", "sv", "en"}
    assert all(each.target.endswith("/kuuskeron-kylat/") for each in found)


def test_everything_below_a_list_moves_with_it(lappi_root: Path, tmp_path: Path) -> None:
    changes = [
        ("docs/jasenet.fi.md", "lists: partner\n", "lists: partner\nslug: vaki\n"),
        ("docs/jasenet.fi.md", "lists: partner\n", "lists: partner\nredirect_from: [jasenet]\n"),
    ]
    before = load_site(lappi_root)[0]
    site = load_site(edited(lappi_root, tmp_path, *changes))[0]
    moved = {path for path in made_up_paths(before) if path.startswith("/jasenet/")}
    assert len(moved) > 5
    assert {path: sources(site).get(path) for path in moved} == {
        path: path.replace("/jasenet/", "/vaki/") for path in moved
    }


def made_up_paths(site: Site) -> set[str]:
    from psi_site.pages.catalogue import web_pages
    from psi_site.pages.reader import Reader

    readers = (Reader(site, language, made_up.NOW) for language in site.languages.values())
    return {page.path for reader in readers for page in web_pages(reader) if page.indexed}


def test_what_is_there_now_is_never_led_away_from(lappi: Site) -> None:
    assert not made_up_paths(lappi) & {each.source for each in redirects(lappi)}


def test_a_former_address_that_is_in_use_is_refused(lappi_root: Path, tmp_path: Path) -> None:
    change = (
        "docs/tietoa.fi.md",
        "redirect_from: [vanha-tieto, vanha/osoite]",
        "redirect_from: [historia, jasenet/kuuskeron-kylat]",
    )
    with pytest.raises(SourceError) as refused:
        load_site(edited(lappi_root, tmp_path, change))
    assert errors(refused.value) == ["redirect-taken"] * 2


def test_two_pages_cannot_have_moved_from_one_address(lappi_root: Path, tmp_path: Path) -> None:
    change = ("docs/historia.fi.md", "---\ntitle", "---\nredirect_from: [vanha/osoite]\ntitle")
    with pytest.raises(SourceError) as refused:
        load_site(edited(lappi_root, tmp_path, change))
    assert errors(refused.value) == ["redirect-twice"]


def test_the_page_at_a_former_address(lappi_built: Path) -> None:
    file = lappi_built / "vanha/osoite/index.html"
    text = file.read_text(encoding="utf-8")
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    metas = {
        each.get("http-equiv") or each.get("name"): each.get("content")
        for each in tree.iter("meta")
    }
    delay, _, address = metas["refresh"].partition("; url=")
    assert delay == "0"
    assert urljoin("/vanha/osoite/", address) == "/tietoa/"
    assert metas["robots"] == "noindex"
    assert tree.get("lang") == "fi"
    assert [each.get("href") for each in tree.iter("a")] == ["../../tietoa/"]
    canonical = [each.get("href") for each in tree.iter("link") if each.get("rel") == "canonical"]
    assert canonical == ["https://tunturiverkko.example/tietoa/"]
    assert not list(tree.iter("script"))
    assert tree.findtext(".//h1") == "Sivu on siirtynyt"


def test_former_addresses_are_in_no_index(lappi_built: Path) -> None:
    assert "vanha-tieto" not in (lappi_built / "sitemap.xml").read_text(encoding="utf-8")


def test_the_site_builds_where_it_lies_in_a_folder(lappi_root: Path, tmp_path: Path) -> None:
    """The address to go to is relative, so it works at any address and from a copy on disk."""
    change = (
        "data/site.yml",
        "address: https://tunturiverkko.example/",
        "address: https://tunturiverkko.example/verkko/",
    )
    root = edited(lappi_root, tmp_path, change)
    build_site(root, tmp_path / "out", made_up.NOW)
    text = (tmp_path / "out/vanha-tieto/index.html").read_text(encoding="utf-8")
    assert 'content="0; url=../tietoa/"' in text
    assert 'href="https://tunturiverkko.example/verkko/tietoa/"' in text
