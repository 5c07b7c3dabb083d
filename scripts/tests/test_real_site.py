"""The built real site, page by page: every link leads somewhere and every page is well formed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import html5lib
import pytest

from psi_site.site import Site
from tests.conftest import NOW, ROOT

XHTML = "{http://www.w3.org/1999/xhtml}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


@lru_cache(maxsize=1000)
def tree(path: Path) -> ElementTree.Element:
    with path.open("rb") as file:
        return html5lib.parse(file, transport_encoding="utf-8")


def elements(path: Path, tag: str) -> Iterator[ElementTree.Element]:
    return tree(path).iter(f"{XHTML}{tag}")


@lru_cache(maxsize=1000)
def ids(path: Path) -> frozenset[str]:
    return frozenset(e.attrib["id"] for e in tree(path).iter() if "id" in e.attrib)


def file_for(site: Path, page: Path, address: str) -> tuple[Path, str] | None:
    """Return the file and anchor an address on a page leads to, None for another site's."""
    base = f"http://site/{page.relative_to(site).as_posix()}"
    if urlsplit(address).scheme or address.startswith("//"):
        return None
    parts = urlsplit(urljoin(base, address))
    path = site / unquote(parts.path).lstrip("/")
    if parts.path.endswith("/") or path.is_dir():
        path = path / "index.html"
    return path, unquote(parts.fragment)


def links(page: Path) -> Iterator[str]:
    for element in tree(page).iter():
        for name in ("href", "src", "action", "poster"):
            if name in element.attrib:
                yield element.attrib[name]


def test_every_link_and_anchor_resolves(built: Path) -> None:
    broken = []
    for page in pages(built):
        for address in links(page):
            found = file_for(built, page, address)
            if (found and not found[0].is_file()) or (
                found and found[1] and found[0].suffix == ".html" and found[1] not in ids(found[0])
            ):
                broken.append((str(page.relative_to(built)), address))
    assert broken == []


def test_html_parses_without_errors(built: Path) -> None:
    faults = []
    for page in pages(built):
        parser = html5lib.HTMLParser()
        parser.parse(page.read_text(encoding="utf-8"))
        faults += [(str(page.relative_to(built)), error) for error in parser.errors]
    assert faults == []


def test_ids_are_unique_on_each_page(built: Path) -> None:
    for page in pages(built):
        counts = Counter(e.attrib["id"] for e in tree(page).iter() if "id" in e.attrib)
        assert [name for name, count in counts.items() if count > 1] == [], page


def test_each_page_has_one_h1_and_no_skipped_level(built: Path) -> None:
    for page in pages(built):
        levels = [
            int(element.tag[-1])
            for element in tree(page).iter()
            if re.fullmatch(rf"{re.escape(XHTML)}h[1-6]", str(element.tag))
        ]
        assert levels.count(1) == 1, page
        jumps = [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1]
        assert jumps == [], page


def test_titles_and_descriptions_tell_pages_apart(built: Path) -> None:
    for language, folder in (("sv", built), ("en", built / "en")):
        own = [
            page
            for page in pages(folder)
            if page.name != "404.html" and (language == "en" or (built / "en") not in page.parents)
        ]
        titles = Counter("".join(next(elements(page, "title")).itertext()) for page in own)
        assert [title for title, count in titles.items() if count > 1] == []


def test_language_is_marked_and_alternates_agree(built: Path, real_site: Site) -> None:
    address = real_site.settings.address.rstrip("/")
    alternates = {}
    for page in pages(built):
        language = "en" if (built / "en") in page.parents else "sv"
        assert tree(page).attrib["lang"] == language, page
        own = {
            link.attrib["hreflang"]: link.attrib["href"]
            for link in elements(page, "link")
            if link.attrib.get("rel") == "alternate" and "type" not in link.attrib
        }
        canonical = [
            link.attrib["href"]
            for link in elements(page, "link")
            if link.attrib.get("rel") == "canonical"
        ]
        if own:
            assert own[language] == canonical[0]
            alternates[canonical[0]] = own
    for own in alternates.values():
        for other in set(own.values()):
            assert alternates[other] == own
            assert other.startswith(f"{address}/")


