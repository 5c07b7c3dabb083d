"""`psi bench`: what building made-up sites costs, and a corpus to measure other things with."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from psi_site.cli.session import Session

if TYPE_CHECKING:
    from psi_site.bench.table import Report
    from psi_site.bench.workshop import Round, Workshop

THEME = "overrides"


def command(session: Session) -> click.Command:
    """Return the command."""

    def bench(
        scale: tuple[float, ...],
        runs: int,
        hugo: str,
        seed: int,
        corpus: str,
        keep: str,
        serve: bool,
        only_serve: bool,
        report: str,
    ) -> None:
        scales = scale or (1.0,)
        if corpus:
            _write_corpus(session, scales, seed, corpus)
            return
        from psi_site.bench.programs import conditions
        from psi_site.bench.table import Report
        from psi_site.bench.workshop import Workshop

        program = _hugo(session, hugo)
        where, now = session.surroundings.environment, session.surroundings.now
        say = partial(_progress, session)
        with _folder(session, keep) as folder:
            theme = session.root / THEME
            workshop = Workshop(folder, theme, where, runs, seed, program, say)
            rounds = [] if only_serve else _rounds(session, workshop, scales)
            serving = _serving(session, folder, runs) if serve or only_serve else {}
        done = Report(rounds, serving, conditions(program, runs, now.date()))
        _tell(session, done, report)

    return click.Command(
        "bench",
        callback=bench,
        help=session.language.text("bench.help"),
        short_help=session.text("bench.short"),
        params=_parameters(session),
    )


def _parameters(session: Session) -> list[click.Parameter]:
    words = session.language.text
    number, folder = (session.text(f"metavar.{name}") for name in ("number", "folder"))
    size, count = click.FloatRange(min=0, min_open=True), click.IntRange(min=1)
    options: tuple[tuple[str, dict[str, Any]], ...] = (
        ("scale", {"type": size, "multiple": True, "metavar": number}),
        ("runs", {"type": count, "default": 3, "show_default": True, "metavar": number}),
        ("seed", {"type": int, "default": 1, "show_default": True, "metavar": number}),
        ("hugo", {"default": "", "metavar": words("bench.path")}),
        ("corpus", {"default": "", "metavar": folder}),
        ("keep", {"default": "", "metavar": folder}),
        ("serve", {"is_flag": True}),
        ("only-serve", {"is_flag": True}),
        ("report", {"default": "", "metavar": words("bench.path")}),
    )
    return [
        click.Option([f"--{name}"], help=words(f"bench.options.{name}"), **more)
        for name, more in options
    ]


def _new_folder(session: Session, name: str) -> Path:
    folder = session.surroundings.folder / name
    if folder.exists():
        raise _refuse(session, "exists", folder=folder)
    return folder.resolve()


def _refuse(session: Session, key: str, **values: object) -> click.ClickException:
    return click.ClickException(session.language.text(f"bench.{key}", **values))


def _say(session: Session, key: str, **values: object) -> None:
    click.echo(session.language.text(f"bench.{key}", **values), err=True)


def _write_corpus(session: Session, scales: Sequence[float], seed: int, name: str) -> None:
    from psi_site.bench.workshop import write_repository

    if len(scales) > 1:
        raise click.UsageError(session.language.text("bench.one_scale"))
    folder = _new_folder(session, name)
    theme = session.root / THEME
    write_repository(scales[0], folder, theme, session.surroundings.environment, seed)
    _say(session, "written", folder=folder)


@contextmanager
def _folder(session: Session, keep: str) -> Iterator[Path]:
    """Yield the folder to work in; it is removed afterwards unless it is to be kept."""
    if keep:
        yield _new_folder(session, keep)
        return
    with tempfile.TemporaryDirectory(prefix="psi-bench-") as folder:
        yield Path(folder).resolve()


def _hugo(session: Session, named: str) -> Path | None:
    """Return the program Hugo: the one named, else the one on the path, else None."""
    from psi_site.bench.programs import real_program

    found = shutil.which(named or "hugo", path=session.surroundings.environment.get("PATH"))
    if named and not found:
        raise _refuse(session, "no_hugo", path=named)
    return real_program(Path(found)) if found else None


def _rounds(session: Session, workshop: Workshop, scales: Sequence[float]) -> list[Round]:
    from psi_site.bench.processes import CommandError

    try:
        return [workshop.measure(scale) for scale in scales]
    except CommandError as error:
        raise _refuse(session, "failed", what=error) from error


def _progress(session: Session, scale: float, program: str, case: str) -> None:
    words = session.language.text(f"bench.cases.{case}")
    shown = session.language.number(scale)
    _say(session, "progress", scale=shown, program=program, case=words)


def _serving(session: Session, folder: Path, runs: int) -> dict[str, float]:
    from psi_site.bench.processes import CommandError
    from psi_site.bench.serving import measure_serving

    _say(session, "progress_serve")
    environment = session.surroundings.environment
    try:
        return measure_serving(session.root, folder / "serve", environment, runs)
    except CommandError as error:
        raise _refuse(session, "failed", what=error) from error


def _tell(session: Session, report: Report, name: str) -> None:
    from psi_site.bench.table import markdown

    text = markdown(report, session.language)
    click.echo(text, nl=False)
    if name:
        file = session.surroundings.folder / name
        file.write_text(text, encoding="utf-8")
        _say(session, "reported", file=file)
