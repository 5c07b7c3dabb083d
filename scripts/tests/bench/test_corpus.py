"""The made-up corpus: the same for the same seed, as large as asked for, and without errors."""

from __future__ import annotations

import json
import re
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any

import pytest
import yaml

from psi_site.bench.corpus import MadeUp
from psi_site.bench.hugo_root import LAYOUTS, SAME, write_hugo
from psi_site.bench.scale import Size
from psi_site.bench.site_root import letter, write_site
from psi_site.bench.workshop import NOW
from psi_site.model.event import Event
from psi_site.model.newsletter import Newsletter
from psi_site.model.party import Partner
from psi_site.model.project import Project
from psi_site.site import load_site
from tests.made_up import ROOT

THEME = ROOT / "overrides"


@pytest.fixture(scope="module")
def same(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small corpus for the Hugo layouts that write the same output."""
    root = tmp_path_factory.mktemp("same") / "hugo"
    write_hugo(MadeUp(Size.at(0.1)), root, THEME, SAME)
    return root


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("corpus") / "site"
    write_site(MadeUp(Size.at(0.1)), root, THEME)
    return root


def test_the_same_seed_gives_the_same_bytes(small: Path, tmp_path: Path) -> None:
    write_site(MadeUp(Size.at(0.1)), tmp_path / "again", THEME)
    assert files(tmp_path / "again") == files(small)


def test_another_seed_gives_other_texts(small: Path, tmp_path: Path) -> None:
    write_site(MadeUp(Size.at(0.1), seed=2), tmp_path / "other", THEME)
    other, first = files(tmp_path / "other"), files(small)
    assert other.keys() == first.keys()
    assert other["newsletters/2016-1.en.md"] != first["newsletters/2016-1.en.md"]


def test_it_has_no_errors_and_the_records_asked_for(small: Path) -> None:
    site, warnings = load_site(small, today=NOW.date())
    counts = {kind: len(site.all(kind)) for kind in (Newsletter, Event, Partner, Project)}
    assert counts == {Newsletter: 4, Event: 6, Partner: 4, Project: 3}
    assert {each.code for each in warnings} <= {"sentence-long"}
    assert not site.history.complete


def test_scale_one_is_what_the_targets_speak_of() -> None:
    assert Size.at(1) == Size(newsletter=40, event=60, partner=40, project=30)
    assert Size.at(50) == Size(newsletter=2000, event=3000, partner=2000, project=1500)


def test_a_letter_has_about_1200_words() -> None:
    made_up = MadeUp(Size.at(1))
    counts = []
    for issue in made_up.issues():
        for code in made_up.languages:
            text = letter(issue, code, is_original=True).split("---\n", 2)[2]
            text = re.sub(r"```item.*?```|\]\([^)]*\)|\{#.*?\}", "", text, flags=re.S)
            counts.append(len(text.split()))
    assert len(counts) == 80
    assert 1150 < sum(counts) / len(counts) < 1300


@pytest.mark.parametrize("layouts", LAYOUTS)
def test_hugo_gets_the_same_texts(small: Path, tmp_path: Path, layouts: str) -> None:
    write_hugo(MadeUp(Size.at(0.1)), tmp_path / "hugo", THEME, layouts)
    content = tmp_path / "hugo/content"
    letters = [path.name for path in content.glob("*/letters/[0-9]*.md")]
    assert len(letters) == len(list((small / "newsletters").iterdir()))
    text = (small / "newsletters/2016-1.sv.md").read_text(encoding="utf-8")
    sentences = re.findall(r"[A-Z][^\[\]\n.:#]{30,}\.", text)
    other = (content / "sv/letters/2016-1.md").read_text(encoding="utf-8")
    assert len(sentences) > 20
    assert [each for each in sentences if each not in other] == []


def front_matter(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.JSONDecoder().raw_decode(file.read_text(encoding="utf-8"))[0]
    return found


def test_hugo_is_told_no_more_than_the_records_say(same: Path) -> None:
    """What names a record, what is over and what the sums are, the layouts find for themselves."""
    made_up, own = MadeUp(Size.at(0.1)), {"date", "lastmod", "outputs", "site", "year"}
    for folder, records in (
        ("partners", made_up.partners()),
        ("projects", made_up.projects()),
        ("events", made_up.events()),
    ):
        for record in records:
            front = front_matter(same / f"content/sv/{folder}/{record['id']}.md")
            assert front.keys() - own <= record.keys() - {"description"}
            assert record.keys() - {"description", "start", "url"} <= front.keys()


def test_hugo_is_told_the_facts_of_every_item(same: Path) -> None:
    for issue in MadeUp(Size.at(0.1)).issues():
        front = front_matter(same / f"content/en/letters/{issue.id}.md")
        assert front["about"] == {item.id: item.facts for item in issue.items if item.facts}


def test_the_layouts_find_the_words_they_ask_for(same: Path) -> None:
    """A word that is missing would be an empty place in the page."""
    layouts = "".join(path.read_text("utf-8") for path in (same / "layouts").rglob("*.*"))
    asked = set(re.findall(r"\$w\.([a-z_.]*[a-z_])", layouts))
    assert len(asked) > 100
    settings = yaml.safe_load((same / "hugo.yaml").read_text(encoding="utf-8"))
    for language in settings["languages"].values():
        for key in asked:
            assert reduce(getitem, key.split("."), language["params"]["words"]), key


def test_the_layouts_find_the_icons_they_ask_for(same: Path) -> None:
    layouts = "".join(path.read_text("utf-8") for path in (same / "layouts").rglob("*.html"))
    asked = set(re.findall(r'"icon\.html" "([a-z-]+)"', layouts))
    assert {path.stem for path in (same / "assets/icons").iterdir()} == asked
