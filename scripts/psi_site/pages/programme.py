"""The running order of an event, and those who take part in it, as the components show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from psi_site.model.event import Event, ItemKind, Participation, ProgrammeItem, Role
from psi_site.model.event import programme_items as all_items
from psi_site.model.party import Person
from psi_site.pages.reader import Reader

Shown = Mapping[str, Any]


def programme(reader: Reader, event: Event) -> list[Shown]:
    """Return an event's programme for the component `programme`."""
    titles = {item.id: reader.words(item.title) for item in all_items(event.programme) if item.id}
    return [_item(reader, titles, item) for item in event.programme]


def _item(reader: Reader, titles: Mapping[str, str], item: ProgrammeItem) -> Shown:
    same = item.same_people_as
    earlier = {"title": titles[same], "href": f"#{same}"} if same and same in titles else None
    return {
        "id": item.id,
        "start": _clock(reader, item.start),
        "end": _clock(reader, item.end),
        "kind": _kind(reader, item),
        "number": item.number,
        "title": reader.text(item.title),
        "html": reader.prose(item.text, f"{item.id}-" if item.id else ""),
        "people": people(reader, item.people, _implied(item.kind)),
        "same_people_as": earlier,
        "tracks": list(_tracks(reader, titles, item)),
    }


def _tracks(reader: Reader, titles: Mapping[str, str], item: ProgrammeItem) -> Iterator[Shown]:
    """Parallel parts stand side by side, each on its own; all other parts are one list."""
    parts = [_item(reader, titles, part) for part in item.items]
    if item.kind is ItemKind.PARALLEL:
        yield from ({"items": [part]} for part in parts)
    elif parts:
        yield {"items": parts}


def _clock(reader: Reader, clock: dt.time | None) -> dict[str, str] | None:
    if clock is None:
        return None
    return {"iso": clock.isoformat("minutes"), "text": reader.language.time(clock)}


def _kind(reader: Reader, item: ProgrammeItem) -> str:
    """Return the form of an item, with the language it is held in where a source says so."""
    form = "" if item.kind is ItemKind.OTHER else reader.t(f"event.item.{item.kind.value}")
    spoken = ""
    if item.language:
        spoken = reader.t("event.in_language", language=language_name(reader, item.language))
    return ", ".join(part for part in (form, spoken) if part)


def language_name(reader: Reader, code: str) -> str:
    """Return a language's name in the reader's own, as CLDR has it; else its code."""
    return str(reader.language.locale.languages.get(code, code))


def _implied(kind: ItemKind) -> Role:
    return Role.PANELLIST if kind is ItemKind.PANEL else Role.SPEAKER


def people(reader: Reader, parts: Iterable[Participation], implied: Role | None) -> list[Shown]:
    """Return who takes part, for the component `person_line`.

    The role is said where it is another than `implied`, the one that goes without saying; that
    somebody merely takes part always does.
    """
    return [person(reader, part, implied) for part in parts]


def person(reader: Reader, part: Participation, implied: Role | None = None) -> Shown:
    """Return one who takes part: a person with title and organisation, or an organisation."""
    party = reader.party(part.organisation) if part.organisation else None
    roles = [reader.words(part.title)]
    if part.role not in (implied, Role.PARTICIPANT):
        roles.append(reader.t(f"event.role.{part.role.value}"))
    role = ", ".join(words for words in roles if words)
    if part.person is None:
        shown = {"name": party.title, "href": party.href, "lang": party.lang} if party else {}
        return {**shown, "role": role}
    link = reader.link(reader.site.get(Person, part.person))
    organisation = {
        "org": party.title if party else None,
        "org_href": party.href if party else None,
        "org_lang": party.lang if party else None,
    }
    return {"name": link.title, "href": link.href, "lang": link.lang, "role": role, **organisation}
