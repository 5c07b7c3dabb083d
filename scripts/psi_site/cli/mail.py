"""`psi mail`: an issue of the newsletter as files for a mailing service, and one as a test."""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from psi_site.cli.parameters import Checked
from psi_site.cli.session import Session
from psi_site.model.values import read_email

if TYPE_CHECKING:
    from psi_site.diagnostics import Diagnostic
    from psi_site.mail.message import Mail
    from psi_site.model.newsletter import Newsletter
    from psi_site.site import Site

FOLDER = "outbox"
_PUBLISHED = ("docs", "site", "overrides")
"""Folders whose files reach the web."""


def command(session: Session) -> click.Command:
    """Return the command."""

    def mail(issue: str, out: str, send: str | None, check: bool, network: bool) -> None:
        _refuse_mixture(session, out, send, check, network)
        site, found = _load(session)
        chosen = _issue(session, site.with_drafts(), issue)
        if chosen.draft:
            site = _only_checked(session, site, chosen, check)
        mails = _mails(session, site, chosen)
        if check:
            _examine(session, site, chosen, mails, found, network)
            return
        _write(session, mails, session.surroundings.folder / out if out else session.root / FOLDER)
        fits = [_measure(session, each) for each in mails]
        if send:
            _send(session, mails, send)
        if not all(fits):
            raise click.exceptions.Exit(1)

    return click.Command(
        "mail",
        callback=mail,
        help=session.text("mail.help"),
        short_help=session.text("mail.short"),
        params=[
            click.Argument(["issue"], metavar=session.text("mail.issue")),
            click.Option(
                ["--out"],
                type=click.Path(file_okay=False),
                default="",
                metavar=session.text("metavar.folder"),
                help=session.text("mail.out"),
            ),
            click.Option(
                ["--send"],
                type=Checked(session, "email", read_email),
                metavar=session.text("metavar.address"),
                help=session.text("mail.send"),
            ),
            click.Option(["--check"], is_flag=True, help=session.text("mail.check")),
            click.Option(["--network"], is_flag=True, help=session.text("mail.network")),
        ],
    )


def _refuse_mixture(
    session: Session, out: str, send: str | None, check: bool, network: bool
) -> None:
    if network and not check:
        raise click.UsageError(session.text("mail.network_alone"))
    if check and (out or send):
        raise click.UsageError(session.text("mail.check_alone"))


def _load(session: Session) -> tuple[Site, list[Diagnostic]]:
    from psi_site.site import load_site

    return load_site(session.root)


def _issue(session: Session, site: Site, issue_id: str) -> Newsletter:
    from psi_site.model.newsletter import Newsletter

    issues = sorted(site.all(Newsletter), key=lambda each: each.sort_key, reverse=True)
    if not issues:
        raise session.refuse("mail.no_issues")
    found = next((each for each in issues if each.id == issue_id), None)
    if found is None:
        raise session.refuse("mail.unknown", id=issue_id, ids=", ".join(each.id for each in issues))
    return found


def _only_checked(session: Session, site: Site, issue: Newsletter, check: bool) -> Site:
    """Return the site with its drafts, to check one of them; refuse to do more with it."""
    if not check:
        file = site.source_file(issue)
        raise session.refuse("mail.draft", id=issue.id, file=file)
    return site.with_drafts()


def _mails(session: Session, site: Site, issue: Newsletter) -> list[Mail]:
    from psi_site.mail.document import mail_document
    from psi_site.mail.message import write_mail

    if site.settings.mail is None:
        raise session.refuse("mail.no_sender", file="data/site.yml")
    mails = []
    for code in _languages(session, site, issue):
        language = site.languages[code]
        document = mail_document(site, issue, language, session.surroundings.now)
        if document is None:
            raise session.refuse("mail.no_page", id=issue.id)
        mails.append(write_mail(document))
    return mails


