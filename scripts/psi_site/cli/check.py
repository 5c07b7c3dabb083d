"""`psi check`: everything that is wrong with the sources, in words or for a machine."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from psi_site.cli.session import Session
from psi_site.diagnostics import Diagnostic, SourceError

if TYPE_CHECKING:
    from psi_site.cli.network import Finding
    from psi_site.site import Site

FORMATS = ("text", "github", "gitlab", "json")


def command(session: Session) -> click.Command:
    """Return the command."""

    def check(files: tuple[str, ...], form: str, network: bool) -> None:
        names = [_name(session, file) for file in files]
        checked = check_sources(session.root, session.surroundings.now.date())
        shown = [each for each in checked.found if not names or _is_in(each.span.path, names)]
        dead = _show(session, shown, form, checked.site if network else None)
        if network and checked.site is None:
            click.echo(session.text("network.stopped"), err=True)
        _mention_others(session, checked.found, shown)
        if dead or any(each.is_error for each in shown):
            raise click.exceptions.Exit(1)

    return click.Command(
        "check",
        callback=check,
        help=session.text("check.help"),
        short_help=session.text("check.short"),
        params=_parameters(session),
    )


def _parameters(session: Session) -> list[click.Parameter]:
    files = click.Argument(
        ["files"], nargs=-1, type=click.Path(exists=True), metavar=session.text("metavar.files")
    )
    form = click.Option(
        ["--format", "form"],
        type=click.Choice(FORMATS),
        default=FORMATS[0],
        show_default=True,
        help=session.text("check.format"),
    )
    network = click.Option(["--network"], is_flag=True, help=session.text("check.network"))
    return [files, form, network]


@dataclass(frozen=True)
class Checked:
    """What reading the sources gave: the site where there is one, and all that was found."""

    site: Site | None
    found: list[Diagnostic]


def check_sources(root: Path, today: date | None = None) -> Checked:
    """Read and check everything below `root`; on the day `today` the age of facts as well."""
    from psi_site.preserved import load_preserved

    try:
        return Checked(*load_preserved(root, today=today))
    except SourceError as error:
        return Checked(None, error.diagnostics)


def _name(session: Session, file: str) -> str:
    """Return a file or folder given on the command line as diagnostics write it."""
    path = (session.surroundings.folder / file).resolve()
    try:
        return path.relative_to(session.root.resolve()).as_posix()
    except ValueError:
        raise click.UsageError(session.text("check.outside", file=file)) from None


def _is_in(path: str, names: Iterable[str]) -> bool:
    return any(name == "." or path == name or path.startswith(f"{name}/") for name in names)


def _show(session: Session, shown: Sequence[Diagnostic], form: str, site: Site | None) -> bool:
    """Print the report, with the links out of `site` where it is given; return if any is dead."""
    from psi_site import report

    if form == "json":
        return _show_json(session, shown, site)
    if form in ("github", "gitlab"):
        write = report.report_github if form == "github" else report.report_gitlab
        links = _link_faults(session, site) if site else []
        click.echo(write([*shown, *links], session.language), nl=False)
        return any(each.is_error for each in links)
    colour = session.surroundings.colour
    text = report.report_text(shown, session.language, session.root, colour)
    click.echo(text, nl=False)
    return site is not None and _show_links(session, site)


def _link_faults(session: Session, site: Site) -> list[Diagnostic]:
    from psi_site.cli.network import as_diagnostics

    _, findings = _links(session, site)
    return [each for finding in findings for each in as_diagnostics(session, site, finding)]


def _show_json(session: Session, shown: Sequence[Diagnostic], site: Site | None) -> bool:
    from psi_site.report import report_json

    if site is None:
        click.echo(report_json(shown, session.language), nl=False)
        return False
    _, findings = _links(session, site)
    value = [*json.loads(report_json(shown, session.language)), *map(_as_object, findings)]
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
    return _any_dead(findings)


def _links(session: Session, site: Site) -> tuple[int, list[Finding]]:
    from psi_site.cli.network import default_prober, examine

    return examine(site, default_prober(site, session.surroundings.now))


def _any_dead(findings: Iterable[Finding]) -> bool:
    return any(finding.answer.state.value == "dead" for finding in findings)


def _as_object(finding: Finding) -> dict[str, Any]:
    return {
        "code": f"link-{finding.answer.state.value}",
        "address": finding.address,
        "reason": finding.answer.reason,
        "status": finding.answer.status,
        "archive": finding.archive,
        "places": [{"file": each.path, "line": each.line} for each in finding.places],
    }


def _show_links(session: Session, site: Site) -> bool:
    from psi_site.model.dead_link import DeadLink

    count, findings = _links(session, site)
    for finding in findings:
        click.echo(_in_words(session, finding))
    dead = sum(finding.answer.state.value == "dead" for finding in findings)
    if dead:
        session.say("network.note", file=site.types[DeadLink.kind].source.location)
    unsure = len(findings) - dead
    session.say("network.summary", n=count, dead=dead, unsure=unsure)
    return dead > 0


def _in_words(session: Session, finding: Finding) -> str:
    from psi_site.cli.network import answer_words

    state, reason = finding.answer.state.value, answer_words(session, finding.answer)
    text = session.text(f"network.{state}", address=finding.address, reason=reason)
    lines = [session.paint(text, "red" if state == "dead" else "yellow")]
    lines += [f"  {place.path}:{place.line}" for place in finding.places]
    if finding.archive:
        lines.append(f"  {session.text('network.archive', address=finding.archive)}")
    return "\n".join(lines)


def _mention_others(
    session: Session, found: Sequence[Diagnostic], shown: Sequence[Diagnostic]
) -> None:
    """Say on standard error that files nobody asked about have errors too."""
    others = sum(each.is_error for each in found) - sum(each.is_error for each in shown)
    if others:
        click.echo(session.text("check.others", n=others), err=True)
