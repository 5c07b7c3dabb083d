"""What a finished folder of pages still needs before it goes to a host."""

from __future__ import annotations

from pathlib import Path

from psi_site.hosting.copies import ENDINGS, compress_files, files_of, keep_times
from psi_site.hosting.security import PATH, security_txt
from psi_site.hosting.static_hosts import headers_file, redirects_file
from psi_site.site import Site

CACHE = Path(".cache/copies.db")
"""Below the repository; safe to delete."""


def prepare_for_hosts(site: Site, folder: Path, previous: Path) -> None:
    """Add to the site in `folder` what hosts read; `previous` is the site published until now."""
    found = files_of(folder)
    # What was taken over from an earlier build has its compressed copies with it.
    files = [f"/{path}" for path in found if not path.endswith(ENDINGS)]
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
    whole = sorted({*found, *(name for name, text in texts.items() if text)})
    if previous.is_dir():
        keep_times(folder, previous, whole)
    compress_files(folder, site.root / CACHE, whole)
