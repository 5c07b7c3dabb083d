"""`psi import`: old issues, calendars and tables of others as drafts, nothing written over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from psi_site.cli.check import check_sources
from psi_site.cli.session import Session
from psi_site.i18n import Language, load_language
from psi_site.site import CONTENT_TYPES, read_records

if TYPE_CHECKING:
    from psi_site.corpus import Corpus
    from psi_site.importing.blocks import Note
    from psi_site.importing.issue import Number
    from psi_site.importing.newsletter import Import

NEWSLETTERS = "newsletters"
LISTS = "outbox"
"""Where the lists of what to look at go; git does not follow it."""


def command(session: Session) -> click.Command:
    """Return the group with a command for each kind of file."""
    group = click.Group(
        "import",
        help=_text(session, "help"),
        short_help=session.text("import.short"),
        subcommand_metavar=session.text("metavar.kind"),
    )
    group.add_command(_newsletter(session))
    group.add_command(_plain(session, "events", _events))
    group.add_command(_plain(session, "partners", _partners))
    return group


def _text(session: Session, key: str, **values: object) -> str:
    return session.language.text(f"import.command.{key}", **values)


def _plain(session: Session, name: str, run: Callable[[Session, str], None]) -> click.Command:
    return _made(session, name, lambda file: run(session, file), [])


def _made(
    session: Session, name: str, callback: Callable[..., None], options: list[click.Parameter]
) -> click.Command:
    from psi_site.cli.program import language_option

    file = click.Argument(
        ["file"],
        type=click.Path(exists=True, dir_okay=False),
        metavar=_text(session, "file"),
    )
    return click.Command(
        name,
        callback=callback,
        help=_text(session, f"{name}.help"),
        short_help=_text(session, f"{name}.short"),
        options_metavar=session.text("metavar.options"),
        params=[file, *options, language_option(session)],
    )


class _Number(click.ParamType["Number", "Number | str"]):
    """The number of an issue as its file's name has it: 2017-4, or 2017:4 as it is said."""

    name = "number"

    def __init__(self, session: Session) -> None:
        self._session = session

    def convert(
        self, value: Number | str, param: click.Parameter | None, ctx: click.Context | None
    ) -> Number:
        """Return year and number."""
        if isinstance(value, tuple):
            return value
        match = re.fullmatch(r"\s*((?:19|20)\d\d)\s*[:/-]\s*0*([1-9]\d?)\s*", value)
        if not match:
            self.fail(_text(self._session, "newsletter.bad_number", value=value), param, ctx)
        return int(match[1]), int(match[2])


def _newsletter(session: Session) -> click.Command:
    def newsletter(file: str, issue: Number | None, code: str | None, images: bool) -> None:
        corpus = _corpus(session)
        found = _letter(session, file, corpus)
        number = issue or _number(session, found)
        _write_issue(session, corpus, found, number, code or corpus.codes[0], images)

    issue = click.Option(
        ["--issue"],
        type=_Number(session),
        metavar=_text(session, "newsletter.number"),
        help=_text(session, "newsletter.issue"),
    )
    code = click.Option(
        ["--edition", "code"],
        metavar=session.text("metavar.language"),
        help=_text(session, "newsletter.edition"),
    )
    images = click.Option(["--images"], is_flag=True, help=_text(session, "newsletter.images"))
    return _made(session, "newsletter", newsletter, [issue, code, images])


def _corpus(session: Session) -> Corpus:
    from psi_site.diagnostics import SourceError

    loaded = read_records(session.root, CONTENT_TYPES)
    if not loaded.corpus.records["settings"]:
        raise SourceError(list(loaded.diagnostics))
    return loaded.corpus


def _words(session: Session, corpus: Corpus) -> list[Language]:
    """Return every language there are words in, so that a letter in any of them is understood."""
    from psi_site.cli.session import LOCALES, languages_with_words

    own = session.root / LOCALES
    codes = dict.fromkeys([*corpus.codes, *languages_with_words()])
    return [load_language(code, own) for code in codes if code in languages_with_words()]


def _content(session: Session, file: str, limit: int) -> bytes:
    """Return what is in a file, one byte more than the limit at most."""
    try:
        with Path(session.surroundings.folder / file).open("rb") as stream:
            return stream.read(limit + 1)
    except OSError:
        raise _refuse(session, "unreadable", file=file) from None


def _refuse(session: Session, key: str, **values: object) -> click.ClickException:
    return click.ClickException(_text(session, key, **values))


def _letter(session: Session, file: str, corpus: Corpus) -> Import:
    from psi_site.importing.letter import MAX_BYTES, LetterError
    from psi_site.importing.newsletter import read_newsletter

    data = _content(session, file, MAX_BYTES)
    try:
        return read_newsletter(data, Path(file).name, corpus, _words(session, corpus))
    except LetterError as error:
        raise _refuse(session, f"newsletter.refused.{error.reason}", file=file) from None


