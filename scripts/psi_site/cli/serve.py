"""`psi serve`: the site at this machine's own address, renewed when a source changes."""

from __future__ import annotations

import gc
import re
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from threading import Thread
from typing import TYPE_CHECKING

import click

from psi_site.cli.program import report_surprise
from psi_site.cli.session import Session, report_faults
from psi_site.diagnostics import Diagnostic, SourceError

if TYPE_CHECKING:
    from psi_site.preview import Fault, Preview, Watch

ADDRESS = "127.0.0.1:8000"
_ADDRESS = re.compile(r"(?:\[(?P<six>[^\]]+)\]|(?P<host>[^:]+)):(?P<port>\d{1,5})")
_IDLE = 0.6
"""Seconds without a change after which there is time for what nobody waits for."""


def command(session: Session) -> click.Command:
    """Return the command."""

    def serve(address: str) -> None:
        place = _parsed(session, address)
        # MkDocs costs a fifth of a second to import; a wrong address should be told without it.
        from psi_site.preview import Preview, Server, Watch

        explain = _explainer(session)
        preview = Preview(session.root, _clock(session), explain)
        try:
            server = Server(place, preview, lambda error: report_surprise(session, error))
        except (OSError, OverflowError) as error:
            raise session.refuse("serve.no_address", address=address, what=error) from error
        with server, Watch(session.root) as watch:
            session.say("serve.starts", address=f"http://{address}/")
            Thread(target=server.serve_forever, daemon=True).start()
            # Looking for garbage takes as long as renewing; nobody should have to wait for it.
            gc.freeze()
            gc.disable()
            try:
                _Writer(session, preview).accompany(watch)
            except KeyboardInterrupt:
                session.say("serve.ended")
            finally:
                gc.enable()
                server.shutdown()

    return click.Command(
        "serve",
        callback=serve,
        help=session.text("serve.help"),
        short_help=session.text("serve.short"),
        params=[
            click.Option(
                ["--address"],
                default=ADDRESS,
                show_default=True,
                metavar=session.text("metavar.address"),
                help=session.text("serve.address"),
            )
        ],
    )


class _Writer:
    """Whoever writes, told what is wrong: errors each time, a warning once."""

    def __init__(self, session: Session, preview: Preview) -> None:
        self._session = session
        self._preview = preview
        self._told: set[tuple[str, str, str]] = set()

    def accompany(self, watch: Watch) -> None:
        """Renew the preview at each change, until interrupted."""
        self._renew()
        while True:
            if watch.wait(_IDLE):
                self._renew()
                continue
            self._tell(self._preview.afterthoughts())
            gc.collect()
            watch.wait()
            self._renew()

    def _renew(self) -> None:
        begun = time.perf_counter()
        try:
            found = self._preview.renew()
        except SourceError as error:
            self._tell(error.diagnostics)
            self._session.say("serve.waits" if self._preview.is_empty else "serve.kept")
        except Exception as error:
            report_surprise(self._session, error)
        else:
            seconds = self._session.language.number(round(time.perf_counter() - begun, 2))
            self._tell(found)
            self._session.say("serve.renewed", seconds=seconds)

    def _tell(self, found: Iterable[Diagnostic]) -> None:
        every = [(_matter(each), each) for each in found]
        new = [each for key, each in every if each.is_error or key not in self._told]
        self._told.update(key for key, _ in every)
        report_faults(self._session, new)


def _matter(found: Diagnostic) -> tuple[str, str, str]:
    """Return what a diagnostic is about, on whichever line that stands by now."""
    return found.code, found.span.path, repr(found.arguments)


def _parsed(session: Session, address: str) -> tuple[str, int]:
    """Return host and port of an address; raise UsageError where it has none."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise click.UsageError(session.text("serve.bad_address", address=address))
    return found["six"] or found["host"], int(found["port"])


def _clock(session: Session) -> Callable[[], datetime]:
    """Return a clock that goes on from the time of the run."""
    begun = time.monotonic()
    return lambda: session.surroundings.now + timedelta(seconds=time.monotonic() - begun)


def _explainer(session: Session) -> Callable[[Exception], Fault]:
    from psi_site.preview import Fault
    from psi_site.report import report_text

    def explain(error: Exception) -> Fault:
        code, title = session.language.code, session.text("serve.fault")
        if isinstance(error, SourceError):
            text = report_text(error.diagnostics, session.language, session.root, False)
            return Fault(code, title, text or session.text("serve.soon"))
        what = f"{type(error).__name__}: {error}"
        return Fault(code, title, session.text("surprise", what=what))

    return explain
