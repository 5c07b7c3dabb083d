"""Files that lie in several builds at once, under a name in each: hard links.

What is written into one name of a file shows under all of them. So nothing of a site is ever
written into, or cut short: a file that changes is a new one in the place of the old.
"""

from __future__ import annotations

import errno
import os
import shutil

_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EXDEV, errno.EMLINK, errno.ENOSYS})
"""What a disk says that knows no hard links, or no more of them for a file."""


def give_second_name(old: str, new: str) -> None:
    """Let the file `old` be found at `new` too; copied, with its times, where the disk must."""
    try:
        os.link(old, new)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copy2(old, new)


def write_apart(path: str, content: bytes, time: int | None = None) -> None:
    """Write a file that is nobody else's; what had its name keeps its bytes under its others.

    `time`, in nanoseconds, is when it shall have been changed.
    """
    file = _new_file(path)
    try:
        while content:
            content = content[os.write(file, content) :]
        if time is not None:
            os.utime(file, ns=(time, time))
    finally:
        os.close(file)


def _new_file(path: str) -> int:
    # Without Python's own layer for files: a build writes thousands.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    try:
        return os.open(path, flags, 0o666)
    except FileExistsError:
        os.unlink(path)  # noqa: PTH108 - a path like all others here
        return os.open(path, flags, 0o666)
