"""The program: its commands, imported when asked for, and what happens when one of them fails."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword

import click

from psi_site.cli.click_words import speak
from psi_site.cli.session import (
    Session,
    languages_with_words,
    report_faults,
    spoken_language,
)
from psi_site.cli.surroundings import Surroundings
from psi_site.diagnostics import SourceError

COMMANDS = (
    *("check", "new", "import", "status", "translated", "who"),
    *("mail", "schema", "ledger", "build", "offline", "hosts", "serve", "bench"),
)
"""The commands in the order of the help; each has a module here with a `command`."""


def language_option(session: Session) -> click.Option:
    """Return the option that every command takes; it was obeyed before parsing began."""
    return click.Option(
        ["--lang"],
        type=click.Choice(languages_with_words()),
        expose_value=False,
        help=session.text("lang"),
    )


def module_of(name: str) -> str:
    """Return the module of a command; one that Python keeps for itself ends in a low line."""
    return f"psi_site.cli.{name}_" if iskeyword(name) else f"psi_site.cli.{name}"


class Program(click.Group):
    """The group of all commands; turns every failure into words and a status."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            name="psi",
            params=[language_option(session)],
            help=session.text("help"),
            epilog=session.text("completion").replace(r"\b", "\b"),  # click's mark: keep the lines
            options_metavar=session.text("metavar.options"),
            subcommand_metavar=session.text("metavar.command"),
            context_settings={"color": session.surroundings.colour, "max_content_width": 96},
        )
        self.session = session

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in their order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and make one command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(module_of(cmd_name)).command(self.session)
        command.params.append(language_option(self.session))
        command.options_metavar = self.session.text("metavar.options")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; offer the nearest where there is none of that name."""
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:
            raise click.NoSuchCommand(error.command_name, possibilities=COMMANDS, ctx=ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section(self.session.text("click.commands")):
            formatter.write_dl([(name, self.session.text(f"{name}.short")) for name in COMMANDS])

    def invoke(self, ctx: click.Context) -> None:
        """Run the command; a fault of the sources or of the program ends it in words."""
        try:
            super().invoke(ctx)
        except SourceError as error:
            report_faults(self.session, error.diagnostics)
            ctx.exit(1)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            report_surprise(self.session, error)
            ctx.exit(1)


def report_surprise(session: Session, error: Exception) -> None:
    """Print a fault of the program itself: short, with what to send; the trace with PSI_DEBUG."""
    if session.surroundings.environment.get("PSI_DEBUG") == "1":
        click.echo("".join(traceback.format_exception(error)), nl=False, err=True)
    what = f"{type(error).__name__}: {error}"
    click.echo(session.text("surprise", what=what), err=True)


def command_line(
    arguments: Sequence[str], surroundings: Surroundings, known: str | None = None
) -> Program:
    """Return the program that understands `arguments`, in the language they ask for.

    `known` is the state a build begins in (see `again`).
    """
    language = spoken_language(arguments, surroundings)
    speak(language)
    return Program(Session(surroundings, language, known))


def run(arguments: Sequence[str], surroundings: Surroundings, known: str | None = None) -> int:
    """Run `psi` with its arguments; return the status for the shell: 0, 1 or 2."""
    program = command_line(arguments, surroundings, known)
    try:
        program.main(list(arguments), prog_name="psi")
    except SystemExit as leave:
        return leave.code if isinstance(leave.code, int) else 1
    return 0
