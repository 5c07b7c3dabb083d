"""A revision follows an original's text, and nothing else."""

from __future__ import annotations

import re
from typing import Any

import pytest

from psi_site.model.event import Event
from psi_site.model.page import Page
from psi_site.revision import is_stale, revision

EVENT: dict[str, Any] = {
    "id": "kvall",
    "title": {"sv": "Kväll", "en": "Evening"},
    "form": "seminar",
    "summary": {"sv": "En kväll.", "en": "One evening."},
    "start": "2031-02-10 18:00",
    "programme": [{"kind": "talk", "title": {"sv": "Tal"}}],
}
PAGE: dict[str, Any] = {
    "id": "om",
    "editions": {
        "sv": {"title": "Om", "description": "Om oss.", "slug": "om", "body": "Text.\n"},
        "en": {"title": "About", "description": "About us.", "body": "Words.\n"},
    },
}


def event(**changed: Any) -> Event:
    return Event.model_validate(EVENT | changed)


def page(**changed: Any) -> Page:
    swedish = PAGE["editions"]["sv"] | changed
    return Page.model_validate(PAGE | {"editions": PAGE["editions"] | {"sv": swedish}})


def test_it_is_twelve_hexadecimal_digits_that_stay() -> None:
    assert re.fullmatch(r"[0-9a-f]{12}", revision(event(), "sv"))
    assert revision(event(), "sv") == revision(event(), "sv")


@pytest.mark.parametrize(
    "change",
    [
        {"title": {"sv": "En kväll", "en": "Evening"}},
        {"summary": {"sv": "En lång kväll.", "en": "One evening."}},
        {"programme": [{"kind": "talk", "title": {"sv": "Samtal"}}]},
        {"cost": {"sv": "Gratis"}},
        {"title": "Kväll och natt"},
    ],
)
def test_it_changes_with_the_text_wherever_it_stands(change: dict[str, Any]) -> None:
    assert revision(event(**change), "sv") != revision(event(), "sv")


@pytest.mark.parametrize(
    "change",
    [
        {"start": "2031-02-11 18:00"},
        {"status": "cancelled"},
        {"form": "meeting"},
        {"organisers": ["abf"]},
        {"title": {"sv": "Kväll", "en": "An evening"}},
        {"title": {"sv": "Kväll"}, "summary": {"sv": "En kväll."}},
        {"updated": "2031-01-01"},
    ],
)
def test_it_does_not_change_with_facts_or_translations(change: dict[str, Any]) -> None:
    assert revision(event(**change), "sv") == revision(event(), "sv")


def test_text_that_moves_between_fields_is_another_text() -> None:
    both = event(title={"sv": "Kväll. En kväll."}, summary={"sv": "."})
    assert revision(both, "sv") != revision(event(), "sv")


def test_a_page_s_text_counts_and_its_slug_does_not() -> None:
    assert revision(page(body="Ny text.\n"), "sv") != revision(page(), "sv")
    assert revision(page(title="Om oss"), "sv") != revision(page(), "sv")
    assert revision(page(slug="om-oss"), "sv") == revision(page(), "sv")


def test_each_language_has_its_own() -> None:
    assert revision(page(), "sv") != revision(page(), "en")


def test_a_translation_is_stale_when_it_was_made_from_another_text() -> None:
    now = revision(event(), "sv")
    assert not is_stale(event(), "en", "sv")
    assert not is_stale(event(translated_from={"en": now}), "en", "sv")
    made_earlier = event(translated_from={"en": now}, summary={"sv": "Ändrad.", "en": "Changed."})
    assert is_stale(made_earlier, "en", "sv")
    assert not is_stale(made_earlier, "fi", "sv")
