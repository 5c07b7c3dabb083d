"""Sending one test mail to one address over SMTP; lists stay with the mailing service.

A server elsewhere is only spoken to inside TLS with a checked certificate: from the start on port
465 (RFC 8314), else by STARTTLS (RFC 3207). Only a server on this machine may do without.
"""

from __future__ import annotations

import ipaddress
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage

from psi_site.mail.message import MESSAGE_POLICY

SUBMISSION_PORT = 587
IMPLICIT_TLS_PORT = 465
TIMEOUT = 30.0
"""Seconds to wait for each answer of the server."""


class SendingError(Exception):
    """The test was not sent; `reason` is the key of its words below `mail.send`."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True)
class SmtpServer:
    """A server that takes mail, and who we are to it; without a user nobody is named."""

    host: str
    port: int = SUBMISSION_PORT
    user: str = ""
    password: str = ""
    force_tls: bool = False
    """Whether to ask for TLS on this machine too."""

    @property
    def is_this_machine(self) -> bool:
        """Whether the host is this machine by its name or a loopback address."""
        name = self.host.strip("[]").lower()
        if name == "localhost":
            return True
        try:
            return ipaddress.ip_address(name).is_loopback
        except ValueError:
            return False

    @property
    def needs_tls(self) -> bool:
        """Whether nothing may be sent in the clear."""
        return self.force_tls or not self.is_this_machine


def server_from(environment: Mapping[str, str]) -> SmtpServer:
    """Return the server that PSI_SMTP_HOST, _PORT, _USER, _PASSWORD and _TLS (1) describe.

    Raises SendingError where no host is named or the port is no number.
    """
    host = environment.get("PSI_SMTP_HOST", "")
    port = environment.get("PSI_SMTP_PORT", "") or str(SUBMISSION_PORT)
    if not host:
        raise SendingError("no_host")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise SendingError("bad_port", port)
    return SmtpServer(
        host=host,
        port=int(port),
        user=environment.get("PSI_SMTP_USER", ""),
        password=environment.get("PSI_SMTP_PASSWORD", ""),
        force_tls=environment.get("PSI_SMTP_TLS", "") == "1",
    )


def send(message: EmailMessage, recipient: str, server: SmtpServer, trust: ssl.SSLContext) -> None:
    """Send a message to one address; `trust` says whose certificates are believed.

    Raises SendingError when the server cannot be reached, offers no TLS where it must, or refuses.
    """
    message["To"] = recipient
    try:
        with _connected(server, trust) as connection:
            if server.user:
                connection.login(server.user, server.password)
            connection.sendmail(
                message["From"].addresses[0].addr_spec,
                [recipient],
                message.as_bytes(policy=MESSAGE_POLICY),
            )
    except smtplib.SMTPNotSupportedError as error:
        raise SendingError("no_tls" if server.needs_tls else "refused", str(error)) from error
    except ssl.SSLError as error:
        raise SendingError("bad_certificate", str(error)) from error
    except smtplib.SMTPException as error:
        raise SendingError("refused", str(error)) from error
    except OSError as error:
        raise SendingError("unreachable", str(error)) from error


@contextmanager
def _connected(server: SmtpServer, trust: ssl.SSLContext) -> Iterator[smtplib.SMTP]:
    if server.port == IMPLICIT_TLS_PORT:
        with smtplib.SMTP_SSL(
            server.host, server.port, timeout=TIMEOUT, context=trust
        ) as connection:
            yield connection
        return
    with smtplib.SMTP(server.host, server.port, timeout=TIMEOUT) as connection:
        if server.needs_tls:
            # Raises SMTPNotSupportedError where the server does not offer it: nothing is sent.
            connection.starttls(context=trust)
        yield connection
