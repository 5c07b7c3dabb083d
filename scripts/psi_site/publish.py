"""Publishing in one step: a folder is built aside and shown by one atomic switch.

The published folder (`site`) is a symbolic link into a store beside it (`.site`), and switching is
one rename(2) of a link over a link, which POSIX makes atomic. Whoever looks, or whatever is killed
at whatever moment, sees the whole old site or the whole new one. What an interrupted run left in
the store is removed by the next.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_CODES = {
    errno.ENOSPC: "publish-full",
    errno.EDQUOT: "publish-full",
    errno.EACCES: "publish-forbidden",
    errno.EPERM: "publish-forbidden",
    errno.EROFS: "publish-forbidden",
}
"""What people can do something about, by what the system says; the rest is `publish-refused`."""


_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EXDEV, errno.EMLINK, errno.ENOSYS})
"""What a disk says that knows no hard links, or no more of them for a file."""


class PublishError(Exception):
    """Raised where a site cannot be published; `code` names the words that explain it."""

    def __init__(self, code: str, path: Path, reason: str = "") -> None:
        super().__init__(f"{code}: {path} {reason}".strip())
        self.code = code
        self.path = path
        self.reason = reason


def give_second_name(old: str, new: str) -> None:
    """Let the file `old` be found at `new` too; copied, with its times, where the disk must."""
    try:
        os.link(old, new)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copy2(old, new)


def store_of(out: Path) -> Path:
    """Return the folder that holds the builds of the published folder `out`."""
    return out.with_name(f".{out.name}")


@contextmanager
def publication(out: Path) -> Iterator[Path]:
    """Yield an empty folder to build in; on leaving without an error, publish it as `out`.

    After an error the folder is removed and `out` is as it was. Raises PublishError when another
    build is under way (`publish-busy`), the disk is full (`publish-full`), the folder may not be
    written to (`publish-forbidden`) or the system refuses otherwise (`publish-refused`).
    """
    store = store_of(out)
    try:
        store.mkdir(parents=True, exist_ok=True)
        with _alone(store, out):
            _sweep(store, out)
            fresh = Path(tempfile.mkdtemp(prefix="build-", dir=store))
            fresh.chmod(0o755)
            try:
                yield fresh
                _switch(fresh, out)
            finally:
                _sweep(store, out)
    except OSError as error:
        code = _CODES.get(error.errno or 0, "publish-refused")
        raise PublishError(code, out, error.strerror or str(error)) from error


@contextmanager
def _alone(store: Path, out: Path) -> Iterator[None]:
    """Hold the store's lock; the system lets go of it when the process ends, however it ends."""
    with (store / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PublishError("publish-busy", out) from None
        yield


def _switch(fresh: Path, out: Path) -> None:
    """Make `out` lead to `fresh`."""
    link = fresh.with_name(f"link-{fresh.name}")
    link.symlink_to(os.path.relpath(fresh, out.parent))
    if out.is_dir() and not out.is_symlink():
        # A folder left by plain MkDocs: it can only be moved away, the one switch of two steps.
        out.rename(fresh.with_name(f"replaced-{fresh.name}"))
    link.replace(out)


def _sweep(store: Path, out: Path) -> None:
    """Remove from the store all but the lock and the published build."""
    current = out.resolve() if out.is_symlink() else None
    for path in store.iterdir():
        if path.name == "lock" or (not path.is_symlink() and path.resolve() == current):
            continue
        if path.is_symlink() or path.is_file():
            path.unlink()
        else:
            shutil.rmtree(path, ignore_errors=True)
