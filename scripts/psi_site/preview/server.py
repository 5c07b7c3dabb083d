"""The preview over HTTP, and the word to open pages that it has changed."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from psi_site.preview.preview import CHANGES, Answer, Preview

_PULSE = 10.0
"""Seconds after which a silent page is spoken to, to find out whether it is still open."""


class Server(ThreadingHTTPServer):
    """Answers browsers with a preview, each in a thread of its own.

    `tell` is given the errors of templates. Raises OSError where the address cannot be had.
    """

    daemon_threads = True

    def __init__(
        self, address: tuple[str, int], preview: Preview, tell: Callable[[Exception], None]
    ) -> None:
        if ":" in address[0]:
            self.address_family = socket.AF_INET6
        self.preview = preview
        self.tell = tell
        super().__init__(address, _Request)


class _Request(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    # Headers and content go out as two writes; Nagle's algorithm would hold the second back.
    disable_nagle_algorithm: ClassVar[bool] = True

    def do_GET(self) -> None:
        # A browser that goes away in the middle of an answer is no fault.
        with suppress(ConnectionError):
            path = unquote(urlsplit(self.path).path)
            if path == CHANGES:
                self._changes()
            else:
                self._send(self._answer(path))

    do_HEAD = do_GET  # noqa: N815 - named by the base class

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: who writes wants to see what is wrong with the texts, nothing else."""

    def _answer(self, path: str) -> Answer:
        try:
            return self.server.preview.answer(path)
        except Exception as error:
            self.server.tell(error)
            return self.server.preview.failure(error)

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.media_type)
        self.send_header("Content-Length", str(len(answer.content)))
        self.send_header("Cache-Control", "no-store")
        if answer.location:
            self.send_header("Location", answer.location)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.content)

    def _changes(self) -> None:
        """Send the name of each state as it comes (HTML Standard, section 9.2.5)."""
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        state = ""
        while self.command != "HEAD":
            state = self.server.preview.news(state, _PULSE)
            self.wfile.write(f"retry: 500\ndata: {state}\n\n".encode())
