"""A web server on loopback that says with each file what the site's own table of headers says."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from psi_site.hosting.table import FileKind, file_kinds, kind_of
from psi_site.site import Site


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: object, kinds: tuple[FileKind, ...], directory: str) -> None:
        self.kinds = kinds
        super().__init__(*arguments, directory=directory)  # type: ignore[arg-type]

    def end_headers(self) -> None:
        kind = kind_of(self.kinds, urlsplit(self.path).path)
        for name, value in kind.headers.items():
            if name != "Content-Type":
                self.send_header(name, value)
        super().end_headers()

    def guess_type(self, path: object) -> str:
        kind = kind_of(self.kinds, urlsplit(self.path).path)
        return kind.media_type or super().guess_type(str(path))

    def log_message(self, *arguments: object) -> None:
        """Say nothing: what a page asked for is seen in the browser."""


@contextmanager
def served(site: Site, folder: Path) -> Iterator[str]:
    """Yield the address, without a slash at its end, at which the site in `folder` is served."""
    handler = partial(_Handler, kinds=file_kinds(site), directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
