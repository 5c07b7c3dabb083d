"""A build that keeps what still holds gives what a build from nothing gives, byte for byte.

One site is edited again and again, in each kind of thing a build depends on, and built warm after
each edit; a copy without anything kept is built beside it and compared.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image

from psi_site import publish
from psi_site.build import build_site
from psi_site.hosting.publishing import prepare_for_hosts
from psi_site.plugin import write_pages
from psi_site.site import Site, load_site
from tests.made_up import NOW, ROOT, copy_site

KEPT = (
    "kept",
    "sources",
    "sources.pickle",
    "checks.pickle",
    "history.pickle",
    "again.json",
    "words",
)
EVENTS, LETTERS = "data/events", "newsletters"


@dataclass
class Bench:
    """The site that is edited, its theme, and the moment it is built at."""

    root: Path
    theme: Path
    now: datetime
    search: bool = False

    def warm(self) -> dict[str, bytes]:
        """Build; fail where that changes what was published before, or leaves empty folders."""
        out = self.root / "site"
        before = out.resolve()
        old = contents(before)
        build_site(self.root, out, self.now, search=self.search)
        assert before == out or not before.exists() or contents(before) == old
        assert [path for path in out.resolve().rglob("*") if path.is_dir() and is_empty(path)] == []
        return contents(out)

    def cold(self, folder: Path) -> dict[str, bytes]:
        """Build a copy that knows nothing of earlier builds."""
        fresh = folder / "root"
        kept = shutil.ignore_patterns("site", ".site", *KEPT)
        shutil.copytree(self.root, fresh, symlinks=True, ignore=kept)
        build_site(fresh, fresh / "site", self.now, search=self.search)
        found = contents(fresh / "site")
        shutil.rmtree(fresh)
        return found

    def edit(self, file: str, pattern: str, replacement: str) -> None:
        """Replace the first match of a pattern in a file, which has to be there."""
        path = self.root / file
        text, count = re.subn(pattern, replacement, path.read_text(encoding="utf-8"), count=1)
        assert count, (file, pattern)
        path.write_text(text, encoding="utf-8")

    def first(self, folder: str, ending: str = "") -> str:
        """Return the first file of a folder."""
        return min(
            p.relative_to(self.root).as_posix() for p in (self.root / folder).glob(f"*{ending}")
        )


def contents(folder: Path) -> dict[str, bytes]:
    real = folder.resolve()
    return {p.relative_to(real).as_posix(): p.read_bytes() for p in real.rglob("*") if p.is_file()}


def is_empty(folder: Path) -> bool:
    return next(folder.iterdir(), None) is None


def commit(root: Path, message: str, day: str) -> None:
    stamp = {"GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day}
    name = ("-c", "user.name=n", "-c", "user.email=n@example.com")
    for arguments in (("add", "-A"), ("commit", "-q", "--allow-empty", "-m", message)):
        subprocess.run(
            ["git", *name, *arguments], cwd=root, env=stamp | {"PATH": "/usr/bin:/bin"}, check=True
        )


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    folder = tmp_path_factory.mktemp("warm")
    theme = Path(shutil.copytree(ROOT / "overrides", folder / "theme"))
    root = copy_site(folder / "root", theme)
    (root / ".gitignore").write_text("/site\n/.site/\n.cache/\n")
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    commit(root, "first", "2030-01-02T12:00:00+00:00")
    bench = Bench(root, theme, NOW)
    bench.warm()
    return bench


Edit = Callable[[Bench], None]


def an_event_said_otherwise(b: Bench) -> None:
    b.edit(b.first(EVENTS, ".yml"), r"(?m)^(title:.*?fi: )", r"\1Uusi ")


def an_event_moved(b: Bench) -> None:
    b.edit("data/events/2031-10-26-yon-kavely.yml", r"2031-10-2\d", "2031-10-21")


def an_event_added(b: Bench) -> None:
    old = b.root / b.first(EVENTS, ".yml")
    (b.root / EVENTS / "uusi-tapahtuma.yml").write_text(
        old.read_text(encoding="utf-8"), encoding="utf-8"
    )


def an_event_taken_away(b: Bench) -> None:
    (b.root / EVENTS / "uusi-tapahtuma.yml").unlink()


def a_letter_said_otherwise(b: Bench) -> None:
    path = b.root / b.first(LETTERS, ".fi.md")
    path.write_text(
        path.read_text(encoding="utf-8").rstrip() + "\n\nVielä sana.\n", encoding="utf-8"
    )


def a_partner_renamed(b: Bench) -> None:
    b.edit("data/partners.yml", r"(?m)^(  title:) .*$", r"\1 Aivan toinen nimi")


def a_line_more_above_partners(b: Bench) -> None:
    b.edit("data/partners.yml", r"\A", "# Nothing that is shown.\n")


def a_page_with_another_address(b: Bench) -> None:
    page = b.first("docs", ".fi.md")
    b.edit(page, r"\A---\n", "---\nslug: uusi-osoite\n" if "index" not in page else "---\n# x\n")


def a_title_in_the_menu(b: Bench) -> None:
    menu = yaml.safe_load((b.root / "data/site.yml").read_text(encoding="utf-8"))["menu"]["main"]
    b.edit(f"docs/{menu[0]}.fi.md", r"(?m)^title: .*$", "title: Toinen otsikko")


def a_word_of_the_site(b: Bench) -> None:
    b.edit("data/locales/fi/kind.yml", r"(?m)^(\w+: )(.*)$", r"\1Toinen")


def a_setting(b: Bench) -> None:
    b.edit("data/site.yml", r"founded: 2019", "founded: 2018")


def a_template(b: Bench) -> None:
    b.edit("../theme/base.html", r"</body>", "<!-- more --></body>")


def a_style(b: Bench) -> None:
    path = b.theme / "assets/css/base.css"
    path.write_text(
        path.read_text(encoding="utf-8") + "\n.more { color: red; }\n", encoding="utf-8"
    )


def a_picture(b: Bench) -> None:
    found = sorted(p for p in (b.root / "docs").rglob("*") if p.suffix in (".png", ".jpg"))
    with Image.open(found[0]) as picture:
        other = picture.convert("RGB").rotate(180)
    other.save(found[0])


def another_day(b: Bench) -> None:
    b.now += timedelta(days=400)


def a_commit(b: Bench) -> None:
    commit(b.root, "all of it", "2030-06-05T12:00:00+00:00")


def a_commit_that_changes_nothing(b: Bench) -> None:
    commit(b.root, "nothing", "2030-07-05T12:00:00+00:00")


def a_page_renamed(b: Bench) -> None:
    pages = sorted((b.root / "docs").glob("*.fi.md"))
    page = next(p for p in pages if "index" not in p.name and "slug" not in p.read_text("utf-8"))
    b.edit(f"docs/{page.name}", r"\A---\n", "---\nslug: toinen-osoite\n")


def a_page_renamed_back(b: Bench) -> None:
    pages = (b.root / "docs").glob("*.fi.md")
    page = next(p for p in pages if "toinen-osoite" in p.read_text("utf-8"))
    b.edit(f"docs/{page.name}", r"slug: toinen-osoite\n", "")


def a_word_in_an_event(b: Bench) -> None:
    b.edit(b.first(EVENTS, ".yml"), r"(?m)^(title:.*?fi: )", r"\1Hetken ")


def a_word_in_an_event_taken_back(b: Bench) -> None:
    b.edit(b.first(EVENTS, ".yml"), r"(?m)^(title:.*?fi: )Hetken ", r"\1")


EDITS = (
    *(an_event_said_otherwise, an_event_moved, an_event_added, an_event_taken_away),
    *(a_letter_said_otherwise, a_partner_renamed, a_line_more_above_partners),
    *(a_page_with_another_address, a_title_in_the_menu, a_word_of_the_site, a_setting, a_template),
    *(a_style, a_picture, another_day, a_commit, a_commit_that_changes_nothing),
)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_a_warm_build_is_what_a_cold_one_is(edit: Edit, bench: Bench, tmp_path: Path) -> None:
    before = contents(bench.root / "site")
    edit(bench)
    warm, cold = bench.warm(), bench.cold(tmp_path)
    assert sorted(warm) == sorted(cold)
    assert [path for path in sorted(warm) if warm[path] != cold[path]] == []
    shown = edit not in (a_line_more_above_partners, a_commit_that_changes_nothing)
    assert (warm != before) is shown


@pytest.mark.parametrize("turn", range(4))
def test_a_text_changed_in_every_fourth_file(turn: int, bench: Bench, tmp_path: Path) -> None:
    sources = sorted(p for p in (bench.root / "data").rglob("*.yml") if "locales" not in p.parts)
    changed = 0
    for path in sources[turn::4]:
        text = path.read_text(encoding="utf-8")
        new = re.sub(r"(\bfi: )(?=[A-ZÄÖ][a-zäö]+ [a-zäö])", r"\1Nyt ", text)
        changed += new != text
        path.write_text(new, encoding="utf-8")
    assert changed
    assert bench.warm() == bench.cold(tmp_path)


def test_a_published_file_somebody_changed_is_made_again(bench: Bench, tmp_path: Path) -> None:
    page = bench.root / "site/index.html"
    page.write_text("Something else.", encoding="utf-8")
    assert bench.warm()["index.html"] == bench.cold(tmp_path)["index.html"]


def test_a_compressed_copy_somebody_took_away_is_made_again(bench: Bench) -> None:
    before = bench.warm()
    (bench.root / "site/index.html.gz").unlink()
    assert bench.warm() == before


def test_a_shallow_clone_that_is_made_whole_gives_what_a_whole_one_gives(
    bench: Bench, tmp_path: Path
) -> None:
    commit(bench.root, "so that there is more than one", "2030-08-05T12:00:00+00:00")
    origin, clone = bench.root.as_uri(), tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth=1", origin, clone], check=True)
    other = Bench(clone, bench.theme, bench.now)
    shallow = other.warm()
    subprocess.run(["git", "fetch", "-q", "--unshallow"], cwd=clone, check=True)
    whole = other.warm()
    assert whole != shallow
    assert whole == other.cold(tmp_path)


@pytest.fixture
def links(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is given a second name from now on."""
    given: list[str] = []

    def link(old: str, new: str) -> None:
        given.append(new)
        real(old, new)

    real = os.link
    monkeypatch.setattr(os, "link", link)
    return given


