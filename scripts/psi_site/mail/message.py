"""A mail as a message of RFC 5322: what an .eml file holds and an SMTP server is given."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from psi_site.mail.document import MailDocument
from psi_site.mail.html import html_part
from psi_site.mail.text import text_part

MESSAGE_POLICY = SMTP.clone(cte_type="7bit")


@dataclass(frozen=True)
class Mail:
    """One edition written out: both parts, and the message that carries them."""

    document: MailDocument
    text: str
    html: str

    @property
    def message(self) -> EmailMessage:
        """The message without a recipient; the same document gives the same bytes."""
        message = EmailMessage(policy=MESSAGE_POLICY)
        # The content first: setting it takes away headers that were set before.
        message.set_content(self.text, charset="utf-8", cte="quoted-printable")
        message.add_alternative(self.html, subtype="html", charset="utf-8", cte="quoted-printable")
        message.set_boundary(f"=_{self.digest}")
        _put_headers(message, self.document, self.digest)
        return message

    @property
    def digest(self) -> str:
        """A name for exactly this mail: another text, another digest."""
        parts = (self.document.subject, self.document.sent.isoformat(), self.text, self.html)
        return hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()[:24]

    @property
    def html_size(self) -> int:
        """Bytes of the HTML part as encoded for sending, with its headers."""
        part = self.message.get_body(("html",))
        assert part is not None
        return len(part.as_bytes(policy=MESSAGE_POLICY))


def write_mail(document: MailDocument) -> Mail:
    """Write out both parts of a mail."""
    return Mail(document, text_part(document), html_part(document))


def _put_headers(message: EmailMessage, document: MailDocument, digest: str) -> None:
    imprint = document.imprint
    message["From"] = Address(imprint.name, addr_spec=imprint.email)
    if imprint.reply_to:
        message["Reply-To"] = Address(addr_spec=imprint.reply_to)
    message["Subject"] = document.subject
    message["Date"] = document.sent
    name = f"{document.issue}.{document.language.code}.{digest}"
    message["Message-ID"] = f"<{name}@{_ascii(document.id_domain)}>"
    message["Content-Language"] = document.language.code
    message["List-Id"] = f"<{_ascii(imprint.list_id)}>"
    message["List-Unsubscribe"] = ", ".join(f"<{way.url}>" for way in imprint.exits)
    if any(way.url.startswith("https://") for way in imprint.exits):
        # RFC 8058 wants https; with mailto alone a program must not be told that a POST will do.
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _ascii(domain: str) -> str:
    return domain if domain.isascii() else domain.encode("idna").decode("ascii")


def as_bytes(message: EmailMessage) -> bytes:
    """Return a message with CRLF line ends, in seven bits."""
    return message.as_bytes(policy=MESSAGE_POLICY)
