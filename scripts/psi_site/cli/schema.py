"""`psi schema`: the JSON Schemas that editors complete and check with."""

from __future__ import annotations

import click

from psi_site.cli.session import Session

FOLDER = ".schemas"


def command(session: Session) -> click.Command:
    """Return the command."""

    def schema(check: bool) -> None:
        written = _files(session)
        folder = session.root / FOLDER
        if not check:
            folder.mkdir(exist_ok=True)
            for name, text in written.items():
                (folder / name).write_text(text, encoding="utf-8", newline="\n")
            session.say("schema.written", n=len(written), folder=FOLDER)
            return
        stale = _stale(session, written)
        for name in stale:
            click.echo(f"{FOLDER}/{name}")
        if stale:
            raise session.refuse("schema.stale", n=len(stale))
        session.say("schema.fresh", n=len(written))

    return click.Command(
        "schema",
        callback=schema,
        help=session.text("schema.help"),
        short_help=session.text("schema.short"),
        params=[click.Option(["--check"], is_flag=True, help=session.text("schema.check"))],
    )


def _files(session: Session) -> dict[str, str]:
    """Return each schema's file name and text, in the language of the site's originals."""
    from psi_site.i18n import load_language
    from psi_site.schema import as_text, schemas
    from psi_site.site import CONTENT_TYPES, LOCALES, read_records

    corpus = read_records(session.root, CONTENT_TYPES).corpus
    language = load_language(corpus.codes[0], session.root / LOCALES)
    return {f"{name}.json": as_text(schema) for name, schema in schemas(corpus, language).items()}


def _stale(session: Session, written: dict[str, str]) -> list[str]:
    """Return the files whose schema differs from the model.

    The ids offered as examples may lag behind: adding a record makes no schema wrong.
    """
    from psi_site.schema import without_examples

    folder = session.root / FOLDER
    known = {path.name for path in folder.glob("*.json")}
    different = {
        name
        for name, text in written.items()
        if name not in known
        or without_examples((folder / name).read_text(encoding="utf-8")) != without_examples(text)
    }
    return sorted(different | (known - set(written)))
