"""One step of a build in a process of its own, so that it can be measured.

`python -m psi_site.bench.once STEP FOLDER OUT NOW`: the step `build` builds the site below FOLDER
as the published folder OUT, all but the search index; the step `index` makes the index of the
finished pages in OUT. NOW is a moment with its zone (ISO 8601).
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path


def build(root: Path, out: Path, now: datetime) -> None:
    """Build as `psi_site.build.build_site` does, without the index and without the ledger."""
    from psi_site import calendars, feeds
    from psi_site.hosting.publishing import prepare_for_hosts
    from psi_site.preserved import load_preserved
    from psi_site.publish import publication

    site, _ = load_preserved(root, today=now.date())
    from psi_site.plugin import write_pages

    with publication(out) as folder:
        write_pages(site, folder, now)
        prepare_for_hosts(site, folder, previous=out)
    for check in (calendars.warnings, feeds.check_feeds):
        list(check(site))


def index(root: Path, out: Path, now: datetime) -> None:
    """Make the search index of a built site."""
    del root, now
    from psi_site.search import index_pages

    index_pages(out.resolve())


STEPS = {"build": build, "index": index}

if __name__ == "__main__":
    step, folder, published, moment = sys.argv[1:]
    STEPS[step](Path(folder), Path(published), datetime.fromisoformat(moment))
