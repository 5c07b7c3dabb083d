"""Another network, in another place, in three languages: what the code knows of none of them."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import html5lib
import pytest
from icalendar import Calendar
from pydantic import BaseModel

from psi_site.checks.words import EDITORS_WORDS
from psi_site.hosting.copies import ENDINGS
from psi_site.i18n import load_language
from psi_site.model.event import EventStatus
from psi_site.model.settings import Editing
from psi_site.model.text import LocalizedText
from psi_site.site import LOCALES, Site, load_site
from tests.test_real_site import XHTML, elements, file_for, ids, links, pages, tree

CODES = ("fi", "sv", "en")
HELSINKI = ZoneInfo("Europe/Helsinki")


def folder_of(language: str) -> str:
    return "" if language == "fi" else f"{language}/"


def language_of(built: Path, page: Path) -> str:
    first = page.relative_to(built).parts[0]
    return first if first in CODES else "fi"


def words(page: Path) -> str:
    """Return the text of a page's main part, with single spaces."""
    main = next(elements(page, "main"))
    return " ".join("".join(main.itertext()).split())


def event_page(built: Path, language: str, event_id: str) -> Path:
    base = {"fi": "kalenteri", "sv": "sv/kalender", "en": "en/events"}[language]
    return built / base / event_id / "index.html"


# The site has everything.


def fields_of(model: type[BaseModel]) -> Iterator[tuple[type[BaseModel], str]]:
    """Yield every field of a model and of the parts it is made of, each once."""
    seen: set[type[BaseModel]] = set()
    waiting = [model]
    while waiting:
        part = waiting.pop()
        if part in seen:
            continue
        seen.add(part)
        for name, field in part.model_fields.items():
            yield part, name
            waiting += parts_in(field.annotation)


def parts_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [] if issubclass(annotation, LocalizedText) else [annotation]
    return [part for inner in get_args(annotation) for part in parts_in(inner)]


def enums_in(annotation: Any) -> Iterator[type[Enum]]:
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        yield annotation
    elif get_origin(annotation) in (Annotated, Union, UnionType, tuple):
        for inner in get_args(annotation):
            yield from enums_in(inner)


def filled(value: Any) -> Iterator[tuple[type[BaseModel], str, Any]]:
    """Yield every field that holds something, in a record and in its parts."""
    if isinstance(value, BaseModel) and not isinstance(value, LocalizedText):
        for name in value.model_fields_set:
            inner = getattr(value, name)
            if inner not in (None, (), "", {}):
                yield type(value), name, inner
                yield from filled(inner)
    elif isinstance(value, tuple):
        for item in value:
            yield from filled(item)
    elif isinstance(value, dict):
        yield from filled(tuple(value.values()))


def test_every_field_of_every_model_is_filled_somewhere(lappi: Site) -> None:
    wanted = {
        field for content_type in lappi.types.values() for field in fields_of(content_type.model)
    }
    every = lappi.with_drafts().every()
    found = {(model, name) for record in every for model, name, _ in filled(record)}
    # Data files leave `id` to their name, and only one kind counts its revisions.
    missing = sorted(f"{model.__name__}.{name}" for model, name in wanted - found)
    bookkeeping = ("id", "updated", "revision", "translated_from")
    # The form for editors is tried in test_cms.py; its program is no output of the network's.
    form = {"Settings.editing", *(f"Editing.{name}" for name in Editing.model_fields)}
    missing = [name for name in missing if name not in form]
    assert [name for name in missing if name.split(".")[1] not in bookkeeping] == []
    for name in bookkeeping:
        assert any(field == name for _, field in found), name


def test_every_value_of_every_choice_occurs(lappi: Site) -> None:
    choices = {
        (choice, content_type.single)
        for content_type in lappi.types.values()
        for model, name in fields_of(content_type.model)
        for choice in enums_in(model.model_fields[name].annotation)
        if model is not Editing
    }
    every = (value for record in lappi.every() for _, _, value in filled(record))
    found = {value for value in every if isinstance(value, Enum)}
    for choice, of_one_record in choices:
        # A site has one statement, so that has one of its degrees.
        enough = 1 if of_one_record else len(choice)
        assert len(found & set(choice)) >= enough, (choice.__name__, set(choice) - found)


