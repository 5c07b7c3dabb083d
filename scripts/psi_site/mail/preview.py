"""Pages that show a mail as different readers meet it; only for the preview server.

What a mail program does is done to the mail itself: the dark rules always hold or never, pictures
are not fetched, or all styles are gone. So each way can be seen whatever the browser is set to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from psi_site.artifact import Artifact
from psi_site.mail.document import mail_document
from psi_site.mail.html import LIMIT, TEMPLATES
from psi_site.mail.message import Mail, write_mail
from psi_site.model.newsletter import Newsletter
from psi_site.site import Site
from psi_site.templates import package_templates

FOLDER = "mail-preview"
RECENT = 3
"""Issues to preview, the newest: every save of a file makes them again."""

_DARK = "(prefers-color-scheme: dark)"


@dataclass(frozen=True)
class Link:
    """A way from one preview to another."""

    title: str
    url: str
    language: str


def mail_previews(site: Site, now: datetime) -> Iterator[Artifact]:
    """Yield the previews of the newest issues, in every language they have."""
    issues = sorted(site.all(Newsletter), key=lambda each: each.sort_key, reverse=True)[:RECENT]
    for issue in issues:
        mails = list(_mails(site, issue, now))
        links = [_link(site, mail) for mail in mails]
        for mail in mails:
            yield from _preview(site, mail, links)


def _mails(site: Site, issue: Newsletter, now: datetime) -> Iterator[Mail]:
    for code in site.codes:
        document = mail_document(site, issue, site.languages[code], now)
        if document:
            yield write_mail(document)


def _folder(site: Site, mail: Mail) -> str:
    code = mail.document.language.code
    own = "" if code == site.codes[0] else f"{code}/"
    return f"{FOLDER}/{mail.document.issue}/{own}"


def _link(site: Site, mail: Mail) -> Link:
    language = mail.document.language
    return Link(language.words["formats.name"], f"/{_folder(site, mail)}", language.code)


def _preview(site: Site, mail: Mail, links: list[Link]) -> Iterator[Artifact]:
    folder = _folder(site, mail)
    # Pictures come from the site being previewed, which may not be published yet.
    html = mail.html.replace(f'src="{site.settings.address.rstrip("/")}/', 'src="/')
    page = (
        package_templates(TEMPLATES, site.root)
        .get_template("preview.html")
        .render(
            mail=mail,
            t=mail.document.language.text,
            links=links,
            limit=LIMIT,
            dir=mail.document.language.locale.text_direction,
        )
    )
    files = {
        "index.html": page,
        "light.html": in_light(html),
        "dark.html": in_dark(html),
        "no-images.html": without_images(in_light(html)),
        "no-styles.html": without_styles(html),
    }
    for name, text in files.items():
        yield Artifact(f"{folder}{name}", text.encode("utf-8"))


def in_light(html: str) -> str:
    """Return a mail as it is where the reader has chosen light colours."""
    return html.replace(_DARK, "not all").replace('content="light dark"', 'content="light"')


def in_dark(html: str) -> str:
    """Return a mail as it is where the reader has chosen dark colours."""
    return html.replace(_DARK, "all").replace('content="light dark"', 'content="dark"')


def without_images(html: str) -> str:
    """Return a mail whose pictures are not fetched."""
    return re.sub(r'(<img\b(?:[^>]*?)) src="[^"]*"', r"\1", html)


def without_styles(html: str) -> str:
    """Return a mail where neither sheet nor attribute says how it looks."""
    html = re.sub(r"<style\b.*?</style\s*>", "", html, flags=re.S)
    return re.sub(r'(<[^>]*?) style="[^"]*"', r"\1", html)
