"""What every Hugo site of the corpus is written with, whatever its layouts: files and menus."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from psi_site.bench.corpus import Data, MadeUp
from psi_site.bench.words import read_template

SECTIONS = {"event": "events", "partner": "partners", "project": "projects"}
"""The sections of the records that have a page, by kind."""

_LINK = re.compile(rf"\]\(({'|'.join(SECTIONS)}):")

Files = Iterator[tuple[str, str]]
"""Names below a folder, and texts."""


class Shape(NamedTuple):
    """A way to hand the corpus to Hugo, for the layouts that are written for it.

    `settings` are those of a language, its parameters among them, beside what all layouts are
    told; `content` its content files; `files` all others, from the root.
    """

    settings: Callable[[MadeUp, str], Data]
    content: Callable[[MadeUp, str], Files]
    files: Callable[[MadeUp], Files]


def languages(made_up: MadeUp, shape: Shape) -> Data:
    """Return the part of the configuration that is made from the settings of the site."""
    codes = made_up.languages
    return {
        "defaultContentLanguage": codes[0],
        "languages": {
            code: {
                "label": code,
                "locale": code,
                "weight": index,
                "contentDir": f"content/{code}",
                **_language(made_up.settings, code, shape.settings(made_up, code)),
            }
            for index, code in enumerate(codes, start=1)
        },
    }


def _language(settings: Data, code: str, own: Data) -> Data:
    alike = {
        "description": settings["description"][code],
        "email": settings["email"],
        "currency": settings["currency"],
    }
    return {
        "title": settings["title"][code],
        "menus": _menus(settings["menu"], code),
        **own,
        "params": alike | own["params"],
    }


def _menus(menu: Data, code: str) -> Data:
    names = {page["id"]: page["title"][code] for page in read_template("pages.yml")}
    columns = [column["pages"] for column in menu["footer"]]
    return {
        key: [
            {"name": names[each], "pageRef": f"/{each}", "weight": weight}
            for weight, each in enumerate(pages, start=1)
        ]
        for key, pages in zip(("main", "read", "meet"), (menu["main"], *columns), strict=True)
    }


def page_file(page: Data) -> str:
    """Return the name of the content file of a page that no record makes."""
    if page["id"] == "index":
        return "_index.md"
    return f"{page['id']}/_index.md" if page.get("lists") else f"{page['id']}.md"


def records(made_up: MadeUp) -> Iterator[tuple[str, Data]]:
    """Yield the kind and the data of each record that has a content file of its own."""
    for kind, found in (
        ("event", made_up.events()),
        ("partner", made_up.partners()),
        ("project", made_up.projects()),
    ):
        for record in found:
            yield kind, record


def in_language(value: Any, code: str) -> Any:
    """Return a value with every text in several languages replaced by that of one."""
    if isinstance(value, dict) and code in value:
        return value[code]
    if isinstance(value, dict):
        return {key: in_language(each, code) for key, each in value.items()}
    return [in_language(each, code) for each in value] if isinstance(value, list) else value


def time_of(text: str) -> str:
    """Return a day, or a day and a time, as Hugo reads it."""
    return text.replace(" ", "T") + (":00" if " " in text else "")


def content_file(front: Data, body: str) -> str:
    """Return a content file; links to records become links to their pages."""
    linked = _LINK.sub(lambda match: f"](/{SECTIONS[match[1]]}/", body)
    return f"{json.dumps(front, ensure_ascii=False, indent=1)}\n\n{linked}\n"