# Nothing of the real network is left.


def test_nothing_of_the_real_network_is_in_the_output(lappi_built: Path) -> None:
    own = re.compile(rb"\bPSI\b|\xc3\x96rebro|so-in|Partnerskap|regionorebro")
    found = {
        path.relative_to(lappi_built).as_posix()
        for path in lappi_built.rglob("*")
        if path.is_file() and own.search(words_in(path))
    }
    assert found == set()


def words_in(path: Path) -> bytes:
    """Return what a published file says; in packed bytes any three letters stand by chance."""
    packed = path.suffix in {*ENDINGS, ".png", ".webp", ".wasm", ".woff2"}
    content = b"" if packed else path.read_bytes()
    return gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content


def test_the_network_has_words_for_everything_the_package_says(lappi_root: Path) -> None:
    """A key missing here is a key missing for any network that brings a language of its own."""
    package = load_language("sv").words
    own = load_language("fi", lappi_root / LOCALES).words
    readers = {key for key in package if key.split(".")[0] not in EDITORS_WORDS}
    assert sorted(readers - set(own)) == []
    assert sorted(set(own) - set(package)) == []


# Pages.


def test_three_languages_with_the_original_at_the_root(lappi_built: Path) -> None:
    for language in CODES:
        home = lappi_built / folder_of(language) / "index.html"
        assert tree(home).attrib["lang"] == language
    for page in pages(lappi_built):
        assert tree(page).attrib["lang"] == language_of(lappi_built, page), page
    assert not (lappi_built / "fi").exists()


def test_html_parses_and_ids_are_unique(lappi_built: Path) -> None:
    faults = []
    for page in pages(lappi_built):
        parser = html5lib.HTMLParser()
        parser.parse(page.read_text(encoding="utf-8"))
        faults += [(page.relative_to(lappi_built), error) for error in parser.errors]
        every = [e.attrib["id"] for e in tree(page).iter() if "id" in e.attrib]
        faults += [(page, each) for each in set(every) if every.count(each) > 1]
    assert faults == []


def test_every_link_and_anchor_resolves(lappi_built: Path) -> None:
    broken = []
    for page in pages(lappi_built):
        for address in links(page):
            found = file_for(lappi_built, page, address)
            if found is None:
                continue
            file, anchor = found
            lost = anchor and file.suffix == ".html" and anchor not in ids(file)
            if not file.is_file() or lost:
                broken.append((str(page.relative_to(lappi_built)), address))
    assert broken == []


def test_alternates_name_all_languages_and_agree(lappi_built: Path) -> None:
    full = 0
    for page in pages(lappi_built):
        own = {
            link.attrib["hreflang"]: link.attrib["href"]
            for link in elements(page, "link")
            if link.attrib.get("rel") == "alternate" and "type" not in link.attrib
        }
        if set(own) == {*CODES, "x-default"}:
            full += 1
            assert own["x-default"] == own["fi"]
            assert own["sv"].startswith("https://tunturiverkko.example/sv/")
            assert own["en"].startswith("https://tunturiverkko.example/en/")
        else:
            assert "sv" not in own or "en" not in own, page
    assert full > 100


def test_no_word_is_left_in_braces_or_as_a_key(lappi_built: Path) -> None:
    key = re.compile(r"\{[a-z_]+\}|\b(?:event|project|partner|ui|page)\.[a-z_]+\.[a-z_]+\b")
    found = [
        (page.relative_to(lappi_built), match[0])
        for page in pages(lappi_built)
        if (match := key.search(words(page)))
    ]
    assert found == []


# What is not translated, and what no longer is.


