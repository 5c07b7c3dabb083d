"""A small made-up network whose newsletter uses everything a mail can hold."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from PIL import Image

from psi_site.mail.document import MailDocument, mail_document
from psi_site.mail.message import Mail, write_mail
from psi_site.model.newsletter import Newsletter
from psi_site.site import Site, load_site

NOW = datetime(2024, 5, 2, 8, 30, tzinfo=UTC)

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
mail:
  sender: {sv: Exempelnätet, en: The Example Network}
  email: brev@example.org
  reply_to: info@example.org
  unsubscribe: {email: avanmal@example.org}
  postal_address: Storgatan 1, 123 45 Orten
  list_id: brev.example.org
home: index
menu: {main: [nyhetsbrev]}
"""

# Two spaces at a line's end break it.
ISSUE = """\
---
year: 2024
number: 2
published: 2024-05-01
blocks:
  - kind: coming_events
    until: 2024-06-30
  - kind: new_partners
  - kind: open_calls
subject: Nyhetsbrev 2024:2 – våren
preheader: Om stöd & möten i vår.
signature: Styrelsen
---
Hej! Läs *mer* på [vår sida](page:index) eller [skriv till oss](mailto:info@example.org).

Ett stycke med 5 * 3 < 20 & annat.{BREAK}
Och en ny rad.

## Nytt {#nytt}

Kort om avsnittet, med [en länk](https://example.net/a?b=1&c=2).

### Förening & vänner {#forening}

```item
image:
  file: bilder/torg.png
  alternative: Två personer på ett torg.
  caption: På torget
  credit: Kim Ek
more:
  title: Läs hela rapporten
  url: https://example.net/rapport
contacts: [kim-ek]
partners: [foreningen]
```

**Föreningen** är ny. Se [föreningens sida](partner:foreningen), [föreningen
igen](partner:foreningen) och https://example.net/ eller <https://example.net/>.

- Första punkten
- Andra punkten, som är så lång att den behöver brytas och fortsätta på en rad till under sig
    1. Inre ett
    2. Inre två

#### En mellanrubrik

> Ett citat.

| Namn | Antal |
| --- | ---: |
| Ek | 3 |
| Al | 4 |

Med en not.[^1]

`kod_med_streck` och [nytt](#nytt)

[^1]: Notens text.

Ord
:   Förklaring

## Slut {#slut}

### Tack {#tack}

Tack för i år.
""".replace("{BREAK}", "  ")

ISSUE_EN = """\
---
subject: Newsletter 2024:2 – spring
preheader: On support & meetings.
signature: The board
---
Hello!

## News {#nytt}

### The association {#forening}

```item
image:
  alternative: Two people in a square.
  caption: In the square
```

The [association](partner:foreningen) is new.

## End {#slut}

### Thanks {#tack}

Thank you.
"""


def page(title: str, *more: str) -> str:
    return "\n".join(["---", f"title: {title}", f"description: {title}.", *more, "---", "", ""])


