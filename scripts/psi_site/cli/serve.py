"""`psi serve`: the site at this machine's own address, built again when a source changes."""

from __future__ import annotations

import subprocess
import sys

import click

from psi_site.cli.session import Session

ADDRESS = "127.0.0.1:8000"


def command(session: Session) -> click.Command:
    """Return the command."""

    def serve(address: str) -> None:
        session.say("serve.starts", address=f"http://{address}/")
        # MkDocs' own server knows how to watch and reload, and wants a process of its own.
        arguments = ["serve", "--quiet", "--dev-addr", address]
        done = subprocess.run(
            [sys.executable, "-m", "mkdocs", *arguments],
            cwd=session.root,
            env={**session.surroundings.environment, "NO_MKDOCS_2_WARNING": "1"},
            check=False,
        )
        if done.returncode:
            raise session.refuse("serve.failed")

    return click.Command(
        "serve",
        callback=serve,
        help=session.text("serve.help"),
        short_help=session.text("serve.short"),
        params=[
            click.Option(
                ["--address"],
                default=ADDRESS,
                show_default=True,
                metavar=session.text("metavar.address"),
                help=session.text("serve.address"),
            )
        ],
    )