@pytest.mark.parametrize("language", ["sv", "en"])
def test_an_untranslated_record_is_listed_in_its_own_language(
    language: str, lappi_built: Path
) -> None:
    note = {"sv": "(på finska)", "en": "(in Finnish)"}[language]
    lists = {
        "2031-08-08-vain-suomeksi": {"sv": "sv/kalender", "en": "en/events"},
        "salainen-seura": {"sv": "sv/medlemmar", "en": "en/members"},
        "saunakirjasto": {"sv": "sv/projekt", "en": "en/projects"},
        "2031-2": {"sv": "sv/nyhetsbrev", "en": "en/newsletter"},
    }
    for record_id, folders in lists.items():
        page = lappi_built / folders[language] / "index.html"
        assert not (page.parent / record_id).exists()
        link = next(e for e in elements(page, "a") if e.attrib["href"].endswith(f"/{record_id}/"))
        assert link.attrib["lang"] == link.attrib["hreflang"] == "fi"
        assert f"{''.join(link.itertext())} {note}" in words(page)


def test_a_page_without_translation_has_none(lappi_built: Path) -> None:
    assert (lappi_built / "vain-suomeksi/index.html").is_file()
    assert not list((lappi_built / "sv").rglob("vain-suomeksi"))
    link = next(
        e
        for e in elements(lappi_built / "en/about/index.html", "a")
        if e.attrib["href"].endswith("vain-suomeksi/")
    )
    assert link.attrib["hreflang"] == "fi"


def test_a_stale_translation_says_so_and_no_other_does(lappi_built: Path) -> None:
    stale = {
        page.relative_to(lappi_built).as_posix()
        for page in pages(lappi_built)
        if "Översättningen kan vara gammal" in words(page)
        or "translation may be" in words(page).lower()
    }
    assert stale == {
        "sv/om/index.html",
        "sv/kalender/2030-08-10-hillajuhla/index.html",
    }
    assert "Originalet ändrades 1 februari 2031" in words(lappi_built / "sv/om/index.html")


def test_text_in_another_language_is_marked(lappi_built: Path) -> None:
    page = lappi_built / "sv/medlemmar/akasranta/index.html"
    marked = [
        "".join(e.itertext()).strip()
        for e in tree(page).iter()
        if e.attrib.get("lang") == "fi" and e.tag != f"{XHTML}a"
    ]
    assert any("Vain suomeksi kirjoitettu kuvaus." in text for text in marked)


# States of events.


@pytest.mark.parametrize(
    ("event_id", "finnish", "swedish", "english"),
    [
        ("2031-04-20-peruttu-retki", "Peruttu", "Inställt", "Cancelled"),
        ("2031-05-02-lykatty-messu", "Lykätty", "Uppskjutet", "Postponed"),
        ("2031-05-20-siirretty-tyopaja", "Uusi aika", "Nytt datum", "New date"),
        (
            "2031-06-04-verkkoon-siirretty",
            "Siirretty verkkoon",
            "Flyttat till nätet",
            "Moved online",
        ),
    ],
)
def test_a_status_is_said_in_words_on_page_and_list(
    event_id: str, finnish: str, swedish: str, english: str, lappi_built: Path
) -> None:
    for language, word in zip(CODES, (finnish, swedish, english), strict=True):
        page = event_page(lappi_built, language, event_id)
        assert word.lower() in words(page).lower()
        assert word.lower() in words(page.parents[1] / "index.html").lower()


def test_previous_time_is_told(lappi_built: Path) -> None:
    page = event_page(lappi_built, "fi", "2031-05-20-siirretty-tyopaja")
    assert "13. toukokuuta 2031" in words(page)
    assert "20. toukokuuta 2031" in words(page)


def test_an_undated_event_says_what_is_known(lappi_built: Path) -> None:
    for language, period in zip(
        CODES, ("Ennen hiihtolomaa", "Före sportlovet", "Before the winter holidays"), strict=True
    ):
        assert period in words(event_page(lappi_built, language, "joskus-lumella"))


def test_today_still_comes_and_yesterday_is_past(lappi_built: Path) -> None:
    text = words(lappi_built / "kalenteri/index.html")
    coming, past = text.index("Tulossa"), text.index("Menneet")
    assert coming < text.index("Lyhtyjen päivä") < past
    assert past < text.index("Nuotiopuhe")


def test_a_day_range_and_times_are_written_as_the_language_does(lappi_built: Path) -> None:
    event_id = "2031-05-02-lykatty-messu"
    assert "2.–4. toukokuuta 2031" in words(event_page(lappi_built, "fi", event_id))
    assert "2–4 maj 2031" in words(event_page(lappi_built, "sv", event_id))
    assert re.search(r"2[–-]4 May 2031", words(event_page(lappi_built, "en", event_id)))
    today = "2031-03-30-lyhtyjen-paiva"
    assert "10.00–16.00" in words(event_page(lappi_built, "fi", today))


