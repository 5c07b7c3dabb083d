"""Nothing that was published is lost, and the ledger is what the site really publishes."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from psi_site.build import build_site
from psi_site.calendars import artifacts as calendar_files
from psi_site.cli.program import run
from psi_site.cli.session import Surroundings
from psi_site.diagnostics import Diagnostic, SourceError
from psi_site.ledger import FOLDER, add_to_ledger, file_of, read_ledger, unknown_names
from psi_site.pdf import pages_of_sheets
from psi_site.preserved import kept_files, load_preserved, lost_names
from psi_site.published import SHEET, Register, Thing, published
from psi_site.site import Site, load_site
from tests import made_up

BASE = Path(__file__).parent / "invalid" / "_base"
FIRST, LATER = date(2026, 3, 1), date(2026, 4, 1)

Edit = Callable[[str, str, str], None]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small site whose ledger was written on the first day."""
    root = tmp_path / "site"
    shutil.copytree(BASE, root)
    add_to_ledger(load_site(root)[0], FIRST)
    return root


@pytest.fixture
def edit(root: Path) -> Edit:
    def change(name: str, old: str, new: str) -> None:
        text = (root / name).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (root / name).write_text(text.replace(old, new), encoding="utf-8")

    return change


def ledger_text(root: Path) -> dict[str, str]:
    return {each.name: each.read_text(encoding="utf-8") for each in (root / FOLDER).iterdir()}


def lost(root: Path) -> list[Diagnostic]:
    return list(lost_names(load_site(root)[0]))


def codes(root: Path) -> list[str]:
    return [each.code for each in lost(root)]


# What is in it


def test_the_real_site_has_lost_nothing(real_site: Site) -> None:
    assert not read_ledger(real_site.root).is_empty
    assert list(lost_names(real_site)) == []


def test_the_committed_ledger_is_in_order(real_site: Site) -> None:
    for register in Register:
        lines = (real_site.root / file_of(register)).read_text(encoding="utf-8").splitlines()
        names = [line.rsplit(" ", 2)[0] for line in lines if not line.startswith("#")]
        assert names == sorted(set(names))


def test_every_address_is_a_file_of_the_built_site(lappi: Site, lappi_built: Path) -> None:
    for path, thing in published(lappi)[Register.ADDRESSES].items():
        if thing.part == SHEET:  # made only where a build is asked for PDFs
            assert path in pages_of_sheets(lappi)
            continue
        file = lappi_built / f"{path.lstrip('/')}{'index.html' if path.endswith('/') else ''}"
        assert file.is_file(), path


def test_every_page_and_file_for_programs_is_noted(lappi: Site, lappi_built: Path) -> None:
    noted = published(lappi)[Register.ADDRESSES]
    pages = {
        f"/{each.parent.relative_to(lappi_built)}/" for each in lappi_built.rglob("index.html")
    }
    found = {path.replace("/./", "/") for path in pages if "/pagefind/" not in path}
    moved = {"/vanha-tieto/", "/vanha/osoite/"}
    assert moved <= found
    former = {
        path for path in found - set(noted) if 'http-equiv="refresh"' not in page(lappi_built, path)
    }
    assert former == set()
    for suffix in ("ics", "rss.xml", "atom.xml", "feed.json", "csv", "csv-metadata.json"):
        files = {f"/{each.relative_to(lappi_built)}" for each in lappi_built.rglob(f"*{suffix}")}
        assert files
        assert files <= set(noted)


def page(built: Path, path: str) -> str:
    return (built / path.strip("/") / "index.html").read_text(encoding="utf-8")


def test_every_uid_is_noted(lappi: Site, lappi_built: Path) -> None:
    texts = (each.read_bytes().decode() for each in lappi_built.rglob("*.ics"))
    unfolded = "\n".join(text.replace("\r\n ", "") for text in texts)
    uids = set(re.findall(r"^UID:(\S+)", unfolded, re.M))
    assert uids == set(published(lappi)[Register.UIDS])


def test_every_id_of_an_entry_is_noted(lappi: Site, lappi_built: Path) -> None:
    texts = [each.read_text(encoding="utf-8") for each in lappi_built.rglob("rss.xml")]
    found = {guid for text in texts for guid in re.findall(r"<guid[^>]*>([^<]+)<", text)}
    assert found
    assert found <= set(published(lappi)[Register.GUIDS])


def test_every_anchor_of_an_issue_is_noted(lappi: Site, lappi_built: Path) -> None:
    for name, thing in published(lappi)[Register.ANCHORS].items():
        paths = published(lappi)[Register.ADDRESSES].items()
        (path,) = [path for path, each in paths if each == thing]
        assert f'id="{name.partition("#")[2]}"' in page(lappi_built, path)


