"""A published folder is at every moment one whole build, whatever happens to the one who builds."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from psi_site.publish import PublishError, publication, store_of

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


def publish(out: Path, mark: str) -> None:
    with publication(out) as folder:
        for number in range(FILES):
            (folder / f"{number}.txt").write_text(mark)


def start(out: Path, mark: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SLOW_BUILD, str(out), mark]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def whole(out: Path) -> str:
    """Return the one mark that all files of a build bear; fail where they differ or lack."""
    files = sorted(out.iterdir())
    assert len(files) == FILES
    marks = {path.read_text() for path in files}
    assert len(marks) == 1
    return marks.pop()


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


def test_killed_at_any_moment_it_leaves_the_old_or_the_new_whole(tmp_path: Path) -> None:
    out = tmp_path / "site"
    publish(out, "0")
    begun = time.monotonic()
    with start(out, "0") as timed:
        assert timed.stdout
        timed.stdout.readline()
        start_up = time.monotonic() - begun
        timed.wait()
    length = time.monotonic() - begun - start_up
    chance = random.Random(4711)
    seen: set[str] = set()
    before = "0"
    for run in range(1, 51):
        with start(out, str(run)) as process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(chance.uniform(0, length))
            process.send_signal(signal.SIGKILL)
            process.wait()
        after = whole(out)
        assert after in (before, str(run))
        seen.add("new" if after == str(run) else "old")
        before = after
    assert "old" in seen
    publish(out, "last")
    assert whole(out) == "last"
    assert leftovers(out) == []
