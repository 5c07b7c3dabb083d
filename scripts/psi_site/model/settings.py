"""What a network decides once for its whole site."""

from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from psi_site.model.party import Contact
from psi_site.model.record import PageRef, Part, PartyRef, Record
from psi_site.model.text import Language, Line, LocalizedText
from psi_site.model.values import Day, Domain, Email, Ident, Phone, SiteAddress, Url, Year


class FooterColumn(Part):
    """A heading in the footer with the pages under it."""

    title: LocalizedText
    pages: tuple[PageRef, ...]


class Menu(Part):
    """Pages in the header and the footer, in order."""

    main: tuple[PageRef, ...]
    footer: tuple[FooterColumn, ...] = ()


class Address(Part):
    """A postal or visiting address."""

    label: LocalizedText
    lines: tuple[Line, ...]


class Unsubscribe(Part):
    """Where a reader leaves the newsletter: an e-mail address, a page, or both.

    An https page must also take the POST of RFC 8058, which mail programs send for one click.
    """

    email: Email | None = None
    url: Url | None = None

    @model_validator(mode="after")
    def _one_way_at_least(self) -> Self:
        if self.email is None and self.url is None:
            raise PydanticCustomError("unsubscribe-missing", "neither e-mail nor url")
        return self


class Mail(Part):
    """What the newsletter as mail says of its sender."""

    sender: LocalizedText
    email: Email
    reply_to: Email | None = None
    unsubscribe: Unsubscribe
    postal_address: LocalizedText
    list_id: Domain
    """Name of the mailing list (RFC 2919): dotted, below a domain of the network's; for ever."""


class EditingService(StrEnum):
    """A host of repositories that the form in the browser can write to."""

    GITHUB = "github"
    GITLAB = "gitlab"
    GITEA = "gitea"


class Editing(Part):
    """The form in the browser, for editors who do not use git."""

    service: EditingService
    repository: Annotated[Line, StringConstraints(pattern=r"^[^/\s]+(/[^/\s]+)+$")]
    """Owner and name, as the service writes them: `owner/name`."""
    branch: Line = "main"
    api: Url | None = None
    """The address of a service of one's own."""


class Settings(Record):
    """The site itself: `languages` come in order, the first is the language of the originals."""

    kind: ClassVar[str] = "settings"

    address: SiteAddress
    title: LocalizedText
    short_title: LocalizedText
    tagline: LocalizedText
    description: LocalizedText
    languages: tuple[Language, ...]
    timezone: Line
    currency: Line
    uid_domain: Domain
    founded: Year | None = None
    region: LocalizedText
    email: Email
    phone: Phone | None = None
    contacts: tuple[Contact, ...] = ()
    addresses: tuple[Address, ...] = ()
    mail: Mail | None = None
    coordinators: tuple[PartyRef, ...] = ()
    source_url: Url | None = None
    """Where a source file can be read and changed; the file's path is put after it."""
    source_branch: Line | None = None
    security_expires: Day | None = None
    """Last day that security.txt holds (RFC 9116); without it the site has none."""
    editing: Editing | None = None
    """The form in the browser; without it there is none."""
    home: Ident
    menu: Menu

    @property
    def name(self) -> LocalizedText:
        return self.title

    @property
    def original(self) -> str:
        """The language the originals are written in."""
        return self.languages[0]