def test_a_thing_is_read_as_it_was_written() -> None:
    for thing in (
        Thing("page", "om", "sv", "facet.a/b"),
        Thing("event", "x"),
        Thing("page", "a", "b"),
    ):
        assert Thing.read(str(thing)) == thing


# How it grows


def test_a_second_time_nothing_is_written(root: Path) -> None:
    before = ledger_text(root)
    assert set(before) == {f"{register}.txt" for register in Register}
    assert add_to_ledger(load_site(root)[0], LATER) == []
    assert ledger_text(root) == before


def test_what_is_new_has_its_own_day(root: Path, edit: Edit) -> None:
    new = (root / "data/events/hostmote.yml").read_text(encoding="utf-8")
    (root / "data/events/vintermote.yml").write_text(f"{new}start: 2026-12-01\n", encoding="utf-8")
    site = load_site(root)[0]
    assert "/kalender/vintermote/" in unknown_names(site)
    add_to_ledger(site, LATER)
    entries = read_ledger(root).entries
    assert entries[Register.ADDRESSES]["/kalender/vintermote/"].day == "2026-04-01"
    assert entries[Register.ADDRESSES]["/kalender/hostmote/"].day == "2026-03-01"
    assert unknown_names(site) == []


def test_two_branches_that_add_lines_merge_by_themselves(root: Path) -> None:
    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        command = ["git", "-C", str(root), *identity, *arguments]
        subprocess.run(command, check=True, capture_output=True)

    attributes = (made_up.ROOT / ".gitattributes").read_text(encoding="utf-8")
    (root / ".gitattributes").write_text(attributes, encoding="utf-8")
    file = root / file_of(Register.UIDS)
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "start")
    for branch in ("one", "two"):
        git("checkout", "-q", "-b", branch, "main")
        with file.open("a", encoding="utf-8") as lines:
            lines.write(f"{branch}@kalender.kustnatet.example 2026-03-02 event:{branch}\n")
        git("commit", "-qam", branch)
    git("merge", "-q", "one", "-m", "both")
    entries = read_ledger(root)
    assert not entries.faults
    assert {"one", "two"} <= {each.thing.id for each in entries.entries[Register.UIDS].values()}


def test_a_name_that_is_listed_twice_has_the_earlier_day(root: Path) -> None:
    with (root / file_of(Register.ADDRESSES)).open("a", encoding="utf-8") as lines:
        lines.write("/om/ 2025-01-01 page:om:sv\n/om/ 2025-06-01 page:om:sv\n")
    assert read_ledger(root).entries[Register.ADDRESSES]["/om/"].day == "2025-01-01"


def test_a_site_that_was_never_published_can_lose_nothing(root: Path) -> None:
    shutil.rmtree(root / FOLDER)
    (root / "docs/om.en.md").unlink()
    assert lost(root) == []


# What may vanish, and how


def test_a_page_that_moved_leads_on(root: Path, edit: Edit) -> None:
    edit("docs/om.en.md", "slug: about\n", "slug: about-us\n")
    with pytest.raises(SourceError) as refused:
        load_preserved(root)
    (fault,) = refused.value.diagnostics
    assert (fault.code, fault.arguments["former"]) == ("address-moved", "about")
    edit("docs/om.en.md", "slug: about-us\n", "slug: about-us\nredirect_from: [about]\n")
    assert lost(root) == []


def test_a_page_whose_file_was_renamed_is_the_same_address(root: Path) -> None:
    (root / "docs/historia.sv.md").rename(root / "docs/bakgrund.sv.md")
    (root / "docs/historia.en.md").rename(root / "docs/bakgrund.en.md")
    path = root / "docs/bakgrund.sv.md"
    text = path.read_text(encoding="utf-8").replace("---\n", "---\nslug: historia\n", 1)
    path.write_text(text, encoding="utf-8")
    assert lost(root) == []


def test_the_calendar_of_a_page_that_moved_is_at_both_addresses(root: Path, edit: Edit) -> None:
    edit("docs/kalender.sv.md", "title:", "slug: moten\nredirect_from: [kalender]\ntitle:")
    site = load_preserved(root)[0]
    files = list(calendar_files(site))
    by_path = {each.path: each.content for each in files}
    kept = {each.path: each.content for each in kept_files(site, by_path.get)}
    assert kept["kalender.ics"] == by_path["moten.ics"]
    assert kept["kalender/varsamtal.ics"] == by_path["moten/varsamtal.ics"]
    assert not set(kept) & set(by_path)


