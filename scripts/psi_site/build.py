"""From a repository to a published site: check, build aside, index, make ready, switch."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from psi_site import calendars, cldr, feeds
from psi_site.corpus import RECORD
from psi_site.diagnostics import Diagnostic, in_order
from psi_site.hosting.copies import files_of
from psi_site.hosting.publishing import prepare_for_hosts
from psi_site.i18n import QUICK
from psi_site.kept import Kept, Mark, mark_of, read_kept, write_kept
from psi_site.ledger import add_to_ledger
from psi_site.marks import Marks
from psi_site.model.settings import Settings
from psi_site.preserved import load_preserved
from psi_site.production import Before
from psi_site.publish import leave_spare, publication, take_spare
from psi_site.search import FOLDER as INDEX
from psi_site.search import index_pages, take_index
from psi_site.site import LOCALES, Site
from psi_site.sources.theme import theme_folder
from psi_site.spare import Spare
from psi_site.stamps import digest, program, stamps, versions

if TYPE_CHECKING:
    from psi_site.pdf.printer import Printer

CACHE = Path(".cache/kept")


def _key(site: Site, printer: Printer | None) -> Mark:
    """Return a mark for all that pages depend on and nobody notes: the program and the settings."""
    root = site.root
    places = (*program(), theme_folder(root), root / LOCALES, root / "mkdocs.yml")
    settings = Marks(site, {})((RECORD, Settings.kind, site.settings.id))
    state = digest(stamps(places), versions(), bool(printer), site.history.complete)
    return mark_of((state, settings))


def _before(kept: Kept, out: Path) -> Before:
    """Return what an earlier build left, if what it published is still what is published."""
    folder = out.resolve()
    is_known = bool(kept.folder) and folder.name == kept.folder and folder.is_dir()
    spare = take_spare(out, kept.spare if is_known else "")
    if not is_known:
        return Before(Kept(kept.key), None)
    with suppress(OSError):
        return Before(kept, folder, Spare(spare, kept.behind) if spare else None)
    return Before(kept, folder)


def build_site(
    root: Path,
    out: Path,
    now: datetime,
    *,
    ledger: bool = False,
    printer: Printer | None = None,
    search: bool = True,
) -> list[Diagnostic]:
    """Publish the site of `root` as the folder `out`; return its warnings.

    `now` is an aware datetime. With `ledger`, what is published for the first time is noted in the
    ledger of `root`. With a `printer` the site has its PDFs too, without `search` no index: its
    search page is a list then. Raises SourceError when a source is wrong, PublishError when the
    disk refuses, SearchError when the index cannot be made; `out` then stays as it was.
    """
    site, warnings = load_preserved(root, today=now.date())
    # MkDocs costs a fifth of a second to import; a source with errors should be told without it.
    from psi_site.plugin import write_pages

    store = root / CACHE / f"{digest((), str(out.parent.resolve()), out.name)}.pickle"
    key = _key(site, printer)
    with publication(out) as folder:
        before = _before(read_kept(store, key), out)
        production = write_pages(site, folder, now, printer, before)
        if search and not (production.is_same and take_index(out, folder)):
            index_pages(folder)
        others = production.written.union(files_of(folder, INDEX))
        copied = prepare_for_hosts(site, folder, out, production.taken, others)
        kept = production.kept(folder, copied)
        if kept.spare:
            leave_spare(out)
    write_kept(store, kept)
    site.history.keep()
    cldr.keep(root / QUICK)
    if ledger:
        add_to_ledger(site, now.astimezone(ZoneInfo(site.settings.timezone)).date())
    return in_order([*warnings, *calendars.warnings(site), *feeds.check_feeds(site)])