def _languages(session: Session, site: Site, issue: Newsletter) -> tuple[str, ...]:
    """Return the language of `--lang` where it was given to this command, else every edition's."""
    source = click.get_current_context().get_parameter_source("lang")
    if source is not ParameterSource.COMMANDLINE:
        return tuple(code for code in site.codes if code in issue.editions)
    code = session.language.code
    if code not in issue.editions or code not in site.codes:
        language = session.language.locale.get_language_name(code) or code
        raise session.refuse("mail.no_edition", id=issue.id, language=language)
    return (code,)


def _write(session: Session, mails: Iterable[Mail], folder: Path) -> None:
    """Write the three files of each edition and say where."""
    from psi_site.mail.message import as_bytes

    root = session.root.resolve()
    place = folder.resolve()
    if any(root / name in (place, *place.parents) for name in _PUBLISHED):
        raise session.refuse("mail.inside", folder=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    for mail in mails:
        name = f"{mail.document.issue}.{mail.document.language.code}"
        contents = {
            "eml": as_bytes(mail.message),
            "html": mail.html.encode("utf-8"),
            "txt": mail.text.encode("utf-8"),
        }
        for suffix, content in contents.items():
            file = folder / f"{name}.{suffix}"
            file.write_bytes(content)
            session.say("mail.written", file=_shown(file, root), size=_kilobytes(session, content))


def _shown(file: Path, root: Path) -> str:
    resolved = file.resolve()
    return resolved.relative_to(root).as_posix() if root in resolved.parents else str(file)


def _kilobytes(session: Session, content: bytes) -> str:
    return session.language.number(round(len(content) / 1000, 1))


def _measure(session: Session, mail: Mail) -> bool:
    """Say how large the HTML part is; return whether mail services will show all of it."""
    from psi_site.mail.html import LIMIT

    fits = mail.html_size < LIMIT
    size = session.language.number(round(mail.html_size / 1000, 1))
    limit = session.language.number(LIMIT // 1000)
    key = "mail.size" if fits else "mail.too_large"
    session.say(key, language=mail.document.language.words["formats.name"], size=size, limit=limit)
    return fits


def _send(session: Session, mails: Iterable[Mail], address: str) -> None:
    from psi_site.mail.sending import SendingError, send, server_from

    environment = session.surroundings.environment
    host = environment.get("PSI_SMTP_HOST", "")
    try:
        server = server_from(environment)
        trust = ssl.create_default_context(cafile=environment.get("SSL_CERT_FILE") or None)
        for mail in mails:
            send(mail.message, address, server, trust)
            name = mail.document.language.words["formats.name"]
            session.say("mail.sent", language=name, address=address)
    except SendingError as error:
        key = f"mail.failed.{error.reason}"
        raise session.refuse(key, host=host, detail=error.detail) from None


def _examine(
    session: Session,
    site: Site,
    issue: Newsletter,
    mails: list[Mail],
    loaded: list[Diagnostic],
    network: bool,
) -> None:
    """Print everything there is to look at; end with 1 where the issue should not go out."""
    from psi_site.mail.checking import check_issue
    from psi_site.report import report_text

    files = {site.source_file(issue, mail.document.language.code) for mail in mails}
    found = [each for each in loaded if each.span.path in files]
    found += check_issue(site, issue, mails)
    if network:
        found += _dead_links(session, site, files)
    colour = session.surroundings.colour
    click.echo(report_text(found, session.language, session.root, colour), nl=False)
    for mail in mails:
        _measure(session, mail)
    if any(each.is_error for each in found):
        raise click.exceptions.Exit(1)


def _dead_links(session: Session, site: Site, files: set[str]) -> Iterable[Diagnostic]:
    """Yield a diagnostic for each link out of the files that does not answer as it should."""
    from psi_site.cli.network import as_diagnostics, default_prober, examine

    prober = default_prober(site, session.surroundings.now)
    for finding in examine(site, prober, files)[1]:
        yield from as_diagnostics(session, site, finding)
