"""A published folder is at every moment one whole build, whatever happens to the one who builds."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from psi_site.publish import PublishError, leave_spare, publication, store_of, take_spare

FILES = 40

# Builds slowly, so that it can be killed anywhere; writes where it is to what it is started for.
SLOW_BUILD = f"""
import sys, time
from pathlib import Path
from psi_site.publish import publication
out, mark = Path(sys.argv[1]), sys.argv[2]
print("begun", flush=True)
with publication(out) as folder:
    for number in range({FILES}):
        (folder / f"{{number}}.txt").write_text(mark)
        time.sleep(0.001)
print("done", flush=True)
"""

# Makes the spare into the next build: half of the files stay, half are new, one has another name.
# Whatever changes the disk takes a while, so that most kills fall in between.
RENEWAL = f"""
import os, sys, time
from pathlib import Path
from psi_site.kept import File
from psi_site.publish import leave_spare, publication, store_of, take_spare
from psi_site.second_names import give_second_name, write_apart
from psi_site.spare import Spare

def slow(call):
    def slowed(*arguments, **options):
        time.sleep(0.001)
        return call(*arguments, **options)
    return slowed

def renew(out, mark):
    before = out.resolve()
    claim = store_of(out) / "spare"
    same = [f"same/{{number}}.txt" for number in range({FILES // 2})]
    with publication(out) as folder:
        spare = take_spare(out, claim.readlink().name if claim.is_symlink() else "")
        (folder / "first.txt").write_text(mark)
        there = set()
        if spare:
            spare = Spare(spare, set())
            for path in same:
                state = (before / path).stat()
                assert spare.has(File(path, state.st_size, state.st_mtime_ns))
            there = spare.take_place(folder, same, {{"same"}})
        (folder / "same").mkdir(exist_ok=True)
        for path in same:
            if path not in there and (before / path).is_file():
                give_second_name(str(before / path), str(folder / path))
            elif path not in there:
                write_apart(str(folder / path), b"the same")
        for number in range({FILES // 2}):
            write_apart(str(folder / f"{{number}}.txt"), mark.encode())
        write_apart(str(folder / f"only-{{mark}}.txt"), mark.encode())
        if spare:
            spare.tidy()
        if before != out:
            leave_spare(out)
    return bool(there)
"""
SLOW_RENEWAL = f"""{RENEWAL}
for name in ("link", "mkdir", "rename", "replace", "rmdir", "symlink", "unlink"):
    setattr(os, name, slow(getattr(os, name)))
write_apart = slow(write_apart)
print("begun", flush=True)
renew(Path(sys.argv[1]), sys.argv[2])
"""


def publish(out: Path, mark: str) -> None:
    with publication(out) as folder:
        for number in range(FILES):
            (folder / f"{number}.txt").write_text(mark)


def renew(out: Path, mark: str) -> bool:
    """Publish a build that shares half of its files with others; tell whether a spare was used."""
    names: dict[str, Any] = {}
    exec(RENEWAL, names)
    return bool(names["renew"](out, mark))


def start(program: str, out: Path, mark: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", program, str(out), mark]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def whole(out: Path) -> str:
    """Return the one mark that all files of a build bear; fail where they differ or lack."""
    files = sorted(out.iterdir())
    assert len(files) == FILES
    marks = {path.read_text() for path in files}
    assert len(marks) == 1
    return marks.pop()


def renewed(out: Path) -> str:
    """Return the mark of a build of `renew`; fail where it is not whole, or has a file too many."""
    texts = {p.relative_to(out).as_posix(): p.read_text() for p in out.rglob("*") if p.is_file()}
    mark = texts["first.txt"]
    expected = {f"same/{number}.txt": "the same" for number in range(FILES // 2)}
    expected |= {f"{number}.txt": mark for number in range(FILES // 2)}
    assert texts == expected | {"first.txt": mark, f"only-{mark}.txt": mark}
    return mark


def leftovers(out: Path) -> list[str]:
    current = out.resolve().name
    return [path.name for path in store_of(out).iterdir() if path.name not in ("lock", current)]


def test_a_build_is_published_and_replaced(tmp_path: Path) -> None:
    out = tmp_path / "site"
    publish(out, "first")
    assert whole(out) == "first"
    publish(out, "second")
    assert whole(out) == "second"
    assert leftovers(out) == []


def test_readers_of_the_published_folder_may_be_others(tmp_path: Path) -> None:
    out = tmp_path / "site"
    publish(out, "first")
    assert out.resolve().stat().st_mode & 0o777 == 0o755


def test_an_error_while_building_leaves_the_old_site(tmp_path: Path) -> None:
    out = tmp_path / "site"
    publish(out, "old")
    with pytest.raises(ValueError, match="oh no"), publication(out) as folder:
        (folder / "0.txt").write_text("new")
        raise ValueError("oh no")
    assert whole(out) == "old"
    assert leftovers(out) == []


def test_a_folder_of_plain_mkdocs_is_replaced(tmp_path: Path) -> None:
    out = tmp_path / "site"
    out.mkdir()
    (out / "index.html").write_text("old")
    publish(out, "new")
    assert out.is_symlink()
    assert whole(out) == "new"
    assert leftovers(out) == []


def test_the_folder_can_be_moved_with_its_store(tmp_path: Path) -> None:
    publish(tmp_path / "one" / "site", "here")
    (tmp_path / "one").rename(tmp_path / "two")
    assert whole(tmp_path / "two" / "site") == "here"


def test_the_next_build_sweeps_what_others_left(tmp_path: Path) -> None:
    out = tmp_path / "site"
    publish(out, "old")
    store = store_of(out)
    (store / "build-dead").mkdir()
    (store / "build-dead" / "0.txt").write_text("half")
    (store / "link-build-dead").symlink_to("nowhere")
    (store / "stray").write_text("a file")
    with publication(out) as folder:
        assert leftovers(out) == [folder.name]
        for number in range(FILES):
            (folder / f"{number}.txt").write_text("new")
    assert whole(out) == "new"


def test_two_builds_at_once_are_refused(tmp_path: Path) -> None:
    out = tmp_path / "site"
    with publication(out) as folder:
        with pytest.raises(PublishError) as caught, publication(out):
            pytest.fail("a second build was let in")
        assert caught.value.code == "publish-busy"
        for number in range(FILES):
            (folder / f"{number}.txt").write_text("first")
    assert whole(out) == "first"


def test_another_process_building_is_refused_too(tmp_path: Path) -> None:
    out = tmp_path / "site"
    with publication(out) as folder:
        for number in range(FILES):
            (folder / f"{number}.txt").write_text("first")
        command = [sys.executable, "-c", SLOW_BUILD, str(out), "second"]
        other = subprocess.run(command, capture_output=True, text=True, check=False)
        assert other.returncode != 0
        assert "publish-busy" in other.stderr
    assert whole(out) == "first"


def test_a_folder_nobody_may_write_in_is_refused() -> None:
    """The superuser may write everywhere, so it lets somebody else try."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    folder.chmod(0o555)
    try:
        assert refusal_met_by_somebody(folder / "site") == "publish-forbidden"
        assert list(folder.iterdir()) == []
    finally:
        folder.chmod(0o755)
        folder.rmdir()


def refusal_met_by_somebody(out: Path) -> str:
    """Return the code of the refusal that a process without special rights meets."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        if os.geteuid() == 0:
            os.setuid(65534)
        try:
            publish(out, "mark")
        except PublishError as error:
            os.write(writer, error.code.encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader) as answer:
        return answer.read()


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    """What also refuses the superuser: the store's name is taken by a file."""
    store_of(tmp_path / "site").write_text("in the way")
    with pytest.raises(PublishError) as caught, publication(tmp_path / "site"):
        pytest.fail("built into a file")
    assert caught.value.code == "publish-refused"
    assert caught.value.reason
    assert not (tmp_path / "site").exists()


def kills(program: str, out: Path) -> Iterator[str]:
    """Start builds that publish their number, and kill each at some moment; yield the numbers."""
    begun = time.monotonic()
    with start(program, out, "0") as timed:
        assert timed.stdout
        timed.stdout.readline()
        start_up = time.monotonic() - begun
        timed.wait()
    length = time.monotonic() - begun - start_up
    chance = random.Random(4711)
    for run in map(str, range(1, 51)):
        with start(program, out, run) as process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(chance.uniform(0, length))
            process.send_signal(signal.SIGKILL)
            process.wait()
        yield run


def test_killed_at_any_moment_it_leaves_the_old_or_the_new_whole(tmp_path: Path) -> None:
    out = tmp_path / "site"
    publish(out, "0")
    seen: set[str] = set()
    before = "0"
    for run in kills(SLOW_BUILD, out):
        after = whole(out)
        assert after in (before, run)
        seen.add("new" if after == run else "old")
        before = after
    assert "old" in seen
    publish(out, "last")
    assert whole(out) == "last"
    assert leftovers(out) == []


def test_killed_while_a_spare_is_brought_up_to_date_it_leaves_the_same(tmp_path: Path) -> None:
    out = tmp_path / "site"
    for mark in ("one", "two", "0"):
        renew(out, mark)
    seen: set[str] = set()
    before = "0"
    for run in kills(SLOW_RENEWAL, out):
        after = renewed(out)
        assert after in (before, run)
        is_half = after == before and not (store_of(out) / "spare").is_symlink()
        seen.add("new" if after == run else "half" if is_half else "old")
        # A spare that was left half done is nobody's: the next build is made without.
        renew(out, f"{run}-next")
        before = renewed(out)
        assert before == f"{run}-next"
        assert sorted(leftovers(out)) == sorted(("spare", spare_of(out)))
        assert renewed(store_of(out) / spare_of(out)) == after
    assert "half" in seen
    assert renew(out, "last")
    assert renewed(out) == "last"


def spare_of(out: Path) -> str:
    return str((store_of(out) / "spare").readlink())


def test_two_folders_alternate_and_share_what_is_the_same(tmp_path: Path) -> None:
    out = tmp_path / "site"
    assert [renew(out, mark) for mark in "abcd"] == [False, False, True, True]
    spare = store_of(out) / spare_of(out)
    assert (renewed(out), renewed(spare)) == ("d", "c")
    assert (out / "same/1.txt").samefile(spare / "same/1.txt")
    assert not (out / "1.txt").samefile(spare / "1.txt")
    assert len(leftovers(out)) == 2


def test_a_build_that_wants_no_spare_leaves_none(tmp_path: Path) -> None:
    out = tmp_path / "site"
    for mark in "ab":
        renew(out, mark)
    with publication(out) as folder:
        assert take_spare(out, "build-another") is None
        assert leftovers(out) == [folder.name]
        (folder / "0.txt").write_text("new")
    assert leftovers(out) == []


def test_no_name_is_published_twice(tmp_path: Path) -> None:
    """By the name of the folder others tell whether what they published is still there."""
    out = tmp_path / "site"
    names = []
    for mark in "abcdef":
        renew(out, mark)
        names.append(out.resolve().name)
    assert len(set(names)) == len(names)


def test_a_failed_build_leaves_no_spare_once_it_has_taken_it(tmp_path: Path) -> None:
    out = tmp_path / "site"
    for mark in "ab":
        renew(out, mark)
    spare = spare_of(out)
    with pytest.raises(ValueError, match="early"), publication(out):
        raise ValueError("early")
    assert spare_of(out) == spare
    with pytest.raises(ValueError, match="late"), publication(out):
        assert take_spare(out, spare)
        leave_spare(out)
        raise ValueError("late")
    assert leftovers(out) == []
    assert renewed(out) == "b"
    assert [renew(out, mark) for mark in "cd"] == [False, True]


@pytest.mark.parametrize(
    "goal", ["/", "..", ".", "../other/build-x", "build-gone", "build-link", "lock"]
)
def test_a_claim_that_leads_elsewhere_claims_nothing(tmp_path: Path, goal: str) -> None:
    out, other = tmp_path / "site", tmp_path / "other" / "build-x"
    for mark in "ab":
        renew(out, mark)
    other.mkdir(parents=True)
    claim = store_of(out) / "spare"
    claim.unlink()
    with publication(out) as folder:
        (store_of(out) / "build-link").symlink_to(other)
        claim.symlink_to(goal)
        assert take_spare(out, Path(goal).name) is None
        (store_of(out) / "build-link").unlink()
        assert leftovers(out) == [folder.name]
        (folder / "0.txt").write_text("new")
    assert other.is_dir()
    assert leftovers(out) == []


def test_a_build_that_is_published_again_by_hand_is_no_spare(tmp_path: Path) -> None:
    out = tmp_path / "site"
    for mark in "abc":
        renew(out, mark)
    spare = spare_of(out)
    out.unlink()
    out.symlink_to(Path(store_of(out).name) / spare)
    with pytest.raises(ValueError, match="oh no"), publication(out):
        assert take_spare(out, spare) is None
        raise ValueError("oh no")
    assert renewed(out) == "b"
