"""`psi build`: the finished site in a folder."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from psi_site.cli.again import remember, theme
from psi_site.cli.parameters import as_day, day_type
from psi_site.cli.session import Session, faults, setting
from psi_site.sources.theme import theme_folder

if TYPE_CHECKING:
    from psi_site.pdf.printer import Printer


def command(session: Session) -> click.Command:
    """Return the command."""

    def build(out: str, now: str | None, ledger: bool, pdf: bool, search: bool) -> None:
        from psi_site.build import build_site
        from psi_site.publish import PublishError
        from psi_site.search import SearchError

        folder = session.surroundings.folder / out if out else session.root / "site"
        moment = _noon(as_day(now)) if now else session.surroundings.now
        shown = _shown(folder, session)
        printer = _printer(session) if pdf else None
        try:
            warnings = build_site(
                session.root, folder, moment, ledger=ledger, printer=printer, search=search
            )
        except PublishError as error:
            raise session.refuse(f"build.{error.code}", folder=shown, what=error.reason) from error
        except SearchError as error:
            raise session.refuse("build.no_search", what=str(error).strip()) from error
        lines = ["done", *([] if pdf else ["no_pdf"]), "only_meta"]
        text = "".join(session.text(f"build.{line}", folder=shown) + "\n" for line in lines)
        said = [(faults(session, warnings), True), (text, False)]
        for each, is_error in said:
            click.echo(each, nl=False, err=is_error)
        zone = str(setting(session.root, "timezone"))
        if theme(session.root) == theme_folder(session.root):
            remember(session.known, session.surroundings, folder, zone, said)

    return click.Command(
        "build",
        callback=build,
        help=session.text("build.help"),
        short_help=session.text("build.short"),
        params=_parameters(session),
    )


def _parameters(session: Session) -> list[click.Parameter]:
    return [
        click.Option(
            ["--out"],
            type=click.Path(file_okay=False),
            default="",
            metavar=session.text("metavar.folder"),
            help=session.text("build.out"),
        ),
        click.Option(
            ["--now"],
            type=day_type(session),
            metavar=session.text("metavar.date"),
            help=session.text("build.now"),
        ),
        click.Option(
            ["--ledger/--no-ledger"],
            default=True,
            help=session.text("build.ledger"),
        ),
        click.Option(["--pdf/--no-pdf"], default=False, help=session.text("build.pdf")),
        click.Option(["--search/--no-search"], default=True, help=session.text("build.search")),
    ]


def _printer(session: Session) -> Printer:
    """Return what prints PDFs; refuse where it is missing, for who asks for them relies on them."""
    from psi_site.pdf.printer import PrinterMissingError, load_printer

    try:
        return load_printer()
    except PrinterMissingError as error:
        raise session.refuse("build.printer_missing", what=error) from error


def _noon(day: date) -> datetime:
    """Return noon UTC of a day: the same day in nearly every time zone a site can have."""
    return datetime.combine(day, time(12), UTC)


def _shown(folder: Path, session: Session) -> str:
    place = folder.parent.resolve() / folder.name
    root = session.root.resolve()
    return place.relative_to(root).as_posix() if root in place.parents else str(folder)
