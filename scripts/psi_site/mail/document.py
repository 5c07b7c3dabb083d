"""An issue of the newsletter as a mail says it: the same record as the web page, nothing drawn.

Both parts of the mail, text and HTML, are written from this one value. Every address in it is
absolute; texts are Markdown whose links the `resolver` of the document points.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from psi_site.addresses import path_in
from psi_site.archives import Archives
from psi_site.i18n import Language
from psi_site.mail.blocks import MailBlock, mail_blocks
from psi_site.model.newsletter import Image, Newsletter, NewsletterItem, NewsletterSection
from psi_site.model.party import Affiliation, Person
from psi_site.model.settings import Mail
from psi_site.prose import Resolver, plain
from psi_site.site import Site
from psi_site.urls import absolute, absolute_resolver, encoded


@dataclass(frozen=True)
class MailImage:
    """A hosted picture: `url`, size in pixels; `alternative` is empty for decoration."""

    url: str
    width: int
    height: int
    alternative: str
    caption: str | None
    credit: str | None


@dataclass(frozen=True)
class MailLink:
    """A link with its own words."""

    title: str
    url: str


@dataclass(frozen=True)
class MailContact:
    """Somebody to ask: name, what they were when the issue was written, and how to reach them."""

    name: str
    titles: tuple[str, ...]
    email: str | None
    phone: str | None
    url: str | None


@dataclass(frozen=True)
class MailItem:
    """One piece of news; `url` is its anchor on the web, `body` Markdown."""

    id: str
    title: str
    url: str
    body: str
    image: MailImage | None
    more: MailLink | None
    contacts: tuple[MailContact, ...]


@dataclass(frozen=True)
class MailSection:
    """A heading with text, in Markdown, and items."""

    id: str
    title: str
    url: str
    body: str
    items: tuple[MailItem, ...]


@dataclass(frozen=True)
class Exit:
    """A way to leave the list: the address of a page, or of a mail to `email` ready to send."""

    url: str
    email: str | None = None


@dataclass(frozen=True)
class Imprint:
    """Who sends the mail, and how to be spared it; `exits` has the page first."""

    name: str
    email: str
    reply_to: str | None
    postal_address: str
    exits: tuple[Exit, ...]
    list_id: str


@dataclass(frozen=True)
class MailDocument:
    """One edition of an issue, ready to be written out.

    `url` is the issue on the web, `sent` the moment the mail bears (aware, in the site's zone).
    """

    issue: str
    language: Language
    subject: str
    preheader: str
    url: str
    site_name: str
    short_name: str
    image: MailImage | None
    introduction: str
    sections: tuple[MailSection, ...]
    blocks: tuple[MailBlock, ...]
    signature: str | None
    imprint: Imprint
    sent: datetime
    id_domain: str
    resolve: Resolver
    archives: Archives


@dataclass(frozen=True)
class _Maker:
    site: Site
    issue: Newsletter
    language: Language
    url: str

    def document(self, mail: Mail, now: datetime) -> MailDocument:
        edition = self.issue.editions[self.language.code]
        sent = self.sent(now)
        settings = self.site.settings
        return MailDocument(
            issue=self.issue.id,
            language=self.language,
            subject=edition.subject,
            preheader=edition.preheader,
            url=self.url,
            site_name=str(self.site.read(settings.title, self.language.code)),
            short_name=str(self.site.read(settings.short_title, self.language.code)),
            image=self.image(edition.image),
            introduction=edition.introduction,
            sections=tuple(self.section(section) for section in edition.sections),
            blocks=mail_blocks(self.site, self.issue, self.language, sent.date()),
            signature=edition.signature,
            imprint=self.imprint(mail),
            sent=sent,
            id_domain=settings.uid_domain,
            resolve=absolute_resolver(self.site, self.language.code),
            archives=self.archives,
        )

    def sent(self, now: datetime) -> datetime:
        """Return noon of the day of publication where one is set, else the moment given."""
        zone = ZoneInfo(self.site.settings.timezone)
        day = self.issue.published
        if day is None:
            return now.astimezone(zone).replace(microsecond=0)
        return datetime(day.year, day.month, day.day, 12, tzinfo=zone)

    def imprint(self, mail: Mail) -> Imprint:
        code = self.language.code
        return Imprint(
            name=str(self.site.read(mail.sender, code)),
            email=mail.email,
            reply_to=mail.reply_to,
            postal_address=str(self.site.read(mail.postal_address, code)),
            exits=tuple(self.exits(mail)),
            list_id=mail.list_id,
        )

    def exits(self, mail: Mail) -> Iterator[Exit]:
        way = mail.unsubscribe
        if way.url:
            yield Exit(encoded(way.url))
        if way.email:
            subject = quote(self.language.text("mail.unsubscribe_subject"))
            yield Exit(f"mailto:{way.email}?subject={subject}", way.email)

    def section(self, section: NewsletterSection) -> MailSection:
        items = tuple(self.item(item) for item in section.items)
        url = f"{self.url}#{section.id}"
        return MailSection(section.id, section.title, url, section.body, items)

    def item(self, item: NewsletterItem) -> MailItem:
        more = item.more
        return MailItem(
            id=item.id,
            title=item.title,
            url=f"{self.url}#{item.id}",
            body=item.body,
            image=self.image(item.image),
            more=self.link(more.title, more.url) if more and more.url else None,
            contacts=tuple(self.contact(person_id) for person_id in item.contacts),
        )

    def link(self, title: str, url: str) -> MailLink:
        return MailLink(self.archives.words(title, url), self.archives.address(url))

    @property
    def archives(self) -> Archives:
        return Archives(self.site, self.language)

    def image(self, image: Image | None) -> MailImage | None:
        """Return a picture to show, None where only its caption is left in the archive."""
        if image is None or image.file is None:
            return None
        copy = self.site.images.mail(image.file)
        return MailImage(
            url=absolute(self.site.settings, copy.path),
            width=copy.width,
            height=copy.height,
            alternative=image.alternative or "",
            caption=image.caption,
            credit=image.credit,
        )

    def contact(self, person_id: str) -> MailContact:
        person = self.site.get(Person, person_id)
        contacts = sorted(person.contacts, key=lambda each: each.verified, reverse=True)
        return MailContact(
            name=person.full_name,
            titles=tuple(self.titles(person)),
            email=next((each.email for each in contacts if each.email), None),
            phone=next((each.phone for each in contacts if each.phone), None),
            url=self.address(person),
        )

    def address(self, person: Person) -> str | None:
        target = absolute_resolver(self.site, self.language.code)(person.kind, person.id, None)
        return target.href if target else None

    def titles(self, person: Person) -> Iterator[str]:
        """Yield what the person was in the issue's year: title and organisation."""
        code = self.language.code
        current = (each for each in person.affiliations if _held_in(each, self.issue.year))
        affiliation = next(current, None)
        if affiliation and affiliation.title:
            yield plain(str(self.site.read(affiliation.title, code)))
        if affiliation and affiliation.organisation:
            name = self.site.party(affiliation.organisation).name
            yield plain(str(self.site.read(name, code)))


def _held_in(affiliation: Affiliation, year: int) -> bool:
    first, last = affiliation.from_year, affiliation.to_year
    if first is None and last is None:
        return affiliation.known in (None, year)
    return (first or year) <= year <= (last or year)


def mail_document(
    site: Site, issue: Newsletter, language: Language, now: datetime
) -> MailDocument | None:
    """Return the edition of an issue in `language` as a mail.

    `now` (aware) dates an issue that has no day of its own. None where the issue has no such
    edition, or no page on the web to lead to, or the settings name no sender.
    """
    path = path_in(site, issue, language.code)
    mail = site.settings.mail
    if path is None or mail is None or language.code not in issue.editions:
        return None
    return _Maker(site, issue, language, absolute(site.settings, path)).document(mail, now)
