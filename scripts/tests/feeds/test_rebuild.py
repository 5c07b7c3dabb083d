"""A rebuild changes nothing; an edit changes one entry and the stamps, nothing else."""

from __future__ import annotations

import difflib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from psi_site.feeds import artifacts
from psi_site.site import Site, load_site
from tests.feeds.network import FILES, SECOND, commit, network, write

_PRINT_DIGESTS = """
import hashlib, locale, sys
from pathlib import Path
from psi_site.feeds import artifacts
from psi_site.site import load_site
locale.setlocale(locale.LC_ALL, "")
for each in artifacts(load_site(Path(sys.argv[1]))[0]):
    print(each.path, hashlib.sha256(each.content).hexdigest())
"""


def built(site: Site) -> dict[str, str]:
    return {each.path: each.content.decode() for each in artifacts(site)}


def test_a_rebuild_is_identical_in_another_zone_language_and_process(small: Site) -> None:
    places = [("Asia/Tokyo", "C.UTF-8", "1"), ("America/New_York", "sv_SE.UTF-8", "2")]
    outputs = []
    for zone, words, seed in places:
        has_words = words in subprocess.run(["locale", "-a"], capture_output=True, text=True).stdout
        environment = {
            **os.environ,
            "TZ": zone,
            "LC_ALL": words if has_words else "C.UTF-8",
            "PYTHONHASHSEED": seed,
        }
        command = [sys.executable, "-c", _PRINT_DIGESTS, str(small.root)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        outputs.append(done.stdout)
    assert outputs[0] == outputs[1]
    assert len(outputs[0].splitlines()) == 13


def changed_lines(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in lines if line[0] in "+-"]


EDIT = {"newsletters/2023-2.sv.md": FILES["newsletters/2023-2.sv.md"].replace("Hej.", "Hej då.")}


@pytest.fixture
def edited(tmp_path: Path) -> tuple[dict[str, str], dict[str, str]]:
    before = built(network(tmp_path))
    write(tmp_path, EDIT)
    commit(tmp_path, SECOND)
    return before, built(load_site(tmp_path)[0])


def test_editing_one_issue_leaves_every_other_feed_alone(
    edited: tuple[dict[str, str], dict[str, str]],
) -> None:
    before, after = edited
    changed = {path for path in before if before[path] != after[path]}
    # The notice in the English feed leads to the issue, and says that it changed.
    assert changed == {
        "nyhetsbrev/rss.xml",
        "nyhetsbrev/atom.xml",
        "nyhetsbrev/feed.json",
        "en/newsletter/atom.xml",
        "en/newsletter/feed.json",
    }


def test_editing_one_issue_changes_its_lines_and_the_stamps(
    edited: tuple[dict[str, str], dict[str, str]],
) -> None:
    before, after = edited
    rss, atom, data = (
        changed_lines(before[f"nyhetsbrev/{name}"], after[f"nyhetsbrev/{name}"])
        for name in ("rss.xml", "atom.xml", "feed.json")
    )
    assert rss == ["- <p>Hej.</p>", "+ <p>Hej då.</p>"]
    assert [line.split(">")[0].strip() for line in atom] == [
        "-   <updated",
        "+   <updated",
        "-     <updated",
        "+     <updated",
        "- &lt;p&gt;Hej.&lt;/p&gt;",
        "+ &lt;p&gt;Hej då.&lt;/p&gt;",
    ]
    assert [line.split('"')[1] for line in data] == ["content_html", "content_html"] + [
        "date_modified"
    ] * 2


def test_ids_outlive_address_title_and_translation(tmp_path: Path) -> None:
    before = network(tmp_path)
    ids = [line for line in built(before)["en/newsletter/rss.xml"].splitlines() if "<guid" in line]
    letter = FILES["newsletters/2023-2.sv.md"]
    write(
        tmp_path,
        {
            "data/site.yml": FILES["data/site.yml"].replace("example.org/", "nytt.example/"),
            "newsletters/2023-2.en.md": "---\nsubject: Letter\npreheader: In English.\n---\nHi.\n",
            "newsletters/2023-2.sv.md": letter.replace("Brev 2023:2", "Ett brev"),
        },
    )
    commit(tmp_path, SECOND)
    after = built(load_site(tmp_path)[0])["en/newsletter/rss.xml"]
    assert [line for line in after.splitlines() if "<guid" in line] == ids
    assert "https://nytt.example/en/newsletter/2023-2/" in after
