"""What a finished folder of pages still needs before it goes to a host."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from psi_site.hosting.copies import ENDINGS, compress_files, keep_times
from psi_site.hosting.security import PATH, security_txt
from psi_site.hosting.static_hosts import headers_file, redirects_file
from psi_site.second_names import write_apart
from psi_site.site import Site


def prepare_for_hosts(
    site: Site, folder: Path, previous: Path, taken: Iterable[str], others: Iterable[str]
) -> frozenset[str]:
    """Add to the site in `folder` what hosts read; `previous` is the site published until now.

    `taken` are the paths of files that were taken over from an earlier build with their compressed
    copies, `others` those of all others; what has copies among these is left alone too. Returns the
    paths of the files that were given copies.
    """
    found = frozenset(others)
    originals = {path for path in found if not path.endswith(ENDINGS)}
    added = _add_texts(site, folder, [f"/{path}" for path in sorted({*taken, *originals})])
    bare = {path for path in originals if f"{path}{ENDINGS[0]}" not in found}
    made = sorted(bare.union(added))
    if previous.is_dir():
        keep_times(folder, previous, made)
    return frozenset(compress_files(folder, made))


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
            write_apart(str(path), text.encode())
            yield name
