"""The preview of mails: every way a reader may see them, and never on the published site."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

from lxml import html as lxml_html

from psi_site.mail.preview import FOLDER, RECENT, mail_previews
from psi_site.outputs import Outputs
from psi_site.site import Site
from tests.conftest import ROOT
from tests.mail.network import NOW, network


def previews(site: Site) -> dict[str, str]:
    made = mail_previews(site, NOW)
    return {each.path: each.content.decode() for each in made}


def test_every_edition_has_its_ways(small: Site) -> None:
    names = {"index.html", "light.html", "dark.html", "no-images.html", "no-styles.html"}
    folders = {f"{FOLDER}/{folder}" for folder in ("2024-2/", "2024-2/en/", "2024-1/")}
    assert set(previews(small)) == {folder + name for folder in folders for name in names}


def test_page_shows_each_way_and_the_text(small: Site) -> None:
    files = previews(small)
    page = lxml_html.fromstring(files[f"{FOLDER}/2024-2/index.html"])
    shown = {frame.get("src") for frame in page.iter("iframe")}
    assert shown == {"light.html", "dark.html", "no-images.html", "no-styles.html"}
    assert "320" in {frame.get("width") for frame in page.iter("iframe")}
    assert "Kim Ekström [4]" in page.findtext(".//pre")
    links = {link.get("hreflang"): link.get("href") for link in page.iter("a")}
    assert links == {"sv": f"/{FOLDER}/2024-2/", "en": f"/{FOLDER}/2024-2/en/"}


def test_dark_and_light_do_not_depend_on_the_browser(small: Site) -> None:
    files = previews(small)
    assert "@media all" in files[f"{FOLDER}/2024-2/dark.html"]
    assert "@media not all" in files[f"{FOLDER}/2024-2/light.html"]
    for name in ("dark", "light", "no-images"):
        assert "prefers-color-scheme" not in files[f"{FOLDER}/2024-2/{name}.html"]


def test_pictures_come_from_the_preview_itself_or_not_at_all(small: Site) -> None:
    files = previews(small)
    paths = re.findall(r'src="/([^"]*)"', files[f"{FOLDER}/2024-2/light.html"])
    assert set(paths) <= {each.path for each in small.images.artifacts}
    assert len(paths) == 1
    bare = lxml_html.fromstring(files[f"{FOLDER}/2024-2/no-images.html"])
    (image,) = bare.iter("img")
    assert image.get("src") is None
    assert image.get("alt") == "Två personer på ett torg."


def test_without_styles_nothing_is_styled(small: Site) -> None:
    page = previews(small)[f"{FOLDER}/2024-2/no-styles.html"]
    assert "style" not in page.replace("no-styles", "")


def test_only_the_newest_issues_are_previewed(tmp_path: Path) -> None:
    site = network(tmp_path)
    for number in range(3, 7):
        text = (
            f"---\nyear: 2024\nnumber: {number}\nsubject: Brev 2024:{number}\npreheader: B\n---\n"
        )
        (tmp_path / f"newsletters/2024-{number}.sv.md").write_text(f"{text}Hej.\n")
    site = network(tmp_path)
    issues = {path.split("/")[1] for path in previews(site)}
    assert issues == {f"2024-{number}" for number in range(7 - RECENT, 7)}


def test_previews_are_made_only_while_serving(small: Site) -> None:
    def mail_files(serving: bool) -> set[str]:
        outputs = Outputs(small, ROOT / "overrides", NOW + timedelta(days=1), serving)
        return {each.path for each in outputs.groups["previews"]()}

    assert mail_files(serving=True) == set(previews(small))
    assert mail_files(serving=False) == set()
