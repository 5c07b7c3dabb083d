"""Hugo's layouts for the same output write what our site has: pages, calendars, feeds and exports.

What may differ is listed here, with its reason. The tests need the program hugo, on the path or
where PSI_HUGO says; without it they are skipped, unless PSI_REQUIRE_HUGO is 1.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup
from icalendar import Calendar
from lxml import etree

from psi_site.bench.corpus import MadeUp
from psi_site.bench.hugo_root import SAME, write_hugo
from psi_site.bench.programs import real_program
from psi_site.bench.scale import Size
from psi_site.bench.workshop import NOW, write_repository
from psi_site.build import build_site
from tests.bench.test_bench import ENVIRONMENT
from tests.made_up import ROOT

SCALE = 0.1
ADDRESS = "https://corpus.example/"

NOT_MADE = {
    "_headers",  # for hosts; a Hugo site brings it along as it is
    "apple-touch-icon.png",  # drawn from the theme's mark, as are the share pictures
    "favicon.ico",
    "icon-192.png",
    "icon-512.png",
    "icon-maskable-512.png",
}
OTHERWISE = {"sv/sitemap.xml", "en/sitemap.xml"}
"""Hugo has a map of each language, and a map of them."""

KINDS = {
    "home": r"(en/)?index\.html",
    "not found": r"(en/)?404\.html",
    "text": r"(om|kontakt|en/about|en/contact)/index\.html",
    "events": r"(kalender|en/events)/index\.html",
    "year": r"(kalender|en/events)/\d+/index\.html",
    "event": r"(kalender|en/events)/event-\d+/index\.html",
    "partners": r"(parter|en/partners)/index\.html",
    "group": r"(parter|en/partners)/(?!partner-)[a-z-]+/index\.html",
    "partner": r"(parter|en/partners)/partner-\d+/index\.html",
    "projects": r"(projekt|en/projects)/index\.html",
    "project": r"(projekt|en/projects)/project-\d+/index\.html",
    "letters": r"(brev|en/letters)/index\.html",
    "letter": r"(brev|en/letters)/\d+-\d+/index\.html",
}
BEGINNING = 140
NEAR = 0.05
"""The part by which the mean size of a kind of page may differ."""


def hugo_program() -> Path:
    found = os.environ.get("PSI_HUGO") or shutil.which("hugo")
    if not found and os.environ.get("PSI_REQUIRE_HUGO") != "1":
        pytest.skip("hugo is not installed")
    assert found, "hugo is required here and is not installed"
    return real_program(Path(found))


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    program, root = hugo_program(), tmp_path_factory.mktemp("hugo") / "site"
    write_hugo(MadeUp(Size.at(SCALE)), root, ROOT / "overrides", SAME)
    command = [program, "--noBuildLock", "--panicOnWarning", "--clock", NOW.isoformat()]
    cache = {"HUGO_CACHEDIR": str(root / "hugo-cache")}
    done = subprocess.run(
        command, cwd=root, env=ENVIRONMENT | cache, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "public"


@pytest.fixture(scope="module")
def ours(theirs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    del theirs  # asked for first: without Hugo there is nothing to build for
    root = tmp_path_factory.mktemp("ours") / "site"
    write_repository(SCALE, root, ROOT / "overrides", ENVIRONMENT)
    build_site(root, root / "site", NOW, search=False)
    return (root / "site").resolve()


def names(folder: Path) -> set[str]:
    """Return the files of a site but for compressed copies, and assets, whose names are marks."""
    found = (path for path in folder.rglob("*") if path.is_file())
    shown = {path.relative_to(folder).as_posix() for path in found}
    return {name for name in shown if not re.search(r"^assets/|\.(br|gz|zst)$", name)}


def pages(folder: Path, kind: str) -> list[str]:
    found = sorted(name for name in names(folder) if re.fullmatch(KINDS[kind], name))
    assert found
    return found


def soup(folder: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((folder / name).read_text(encoding="utf-8"), "html.parser")


def words(text: str) -> str:
    return " ".join(text.split())


def shown(folder: Path, name: str) -> str:
    """Return the visible text of a page."""
    main = soup(folder, name).main
    assert main
    return words(main.get_text(" "))


def links(folder: Path, name: str) -> set[str]:
    """Return where a page leads, but for what differs by its nature.

    Assets bear marks of other lengths; the subject of a letter about a page names its source.
    """
    page = soup(folder, name)
    found = (str(each["href"]) for each in page.select("a[href], link[href]"))
    there = {urljoin(ADDRESS + name, each) for each in found}
    odd = (f"{ADDRESS}assets/", f"mailto:info@{ADDRESS.split('/')[2]}?subject=")
    return {each for each in there if not each.startswith(odd)}


def about(folder: Path, name: str) -> list[Any]:
    """Return what a page says of itself to search engines, and in its other metadata.

    The address of the share picture is left out, which Hugo does not draw. A description is
    compared by how it begins: where it is cut, it is cut a word earlier or later.
    """
    page = soup(folder, name)
    data = [json.loads(each.text) for each in page.select('script[type="application/ld+json"]')]
    metas = [
        (each.get("property") or each.get("name"), str(each["content"])[:BEGINNING])
        for each in page.select("meta[content]")
        if each.get("property") != "og:image"
    ]
    assert page.title
    return [*data, metas, page.title.text]


def test_every_file_is_there(ours: Path, theirs: Path) -> None:
    assert names(ours) - names(theirs) == NOT_MADE
    assert names(theirs) - names(ours) == OTHERWISE


@pytest.mark.parametrize("kind", KINDS)
def test_pages_say_the_same(ours: Path, theirs: Path, kind: str) -> None:
    for name in pages(ours, kind):
        assert shown(theirs, name) == shown(ours, name), name


@pytest.mark.parametrize("kind", KINDS)
def test_pages_lead_to_the_same_places(ours: Path, theirs: Path, kind: str) -> None:
    for name in pages(ours, kind):
        assert links(theirs, name) == links(ours, name), name


@pytest.mark.parametrize("kind", KINDS)
def test_pages_tell_programs_the_same(ours: Path, theirs: Path, kind: str) -> None:
    for name in pages(ours, kind):
        assert about(theirs, name) == about(ours, name), name


@pytest.mark.parametrize("kind", KINDS)
def test_pages_are_as_large(ours: Path, theirs: Path, kind: str) -> None:
    own, other = (
        sum((folder / name).stat().st_size for name in pages(ours, kind))
        for folder in (ours, theirs)
    )
    assert abs(other / own - 1) < NEAR


def components(path: Path) -> list[tuple[str, ...]]:
    calendar = Calendar.from_ical(path.read_bytes())
    properties = ("UID", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "DTSTAMP")
    return [
        tuple(each[name].to_ical().decode() for name in (*properties, "X-ALT-DESC"))
        for each in calendar.walk("VEVENT")
    ]


def test_calendars_have_the_same_events(ours: Path, theirs: Path) -> None:
    found = sorted(name for name in names(ours) if name.endswith(".ics"))
    assert len(found) == 2 * (1 + 6 + 3)
    for name in found:
        assert components(theirs / name) == components(ours / name), name


def test_calendars_have_the_same_properties(ours: Path, theirs: Path) -> None:
    """Lines are folded elsewhere: by characters, where ours go by bytes."""
    lines = defaultdict(list)
    for folder in (ours, theirs):
        text = (folder / "en/events.ics").read_bytes().decode().replace("\r\n ", "")
        lines[folder] = [line.split(":")[0].split(";")[0] for line in text.split("\r\n")]
    assert lines[theirs] == lines[ours]


def entries(path: Path) -> Iterator[tuple[str, ...]]:
    """Yield what a feed of any format says of each entry, its text without markup."""
    if path.suffix == ".json":
        for each in json.loads(path.read_text(encoding="utf-8"))["items"]:
            body = each["content_html"]
            yield each["title"], each["url"], each["summary"], each["date_published"], body
        return
    root = etree.parse(path).getroot()
    spaces = {
        "a": "http://www.w3.org/2005/Atom",
        "c": "http://purl.org/rss/1.0/modules/content/",
    }
    atom = ("a:title", "a:link/@href", "a:summary", "a:published", "a:content")
    rss = ("title", "link", "description", "pubDate", "c:encoded")
    names = atom if root.tag.endswith("feed") else rss
    for each in root.xpath("//item | //a:entry", namespaces=spaces):
        yield tuple(str(each.xpath(f"string({name})", namespaces=spaces)) for name in names)


def read(path: Path) -> list[tuple[str, ...]]:
    found = []
    for *facts, body in entries(path):
        html = BeautifulSoup(body, "html.parser")
        leads = tuple(str(each["href"]) for each in html.select("a[href]"))
        found.append((*facts, words(html.get_text(" ")), *leads))
    return found


@pytest.mark.parametrize("format", ["rss.xml", "atom.xml", "feed.json"])
def test_feeds_have_the_same_entries(ours: Path, theirs: Path, format: str) -> None:
    for folder, count in (("brev", 4), ("nytt", 13), ("en/letters", 4), ("en/news", 13)):
        own = read(ours / folder / format)
        assert len(own) == count
        assert read(theirs / folder / format) == own, folder


def table(path: Path) -> Any:
    """Return the rows of an export. Ours has the marks of lists in a text, Hugo's has not."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [[cell.replace(" - ", " ") for cell in row] for row in csv.reader(file)]
    return json.loads(path.read_text(encoding="utf-8").replace(" - ", " "))