def _number(session: Session, found: Import) -> Number:
    """Return the number of the issue; ask where the letter gives none or several."""
    if len(found.numbers) == 1:
        return found.numbers[0]
    for (year, count), places in found.issue.numbers.items():
        for place in places:
            words = {"number": f"{year}:{count}", "place": place}
            click.echo(_text(session, "newsletter.says", **words))
    number: Number = click.prompt(_text(session, "newsletter.ask"), type=_Number(session))
    return number


def _write_issue(
    session: Session, corpus: Corpus, found: Import, number: Number, code: str, images: bool
) -> None:
    name = f"{number[0]}-{number[1]}"
    if code not in corpus.codes:
        raise _refuse(session, "newsletter.no_language", code=code, codes=", ".join(corpus.codes))
    is_original = code == corpus.codes[0]
    file = f"{NEWSLETTERS}/{name}.{code}.md"
    original = f"{NEWSLETTERS}/{name}.{corpus.codes[0]}.md"
    if not is_original and not (session.root / original).is_file():
        raise _refuse(session, "newsletter.no_original", file=original)
    draft = found.draft(number, is_original=is_original, with_pictures=images)
    contents = {file: draft.text.encode(), **draft.pictures}
    _write_new(session, contents)
    _finish(session, f"import-{name}.{code}", file, [file], draft.notes)


def _write_new(session: Session, contents: dict[str, bytes]) -> None:
    """Write files where there are none yet, all or nothing."""
    taken = next((name for name in contents if _is_taken(session.root / name)), None)
    if taken:
        raise _refuse(session, "exists", file=taken)
    for name, content in contents.items():
        path = session.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as stream:
            stream.write(content)
        click.echo(_text(session, "written", file=name))


def _is_taken(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _finish(
    session: Session, stem: str, title: str, files: Iterable[str], notes: Iterable[Note]
) -> None:
    """Write and print the list of what to look at, with what a check says about the files."""
    from psi_site.importing.listing import list_file, list_words
    from psi_site.report import report_text

    wanted = set(files)
    checked = check_sources(session.root)
    faults = [each for each in checked.found if each.span.path in wanted]
    report = report_text(faults, session.language, session.root, False) if faults else ""
    heading = session.language.text("import.list.title", name=title)
    place = _free(session.root / LISTS, stem)
    place.parent.mkdir(parents=True, exist_ok=True)
    text = list_file(heading, notes, report, session.language)
    with place.open("x", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
    click.echo("\n" + list_words(notes, session.language) + "\n")
    if report:
        click.echo(report)
    shown = place.relative_to(session.root).as_posix()
    click.echo(_text(session, "listed", file=shown))


def _free(folder: Path, stem: str) -> Path:
    """Return a path that is not taken: the stem, or the stem with a number after it."""
    path, count = folder / f"{stem}.md", 1
    while _is_taken(path):
        count += 1
        path = folder / f"{stem}-{count}.md"
    return path


def _events(session: Session, file: str) -> None:
    from psi_site.importing.events import MAX_BYTES, CalendarError, read_events
    from psi_site.importing.newsletter import patterns_of

    corpus = _corpus(session)
    data = _content(session, file, MAX_BYTES)
    try:
        found = read_events(data, corpus, patterns_of(_words(session, corpus)))
    except CalendarError as error:
        raise _refuse(session, f"events.refused.{error.reason}", file=file) from None
    contents = {draft.path: draft.text.encode() for draft in found.drafts}
    _write_new(session, contents)
    click.echo(_text(session, "events.done", n=len(contents)))
    _finish(session, "import-events", Path(file).name, contents, found.notes)


def _partners(session: Session, file: str) -> None:
    from psi_site.importing.newsletter import patterns_of
    from psi_site.importing.partners import FILE, MAX_BYTES, TableError, read_partners

    corpus = _corpus(session)
    data = _content(session, file, MAX_BYTES)
    path = session.root / FILE
    if path.is_symlink():
        raise _refuse(session, "partners.refused.not_appended", file=FILE)
    before = path.read_bytes() if path.exists() else b""
    try:
        patterns = patterns_of(_words(session, corpus))
        found = read_partners(data, before, corpus, patterns)
    except TableError as error:
        raise _refuse(session, f"partners.refused.{error.reason}", file=file) from None
    if found.content != before:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(found.content)
    click.echo(_text(session, "partners.done", n=len(found.added), file=FILE))
    _finish(session, "import-partners", Path(file).name, [FILE], found.notes)
