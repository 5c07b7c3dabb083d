"""Dates, numbers, plurals and sorting as Swedish, English and Finnish have them."""

from __future__ import annotations

import os
from datetime import date, datetime, time
from pathlib import Path

import pytest

from psi_site.i18n import Language, _known, file_of, known_languages, load_language
from tests.made_up import LAPPI

OWN = LAPPI / "data/locales"
SWEDISH, ENGLISH = load_language("sv"), load_language("en")
FINNISH = load_language("fi", OWN)
NARROW = "\u202f"


@pytest.mark.parametrize(
    ("language", "shown"),
    [(SWEDISH, "19 april 2022"), (ENGLISH, "19 April 2022"), (FINNISH, "19. huhtikuuta 2022")],
)
def test_a_day_in_full(language: Language, shown: str) -> None:
    assert language.date(date(2022, 4, 19)) == shown


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        (SWEDISH, "tisdag 19 april 2022"),
        (ENGLISH, "Tuesday 19 April 2022"),
        (FINNISH, "tiistaina 19. huhtikuuta 2022"),
    ],
)
def test_a_day_with_its_weekday(language: Language, shown: str) -> None:
    assert language.weekday_date(date(2022, 4, 19)) == shown


@pytest.mark.parametrize(
    ("language", "month", "short"),
    [
        (SWEDISH, "april 2022", "apr"),
        (ENGLISH, "April 2022", "Apr"),
        (FINNISH, "huhtikuu 2022", "huhti"),
    ],
)
def test_a_month_alone_stands_in_its_own_form(language: Language, month: str, short: str) -> None:
    assert language.month_year(date(2022, 4, 1)) == month
    assert language.month_short(date(2022, 4, 1)) == short


RANGES = [
    # the same day, the same month, the same year, two years
    ((2022, 5, 2), (2022, 5, 2), "2 maj 2022", "2 May 2022", "2. toukokuuta 2022"),
    ((2022, 5, 2), (2022, 5, 4), "2–4 maj 2022", "2–4 May 2022", "2.–4. toukokuuta 2022"),
    (
        *((2022, 5, 30), (2022, 6, 1)),
        *("30 maj – 1 juni 2022", "30 May – 1 June 2022"),
        "30. toukokuuta – 1. kesäkuuta 2022",
    ),
    (
        *((2022, 12, 31), (2023, 1, 1)),
        *("31 december 2022 – 1 januari 2023", "31 December 2022 – 1 January 2023"),
        "31. joulukuuta 2022 – 1. tammikuuta 2023",
    ),
    # the same month of another year is not the same month
    (
        *((2022, 5, 2), (2023, 5, 2)),
        *("2 maj 2022 – 2 maj 2023", "2 May 2022 – 2 May 2023"),
        "2. toukokuuta 2022 – 2. toukokuuta 2023",
    ),
]


@pytest.mark.parametrize(("first", "last", "swedish", "english", "finnish"), RANGES)
def test_a_range_says_nothing_twice(
    first: tuple[int, int, int],
    last: tuple[int, int, int],
    swedish: str,
    english: str,
    finnish: str,
) -> None:
    days = date(*first), date(*last)
    found = [language.date_range(*days) for language in (SWEDISH, ENGLISH, FINNISH)]
    assert found == [swedish, english, finnish]


def test_times_and_moments() -> None:
    assert [each.time(time(9, 5)) for each in (SWEDISH, FINNISH)] == ["09.05", "9.05"]
    moment = datetime(2022, 4, 19, 13, 0)
    assert SWEDISH.moment(moment) == "19 april 2022 kl. 13.00"
    assert FINNISH.moment(moment) == "19. huhtikuuta 2022 klo 13.00"
    assert SWEDISH.moment(moment.date()) == "19 april 2022"


def test_numbers_never_break_inside() -> None:
    assert SWEDISH.number(3036409) == f"3{NARROW}036{NARROW}409"
    assert FINNISH.number(3036409) == f"3{NARROW}036{NARROW}409"
    assert ENGLISH.number(3036409) == "3,036,409"
    assert SWEDISH.number(0.5) == "0,5"
    assert not {" ", "\u00a0"} & set(SWEDISH.number(10**9))


def test_large_numbers_and_percent_in_words() -> None:
    assert SWEDISH.compact(2_900_000) == "2,9 miljoner"
    assert ENGLISH.compact(2_900_000) == "2.9 million"
    assert SWEDISH.percent(75.5) == "75,5\u00a0%"
    assert ENGLISH.percent(40.0) == "40%"
    assert ENGLISH.percent(7.25) == "7.25%"


