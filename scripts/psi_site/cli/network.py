"""Links that lead out of the site, tried politely: do they still lead anywhere?

One request at a time to each host, HEAD first and GET where HEAD will not do, with a name that a
server's owner can look up. What was tried within a day is not tried again.
"""

from __future__ import annotations

import json
import re
import ssl
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

from psi_site.checks.outward import outward_addresses
from psi_site.cli.session import Session
from psi_site.diagnostics import Diagnostic, Severity, Span
from psi_site.model.dead_link import DeadLink
from psi_site.site import Site

TIMEOUT = 15.0
FRESH = timedelta(days=1)
HOSTS_AT_ONCE = 8
_UNSURE = frozenset({401, 403, 405, 406, 408, 425, 429, 999, *range(500, 600)})
"""Answers that say more about us or the hour than about the page."""

_ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+")


class State(StrEnum):
    """What trying an address showed."""

    ALIVE = "alive"
    DEAD = "dead"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Answer:
    """What an address gave: `reason` is a key of words, `status` the HTTP status or 0."""

    state: State
    reason: str
    status: int


@dataclass(frozen=True)
class Finding:
    """An address that may lead nowhere, where it is written, and a copy noted beside it."""

    address: str
    answer: Answer
    places: tuple[Span, ...]
    archive: str | None


Opener = Callable[[Request, float], int]
"""Sends a request, waiting so many seconds at most, and returns the status; raises OSError."""


def open_status(request: Request, timeout: float) -> int:
    """Send a request and return the status of the page it ends at."""
    try:
        with urlopen(request, timeout=timeout) as response:  # noqa: S310 - http and https only
            return int(response.status)
    except HTTPError as error:
        with error:
            return error.code


