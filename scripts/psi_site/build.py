"""From a repository to a published site: check, build aside, index, make ready, switch."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from psi_site import calendars, feeds
from psi_site.diagnostics import Diagnostic, in_order
from psi_site.hosting.publishing import prepare_for_hosts
from psi_site.ledger import add_to_ledger
from psi_site.pdf import Printer
from psi_site.preserved import load_preserved
from psi_site.publish import publication
from psi_site.search import index_pages


def build_site(
    root: Path,
    out: Path,
    now: datetime,
    *,
    ledger: bool = False,
    printer: Printer | None = None,
) -> list[Diagnostic]:
    """Publish the site of `root` as the folder `out`; return its warnings.

    `now` is an aware datetime. With `ledger`, what is published for the first time is noted in the
    ledger of `root`. With a `printer` the site has its PDFs too. Raises SourceError when a source
    is wrong, PublishError when the disk refuses, SearchError when the index cannot be made; `out`
    then stays as it was.
    """
    site, warnings = load_preserved(root, today=now.date())
    # MkDocs costs a fifth of a second to import; a source with errors should be told without it.
    from psi_site.plugin import write_pages

    with publication(out) as folder:
        write_pages(site, folder, now, printer)
        index_pages(folder)
        prepare_for_hosts(site, folder, previous=out)
    if ledger:
        add_to_ledger(site, now.astimezone(ZoneInfo(site.settings.timezone)).date())
    return in_order([*warnings, *calendars.warnings(site), *feeds.check_feeds(site)])
