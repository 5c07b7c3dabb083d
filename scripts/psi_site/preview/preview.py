"""What the preview shows at the moment, and how it is renewed."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from importlib.resources import files
from pathlib import Path
from threading import Condition, Lock
from urllib.parse import quote

from jinja2 import Environment, StrictUndefined

from psi_site import calendars, feeds
from psi_site.diagnostics import Diagnostic, SourceError, in_order
from psi_site.outputs import Outputs
from psi_site.plugin import Drawing
from psi_site.preserved import lost_names
from psi_site.preview.shown import Shown
from psi_site.site import Site, load_site
from psi_site.sources.memory import Recent
from psi_site.sources.theme import MKDOCS_FILE, theme_folder
from psi_site.stamps import digest, stamps

CHANGES = "/.changes"
"""Where open pages hear of changes; no published file begins with a dot."""
PAGE = "text/html; charset=utf-8"
_TEMPLATES = files("psi_site.preview") / "templates"
_RELOAD, _FAULT = "reload.html", "fault.html"


@dataclass(frozen=True)
class Fault:
    """What is shown in place of a page that cannot be: words and the code of their language."""

    language: str
    title: str
    text: str


@dataclass(frozen=True)
class Answer:
    """What is answered at an address; `location` is where to go instead, if anywhere."""

    status: HTTPStatus
    media_type: str = PAGE
    content: bytes = b""
    location: str = ""


class Preview:
    """The site below `root` with its drafts, as it was when it last had no errors.

    `clock` gives the time (aware); `explain` puts a failure into words for whoever writes. Safe to
    be asked by several threads.
    """

    def __init__(
        self, root: Path, clock: Callable[[], datetime], explain: Callable[[Exception], Fault]
    ) -> None:
        self._root = root
        self._clock = clock
        self._explain = explain
        self._alone = Lock()
        """Held while anything is read or drawn: what is noted meanwhile is noted in one place."""
        self._news = Condition()
        self._count = 0
        self._recent = Recent()
        self._site: Site | None = None
        self._shown: Shown | None = None
        self._failure: Exception | None = None
        self._templates: tuple[str, Drawing] | None = None
        environment = Environment(autoescape=True, undefined=StrictUndefined)
        self._own = {
            name: environment.from_string((_TEMPLATES / name).read_text(encoding="utf-8"))
            for name in (_RELOAD, _FAULT)
        }

    def renew(self) -> list[Diagnostic]:
        """Read the sources again, show them and tell open pages; return the warnings.

        Raises SourceError where they have errors. What is shown then stays.
        """
        try:
            with self._alone:
                found = self._read()
        except Exception as error:
            if self._shown is None:
                self._failure = error
                self._tell()
            raise
        self._tell()
        return found

    def _read(self) -> list[Diagnostic]:
        now = self._clock()
        site, found = load_site(self._root, today=now.date(), recent=self._recent)
        outputs = Outputs(site.with_drafts(), theme_folder(self._root), now, is_preview=True)
        self._shown = Shown(outputs.ready(), self._drawing())
        self._site = site
        return found

    def _drawing(self) -> Drawing:
        """Return what draws the pages, anew where a template has changed."""
        places = (theme_folder(self._root), self._root / MKDOCS_FILE)
        state = digest(stamps(places))
        if self._templates is None or self._templates[0] != state:
            self._templates = (state, Drawing(self._root))
        return self._templates[1]

    def afterthoughts(self) -> list[Diagnostic]:
        """Return what else a build would find: what would be lost, and what feeds lack.

        It takes longer than reading, and nobody waits for it. What git said is kept for next time.
        """
        if self._site is None:
            return []
        with self._alone:
            site = self._site
            found = [*lost_names(site), *calendars.warnings(site), *feeds.check_feeds(site)]
            site.history.keep()
        return in_order(found)

    @property
    def is_empty(self) -> bool:
        """Whether the site has had errors from the start."""
        return self._shown is None

    @property
    def state(self) -> str:
        """A name for what is shown; another preview at the same address never has the same."""
        return f"{os.getpid()}-{self._count}"

    def news(self, known: str, seconds: float) -> str:
        """Return the state as soon as it is not the `known` one, after `seconds` at the latest."""
        with self._news:
            self._news.wait_for(lambda: self.state != known, timeout=seconds)
            return self.state

    def _tell(self) -> None:
        with self._news:
            self._count += 1
            self._news.notify_all()

    def answer(self, path: str) -> Answer:
        """Return what is at an address: a path with a leading slash, decoded.

        Raises what a faulty template raises.
        """
        state, shown = self.state, self._shown
        if shown is None:
            return self.failure(self._failure or SourceError([]))
        if shown.file_at(path) not in shown.made:
            with self._alone:
                state, shown = self.state, self._shown or shown
                return self._found(shown, path, state)
        return self._found(shown, path, state)

    def _found(self, shown: Shown, path: str, state: str) -> Answer:
        file = shown.file_at(path)
        content = shown.content(file)
        status = HTTPStatus.OK
        if content is None and shown.is_folder(path):
            return Answer(HTTPStatus.FOUND, location=quote(f"/{path.strip('/')}/"))
        if content is None:
            file, status = shown.not_found(path), HTTPStatus.NOT_FOUND
            content = shown.content(file) or b""
        media_type = shown.media_type(file)
        if media_type == PAGE:
            content += self._drawn(_RELOAD, state=state, address=CHANGES)
        return Answer(status, media_type, content)

    def failure(self, error: Exception) -> Answer:
        """Return what is shown where an error keeps a page from being shown."""
        fault = self._drawn(_FAULT, fault=self._explain(error))
        reload = self._drawn(_RELOAD, state=self.state, address=CHANGES)
        return Answer(HTTPStatus.SERVICE_UNAVAILABLE, PAGE, fault + reload)

    def _drawn(self, name: str, **values: object) -> bytes:
        return self._own[name].render(values).encode()
