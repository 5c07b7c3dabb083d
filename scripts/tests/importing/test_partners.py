"""Tables of other programs as entries after the list of partners."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psi_site.corpus import Corpus
from psi_site.importing.newsletter import patterns_of
from psi_site.importing.partners import PartnerImport, TableError, appended, read_partners
from psi_site.sources.yaml import read_yaml
from tests.importing.conftest import REGISTER, small, words

BEFORE = REGISTER["data/partners.yml"].encode()


def read(corpus: Corpus, table: str | bytes, before: bytes = BEFORE) -> PartnerImport:
    data = table.encode() if isinstance(table, str) else table
    return read_partners(data, before, corpus, patterns_of(words()))


def new(found: PartnerImport, before: bytes = BEFORE) -> list[dict[str, object]]:
    assert found.content.startswith(before)
    text = found.content.decode("utf-8-sig")
    value = read_yaml(text, "data/partners.yml")[0].value
    assert isinstance(value, list)
    return value[1:]


def listed(found: PartnerImport) -> dict[str, str]:
    return {note.code: note.quote for note in found.notes}


SWEDISH = """\
Namn;Sektor;Kommun;Webbplats;Alias;Bildad;Medlemmar;Beskrivning;Fax
Båtklubben Måsen;Civilsamhälle;Vasa kommun;www.masen.example;BKM, Måsarna;1987;120;Seglar *.;1
"""
ENGLISH = """\
"Name","Sector","Municipality","Website","Aliases","Founded","Members","Description","Fax"
"Båtklubben Måsen",association,Vaasa,https://www.masen.example,"BKM; Måsarna",1987,120,Seglar *.,1
"""


@pytest.mark.parametrize(
    "table",
    [
        SWEDISH.encode(),
        ENGLISH.encode(),
        b"\xef\xbb\xbf" + SWEDISH.replace("\n", "\r\n").encode(),
        SWEDISH.encode("cp1252"),
        SWEDISH.encode("utf-16"),
        ("sep=;\n" + SWEDISH).encode(),
        SWEDISH.replace(";", "\t").encode(),
        SWEDISH.replace("Namn", " NAMN ").encode(),
    ],
    ids=["semicolon", "comma", "mark", "windows", "utf-16", "sep", "tab", "capitals"],
)
def test_tables_of_every_program(corpus: Corpus, table: bytes) -> None:
    found = read(corpus, table)
    assert new(found) == [
        {
            "id": "batklubben-masen",
            "title": "Båtklubben Måsen",
            "aliases": ["BKM", "Måsarna"],
            "sector": "civil_society",
            "municipality": "vasa",
            "description": {"sv": "Seglar \\*.\n"},
            "founded": "1987",
            "members": "120",
            "url": "https://www.masen.example",
        }
    ]
    assert listed(found) == {"column_unknown": "Fax", "field_left": "Båtklubben Måsen – Fax: 1"}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("Fiskeföreningen;förening", "duplicate"),
        ("FISKEFORENINGEN;förening", "duplicate"),
        ("Vasa Fiskare;förening", "duplicate"),
        ("Odlarna;förening", "duplicate"),
        ("Fiskeföreninen;förening", "similar"),
        ("Ny förening;kyrkokör", "sector_unknown"),
        (";förening", "no_name"),
    ],
)
def test_what_is_known_or_unclear_is_listed(corpus: Corpus, row: str, code: str) -> None:
    found = read(corpus, f"Namn;Sektor\n{row}\n")
    assert found.content == BEFORE
    assert found.added == ()
    assert list(listed(found)) == [code]
    assert row.strip(";").split(";")[0] in listed(found)[code]


def test_a_name_that_comes_twice_is_added_once(corpus: Corpus) -> None:
    found = read(corpus, "Namn;Sektor\nSeglarna;förening\nSEGLARNA;förening\n")
    assert found.added == ("seglarna",)
    assert "duplicate" in listed(found)


def test_values_that_cannot_be_used_are_listed(corpus: Corpus) -> None:
    table = "Namn;Sektor;Kommun;Bildad;Webb\nSeglarna;förening;Atlantis;förr;ingen alls\n"
    found = read(corpus, table)
    entry = {"id": "seglarna", "title": "Seglarna", "sector": "civil_society"}
    assert new(found) == [entry]
    quotes = " ".join(note.quote for note in found.notes)
    assert all(value in quotes for value in ("Atlantis", "förr", "ingen alls"))


@pytest.mark.parametrize(
    "before",
    [
        b"",
        b"# Bara en rad\n",
        b"- id: a\n  title: A  # sist utan radslut",
        b"\xef\xbb\xbf# M\xc3\xa4rke\r\n- id: a\r\n  title: A\r\n",
        b"  - id: a\n    title: A\n\n# slut\n",
    ],
)
def test_every_byte_that_was_there_stays(before: bytes) -> None:
    after = appended(before, ["- id: b\n  title: B\n", "- id: c\n"])
    assert after.startswith(before)
    value = read_yaml(after.decode("utf-8-sig").replace("\r\n", "\n"), "")[0].value
    assert [entry["id"] for entry in value][-2:] == ["b", "c"]
    assert (b"\r\n" in before) is (b"\r\n" in after)


@pytest.mark.parametrize("before", [b"a: b\n", b"[{id: a}]\n", b"- id: [\n", b"- id: a\n...\n"])
def test_a_list_that_cannot_be_added_to_is_left_alone(before: bytes) -> None:
    with pytest.raises(TableError) as error:
        appended(before, ["- id: b\n"])
    assert error.value.reason == "not_appended"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"Namn;Sektor\n", "empty"),
        (b"A;B\n1;2\n", "no_names"),
        (b"PK\x03\x04...", "sheet"),
        (b"Namn\n" + b"x\n" * 2_001, "large"),
        (b"Namn\n" + b"x" * 2_000_001, "large"),
        (b"Namn\n" + b"x" * 200_000, "broken"),
    ],
)
def test_no_table_is_refused(corpus: Corpus, data: bytes, reason: str) -> None:
    with pytest.raises(TableError) as error:
        read(corpus, data)
    assert error.value.reason == reason


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=12), min_size=1, max_size=8))
def test_no_name_breaks_the_list(names: list[str]) -> None:
    """Whatever is in the cells, the list stays a list and every name is there or listed."""
    table = "Namn;Sektor\n" + "".join(f'"{name.replace(chr(34), "")}";förening\n' for name in names)
    try:
        found = read(small(), table.encode("utf-8", errors="replace"))
    except TableError as error:
        assert error.reason in ("empty", "broken")
        return
    assert len(new(found)) == len(found.added)