def test_money_is_in_the_network_s_currency(lappi_built: Path) -> None:
    for path, amount in (
        ("hankkeet/lyhtyreitti", "120\u202f000 €"),
        ("sv/projekt/lyhtyreitti", "120\u202f000 euro"),
        ("en/projects/lyhtyreitti", "€120,000"),
    ):
        text = "".join(next(elements(lappi_built / path / "index.html", "main")).itertext())
        assert amount in text
        assert not re.search(r"\d kr\b", text)


def test_finnish_letters_sort_last_in_finnish(lappi_built: Path) -> None:
    text = words(lappi_built / "jasenet/index.html")
    names = ["Hiljainen seura", "Kuuskeron kylät", "Äkäsranta", "Öinen valo"]
    assert [text.index(name) for name in names] == sorted(text.index(name) for name in names)


# Files that are not pages.


def events_in(path: Path) -> dict[str, Any]:
    calendar = Calendar.from_ical(path.read_bytes())
    return {str(event["UID"]).split("@")[0]: event for event in calendar.walk("VEVENT")}


def test_calendars_are_in_helsinki_time(lappi_built: Path) -> None:
    found = events_in(lappi_built / "kalenteri.ics")
    today = found["2031-03-30-lyhtyjen-paiva"]
    assert today["DTSTART"].params["TZID"] == "Europe/Helsinki"
    assert today["DTSTART"].dt == datetime(2031, 3, 30, 10, tzinfo=HELSINKI)
    assert today["DTSTART"].dt.utcoffset() == timedelta(hours=3)
    night = found["2031-10-26-yon-kavely"]
    start, end = (night[name].dt for name in ("DTSTART", "DTEND"))
    assert (start.utcoffset(), end.utcoffset()) == (timedelta(hours=3), timedelta(hours=2))
    assert end.timestamp() - start.timestamp() == 6 * 3600


def test_a_calendar_for_each_language_and_none_for_partners_in_it(lappi_built: Path) -> None:
    for name in ("kalenteri.ics", "sv/kalender.ics", "en/events.ics"):
        found = events_in(lappi_built / name)
        assert "2031-09-01-talvikarajat" not in found
        assert "joskus-lumella" not in found
        assert "2031-04-20-peruttu-retki" in found
    assert "CANCELLED" in str(
        events_in(lappi_built / "sv/kalender.ics")["2031-04-20-peruttu-retki"]["STATUS"]
    )
    assert "2031-09-01-talvikarajat" in events_in(lappi_built / "kalenteri/talvikaraja.ics")


@pytest.mark.parametrize("language", CODES)
def test_feeds_exist_in_three_formats(language: str, lappi_built: Path) -> None:
    letter, news = {
        "fi": ("uutiskirje", "uutta"),
        "sv": ("sv/nyhetsbrev", "sv/nytt"),
        "en": ("en/newsletter", "en/news"),
    }[language]
    for folder in (letter, news):
        rss = ElementTree.parse(lappi_built / folder / "rss.xml").getroot()
        assert rss.findtext("channel/language") == language
        atom = ElementTree.parse(lappi_built / folder / "atom.xml").getroot()
        assert atom.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == language
        feed = json.loads((lappi_built / folder / "feed.json").read_text(encoding="utf-8"))
        assert feed["language"] == language
        assert feed["home_page_url"].startswith(
            f"https://tunturiverkko.example/{folder_of(language)}"
        )
        assert feed["items"]


def test_the_settings_have_everything_that_mail_needs(lappi: Site) -> None:
    assert lappi.settings.mail
    assert lappi.settings.original == "fi"
    assert {event.status for event in lappi.records["event"].values()} == set(EventStatus)  # type: ignore[attr-defined]


def test_the_only_warnings_are_the_texts_left_untranslated(lappi_root: Path) -> None:
    warnings = load_site(lappi_root)[1]
    assert {warning.code for warning in warnings} == {"translation-missing"}
