"""The same corpus for Hugo: the same texts and records, and layouts that do comparable work.

What a record holds as data becomes front matter, what it describes becomes the page's text. Links
name a page that has to exist, as ours do. Hugo makes no share images, exports, mail or compressed
copies; of what its layouts can make with its own means (RSS, sitemap, calendars) nothing is left
out.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from psi_site.bench.corpus import Data, Issue, MadeUp
from psi_site.bench.site_root import as_yaml, put
from psi_site.bench.words import TEMPLATES, read_template

_PREFIX = "hugo--"
_SECTIONS = {"event": "events", "partner": "partners", "project": "projects"}
_LINK = re.compile(rf"\]\(({'|'.join(_SECTIONS)}):")


def write_hugo(made_up: MadeUp, root: Path, theme: Path) -> None:
    """Write the corpus as a Hugo site into the new folder `root`, with the assets of `theme`."""
    for path in sorted(TEMPLATES.glob(f"{_PREFIX}*")):
        put(root / path.name.removeprefix(_PREFIX).replace("--", "/"), path.read_text("utf-8"))
    shutil.copytree(theme / "assets", root / "static/assets")
    own = as_yaml(_languages(made_up))
    put(root / "hugo.yaml", (root / "hugo.yaml").read_text("utf-8") + own)
    for code in made_up.languages:
        for name, text in _content(made_up, code):
            put(root / "content" / code / name, text)


def _languages(made_up: MadeUp) -> Data:
    """Return the part of the configuration that is made from the settings of the site."""
    settings, codes = made_up.settings, made_up.languages
    return {
        "defaultContentLanguage": codes[0],
        "languages": {
            code: {
                "label": code,
                "locale": code,
                "weight": index,
                "contentDir": f"content/{code}",
                "title": settings["title"][code],
                "menus": _menus(settings["menu"], code),
                "params": {
                    "description": settings["description"][code],
                    "email": settings["email"],
                    "currency": settings["currency"],
                    "words": read_template("vocabulary.yml")[code]["headings"],
                },
            }
            for index, code in enumerate(codes, start=1)
        },
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


def _content(made_up: MadeUp, code: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each content file of a language."""
    for page, body in made_up.pages():
        name = {"index": "_index.md"}.get(page["id"], f"{page['id']}.md")
        name = f"{page['id']}/_index.md" if page.get("lists") else name
        front = {key: _in_language(value, code) for key, value in page.items() if key in _PAGE}
        if page.get("lists") == "event":
            front["outputs"] = ["html", "rss", "calendar"]
        yield name, _file(front, body[code])
    for kind, records in (
        ("event", made_up.events()),
        ("partner", made_up.partners()),
        ("project", made_up.projects()),
    ):
        for record in records:
            yield f"{_SECTIONS[kind]}/{record['id']}.md", _record(record, kind, code)
    for issue in made_up.issues():
        yield f"letters/{issue.id}.md", _letter(issue, code)


_PAGE = ("title", "description")


def _record(record: Data, kind: str, code: str) -> str:
    front = {key: _in_language(value, code) for key, value in record.items()}
    body = front.pop("description")
    day = front.get("start", f"{front.get('joined')}-01-01")[:10]
    front |= {"date": day, "description": front.get("summary", body.partition(".")[0])}
    for key in ("start", "end"):
        if key in front:
            front[key] = front[key].replace(" ", "T") + (":00" if " " in front[key] else "")
    if "url" in front:
        front["site"] = front.pop("url")
    if kind == "event":
        front["outputs"] = ["html", "calendar"]
    return _file(front, body)


def _letter(issue: Issue, code: str) -> str:
    front = {
        "title": issue.subject[code],
        "description": issue.preheader[code],
        "date": issue.facts["published"],
    }
    parts = [issue.introduction[code]]
    for item in issue.items:
        parts += [f"{'#' * item.level} {item.title[code]} {{#{item.id}}}", item.body[code]]
        related = [f"/{kind}/{each}" for kind in item.facts for each in item.facts[kind]]
        if related:
            parts.append("{{< related " + " ".join(f'"{each}"' for each in related) + " >}}")
    return _file(front, "\n\n".join(filter(None, parts)))


def _in_language(value: Any, code: str) -> Any:
    """Return a value with every text in several languages replaced by that of one."""
    if isinstance(value, dict) and code in value:
        return value[code]
    if isinstance(value, dict):
        return {key: _in_language(each, code) for key, each in value.items()}
    return [_in_language(each, code) for each in value] if isinstance(value, list) else value


def _file(front: Data, body: str) -> str:
    linked = _LINK.sub(lambda match: f"](/{_SECTIONS[match[1]]}/", body)
    return f"{json.dumps(front, ensure_ascii=False, indent=1)}\n\n{linked}\n"