def test_every_page_advertises_the_feeds_of_its_own_language(built: Path, real_site: Site) -> None:
    address = real_site.settings.address.rstrip("/")
    for page in pages(built):
        found = [
            link.attrib
            for link in elements(page, "link")
            if link.attrib.get("rel") == "alternate" and "type" in link.attrib
        ]
        if not found:
            assert 'http-equiv="refresh"' in page.read_text(encoding="utf-8"), page
            continue
        assert {link["type"] for link in found} == {
            "application/rss+xml",
            "application/atom+xml",
            "application/feed+json",
        }
        for link in found:
            assert link["hreflang"] == tree(page).attrib["lang"]
            assert link["title"]
            assert (built / link["href"].removeprefix(f"{address}/")).is_file()


def test_structured_data_is_json_with_real_speakers(built: Path) -> None:
    seen = Counter()
    for page in pages(built):
        for script in elements(page, "script"):
            if script.attrib.get("type") == "application/ld+json":
                node = json.loads("".join(script.itertext()))
                seen[node["@type"]] += 1
    assert {"Organization", "Event", "BreadcrumbList", "Article"} <= set(seen)
    talk = built / "kalender/2022-04-19-vad-ar-social-innovation/index.html"
    text = talk.read_text(encoding="utf-8")
    assert '"performer":' in text
    assert "Malin Lindberg" in text


def test_sitemap_lists_every_page_once_with_alternates(built: Path, real_site: Site) -> None:
    root = ElementTree.parse(built / "sitemap.xml").getroot()
    listed = [each.findtext(f"{SITEMAP}loc") for each in root.iter(f"{SITEMAP}url")]
    address = real_site.settings.address.rstrip("/")
    indexed = {
        link.attrib["href"]
        for page in pages(built)
        for link in elements(page, "link")
        if link.attrib.get("rel") == "canonical"
    }
    assert len(listed) == len(set(listed))
    assert set(listed) == indexed
    assert f"{address}/sitemap.xml" in (built / "robots.txt").read_text(encoding="utf-8")


def test_nothing_is_loaded_from_elsewhere(built: Path) -> None:
    for page in pages(built):
        for element in tree(page).iter():
            address = element.attrib.get("src") or ""
            if element.tag == f"{XHTML}link" and element.attrib.get("rel") in (
                "stylesheet",
                "icon",
            ):
                address = element.attrib["href"]
            assert not urlsplit(address).netloc, (page, address)
            assert "style" not in element.attrib, page
            assert not [name for name in element.attrib if name.startswith("on")], page


def test_every_partner_and_event_has_a_page_in_both_languages(built: Path, real_site: Site) -> None:
    for partner_id in real_site.records["partner"]:
        assert (built / "parter" / partner_id / "index.html").is_file()
        assert (built / "en/partners" / partner_id / "index.html").is_file()
    for event_id in real_site.records["event"]:
        assert (built / "kalender" / event_id / "index.html").is_file()
        assert (built / "en/events" / event_id / "index.html").is_file()
    assert len(real_site.records["partner"]) == 39


def digest(folder: Path) -> dict[str, bytes]:
    folder = folder.resolve()
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_another_folder_zone_locale_and_order_give_the_same_bytes(
    built: Path, tmp_path: Path
) -> None:
    clone = tmp_path / "elsewhere"
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)], check=True)
    for name in ("docs", "data", "newsletters", "overrides", "mkdocs.yml"):
        copied = clone / name
        if copied.is_dir():
            shutil.rmtree(copied)
            shutil.copytree(ROOT / name, copied)
        else:
            shutil.copy2(ROOT / name, copied)
    environment = os.environ | {
        "TZ": "Pacific/Auckland",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "SOURCE_DATE_EPOCH": str(int(NOW.timestamp())),
    }
    script = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC;"
        "from psi_site.build import build_site;"
        f"build_site(Path(sys.argv[1]), Path(sys.argv[2]), datetime.fromtimestamp("
        f"{int(NOW.timestamp())}, UTC))"
    )
    command = [sys.executable, "-c", script, str(clone), str(tmp_path / "site")]
    subprocess.run(command, check=True, env=environment)
    first, second = digest(built), digest(tmp_path / "site")
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []


@pytest.mark.parametrize("engine", ["mkdocs", "properdocs"])
def test_the_bare_engines_write_the_same_pages(engine: str, built: Path, tmp_path: Path) -> None:
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}
    out = tmp_path / "site"
    command = [sys.executable, "-m", engine, "build", "--strict", "--quiet", "-d", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, env=environment)
    generator = re.compile(rb'<meta name="generator"[^>]*>\n?')
    for page in pages(built):
        name = page.relative_to(built)
        assert generator.sub(b"", (out / name).read_bytes()) == generator.sub(
            b"", page.read_bytes()
        ), name