FILES = {
    "data/site.yml": SETTINGS,
    "data/partners.yml": """\
- id: foreningen
  title: Föreningen
  sector: civil_society
  joined: 2024
- id: klubben
  title: {sv: Klubben, en: The Club}
  sector: civil_society
  joined: 2024
  description:
    sv: |-
      Klubben spelar **schack**.

      Varje vecka.
- id: gamla
  title: Gamla föreningen
  sector: civil_society
  joined: 2019
- id: forra
  title: Förra föreningen
  sector: civil_society
  joined: 2024
""",
    "data/people.yml": """\
- id: kim-ek
  full_name: Kim Ekström
  affiliations:
    - organisation: foreningen
      title: {sv: ordförande, en: chair}
      known: 2024
  contacts:
    - {email: kim@example.org, phone: 019-123 45 67, verified: 2024-01-01}
  verified: 2024-01-01
""",
    "data/events/var.yml": """\
title: {sv: Vårmöte, en: Spring meeting}
form: meeting
summary: {sv: Vi möts., en: We meet.}
start: 2024-05-20 13:00
end: 2024-05-20 15:00
""",
    "data/events/installt.yml": """\
title: {sv: Inställt möte, en: Cancelled meeting}
form: meeting
status: cancelled
summary: {sv: Blev inte av., en: Called off.}
start: 2024-05-21
end: 2024-05-22
""",
    "data/events/inre.yml": """\
title: {sv: Inre möte, en: Internal meeting}
form: meeting
summary: {sv: Bara för oss., en: For us.}
audience: internal
start: 2024-05-23
""",
    "data/events/sent.yml": """\
title: {sv: Höstmöte, en: Autumn meeting}
form: meeting
summary: {sv: Senare., en: Later.}
start: 2024-09-01
""",
    "data/events/forbi.yml": """\
title: {sv: Vintermöte, en: Winter meeting}
form: meeting
summary: {sv: Förbi., en: Over.}
start: 2024-01-01
""",
    "data/organisations.yml": "- id: fonden\n  title: Fonden\n",
    "data/schemes.yml": """\
- id: stod
  title: {sv: Stöd, en: Support}
  summary: {sv: Pengar., en: Money.}
  funder: fonden
""",
    "data/grants/2024.yml": """\
title: {sv: Stöd 2024, en: Support 2024}
scheme: stod
year: 2024
call: {sv: Sök nu., en: Apply now.}
opens: 2024-04-01
closes: 2024-05-31
""",
    "docs/index.sv.md": page("Hem", "slug: ''"),
    "docs/index.en.md": page("Home", "slug: ''"),
    "docs/nyhetsbrev.sv.md": page("Nyhetsbrev", "lists: newsletter"),
    "docs/nyhetsbrev.en.md": page("Newsletter", "slug: newsletter"),
    "docs/parter.sv.md": page("Parter", "lists: partner"),
    "docs/parter.en.md": page("Partners", "slug: partners"),
    "docs/personer.sv.md": page("Personer", "lists: person"),
    "docs/personer.en.md": page("People", "slug: people"),
    "docs/stod.sv.md": page("Stöd", "lists: scheme"),
    "docs/stod.en.md": page("Support", "slug: support"),
    "docs/kalender.sv.md": page("Kalender", "lists: event"),
    "docs/kalender.en.md": page("Events", "slug: events"),
    "newsletters/2024-1.sv.md": """\
---
year: 2024
number: 1
published: 2024-02-01
subject: Nyhetsbrev 2024:1
preheader: Vinter.
---
Hej.

## Nytt {#nytt}

### En part {#part}

```item
partners: [forra]
```

Förra föreningen är med.
""",
    "newsletters/2024-2.sv.md": ISSUE,
    "newsletters/2024-2.en.md": ISSUE_EN,
}


def write_network(root: Path, **changed: str) -> Path:
    """Write the network's files below `root`; `changed` has other contents by file's stem."""
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(changed.get(path.stem.replace("-", "_").replace(".", "_"), text))
    picture = root / "docs/bilder/torg.png"
    picture.parent.mkdir(parents=True, exist_ok=True)
    Image.effect_mandelbrot((1200, 800), (-2, -1, 1, 1), 60).convert("RGB").save(picture)
    return root


def network(root: Path, **changed: str) -> Site:
    """Return the network loaded from files below `root`."""
    return load_site(write_network(root, **changed))[0]


def document_of(site: Site, language: str, issue: str = "2024-2") -> MailDocument:
    """Return an edition of an issue, made at a fixed time."""
    newsletter = site.get(Newsletter, issue)
    made = mail_document(site, newsletter, site.languages[language], NOW)
    assert made
    return made


def mail_of(site: Site, language: str, issue: str = "2024-2") -> Mail:
    """Return an edition of an issue written out."""
    return write_mail(document_of(site, language, issue))
