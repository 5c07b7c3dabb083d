"""A mail as a message of RFC 5322: what an .eml file holds and an SMTP server is given."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import formataddr
from typing import Any

from psi_site.mail.document import MailDocument
from psi_site.mail.html import html_part
from psi_site.mail.text import text_part

_PLAIN = ("Subject", "Message-ID")


def _is_bare(text: str) -> bool:
    """Return whether a text may stand in a header as it is, and be read as it is (RFC 2047)."""
    return text.isascii() and "=?" not in text


class _Policy(EmailPolicy):
    """Folds headers as RFC 2047 and RFC 5322 have it.

    The policy of the standard library drops the space between two encoded words, and encodes an
    address that is longer than a line although no program would then read it. It also decodes
    what it is given: text written as an encoded word could so bring line ends into a header.
    """

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        """Keep the text of a header of ours as it is, in one line."""
        if name in _PLAIN or name.startswith("List-"):
            return name, " ".join(str(value).split())
        return super().header_store_parse(name, value)

    def fold(self, name: str, value: Any) -> str:
        """Return a header with its line ends."""
        if name == "Subject":
            return f"{name}: {self._encoded(name, str(value))}{self.linesep}"
        if name in ("From", "Reply-To", "To"):
            mailboxes = [self._mailbox(name, each) for each in value.addresses]
            return f"{name}: {', '.join(mailboxes)}{self.linesep}"
        if name.startswith("List-") or name == "Message-ID":
            return f"{name}: {str(value).replace(', ', f',{self.linesep} ')}{self.linesep}"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: Any) -> bytes:
        """Return a header as ASCII: everything else is encoded."""
        return self.fold(name, value).encode("ascii")

    def _encoded(self, name: str, text: str) -> str:
        charset = "us-ascii" if _is_bare(text) else "utf-8"
        return Header(text, charset, maxlinelen=75, header_name=name).encode(linesep=self.linesep)

    def _mailbox(self, name: str, address: Address) -> str:
        words = address.display_name
        if not words:
            return address.addr_spec
        if _is_bare(words):
            return formataddr((words, address.addr_spec))
        return f"{self._encoded(name, words)} <{address.addr_spec}>"


MESSAGE_POLICY = _Policy(linesep="\r\n", cte_type="7bit")


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
    message["From"] = Address(" ".join(imprint.name.split()), addr_spec=imprint.email)
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
