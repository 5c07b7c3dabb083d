"""Events as pages: every state, every field, and the lists they stand in."""

from __future__ import annotations

from typing import Any

import pytest

from psi_site.model.event import Event
from psi_site.pages.agenda import agenda
from psi_site.pages.event import notices
from psi_site.pages.facets import FACETS, choices
from psi_site.site import Site
from tests.pages.drawing import XHTML, day, draw, reader, tree, with_events, words

LATER = "2026-12-03 13:00"
FULL: dict[str, Any] = {
    "id": "full",
    "form": "workshop",
    "description": {"sv": "En *beskrivning*.", "en": "A *description*."},
    "series": "samhallssamtal",
    "start": LATER,
    "end": "2026-12-03 16:30",
    "attendance": "mixed",
    "for_whom": {"sv": "För alla med frågor.", "en": "For all with questions."},
    "cost": {"sv": "Gratis", "en": "Free"},
    "venue": {
        "title": "Folkets hus",
        "street": "Storgatan 1",
        "postal_code": "700 01",
        "locality": "Byn",
        "country": "FI",
        "coordinates": {"latitude": "59.27", "longitude": "15.21"},
        "accessibility": {"sv": "Hiss finns.", "en": "There is a lift."},
    },
    "online": {"url": "https://example.org/live", "description": "Video"},
    "organisers": ["coompanion"],
    "participants": ["verdandi-orebro", "bilda"],
    "people": [
        {"person": "anders-bro", "role": "moderator", "title": {"sv": "utredare", "en": "analyst"}},
        {"person": "mona-hedfeldt", "role": "participant", "organisation": "bilda"},
        {"organisation": "nbv", "role": "leader"},
    ],
    "contacts": [
        {
            "person": "sofia-tungfelt",
            "role": {"sv": "värd", "en": "host"},
            "email": "v@example.org",
            "phone": "019-11 22 33",
            "verified": "2026-10-01",
        },
        {"email": "bara@example.org", "verified": "2026-10-01"},
    ],
    "registration": {
        "url": "https://example.org/join",
        "email": "join@example.org",
        "last_day": "2026-11-30",
        "note": {"sv": "Ange *mat*.", "en": "State *food*."},
    },
    "spoken": ["sv", "fi"],
    "accessibility": {"sv": "Texttolkning.", "en": "Speech to text."},
    "questions": [{"sv": "Hur då?", "en": "How?"}],
    "programme": [
        {
            "id": "a",
            "kind": "talk",
            "start": "13:00",
            "end": "13:30",
            "title": {"sv": "Tal", "en": "Talk"},
            "language": "en",
            "text": {"sv": "Om allt.", "en": "On it all."},
            "people": [{"person": "anders-hagman", "title": {"sv": "präst", "en": "priest"}}],
        },
        {
            "kind": "parallel",
            "title": {"sv": "Två spår", "en": "Two tracks"},
            "items": [
                {"kind": "discussion", "title": "Spår A", "same_people_as": "a"},
                {"kind": "discussion", "number": "7", "title": "Spår B"},
            ],
        },
    ],
    "recordings": [
        {
            "title": {"sv": "Filmen", "en": "The film"},
            "url": "https://www.example.org/film",
            "minutes": "80",
            "language": "sv",
            "captions": ["sv", "en"],
            "transcript": {"sv": "Allt som sades.", "en": "All that was said."},
            "published": "2026-12-05",
        }
    ],
    "documents": [
        {"title": {"sv": "Inbjudan", "en": "Invitation"}, "file": "filer/inbjudan.pdf"},
        {"title": "Report", "url": "https://example.org/report", "language": "fi"},
    ],
    "tallies": [{"value": "40", "approximate": "true", "label": {"sv": "gäster", "en": "guests"}}],
    "outcome": {"sv": "Ett nytt nätverk.", "en": "A new network."},
    "projects": ["raise"],
    "places": ["orebro"],
    "terms": ["uvas"],
}


@pytest.fixture(scope="module")
def full_page(real_site: Site) -> str:
    return draw(with_events(real_site, FULL), "/kalender/full/")


