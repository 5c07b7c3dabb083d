"""`psi offline`: the built site as a dated zip, to open without a network."""

from __future__ import annotations

from pathlib import Path

import click

from psi_site.cli.parameters import as_day, day_type
from psi_site.cli.session import Session

FOLDER = "offline"


def command(session: Session) -> click.Command:
    """Return the command."""

    def offline(site: str, out: str, now: str | None) -> None:
        from psi_site.offline import NotBuiltError, offline_copy
        from psi_site.site import load_site

        here = session.surroundings.folder
        built = here / site if site else session.root / "site"
        folder = here / out if out else session.root / FOLDER
        content = load_site(session.root)[0]
        day = as_day(now) if now else session.today(content)
        try:
            copy = offline_copy(content, built, day)
        except NotBuiltError as error:
            raise session.refuse("offline.not_built", folder=site or "site") from error
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _write(folder / f"{copy.name}.zip", copy.content)
            _write(folder / f"{copy.name}.zip.sha256", copy.checksum.encode())
        except OSError as error:
            what = error.strerror or str(error)
            raise session.refuse("offline.not_written", folder=folder, what=what) from error
        size = session.language.text("pdf.size", n=max(1, round(len(copy.content) / 1000)))
        session.say("offline.done", file=f"{copy.name}.zip", folder=out or FOLDER, size=size)

    return click.Command(
        "offline",
        callback=offline,
        help=session.text("offline.help"),
        short_help=session.text("offline.short"),
        params=_parameters(session),
    )


def _write(path: Path, content: bytes) -> None:
    """Write aside and move: nobody hands out half a copy."""
    aside = path.with_name(f"{path.name}.part")
    aside.write_bytes(content)
    aside.replace(path)


def _parameters(session: Session) -> list[click.Parameter]:
    folders = (("--site", "offline.site"), ("--out", "offline.out"))
    return [
        *(
            click.Option(
                [name],
                type=click.Path(file_okay=False),
                default="",
                metavar=session.text("metavar.folder"),
                help=session.text(words),
            )
            for name, words in folders
        ),
        click.Option(
            ["--now"],
            type=day_type(session),
            metavar=session.text("metavar.date"),
            help=session.text("offline.now"),
        ),
    ]
