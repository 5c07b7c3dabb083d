"""A small made-up network, written to a folder and committed at known times."""

from __future__ import annotations

import base64
import os
import subprocess
from pathlib import Path

from psi_site.site import Site, load_site

FIRST = "2024-01-10T09:00:00+01:00"
SECOND = "2024-07-01T14:30:00+02:00"

_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)

SETTINGS = """\
address: https://example.org/
title: {sv: Exempelnätet, en: The Example Network}
short_title: Nätet
tagline: {sv: Tillsammans, en: Together}
description: {sv: Ett nätverk., en: A network.}
languages: [sv, en]
timezone: Europe/Stockholm
currency: SEK
uid_domain: ids.example
region: {sv: Länet, en: The county}
email: info@example.org
home: index
menu: {main: [nyhetsbrev]}
"""


def _page(title: str, *more: str) -> str:
    return "\n".join(["---", f"title: {title}", f"description: {title}.", *more, "---", "", ""])


FILES = {
    "data/site.yml": SETTINGS,
    "data/partners.yml": """\
- id: foreningen
  title: Föreningen
  sector: civil_society
  description:
    sv: |-
      En **förening** i [kalendern](event:mote).

      Med ett stycke till.
    en: An *association*.
""",
    "data/people.yml": """\
- id: kim-ek
  full_name: Kim Ek
  verified: 2024-01-01
""",
    "data/events/mote.yml": """\
title: {sv: Vårmöte, en: Spring meeting}
form: meeting
summary: {sv: Vi möts., en: We meet.}
description: {sv: "Läs mer på [sidan](page:index#top)."}
start: 2024-03-05 13:00
""",
    "data/events/inre.yml": """\
title: {sv: Inre möte, en: Internal meeting}
form: meeting
summary: {sv: Bara för parter., en: For partners only.}
audience: internal
start: 2024-03-06
""",
    "data/projects/bara-svenska.yml": """\
title: {sv: Ett projekt}
summary: {sv: Om något.}
status: ongoing
""",
    "docs/index.sv.md": _page("Hem", "slug: ''") + "## Topp {#top}\n",
    "docs/index.en.md": _page("Home", "slug: ''"),
    "docs/nyhetsbrev.sv.md": _page("Nyhetsbrev", "lists: newsletter"),
    "docs/nyhetsbrev.en.md": _page("Newsletter", "slug: newsletter"),
    "docs/kalender.sv.md": _page("Kalender", "lists: event"),
    "docs/kalender.en.md": _page("Events", "slug: events"),
    "docs/parter.sv.md": _page("Parter", "lists: partner"),
    "docs/parter.en.md": _page("Partners", "slug: partners"),
    "docs/projekt.sv.md": _page("Projekt", "lists: project"),
    "docs/projekt.en.md": _page("Projects", "slug: projects"),
    "docs/personer.sv.md": _page("Personer", "lists: person"),
    "docs/personer.en.md": _page("People", "slug: people"),
    "newsletters/2023-2.sv.md": """\
---
year: 2023
number: 2
period: {sv: Våren 2023}
subject: Brev 2023:2
preheader: Bara på svenska.
---
Hej.
""",
    "newsletters/2023-3.sv.md": """\
---
year: 2023
number: 3
published: 2023-10-20
subject: Brev 2023:3 <om> & kring
preheader: Nytt & gammalt.
signature: Redaktionen
---
Hej [på](newsletter:2023-3#nyhet) dig.

## Avsnitt & annat {#avsnitt}

### En nyhet {#nyhet}

```item
image: {file: img/bild.png, alternative: En bild, caption: Bilden, credit: Kim Ek}
contacts: [kim-ek]
more: {title: Mer hos dem, url: "https://example.com/mer?a=1&b=2"}
```

Ett möte med [Föreningen](partner:foreningen), se [fil](img/bild.png) och [ovan](#avsnitt).

Slut ]]> på det.[^1]

[^1]: En fotnot.
""",
    "newsletters/2023-3.en.md": """\
---
subject: Letter 2023:3 <about> & around
preheader: New & old.
signature: The editors
---
Hello [to](newsletter:2023-3#nyhet) you.

## Section & more {#avsnitt}

### A piece of news {#nyhet}

```item
image: {alternative: A picture, caption: The picture}
more: {title: More from them, url: "https://example.com/mer?a=1&b=2"}
```

A meeting with [Föreningen](partner:foreningen).
""",
}


def write(root: Path, files: dict[str, str]) -> None:
    """Write files below a folder, `docs/img/bild.png` among them."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    picture = root / "docs/img/bild.png"
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(_PIXEL)


def commit(root: Path, when: str) -> None:
    """Commit everything below a folder at a time (ISO 8601)."""
    who = {"NAME": "A", "EMAIL": "a@example.org", "DATE": when}
    stamps = {f"GIT_{role}_{key}": v for role in ("AUTHOR", "COMMITTER") for key, v in who.items()}
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "Change"]):
        subprocess.run(["git", "-C", root, *command], check=True, env={**os.environ, **stamps})


def network(root: Path, changes: dict[str, str] | None = None, when: str = FIRST) -> Site:
    """Write the network with some files changed, commit it, and load it."""
    write(root, {**FILES, **(changes or {})})
    commit(root, when)
    return load_site(root)[0]
