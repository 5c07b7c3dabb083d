"""From a repository to a published site: check, build aside, index, switch."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from psi_site.diagnostics import Diagnostic
from psi_site.publish import publication
from psi_site.search import index_pages
from psi_site.site import load_site


def build_site(root: Path, out: Path, now: datetime) -> list[Diagnostic]:
    """Publish the site of `root` as the folder `out`; return its warnings.

    `now` is an aware datetime. Raises SourceError when a source is wrong, PublishError when the
    disk refuses, SearchError when the index cannot be made; `out` then stays as it was.
    """
    site, warnings = load_site(root, today=now.date())
    # MkDocs costs a fifth of a second to import; a source with errors should be told without it.
    from psi_site.plugin import write_pages

    with publication(out) as folder:
        write_pages(site, folder, now)
        index_pages(folder)
    return warnings