@pytest.mark.parametrize(
    "text",
    [
        *("Ett möte", "Vi möts.", "En beskrivning .", "Samhällssamtal", "Verkstad"),
        *("torsdag 3 december 2026", "13.00–16.30", "På plats och på nätet", "För alla med frågor"),
        *("Gratis", "Folkets hus", "Storgatan 1", "700 01 Byn", "Finland", "Hiss finns.", "Video"),
        *("Coompanion", "Verdandi Örebro", "Anders Bro", "utredare", "Mona Hedfeldt", "NBV"),
        *("Sofia Tungfelt", "värd", "v@example.org", "1 oktober 2026", "bara@example.org"),
        *("Senast 30 november 2026.", "Ange mat .", "svenska och finska", "Texttolkning."),
        *("Hur då?", "13.00 – 13.30", "Föredrag, på engelska", "Om allt.", "Anders Hagman"),
        *("präst", "Två spår", "Spår A", "Samma personer som i Tal", "7", "Spår B"),
        *("Filmen", "example.org", "1 tim 20 min", "5 december 2026", "Talas på svenska."),
        *("Textas på svenska och engelska.", "Allt som sades.", "Inbjudan", "PDF", "Report"),
        *("cirka 40", "gäster", "Ett nytt nätverk.", "RaiSE", "Örebro", "Öppet för alla"),
        *("Spara mötet i din kalender", "Prenumerera: Samhällssamtal"),
    ],
)
def test_every_fact_of_an_event_is_on_its_page(full_page: str, text: str) -> None:
    assert text in words(full_page)


def test_links_of_an_event_lead_out_of_its_page(full_page: str) -> None:
    links = {element.attrib["href"] for element in tree(full_page).iter(f"{XHTML}a")}
    assert {
        "https://example.org/join",
        "https://example.org/live",
        "mailto:join@example.org",
        "https://www.example.org/film",
        "/filer/inbjudan.pdf",
        "https://example.org/report",
        "#a",
        "/personer/#anders-bro",
        "/kalender/samhallssamtal/",
        "/ordlista/#uvas",
    } <= links


def test_registration_closes_with_its_last_day(real_site: Site) -> None:
    site = with_events(real_site, FULL)
    assert "Anmäl dig" in words(draw(site, "/kalender/full/", day("2026-11-30")))
    assert "Anmäl dig" not in words(draw(site, "/kalender/full/", day("2026-12-01")))


@pytest.mark.parametrize(
    ("fields", "kind", "text"),
    [
        ({"status": "cancelled", "start": LATER}, "danger", "3 december 2026 kl. 13.00 blir inte"),
        ({"status": "cancelled"}, "danger", "Det blir inte av."),
        ({"status": "postponed", "previous_start": LATER}, "warning", "inte av 3 december 2026"),
        ({"status": "postponed"}, "warning", "Ett nytt datum är inte bestämt."),
        (
            {"status": "rescheduled", "previous_start": "2026-11-30", "start": LATER},
            "warning",
            "skulle ha varit 30 november 2026. Nu är det torsdag 3 december 2026, kl. 13.00.",
        ),
        ({"status": "rescheduled", "previous_start": LATER}, "warning", "tidigare datumet gäller"),
        ({"status": "moved_online", "start": LATER}, "warning", "på nätet i stället"),
    ],
)
def test_a_changed_status_says_what_it_means(
    real_site: Site, fields: dict[str, str], kind: str, text: str
) -> None:
    site = with_events(real_site, {"id": "made", "status_note": {"sv": "För *få*."}, **fields})
    first = next(notices(reader(site), site.get(Event, "made")))
    assert first["kind"] == kind
    assert text in first["text"]
    assert first["note"] == "För <em>få</em>."
    draw(site, "/kalender/made/")


def test_a_past_notice_waits_for_the_end_of_the_last_day(real_site: Site) -> None:
    site = with_events(real_site, {"id": "made", "start": "2026-11-22"})
    event = site.get(Event, "made")
    (notice,) = notices(reader(site), event)
    assert (notice["hidden"], notice["after"]) == (True, "2026-11-23T00:00+01:00")
    (notice,) = notices(reader(site, now=day("2026-11-23")), event)
    assert notice["hidden"] is False


def test_an_undated_event_shows_what_is_known_and_says_nothing_of_the_rest(
    real_site: Site,
) -> None:
    page = draw(real_site, "/kalender/samhallsaktorer-i-samverkan/")
    assert "2021, okänd dag" in words(page)
    assert "date-block-day" not in page
    for absent in ("Anmälan", "Kostnad", "Spara mötet", "har redan varit", "Språk"):
        assert absent not in words(page)


