"""Publishing in one step: a folder is built aside and shown by one atomic switch.

The published folder (`site`) is a symbolic link into a store beside it (`.site`), and switching is
one rename(2) of a link over a link, which POSIX makes atomic. Whoever looks, or whatever is killed
at whatever moment, sees the whole old site or the whole new one. What an interrupted run left in
the store is removed by the next.

The build before the published one may stay in the store as a *spare*, to be made into the next.
It is one only while a link in the store, the claim, leads to it. Who takes it removes the claim
before anything else: a folder that is half one build and half another is nobody's.
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

_BUILD = "build-"
"""How the names of builds begin; no two have the same, also where one is made of another."""

_CLAIM = "spare"


class PublishError(Exception):
    """Raised where a site cannot be published; `code` names the words that explain it."""

    def __init__(self, code: str, path: Path, reason: str = "") -> None:
        super().__init__(f"{code}: {path} {reason}".strip())
        self.code = code
        self.path = path
        self.reason = reason


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
            fresh = Path(tempfile.mkdtemp(prefix=_BUILD, dir=store))
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


def leave_spare(out: Path) -> None:
    """Let the build that is published as `out` be the spare once the next is; for a publication.

    While it is published the claim says nothing, so it may be made before the switch.
    """
    store = store_of(out)
    link = store / f"link-{_CLAIM}"
    link.symlink_to(out.resolve().name)
    link.replace(store / _CLAIM)


def take_spare(out: Path, name: str) -> Path | None:
    """Return the spare of that name, to be changed at will; for a publication of `out`.

    None without one. Another is of no use any more and is removed.
    """
    spare = _spare(out)
    (store_of(out) / _CLAIM).unlink(missing_ok=True)
    if spare and spare.name != name:
        shutil.rmtree(spare, ignore_errors=True)
        return None
    return spare


def _spare(out: Path) -> Path | None:
    """Return the spare: a build in the store that is claimed and not published."""
    claim = store_of(out) / _CLAIM
    if not claim.is_symlink():
        return None
    spare = store_of(out) / claim.readlink().name
    is_build = spare.name.startswith(_BUILD) and spare.is_dir() and not spare.is_symlink()
    return spare if is_build and spare.resolve() != out.resolve() else None


def _switch(fresh: Path, out: Path) -> None:
    """Make `out` lead to `fresh`."""
    link = fresh.with_name(f"link-{fresh.name}")
    link.symlink_to(os.path.relpath(fresh, out.parent))
    if out.is_dir() and not out.is_symlink():
        # A folder left by plain MkDocs: it can only be moved away, the one switch of two steps.
        out.rename(fresh.with_name(f"replaced-{fresh.name}"))
    link.replace(out)


def _sweep(store: Path, out: Path) -> None:
    """Remove from the store all but the lock, the published build and the spare with its claim."""
    current = out.resolve() if out.is_symlink() else None
    spare = _spare(out)
    for path in store.iterdir():
        if path.name == "lock" or (spare and path.name in (_CLAIM, spare.name)):
            continue
        if path.is_symlink() or path.is_file():
            path.unlink()
        elif path.resolve() != current:
            shutil.rmtree(path, ignore_errors=True)
