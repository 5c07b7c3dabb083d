"""Pages drawn in memory: the real site's, with made-up events put into it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import html5lib
import material

from psi_site.easel import Easel, Templates
from psi_site.model.event import Event
from psi_site.outputs import Outputs
from psi_site.pages.reader import Reader
from psi_site.site import Site
from tests.conftest import NOW, ROOT

XHTML = "{http://www.w3.org/1999/xhtml}"


def with_events(site: Site, *sources: dict[str, Any], only: bool = False) -> Site:
    """Return the site with events made of `sources`, as an editor writes them; or those alone."""
    made = {each["id"]: Event.model_validate(EVENT | each) for each in sources}
    events = made if only else {**site.records["event"], **made}
    template = next(iter(site.all(Event)))
    documents = {("event", key): site.documents[("event", template.id)] for key in made}
    return replace(
        site,
        records={**site.records, "event": events},
        documents={**site.documents, **documents},
    )


EVENT: dict[str, Any] = {
    "form": "meeting",
    "title": {"sv": "Ett möte", "en": "A meeting"},
    "summary": {"sv": "Vi möts.", "en": "We meet."},
}


def reader(site: Site, language: str = "sv", now: datetime = NOW) -> Reader:
    return Reader(site, site.languages[language], now)


def draw(site: Site, path: str, now: datetime = NOW) -> str:
    """Return the HTML of the page at `path`, which parses without errors."""
    outputs = Outputs(site, ROOT / "overrides", now)
    file = f"{path.lstrip('/')}index.html"
    folders = [str(ROOT / "overrides"), str(Path(material.__file__).parent / "templates")]
    html = Easel(outputs, Templates(folders, ROOT / ".cache" / "easel")).drawn(file)
    html5lib.HTMLParser(strict=True).parse(html)
    return html


def tree(html: str) -> ElementTree.Element:
    return html5lib.parse(html)


def words(html: str) -> str:
    """Return what a page's main part says, with single spaces."""
    main = next(tree(html).iter(f"{XHTML}main"))
    return " ".join(" ".join(main.itertext()).split())


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(hour=12, tzinfo=UTC)
