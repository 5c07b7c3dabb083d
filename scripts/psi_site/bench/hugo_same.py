"""The corpus for the Hugo layouts that write what our own site has, page by page.

A record is handed over as it is: what names it elsewhere, what is over, the sums and the lists are
found by the layouts. A file of front matter says what its neighbours could not know: the address
of a page, the day it was changed (ours is read from git), and the words a taxonomy sorts by. The
words of the site are its own, those that the layouts ask for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from psi_site.bench.corpus import YEARS, Data, Issue, MadeUp
from psi_site.bench.hugo_text import (
    SECTIONS,
    Files,
    Shape,
    content_file,
    in_language,
    page_file,
    records,
    time_of,
)
from psi_site.bench.words import TEMPLATES, read_template
from psi_site.exports.export import Field
from psi_site.exports.network import EVENT_FIELDS, PARTNER_FIELDS
from psi_site.exports.projects import AMOUNT_FIELDS, PROJECT_FIELDS
from psi_site.feeds.feed import STYLESHEET
from psi_site.i18n import Language, load_language

PREFIX = "hugo-same--"
CHANGED = f"{YEARS[-1] + 1}-06-01T14:00:00"
"""When the one commit of our own corpus was made, in the zone of the site."""

_ICONS = files("material") / "templates/.icons/material"
_ASKED = re.compile(r"\$w\.([a-z_.]*[a-z_])")
_ICON = re.compile(r'"icon\.html" "([a-z-]+)"')
_FEEDS = ("rss", "atom", "jsonfeed")
_OUTPUTS = {"index": ["html", "manifest", "redirects"], "letters": ["html", *_FEEDS]}
_GO = {"EEEE": "Monday", "MMMM": "January", "d": "2", "y": "2006", "HH": "15", "mm": "04"}
_FIELDS: Mapping[str, Sequence[Field]] = {
    "partners": PARTNER_FIELDS,
    "events": EVENT_FIELDS,
    "projects": PROJECT_FIELDS,
    "amounts": AMOUNT_FIELDS,
    "totals": (
        *map(Field, ("kind", "kindLabel", "funder")),
        *(Field(name, "integer") for name in ("amountOfYear", "total")),
        Field("currency"),
    ),
}


@cache
def _layouts() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(TEMPLATES.glob(f"{PREFIX}*")))


def _settings(made_up: MadeUp, code: str) -> Data:
    words = load_language(code)
    addresses = {page["id"]: page["slug"][code] for page in read_template("pages.yml")}
    return {
        "permalinks": _permalinks(addresses),
        "params": _parameters(made_up.settings, words),
    }


def _permalinks(addresses: Data) -> Data:
    """Return the addresses of records, and of those lists that are terms of a taxonomy."""
    own = {name: addresses[name] for name in (*SECTIONS.values(), "letters")}
    events, partners = own["events"], own["partners"]
    return {
        "page": {name: f"/{slug}/:contentbasename/" for name, slug in own.items()},
        "section": {name: f"/{slug}/" for name, slug in own.items()},
        "term": {
            "year": f"/{events}/:slug/",
            "sector": f"/{partners}/:slugorcontentbasename/",
            "organisers": f"/{events}/{partners}/:slug/",
        },
    }


def _parameters(settings: Data, words: Language) -> Data:
    code = words.code
    formats = {
        name: _go_layout(words.words[f"formats.{name}"])
        for name in ("date", "weekday_date", "day_month", "time")
    }
    named = {name: settings[name][code] for name in ("short_title", "tagline", "region")}
    columns = dict(zip(("read", "meet"), settings["menu"]["footer"], strict=True))
    return {
        **named,
        "name": words.words["formats.name"],
        "formats": formats,
        "footer": {name: column["title"][code] for name, column in columns.items()},
        "words": _words(words),
    }


def _go_layout(pattern: str) -> str:
    """Return a pattern of CLDR for dates and times as Go writes it."""
    return re.sub("|".join(_GO), lambda match: _GO[match[0]], pattern)


def _words(words: Language) -> Data:
    """Return the words the layouts ask for, and those below what they ask for, as a tree."""
    asked = sorted(set(_ASKED.findall(_layouts())))
    tree: Data = {}
    for key, text in words.words.items():
        if any(key == each or key.startswith(f"{each}.") for each in asked):
            *above, last = key.split(".")
            place = tree
            for name in above:
                place = place.setdefault(name, {})
            place[last] = text
    return tree


def _files(made_up: MadeUp) -> Files:
    for name in sorted(set(_ICON.findall(_layouts()))):
        yield f"assets/icons/{name}.svg", (_ICONS / f"{name}.svg").read_text("utf-8")
    for code in made_up.languages:
        tables = {name: _table(load_language(code), name) for name in _FIELDS}
        yield f"data/exports/{code}.json", json.dumps(tables, ensure_ascii=False, indent=1)
    feeds = Path(__file__).parent.parent / "feeds/templates"
    yield f"static/{STYLESHEET}", (feeds / STYLESHEET).read_text("utf-8")


def _table(words: Language, name: str) -> Data:
    """Return what an export is called, and what its columns are."""
    fields = [
        {
            "name": field.name,
            "label": field.label(words),
            "about": field.about(words),
            "datatype": field.datatype,
            "nested": field.nested,
        }
        for field in _FIELDS[name]
    ]
    names = {key: words.text(f"export.{name}.{key}") for key in ("file", "title")}
    return {**names, "fields": fields}


def _content(made_up: MadeUp, code: str) -> Files:
    for page, body in made_up.pages():
        yield page_file(page), content_file(_page_front(page, code), body[code])
    words = load_language(code)
    for name, front in (_without_page(words) | _sectors(made_up, words)).items():
        yield name, content_file(front, "")
    for kind, record in records(made_up):
        yield f"{SECTIONS[kind]}/{record['id']}.md", _record(record, kind, code)
    for issue in made_up.issues():
        yield f"letters/{issue.id}.md", _letter(issue, code)


def _page_front(page: Data, code: str) -> Data:
    front = {key: in_language(page[key], code) for key in ("title", "description")}
    front |= {"linkTitle": (page.get("menu_title") or page["title"])[code], "lastmod": CHANGED}
    if page["id"] in _OUTPUTS:
        front["outputs"] = _OUTPUTS[page["id"]]
    if page["slug"][code] and not page.get("lists"):
        front["url"] = f"{page['slug'][code]}/"
    if "parent" in page:
        front["parent"] = page["parent"]
    return front


def _without_page(words: Language) -> dict[str, Data]:
    """Return the front matter of what is a feed or a calendar and has no page of its own."""
    pages = {page["id"]: page["slug"] for page in read_template("pages.yml")}
    news, calendar = f"{words.text('feeds.news.folder')}/", f"{pages['events'][words.code]}.ics"
    alike = {"lastmod": CHANGED, "sitemap": {"disable": True}}
    return {
        "news.md": {"title": "news", "url": news, "outputs": list(_FEEDS), **alike},
        "calendar.md": {"title": "calendar", "url": calendar, "outputs": ["ics"], **alike},
    }


def _sectors(made_up: MadeUp, words: Language) -> dict[str, Data]:
    """Return the front matter of the groups of partners."""
    return {
        f"sector/{sector}/_index.md": {
            "title": words.text(f"partner.sector.{sector}"),
            "slug": words.text(f"address.sector.{sector}"),
            "lastmod": CHANGED,
        }
        for sector in sorted({partner["sector"] for partner in made_up.partners()})
    }


def _record(record: Data, kind: str, code: str) -> str:
    front = {key: in_language(value, code) for key, value in record.items()}
    body = front.pop("description")
    front["lastmod"] = CHANGED
    for key in ("start", "end"):
        if key in front:
            front[key] = time_of(front[key])
    for own, hugo in (("start", "date"), ("url", "site")):
        if own in front:
            front[hugo] = front.pop(own)
    if kind == "event":
        front |= {"outputs": ["html", "ics"], "year": [front["date"][:4]]}
    return content_file(front, body)


def _letter(issue: Issue, code: str) -> str:
    front = {
        "title": issue.subject[code],
        "description": issue.preheader[code],
        "date": f"{issue.facts['published']}T12:00:00",
        "lastmod": CHANGED,
        "about": {item.id: item.facts for item in issue.items if item.facts},
    }
    return content_file(front, "\n\n".join(_letter_parts(issue, code)))


def _letter_parts(issue: Issue, code: str) -> Iterator[str]:
    yield issue.introduction[code]
    for item in issue.items:
        yield f"{'#' * item.level} {item.title[code]} {{#{item.id}}}"
        if item.body[code]:
            yield item.body[code]


SHAPE = Shape(_settings, _content, _files)
"""How the layouts that write what our site has are told of the corpus."""
