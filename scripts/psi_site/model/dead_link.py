"""Addresses outside the site that lead nowhere any more."""

from typing import ClassVar

from psi_site.model.record import Record
from psi_site.model.text import LocalizedText
from psi_site.model.values import Day, Url


class DeadLink(Record):
    """An address that stopped answering, and the copy readers are led to instead.

    Texts and records keep the address as it was: it is what a source was called.
    """

    kind: ClassVar[str] = "dead_link"

    url: Url
    archived: Url
    since: Day
    """The day somebody saw that the address no longer answers."""

    @property
    def name(self) -> LocalizedText:
        return LocalizedText.of(self.url)