def spare_of(root: Path) -> Path:
    """Return the folder of the build before the published one."""
    claim = root / ".site/spare"
    assert {path.name for path in claim.parent.iterdir()} == {
        *("lock", "spare", str(claim.readlink()), (root / "site").resolve().name)
    }
    return claim.parent / claim.readlink()


def states(folder: Path) -> dict[str, os.stat_result]:
    real = folder.resolve()
    return {p.relative_to(real).as_posix(): p.stat() for p in real.rglob("*") if p.is_file()}


def times(folder: Path) -> dict[str, int]:
    return {path: state.st_mtime_ns for path, state in states(folder).items()}


ADDED = (an_event_added, a_letter_said_otherwise, a_page_renamed, a_word_in_an_event)
TAKEN = (a_word_in_an_event_taken_back, an_event_taken_away, a_page_renamed_back)


@pytest.mark.parametrize("has_links", [True, False])
def test_builds_in_a_row_leave_nothing_of_the_builds_before(
    has_links: bool, bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Things come and go, and each folder is what a build from nothing gives."""
    edits = (*ADDED, a_commit_that_changes_nothing, *TAKEN)
    if not has_links:
        monkeypatch.setattr(os, "link", refused)
        edits = (ADDED[-1], a_letter_said_otherwise, TAKEN[0])
    bench.warm()
    for edit in edits:
        before, old = contents(bench.root / "site"), times(bench.root / "site")
        edit(bench)
        warm, new = bench.warm(), times(bench.root / "site")
        assert warm == bench.cold(tmp_path)
        assert spare_of(bench.root).is_dir()
        same = [path for path in warm if warm[path] == before.get(path)]
        assert [path for path in same if new[path] != old[path]] == []


def test_only_what_the_build_before_made_gets_a_second_name(bench: Bench, links: list[str]) -> None:
    for _ in range(2):
        a_letter_said_otherwise(bench)
        bench.warm()
    spare = spare_of(bench.root)
    ours = {p for p, state in states(bench.root / "site").items() if state.st_nlink == 1}
    links.clear()
    an_event_said_otherwise(bench)
    folder = spare_of(bench.root)
    warm = bench.warm()
    assert spare == folder
    assert not spare.exists()
    given = {Path(new).relative_to((bench.root / "site").resolve()).as_posix() for new in links}
    assert given
    assert given <= ours
    assert len(given) < len(warm) / 4


def test_the_published_site_is_as_it_was_until_the_switch(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def switch(fresh: Path, out: Path) -> None:
        seen.append((contents(out), times(out)))
        real(fresh, out)

    real = publish._switch
    monkeypatch.setattr(publish, "_switch", switch)
    for edit in (a_letter_said_otherwise, a_page_renamed, a_page_renamed_back):
        bench.warm()
        before = contents(bench.root / "site"), times(bench.root / "site")
        edit(bench)
        bench.warm()
        assert seen[-1] == before
        assert seen[-1] != (contents(bench.root / "site"), times(bench.root / "site"))


def test_whatever_happened_to_the_spare_is_not_published(bench: Bench, tmp_path: Path) -> None:
    for tamper in (_take_files, _change_files, _add_files, _put_folders_for_files, _lead_away):
        for _ in range(2):
            a_letter_said_otherwise(bench)
            bench.warm()
        tamper(spare_of(bench.root), tmp_path)
        an_event_said_otherwise(bench)
        assert bench.warm() == bench.cold(tmp_path), tamper


def _pages(folder: Path) -> list[Path]:
    """Return files of some pages, originals and copies, that edits of letters do not touch."""
    return sorted(p for p in folder.rglob("index.html*") if "nyhetsbrev" not in str(p))[::3]


def _take_files(spare: Path, _: Path) -> None:
    for path in _pages(spare):
        path.unlink()


def _change_files(spare: Path, _: Path) -> None:
    """Change files of the spare alone, and some that the published site shows too."""
    for number, path in enumerate(_pages(spare)):
        content = path.read_bytes()
        if number % 2:
            path.unlink()
        path.write_bytes(content[:-1] + b"x")


def _add_files(spare: Path, _: Path) -> None:
    (spare / "more.html").write_text("more")
    (spare / "much/more").mkdir(parents=True)
    (spare / "much/more/index.html").write_text("more")
    (spare / "nothing/in/it").mkdir(parents=True)
    (_pages(spare)[0].parent / "more.txt").write_text("more")


def _put_folders_for_files(spare: Path, _: Path) -> None:
    for path in _pages(spare):
        path.unlink()
        (path / "in").mkdir(parents=True)


def _lead_away(spare: Path, elsewhere: Path) -> None:
    """Put links to what looks the same for files and folders."""
    copy = shutil.copytree(spare, elsewhere / "copy")
    for path in _pages(spare):
        path.unlink()
        path.symlink_to(copy / path.relative_to(spare))
    assets = spare / "assets"
    shutil.rmtree(assets)
    assets.symlink_to(copy / "assets")


def test_a_page_that_looks_as_it_did_before_is_told_from_it(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a disk that tells no times, and where the new text is as long as the old."""

    def without_times(site: Site, folder: Path, *others: Any) -> frozenset[str]:
        copied = prepare_for_hosts(site, folder, *others)
        for path in states(folder):
            os.utime(folder / path, ns=(5, 5))
        return copied

    monkeypatch.setattr("psi_site.build.prepare_for_hosts", without_times)
    a_word_in_an_event(bench)
    for _ in range(3):
        a_letter_said_otherwise(bench)
        before = bench.warm()
    bench.edit(bench.first(EVENTS, ".yml"), "Hetken ", "Kauan. ")
    changed = bench.warm()
    pages = [path for path in before if path.endswith(".html") and changed[path] != before[path]]
    assert [path for path in pages if len(changed[path]) == len(before[path])]
    a_letter_said_otherwise(bench)
    assert bench.warm() == bench.cold(tmp_path)
    bench.edit(bench.first(EVENTS, ".yml"), "Kauan. ", "")


def test_a_build_that_fails_takes_its_spare_along(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        a_letter_said_otherwise(bench)
        bench.warm()
    before, spare = contents(bench.root / "site"), spare_of(bench.root)
    with monkeypatch.context() as patch:
        patch.setattr("psi_site.build.prepare_for_hosts", full)
        an_event_said_otherwise(bench)
        with pytest.raises(publish.PublishError):
            bench.warm()
    assert contents(bench.root / "site") == before
    assert not spare.exists()
    assert {path.name for path in spare.parent.iterdir()} == {
        *("lock", (bench.root / "site").resolve().name)
    }
    assert bench.warm() == bench.cold(tmp_path)
    assert spare_of(bench.root)


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "no room here")


def test_the_index_is_not_mixed_with_that_of_another_build(bench: Bench, tmp_path: Path) -> None:
    bench.search = True
    try:
        for edit in (*(a_letter_said_otherwise,) * 3, a_line_more_above_partners, another_day):
            edit(bench)
            warm = bench.warm()
            assert any(path.startswith("pagefind/") for path in warm)
            assert warm == bench.cold(tmp_path)
    finally:
        bench.search = False


def refused(*names: str) -> None:
    raise OSError(errno.EPERM, "no links here")


def test_what_is_kept_may_be_taken_away_or_spoilt(bench: Bench) -> None:
    before = bench.warm()
    for spoil in (Path.unlink, _cut, _replace, _scribble, _leave_as_another_program):
        for path in _kept(bench.root):
            spoil(path)
        assert bench.warm() == before


def test_any_one_file_of_what_is_kept_may_be_spoilt(bench: Bench) -> None:
    before = bench.warm()
    for path in list(_kept(bench.root)):
        if path.exists():
            _scribble(path)
            assert bench.warm() == before, path


def _kept(root: Path) -> Iterator[Path]:
    for name in KEPT:
        path = root / ".cache" / name
        yield from sorted(path.glob("*")) if path.is_dir() else filter(Path.is_file, [path])


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _replace(path: Path) -> None:
    path.write_bytes(b"\x80\x05N.")


def _scribble(path: Path) -> None:
    """Change what is in the middle of a file, and not how long it is."""
    content, middle = path.read_bytes(), path.stat().st_size // 2
    path.write_bytes(content[:middle] + bytes(len(content[middle:])))


def _leave_as_another_program(path: Path) -> None:
    """Leave a value of a class that wants what it did not want when the value was made."""
    path.write_bytes(b"\x80\x05cpsi_site.kept\nFile\n)\x81.")


def test_pages_written_elsewhere_take_nothing_from_an_earlier_build(
    bench: Bench, tmp_path: Path
) -> None:
    """MkDocs keeps a plugin that hears of its start for all builds of a process."""
    bench.warm()
    bench.edit(bench.first("data/events"), "Juhlaa suolla", "Juhla suolla")
    bench.warm()
    store = contents(bench.root / ".site")
    write_pages(load_site(bench.root)[0], tmp_path / "elsewhere", bench.now)
    assert contents(bench.root / ".site") == store
    assert (tmp_path / "elsewhere" / "index.html").is_file()
