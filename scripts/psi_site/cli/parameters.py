"""What the command line takes as values: days, moments and texts, refused in our own words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import click
from pydantic_core import PydanticCustomError

from psi_site.cli.session import Session
from psi_site.model.values import IDENT_PATTERN, read_day, read_moment, read_number


class Checked(click.ParamType[str, str]):
    """A text that `read` accepts; kept as it was written."""

    def __init__(self, session: Session, name: str, read: Callable[[str], object]) -> None:
        self.name = name
        self._session = session
        self._read = read

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the value without space around it; refuse what cannot be read."""
        text = " ".join(value.split())
        try:
            self._read(text)
        except (PydanticCustomError, ValueError):
            self.fail(self._session.text(f"bad.{self.name}", value=text), param, ctx)
        return text


def day_type(session: Session) -> Checked:
    """Return the type of a day: 2026-05-04."""
    return Checked(session, "day", read_day)


def moment_type(session: Session) -> Checked:
    """Return the type of a day with or without a time of day; may be left empty."""
    return Checked(session, "moment", lambda text: read_moment(text) if text else None)


def number_type(session: Session) -> Checked:
    """Return the type of a whole number that is not negative."""
    return Checked(session, "number", _natural)


def text_type(session: Session) -> Checked:
    """Return the type of a text of one line."""
    return Checked(session, "text", str)


def as_day(text: str) -> date:
    """Return the day that a checked text names."""
    return read_day(text)


def _natural(text: str) -> None:
    if read_number(text) < 0:
        raise ValueError(text)


def id_type(session: Session) -> Checked:
    """Return the type of a record's id."""
    return Checked(session, "id", _identity)


def _identity(text: str) -> None:
    if not re.fullmatch(IDENT_PATTERN, text):
        raise ValueError(text)
