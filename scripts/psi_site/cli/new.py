"""`psi new`: a new source file, complete and explained, from the answers to a few questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import click

from psi_site.cli.parameters import id_type, moment_type, number_type, text_type
from psi_site.cli.session import Session
from psi_site.cli.writing import Draft, write

Answers = dict[str, str]


@dataclass(frozen=True)
class Question:
    """Something to ask: the field it fills, its words under `new.ask`, and what it may be.

    `kind` is `text`, `moment`, `number`, or the name of an enumeration of the model.
    """

    field: str
    words: str
    kind: str = "text"
    required: bool = True


QUESTIONS: Mapping[str, tuple[Question, ...]] = {
    "event": (
        Question("title", "title"),
        Question("form", "form", "EventKind"),
        Question("summary", "summary"),
        Question("start", "start", "moment", required=False),
    ),
    "partner": (
        Question("title", "name"),
        Question("sector", "sector", "Sector"),
        Question("municipality", "municipality", required=False),
    ),
    "project": (
        Question("title", "name"),
        Question("summary", "summary"),
        Question("status", "status", "ProjectStatus"),
    ),
    "newsletter": (
        Question("year", "year", "number"),
        Question("number", "number", "number"),
        Question("subject", "subject"),
        Question("preheader", "preheader"),
        Question("body", "introduction"),
    ),
    "page": (
        Question("title", "title"),
        Question("description", "description"),
        Question("body", "text"),
    ),
}


def command(session: Session) -> click.Command:
    """Return the group with a command for each kind of file."""
    group = click.Group(
        "new",
        help=session.text("new.help"),
        short_help=session.text("new.short"),
        subcommand_metavar=session.text("metavar.kind"),
    )
    for kind in QUESTIONS:
        group.add_command(_command(session, kind))
    return group


def _command(session: Session, kind: str) -> click.Command:
    from psi_site.cli.program import language_option

    def new(identity: str | None, is_draft: bool, **given: Any) -> None:
        flags = {field: str(value) for field, value in given.items() if value is not None}
        draft = Draft.begin(session, kind)
        answers = _ask(session, QUESTIONS[kind], flags, draft.defaults())
        answers |= {"id": identity or draft.identity(answers)}
        write(session, draft, answers | ({"draft": "true"} if is_draft else {}))

    identity = click.Option(
        ["--id", "identity"],
        type=id_type(session),
        metavar=session.text("metavar.id"),
        help=session.text("new.ask.id"),
    )
    held_back = click.Option(
        ["--draft", "is_draft"], is_flag=True, help=session.text("new.ask.draft")
    )
    options = [_option(session, question) for question in QUESTIONS[kind]]
    return click.Command(
        kind,
        callback=new,
        help=session.text(f"new.{kind}.help"),
        short_help=session.text(f"new.{kind}.short"),
        options_metavar=session.text("metavar.options"),
        params=[*options, identity, held_back, language_option(session)],
    )


def _option(session: Session, question: Question) -> click.Option:
    is_choice = question.kind not in ("text", "moment", "number")
    return click.Option(
        [f"--{question.words}", question.field],
        type=_type(session, question),
        metavar=None if is_choice else session.text(f"metavar.{question.kind}"),
        help=session.text(f"new.ask.{question.words}"),
    )


def _type(session: Session, question: Question) -> click.ParamType[Any, Any]:
    types = {"text": text_type, "moment": moment_type, "number": number_type}
    if question.kind in types:
        return types[question.kind](session)
    return click.Choice(_choices(question.kind))


def _choices(name: str) -> list[str]:
    from psi_site.model import event, party, project

    found = next(vars(each)[name] for each in (event, party, project) if name in vars(each))
    return [member.value for member in found]


def _ask(
    session: Session, questions: tuple[Question, ...], flags: Answers, defaults: Answers
) -> Answers:
    """Ask what no flag answered; once there are flags, only what cannot be left out."""
    answers: Answers = {}
    for question in questions:
        if question.field in flags:
            answers[question.field] = flags[question.field]
        elif flags and question.field in defaults:
            answers[question.field] = defaults[question.field]
        elif question.required or not flags:
            answers[question.field] = click.prompt(
                session.text(f"new.ask.{question.words}"),
                type=_type(session, question),
                default=defaults.get(question.field, None if question.required else ""),
                show_default=question.field in defaults,
            )
    return answers
