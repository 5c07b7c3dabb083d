"""What a finished folder of pages still needs before it goes to a host."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from psi_site.hosting.copies import ENDINGS, compress_files, files_of, keep_times
from psi_site.hosting.security import PATH, security_txt
from psi_site.hosting.static_hosts import headers_file, redirects_file
from psi_site.site import Site


def prepare_for_hosts(
    site: Site,
    folder: Path,
    previous: Path,
    files: Iterable[str] | None = None,
    fresh: Iterable[str] | None = None,
) -> None:
    """Add to the site in `folder` what hosts read; `previous` is the site published until now.

    `files` are the paths of all its files but for compressed copies, and `fresh` of those that were
    not taken over from an earlier build with their copies; where they are not given, the folder is
    looked through.
    """
    found = files_of(folder) if files is None or fresh is None else []
    whole = _originals(found) if files is None else files
    added = _add_texts(site, folder, [f"/{path}" for path in whole])
    made = sorted({*(_without_copies(found) if fresh is None else fresh), *added})
    if previous.is_dir():
        keep_times(folder, previous, made)
    compress_files(folder, made)


def _add_texts(site: Site, folder: Path, files: list[str]) -> Iterator[str]:
    """Write what is said in texts of their own; yield their paths."""
    texts = {
        "_headers": headers_file(site, files),
        "_redirects": redirects_file(site, files),
        PATH: security_txt(site),
    }
    for name, text in texts.items():
        if text:
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            yield name


def _originals(found: Iterable[str]) -> list[str]:
    return [path for path in found if not path.endswith(ENDINGS)]


def _without_copies(found: list[str]) -> list[str]:
    """Return the files that have no copies, as those taken over have: with their times."""
    known = frozenset(found)
    return [path for path in _originals(found) if f"{path}{ENDINGS[0]}" not in known]
