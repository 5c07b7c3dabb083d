"""The templates that the package brings along, kept compiled between builds.

Compiling one takes twenty times as long as reading what was compiled before; so the site's root,
below which that lies, is told wherever a build draws.
"""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    select_autoescape,
)
from jinja2.bccache import Bucket

CACHE = Path(".cache/templates")
_WITHOUT_MARKUP = ("txt", "txt.jinja", "conf")


class _Shelf(FileSystemBytecodeCache):
    """A folder of compiled templates, made when there is one to keep; it may refuse."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)


@lru_cache(maxsize=32)
def package_templates(folder: Path, root: Path | None = None) -> Environment:
    """Return the templates of a folder, which escape every text where they make HTML or XML.

    What they are compiled to is kept below the site's `root`, or nowhere without one.
    """
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=select_autoescape(disabled_extensions=_WITHOUT_MARKUP, default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        optimized=False,  # It takes longer than what it saves.
        bytecode_cache=_Shelf(str(root / CACHE)) if root else None,
    )