def test_exports_have_the_same_rows(ours: Path, theirs: Path) -> None:
    found = [name for name in names(ours) if re.search(r"\.csv$|\.json$", name)]
    found = [name for name in found if not name.endswith("/feed.json")]
    assert len(found) == 2 * 5 * 3
    for name in found:
        assert table(theirs / name) == table(ours / name), name


def addresses(*paths: Path) -> dict[str, tuple[str, ...]]:
    """Return the addresses in maps of a site, each with those of its translations."""
    found = {}
    for path in paths:
        for each in etree.parse(path).getroot():
            texts = [child.text or child.get("href") for child in each]
            found[str(texts[0])] = tuple(sorted(map(str, texts)))
    return found


def test_the_map_has_the_same_addresses(ours: Path, theirs: Path) -> None:
    own = addresses(ours / "sitemap.xml")
    assert len(own) > 40
    assert addresses(*(theirs / name for name in OTHERWISE)) == own


@pytest.mark.parametrize("name", ["manifest.webmanifest", "en/manifest.webmanifest"])
def test_manifests_are_the_same(ours: Path, theirs: Path, name: str) -> None:
    own, other = (json.loads((folder / name).read_text("utf-8")) for folder in (ours, theirs))
    assert other == own


def test_redirects_are_the_same(ours: Path, theirs: Path) -> None:
    own, other = (set((each / "_redirects").read_text().splitlines()) for each in (ours, theirs))
    assert len(own) > 20
    assert other == own
