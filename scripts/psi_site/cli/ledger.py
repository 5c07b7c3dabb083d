"""`psi ledger`: note what is published, without building."""

from __future__ import annotations

import click

from psi_site.cli.session import Session


def command(session: Session) -> click.Command:
    """Return the command."""

    def ledger(check: bool) -> None:
        from psi_site.ledger import FOLDER, add_to_ledger, unknown_names
        from psi_site.preserved import load_preserved

        site, _ = load_preserved(session.root)
        unknown = unknown_names(site)
        if not check:
            add_to_ledger(site, session.today(site))
            session.say("ledger.written", n=len(unknown), folder=FOLDER)
            return
        for name in unknown:
            click.echo(name)
        if unknown:
            raise session.refuse("ledger.stale", n=len(unknown))
        session.say("ledger.fresh", folder=FOLDER)

    return click.Command(
        "ledger",
        callback=ledger,
        help=session.text("ledger.help"),
        short_help=session.text("ledger.short"),
        params=[click.Option(["--check"], is_flag=True, help=session.text("ledger.check"))],
    )
