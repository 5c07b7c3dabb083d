"""The corpus for Hugo's plain layouts: its texts, and what each record says of itself.

What a record holds as data becomes front matter, what it describes becomes the page's text.
"""

from __future__ import annotations

from psi_site.bench.corpus import Data, Issue, MadeUp
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
from psi_site.bench.words import read_template


def _settings(made_up: MadeUp, code: str) -> Data:
    del made_up
    return {"params": {"words": read_template("vocabulary.yml")[code]["headings"]}}


def _content(made_up: MadeUp, code: str) -> Files:
    for page, body in made_up.pages():
        front = {key: in_language(page[key], code) for key in ("title", "description")}
        if page.get("lists") == "event":
            front["outputs"] = ["html", "rss", "calendar"]
        yield page_file(page), content_file(front, body[code])
    for kind, record in records(made_up):
        yield f"{SECTIONS[kind]}/{record['id']}.md", _record(record, kind, code)
    for issue in made_up.issues():
        yield f"letters/{issue.id}.md", _letter(issue, code)


def _record(record: Data, kind: str, code: str) -> str:
    front = {key: in_language(value, code) for key, value in record.items()}
    body = front.pop("description")
    day = front.get("start", f"{front.get('joined')}-01-01")[:10]
    front |= {"date": day, "description": front.get("summary", body.partition(".")[0])}
    for key in ("start", "end"):
        if key in front:
            front[key] = time_of(front[key])
    if "url" in front:
        front["site"] = front.pop("url")
    if kind == "event":
        front["outputs"] = ["html", "calendar"]
    return content_file(front, body)


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
    return content_file(front, "\n\n".join(filter(None, parts)))


SHAPE = Shape(_settings, _content, files=lambda made_up: iter(()))
"""How the plain layouts are told of the corpus."""