def test_a_calendar_without_events_is_still_there(root: Path, edit: Edit) -> None:
    noted = read_ledger(root).entries[Register.ADDRESSES]
    (address,) = [n for n, e in noted.items() if str(e.thing) == "partner:fyren:sv:calendar"]
    edit(
        "data/events/varsamtal.yml", "organisers: [fyren, viks-kommun]", "organisers: [viks-kommun]"
    )
    series = root / "data/series.yml"
    series.write_text(series.read_text(encoding="utf-8").replace("[fyren]", "[viks-kommun]"))
    site = load_preserved(root)[0]
    files = {each.path: each.content for each in calendar_files(site)}
    kept = {f"/{each.path}": each.content for each in kept_files(site, files.get)}
    assert b"BEGIN:VCALENDAR" in kept[address]
    assert b"BEGIN:VEVENT" not in kept[address]


def test_a_record_that_became_part_of_another_leads_there(root: Path, edit: Edit) -> None:
    text = (root / "data/partners.yml").read_text(encoding="utf-8")
    entry = "- id: skeppet\n  title: Skeppet\n  sector: civil_society\n"
    (root / "data/partners.yml").write_text(text + entry, encoding="utf-8")
    add_to_ledger(load_site(root)[0], FIRST)
    (root / "data/partners.yml").write_text(text, encoding="utf-8")
    assert codes(root) == ["address-lost"] * 1
    edit(
        "data/partners.yml", "- id: batklubben\n", "- id: batklubben\n  redirect_from: [skeppet]\n"
    )
    assert lost(root) == []


def test_an_event_is_called_off_and_not_removed(root: Path) -> None:
    path = root / "data/events/vintermote.yml"
    text = (root / "data/events/hostmote.yml").read_text(encoding="utf-8") + "start: 2026-12-01\n"
    path.write_text(text, encoding="utf-8")
    add_to_ledger(load_site(root)[0], FIRST)
    path.unlink()
    assert codes(root) == ["uid-lost"]
    path.write_text(f"{text}status: cancelled\n", encoding="utf-8")
    assert lost(root) == []


def test_a_line_removed_by_hand_lets_a_name_go(root: Path, edit: Edit) -> None:
    edit("docs/om.en.md", "slug: about\n", "slug: about-us\n")
    edit(file_of(Register.ADDRESSES), "/en/about/ 2026-03-01 page:om:en\n", "")
    assert lost(root) == []


# Commands


def psi(root: Path, *arguments: str) -> int:
    now = datetime(2026, 4, 1, 12, tzinfo=UTC)
    return run(arguments, Surroundings(now, root, {}, terminal=False))


def test_the_command_notes_and_tells(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert psi(root, "ledger", "--check") == 0
    (root / file_of(Register.UIDS)).unlink()
    assert psi(root, "ledger", "--check") == 1
    assert "varsamtal@kalender.kustnatet.example" in capsys.readouterr().out
    assert psi(root, "ledger", "--lang", "en") == 0
    assert "1 new line in .ledger." in capsys.readouterr().out
    assert psi(root, "ledger", "--check") == 0


def test_checking_fails_when_something_would_vanish(
    root: Path, edit: Edit, capsys: pytest.CaptureFixture[str]
) -> None:
    assert psi(root, "check") == 0
    edit("docs/om.en.md", "slug: about\n", "slug: about-us\n")
    assert psi(root, "check") == 1
    assert "[address-moved]" in capsys.readouterr().out


def test_a_build_notes_what_is_new_and_keeps_old_files(tmp_path: Path) -> None:
    root = made_up.copy_site(tmp_path / "root")
    build_site(root, tmp_path / "out", made_up.NOW)
    assert not (root / FOLDER).exists()
    build_site(root, tmp_path / "out", made_up.NOW, ledger=True)
    before = ledger_text(root)
    assert "/tietoa/ 2031-03-30 page:tietoa:fi" in before["addresses.txt"].splitlines()
    calendar = root / "docs/kalenteri.fi.md"
    text = calendar.read_text(encoding="utf-8")
    moved = text.replace("---\n", "---\nslug: tapahtumat\nredirect_from: [kalenteri]\n", 1)
    calendar.write_text(moved, encoding="utf-8")
    build_site(root, tmp_path / "out", made_up.NOW, ledger=True)
    assert set(before["addresses.txt"].splitlines()) < set(
        ledger_text(root)["addresses.txt"].splitlines()
    )
    out = tmp_path / "out"
    assert (out / "kalenteri.ics").read_bytes() == (out / "tapahtumat.ics").read_bytes()
    assert 'http-equiv="refresh"' in (out / "kalenteri/index.html").read_text(encoding="utf-8")