def test_an_event_without_audience_or_series_says_nothing_of_it(real_site: Site) -> None:
    assert "Vem får komma" not in words(draw(with_events(real_site, {"id": "x"}), "/kalender/x/"))


def test_the_newest_year_to_choose_comes_first(real_site: Site) -> None:
    days = {"a": "2019-05-01", "b": "2026-05-01", "c": "2021-05-01"}
    sources = ({"id": key, "start": day} for key, day in days.items())
    site = with_events(real_site, *sources, only=True)
    facet = next(each for each in FACETS if each.kind == Event.kind)
    assert [each.slug for each in choices(reader(site), facet)] == ["2026", "2021", "2019"]


def test_the_agenda_parts_events_by_the_reader_s_day(real_site: Site) -> None:
    site = with_events(
        real_site,
        {"id": "next", "start": "2026-11-24 09:00"},
        {"id": "today", "start": "2026-11-22 08:00"},
        {"id": "over", "start": "2026-11-19", "end": "2026-11-21"},
        {"id": "long-ago", "start": "2025-01-01"},
        {"id": "some-day"},
        only=True,
    )
    found = agenda(reader(site), site.ids(Event.kind))
    assert [line.href for line in found.coming] == ["/kalender/today/", "/kalender/next/"]
    assert [(year.year, len(year.lines)) for year in found.past] == [("2026", 1), ("2025", 1)]
    assert [line.href for line in found.undated] == ["/kalender/some-day/"]
    assert found.coming[0].end == "2026-11-22"
    assert found.past_lines[0].end == "2026-11-21"


def test_the_calendar_offers_the_subscription_while_nothing_comes(real_site: Site) -> None:
    page = draw(real_site, "/kalender/")
    assert "Inget möte är inbokat just nu. Prenumerera på kalendern" in words(page)
    empty = next(e for e in tree(page).iter(f"{XHTML}div") if "data-split-empty" in e.attrib)
    assert "hidden" not in empty.attrib
    booked = draw(with_events(real_site, FULL), "/kalender/")
    empty = next(e for e in tree(booked).iter(f"{XHTML}div") if "data-split-empty" in e.attrib)
    assert "hidden" in empty.attrib


def test_a_year_shows_only_its_own_events(real_site: Site) -> None:
    text = words(draw(real_site, "/kalender/2021/"))
    assert "Hur bygger vi en ökad tillit i välfärden?" in text
    assert "Vad är social innovation?" not in text


def test_neighbours_are_the_dated_events_of_the_series(real_site: Site) -> None:
    page = draw(real_site, "/kalender/2022-06-16-sociala-foretag/")
    ways = {
        e.attrib["rel"]: e.attrib["href"] for e in tree(page).iter(f"{XHTML}a") if "rel" in e.attrib
    }
    assert ways == {
        "prev": "/kalender/2022-04-19-vad-ar-social-innovation/",
        "next": "/kalender/2022-10-24-fran-utanforskap-till-inkludering/",
    }


def test_an_event_links_to_the_news_about_it(real_site: Site) -> None:
    page = draw(real_site, "/en/events/2017-11-20-raise-bologna/")
    assert 'href="/en/newsletter/2017-4/#raise-bologna"' in page
    assert "RaiSE: seven from the Partnership in Bologna" in words(page)


def test_an_untranslated_event_is_listed_with_its_language_and_has_no_page(
    real_site: Site,
) -> None:
    made = {"id": "bara", "start": LATER, "title": {"sv": "Bara så"}, "summary": {"sv": "Så."}}
    page = draw(with_events(real_site, made), "/en/events/")
    link = next(e for e in tree(page).iter(f"{XHTML}a") if e.attrib["href"] == "/kalender/bara/")
    assert (link.attrib["lang"], link.attrib["hreflang"]) == ("sv", "sv")
    assert "(in Swedish)" in words(page)
    with pytest.raises(KeyError):
        draw(with_events(real_site, made), "/en/events/bara/")


def test_a_series_shows_its_events_without_its_own_name_on_each(real_site: Site) -> None:
    page = draw(real_site, "/kalender/samhallssamtal/")
    assert "Coompanion" in words(page)
    assert "/kalender/2022-04-19-vad-ar-social-innovation/" in page
    assert 'class="tag tag-plum"' not in page
