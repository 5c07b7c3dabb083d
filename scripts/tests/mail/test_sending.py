"""A test mail through a real SMTP server on this machine, with and without TLS."""

from __future__ import annotations

import asyncio
import socket
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from psi_site.mail.message import Mail, as_bytes
from psi_site.mail.sending import SendingError, SmtpServer, send, server_from

RECIPIENT = "prov@example.org"
ELSEWHERE = "0.0.0.0"  # reaches this machine, but is not one of its names


@dataclass
class Inbox:
    """Keeps what the server was given."""

    envelopes: list[Envelope] = field(default_factory=list)
    users: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.envelopes.append(envelope)
        self.encrypted.append(session.ssl is not None)
        return "250 OK"

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        known = isinstance(data, LoginPassword) and data.password == b"hemligt"
        if known:
            self.users.append(data.login.decode())
        return AuthResult(success=known)


@dataclass(frozen=True)
class Certificate:
    chain: Path
    key: Path

    def for_server(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.chain, self.key)
        return context

    def trusted(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.chain))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate of this machine's names, made for the day."""
    folder = tmp_path_factory.mktemp("certificate")
    chain, key = folder / "chain.pem", folder / "key.pem"
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:0.0.0.0"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=localhost", "-addext", names, "-keyout", key, "-out", chain),
        ],
        check=True,
        capture_output=True,
    )
    return Certificate(chain, key)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(inbox: Inbox, **options: Any) -> Controller:
    return Controller(
        inbox,
        hostname="127.0.0.1",
        port=free_port(),
        authenticator=inbox.authenticate,
        loop=asyncio.new_event_loop(),
        **options,
    )


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def plain_port(inbox: Inbox) -> Iterator[int]:
    """A server without TLS."""
    controller = serve(inbox, auth_require_tls=False)
    controller.start()
    yield controller.port
    controller.stop()


@pytest.fixture
def tls_port(inbox: Inbox, certificate: Certificate) -> Iterator[int]:
    """A server that offers STARTTLS."""
    controller = serve(inbox, tls_context=certificate.for_server())
    controller.start()
    yield controller.port
    controller.stop()


def test_on_this_machine_it_may_go_in_the_clear(mail: Mail, inbox: Inbox, plain_port: int) -> None:
    server = SmtpServer("localhost", plain_port)
    send(mail.message, RECIPIENT, server, ssl.create_default_context())
    (envelope,) = inbox.envelopes
    assert envelope.mail_from == "brev@example.org"
    assert envelope.rcpt_tos == [RECIPIENT]


def test_what_arrives_is_what_was_written(mail: Mail, inbox: Inbox, plain_port: int) -> None:
    send(mail.message, RECIPIENT, SmtpServer("127.0.0.1", plain_port), ssl.create_default_context())
    content = inbox.envelopes[0].content
    assert isinstance(content, bytes)
    assert message_from_bytes(content)["To"] == RECIPIENT
    without = content.replace(f"To: {RECIPIENT}\r\n".encode(), b"", 1)
    assert without == as_bytes(mail.message)


def test_elsewhere_it_goes_inside_tls_with_a_password(
    mail: Mail, inbox: Inbox, tls_port: int, certificate: Certificate
) -> None:
    server = SmtpServer(ELSEWHERE, tls_port, "redaktion", "hemligt")
    send(mail.message, RECIPIENT, server, certificate.trusted())
    assert inbox.encrypted == [True]
    assert inbox.users == ["redaktion"]


def test_tls_can_be_asked_for_on_this_machine(
    mail: Mail, inbox: Inbox, tls_port: int, certificate: Certificate
) -> None:
    server = SmtpServer("localhost", tls_port, force_tls=True)
    send(mail.message, RECIPIENT, server, certificate.trusted())
    assert inbox.encrypted == [True]


def refused(mail: Mail, server: SmtpServer, trust: ssl.SSLContext | None = None) -> str:
    with pytest.raises(SendingError) as caught:
        send(mail.message, RECIPIENT, server, trust or ssl.create_default_context())
    return caught.value.reason


def test_elsewhere_nothing_is_sent_without_tls(mail: Mail, inbox: Inbox, plain_port: int) -> None:
    assert refused(mail, SmtpServer(ELSEWHERE, plain_port, "redaktion", "hemligt")) == "no_tls"
    assert inbox.envelopes == []
    assert inbox.users == []


def test_an_unknown_certificate_is_not_believed(mail: Mail, inbox: Inbox, tls_port: int) -> None:
    assert refused(mail, SmtpServer(ELSEWHERE, tls_port)) == "bad_certificate"
    assert inbox.envelopes == []


def test_a_wrong_password_is_said(mail: Mail, tls_port: int, certificate: Certificate) -> None:
    server = SmtpServer(ELSEWHERE, tls_port, "redaktion", "fel")
    assert refused(mail, server, certificate.trusted()) == "refused"


def test_nobody_there(mail: Mail) -> None:
    assert refused(mail, SmtpServer("localhost", free_port())) == "unreachable"


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "[::1]"])
def test_names_of_this_machine(host: str) -> None:
    assert not SmtpServer(host).needs_tls


@pytest.mark.parametrize("host", ["smtp.example.org", "localhost.example.org", "10.0.0.1", "::2"])
def test_every_other_host_needs_tls(host: str) -> None:
    assert SmtpServer(host).needs_tls


def test_server_is_read_from_the_environment() -> None:
    environment = {
        "PSI_SMTP_HOST": "smtp.example.org",
        "PSI_SMTP_PORT": "2525",
        "PSI_SMTP_USER": "a",
        "PSI_SMTP_PASSWORD": "b",
        "PSI_SMTP_TLS": "1",
    }
    assert server_from(environment) == SmtpServer("smtp.example.org", 2525, "a", "b", True)
    assert server_from({"PSI_SMTP_HOST": "x.example"}).port == 587


@pytest.mark.parametrize(
    ("environment", "reason"),
    [
        ({}, "no_host"),
        ({"PSI_SMTP_HOST": "x", "PSI_SMTP_PORT": "smtp"}, "bad_port"),
        ({"PSI_SMTP_HOST": "x", "PSI_SMTP_PORT": "70000"}, "bad_port"),
    ],
)
def test_a_server_that_makes_no_sense(environment: dict[str, str], reason: str) -> None:
    with pytest.raises(SendingError) as caught:
        server_from(environment)
    assert caught.value.reason == reason
