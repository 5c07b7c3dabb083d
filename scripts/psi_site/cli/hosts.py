"""`psi hosts`: the site's headers, redirects and error pages as rules for a web server."""

from __future__ import annotations

import click

from psi_site.cli.session import Session
from psi_site.hosting.servers import Server, server_rules


def command(session: Session) -> click.Command:
    """Return the command."""

    def hosts(server: str, out: str) -> None:
        from psi_site.site import load_site

        text = server_rules(load_site(session.root)[0], Server(server))
        if not out:
            click.echo(text, nl=False)
            return
        path = session.surroundings.folder / out
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            what = error.strerror or str(error)
            raise session.refuse("hosts.not_written", file=out, what=what) from error
        session.say("hosts.written", file=out)

    return click.Command(
        "hosts",
        callback=hosts,
        help=session.text("hosts.help"),
        short_help=session.text("hosts.short"),
        params=[
            click.Argument(["server"], type=click.Choice([each.value for each in Server])),
            click.Option(
                ["--out"],
                default="",
                metavar=session.text("hosts.file"),
                help=session.text("hosts.out"),
            ),
        ],
    )