@dataclass(frozen=True)
class Prober:
    """Tries addresses; `agent` names us to servers, `folder` keeps the answers of the day."""

    opener: Opener
    agent: str
    folder: Path
    now: datetime

    def try_all(self, addresses: Iterable[str]) -> Mapping[str, Answer]:
        """Return the answer of each address, asking each host one thing at a time."""
        hosts: dict[str, list[str]] = {}
        for address in sorted(set(addresses)):
            hosts.setdefault(urlsplit(address).netloc.lower(), []).append(address)
        with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
            groups = pool.map(
                lambda group: [(each, self.try_one(each)) for each in group], hosts.values()
            )
            return dict(sorted(pair for group in groups for pair in group))

    def try_one(self, address: str) -> Answer:
        """Return an address's answer, the remembered one where it is of today."""
        memory = self.folder / f"{sha256(address.encode()).hexdigest()[:32]}.json"
        remembered = self._remembered(memory)
        if remembered:
            return remembered
        answer = self._ask(address)
        self.folder.mkdir(parents=True, exist_ok=True)
        noted = {"address": address, "asked": self.now.isoformat(), **asdict(answer)}
        memory.write_text(json.dumps(noted), encoding="utf-8")
        return answer

    def _remembered(self, memory: Path) -> Answer | None:
        try:
            noted = json.loads(memory.read_text(encoding="utf-8"))
            age = self.now - datetime.fromisoformat(noted["asked"])
            if not timedelta(0) <= age < FRESH:
                return None
            return Answer(State(noted["state"]), str(noted["reason"]), int(noted["status"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _ask(self, address: str) -> Answer:
        answer = self._send(address, "HEAD")
        return answer if answer.state is State.ALIVE else self._send(address, "GET")

    def _send(self, address: str, method: str) -> Answer:
        headers = {"User-Agent": self.agent, "Accept": "*/*"}
        try:
            request = Request(_ascii(address), method=method, headers=headers)  # noqa: S310
            return _judged(self.opener(request, TIMEOUT))
        except TimeoutError:
            return Answer(State.UNSURE, "timeout", 0)
        except (OSError, HTTPException, ValueError) as error:
            return _failed(error)


def _ascii(address: str) -> str:
    """Return an address as it travels (RFC 3986, section 2): other letters percent-encoded."""
    parts = urlsplit(address)
    host = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    path, query = (quote(part, safe="/%:=&?~+!$,;'@()*[]") for part in (parts.path, parts.query))
    return parts._replace(netloc=host, path=path, query=query, fragment="").geturl()


def _judged(status: int) -> Answer:
    if status < 400:
        return Answer(State.ALIVE, "status", status)
    return Answer(State.UNSURE if status in _UNSURE else State.DEAD, "status", status)


def _failed(error: Exception) -> Answer:
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, TimeoutError):
        return Answer(State.UNSURE, "timeout", 0)
    if isinstance(cause, ssl.SSLError):
        return Answer(State.DEAD, "unsafe", 0)
    return Answer(State.DEAD, "unreachable", 0)


def outward_links(site: Site) -> dict[str, list[Span]]:
    """Return each address outside the site that a record names, with the places of it.

    Drafts are looked into as well; what is noted as dead is left out.
    """
    own = urlsplit(site.settings.address).netloc
    noted = {each.url for each in site.all(DeadLink)}
    found: dict[str, list[Span]] = {}
    for each in outward_addresses(site.with_drafts()):
        if urlsplit(each.address).netloc != own and each.address not in noted:
            start = site.document(each.record).span(each.leaf.path)
            found.setdefault(each.address, []).append(_place(site.root, start, each.address))
    return {address: sorted(set(places)) for address, places in found.items()}


def _place(root: Path, start: Span, address: str) -> Span:
    """Return where an address stands in its file, from the place where its text begins."""
    lines = _text(root / start.path).splitlines()
    for number in range(max(start.line, 1), len(lines) + 1):
        column = lines[number - 1].find(address)
        if column >= 0:
            return Span(start.path, number, column + 1, len(address))
    return start


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig", errors="replace")


def noted_archive(root: Path, address: str, places: Iterable[Span]) -> str | None:
    """Return a copy of `address` that one of its files notes, if only in a comment.

    Web archives put the address of the original last in their own, which is how it is known.
    """
    bare = address.split("://", 1)[-1].rstrip("/")
    for path in sorted({place.path for place in places}):
        for other in _ADDRESS.findall(_text(root / path)):
            if other != address and other.rstrip("/").endswith(f"/{bare}"):
                return str(other)
    return None


def examine(
    site: Site, prober: Prober, files: Container[str] | None = None
) -> tuple[int, list[Finding]]:
    """Try every link out of the site; return how many there are, and those in doubt.

    With `files`, only what stands in those is tried and told.
    """
    places = {
        address: kept
        for address, spans in outward_links(site).items()
        if (kept := [each for each in spans if files is None or each.path in files])
    }
    answers = prober.try_all(places)
    doubtful = [
        Finding(
            address,
            answer,
            tuple(places[address]),
            noted_archive(site.root, address, places[address]),
        )
        for address, answer in answers.items()
        if answer.state is not State.ALIVE
    ]
    return len(answers), doubtful


def answer_words(session: Session, answer: Answer) -> str:
    """Return why an address is in doubt, in words."""
    return session.text(f"network.reason.{answer.reason}", status=str(answer.status))


def as_diagnostics(session: Session, site: Site, finding: Finding) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each place of an address in doubt."""
    arguments = {
        "url": finding.address,
        "answer": answer_words(session, finding.answer),
        "file": site.types[DeadLink.kind].source.location,
    }
    is_dead = finding.answer.state is State.DEAD
    code, severity = ("link-dead", Severity.ERROR) if is_dead else ("link-unsure", Severity.WARNING)
    for place in finding.places:
        yield Diagnostic(code, place, arguments, severity, finding.archive)


def default_prober(site: Site, now: datetime) -> Prober:
    """Return the prober of a run: it goes by the site's name and keeps its notes in .cache."""
    agent = f"psi-check/1.0 (+{site.settings.address})"
    return Prober(open_status, agent, site.root / ".cache" / "links", now)
