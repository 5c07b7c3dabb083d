"""What a content type is: its model, where its sources lie, and where its pages stand."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from psi_site.model.record import Record
from psi_site.sources.records import Source


class Home(StrEnum):
    """Where a record is read: on a page of its own, as a part of a list's page, or nowhere."""

    OWN_PAGE = "own_page"
    ON_LIST = "on_list"
    NOWHERE = "nowhere"


class ContentType(NamedTuple):
    """One kind of record, all that is special about it in one row.

    Records with a page of their own have it below the page that lists `below` (their own kind
    unless said), drawn by the template `records/KIND.html`. `single` types have just one record.
    """

    model: type[Record]
    source: Source
    home: Home = Home.NOWHERE
    below: str = ""
    single: bool = False

    @property
    def kind(self) -> str:
        """The name that references and links use."""
        return self.model.kind

    @property
    def listed_with(self) -> str:
        """The kind whose list page is the base of this one's addresses."""
        return self.below or self.kind