def test_words_follow_the_plural_rule() -> None:
    assert SWEDISH.text("home.in_all", n=1) == "part i nätverket"
    assert SWEDISH.text("home.in_all", n=0) == SWEDISH.text("home.in_all", n=39)
    assert ENGLISH.text("place.count.partners", n=1) == "1 partner"
    assert ENGLISH.text("place.count.partners", n=12) == "12 partners"
    assert FINNISH.text("place.count.partners", n=2) == "2 jäsentä"


def test_numbers_in_words_are_written_as_the_language_does() -> None:
    assert SWEDISH.text("place.count.partners", n=1234) == f"1{NARROW}234 parter"
    assert ENGLISH.text("place.count.partners", n=1234) == "1,234 partners"


def test_a_missing_key_is_named() -> None:
    with pytest.raises(KeyError, match=r"no\.such\.key"):
        SWEDISH.text("no.such.key")
    assert not SWEDISH.has("no.such.key")
    assert SWEDISH.has("home.in_all")


def test_swedish_letters_sort_last() -> None:
    names = ["Örebro", "Ängelholm", "Årjäng", "Arboga", "Zinkgruvan", "École", "Eda", "10 kap", "2"]
    assert sorted(names, key=SWEDISH.sort_key) == [
        *("10 kap", "2", "Arboga", "École", "Eda", "Zinkgruvan"),
        *("Årjäng", "Ängelholm", "Örebro"),
    ]


def test_english_passes_over_what_it_has_no_letters_for() -> None:
    names = ["Örebro", "Oslo", "Orsa", "Årjäng", "Azov", "Arvika"]
    assert sorted(names, key=ENGLISH.sort_key) == [
        *("Årjäng", "Arvika", "Azov"),
        *("Örebro", "Orsa", "Oslo"),
    ]


def test_sorting_is_by_word_and_passes_over_signs() -> None:
    names = ["Ny väg", "Nyköping", "ny-tt", "Ny", "”Ny” arena"]
    assert sorted(names, key=SWEDISH.sort_key) == [
        "Ny",
        "”Ny” arena",
        "Ny väg",
        "Nyköping",
        "ny-tt",
    ]


def test_equal_but_for_case_still_has_an_order() -> None:
    assert sorted(["abf", "ABF"], key=SWEDISH.sort_key) == ["ABF", "abf"]


@pytest.mark.parametrize(
    ("parts", "shown"),
    [([], ""), (["a"], "a"), (["a", "b"], "a och b"), (["a", "b", "c"], "a, b och c")],
)
def test_a_list_in_running_words(parts: list[str], shown: str) -> None:
    assert SWEDISH.join(parts) == shown


def test_a_site_s_words_come_before_the_package_s(tmp_path: Path) -> None:
    folder = tmp_path / "sv"
    folder.mkdir()
    (folder / "home.yml").write_text("new: Nyheter\n", encoding="utf-8")
    own = load_language("sv", tmp_path)
    assert own.text("home.new") == "Nyheter"
    assert own.text("home.issue") == SWEDISH.text("home.issue")


def test_words_are_read_again_when_their_file_changes(tmp_path: Path) -> None:
    folder = tmp_path / "sv"
    folder.mkdir()
    for number, word in enumerate(("Nyheter", "Aktuellt")):
        path = folder / "home.yml"
        path.write_text(f"new: {word}\n", encoding="utf-8")
        os.utime(path, ns=(number, number))
        assert load_language("sv", tmp_path).text("home.new") == word


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(KeyError):
        load_language("tlh")
    assert {"sv", "en"} <= set(known_languages())


def test_a_key_s_file_is_known() -> None:
    assert file_of("home.in_all.one") == ("home.yml", "in_all.one")
    assert file_of("menu.label") == ("ui.yml", "menu.label")


def test_words_kept_in_a_quick_form_are_those_of_the_files(tmp_path: Path) -> None:
    folder, quick = tmp_path / "own", tmp_path / "quick"
    (folder / "fi").mkdir(parents=True)
    file = folder / "fi/home.yml"
    for words in ("yksi", "kaksi"):
        file.write_text(f"title: {words}\n", encoding="utf-8")
        for _ in range(3):
            _known.clear()
            assert load_language("fi", folder, quick).text("home.title") == words
    assert list(quick.iterdir())


@pytest.mark.parametrize("left", ["", "[]", '["", {}]', "{", "[1, 2, 3]"])
def test_a_quick_form_that_cannot_be_read_is_none(tmp_path: Path, left: str) -> None:
    for _ in range(2):
        _known.clear()
        assert load_language("sv", quick=tmp_path).words == SWEDISH.words
        for file in tmp_path.iterdir():
            file.write_text(left, encoding="utf-8")
