"""The made-up corpus as a folder that `psi` can build: data files, pages, letters and theme."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from psi_site.bench.corpus import Issue, Item, MadeUp
from psi_site.bench.words import TEMPLATES, Texts

_Base = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Dumper(_Base):  # type: ignore[misc, valid-type]
    """Writes YAML as editors do: no aliases, texts of several lines as blocks."""

    def ignore_aliases(self, data: object) -> bool:
        del data
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style)


_Dumper.add_representer(str, _text)


def as_yaml(value: Any) -> str:
    """Return a value as YAML in the order of its keys."""
    return str(yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=96))


def write_site(made_up: MadeUp, root: Path, theme: Path) -> None:
    """Write the corpus into the new folder `root`, with a copy of the theme in `theme`."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copytree(theme, root / "overrides")
    shutil.copyfile(TEMPLATES / "mkdocs.yml", root / "mkdocs.yml")
    put(root / "data/site.yml", as_yaml(made_up.settings))
    put(root / "data/partners.yml", as_yaml(list(made_up.partners())))
    for folder, records in (("events", made_up.events()), ("projects", made_up.projects())):
        for record in records:
            own = {key: value for key, value in record.items() if key != "id"}
            put(root / "data" / folder / f"{record['id']}.yml", as_yaml(own))
    for issue in made_up.issues():
        for code in made_up.languages:
            is_original = code == made_up.languages[0]
            put(root / "newsletters" / f"{issue.id}.{code}.md", letter(issue, code, is_original))
    for page, body in made_up.pages():
        for code in made_up.languages:
            is_original = code == made_up.languages[0]
            front = edition(page, code, ("template", "parent", "lists") if is_original else ())
            put(root / "docs" / f"{page['id']}.{code}.md", with_front(front, body[code]))


def letter(issue: Issue, code: str, is_original: bool) -> str:
    """Return the file of a letter in one language."""
    front = {
        **(issue.facts if is_original else {}),
        "subject": issue.subject[code],
        "preheader": issue.preheader[code],
    }
    parts = [issue.introduction[code], *(_item(each, code, is_original) for each in issue.items)]
    return with_front(front, "\n\n".join(parts))


def _item(item: Item, code: str, is_original: bool) -> str:
    parts = [f"{'#' * item.level} {item.title[code]} {{#{item.id}}}"]
    if item.facts and is_original:
        parts.append(f"```item\n{as_yaml(item.facts)}```")
    return "\n\n".join([*parts, *filter(None, [item.body[code]])])


def edition(page: Mapping[str, Any], code: str, common: Iterable[str]) -> Texts:
    """Return the front matter of a page in one language; `common` names what all share."""
    own = {key: page[key][code] for key in page if isinstance(page[key], dict)}
    return own | {key: page[key] for key in common if key in page}


def with_front(front: Mapping[str, Any], body: str) -> str:
    """Return a Markdown file with its front matter."""
    return f"---\n{as_yaml(dict(front))}---\n\n{body}\n"


def put(path: Path, text: str) -> None:
    """Write a text file, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
