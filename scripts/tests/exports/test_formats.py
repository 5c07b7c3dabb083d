"""What the files look like to the programs that open them."""

from __future__ import annotations

import csv
import io
import json

import pytest

from psi_site.exports.export import Field
from psi_site.exports.formats import (
    Table,
    cell,
    harmless,
    line,
    write_csv,
    write_json,
    write_metadata,
)
from psi_site.i18n import load_language

FIELDS = (Field("id"), Field("title"), Field("amounts", nested=True), Field("total", "integer"))


def table(*rows: dict[str, object]) -> Table:
    return Table(
        title="Projekt",
        address="https://example.org",
        page="/projekt/",
        path="/projekt/projekt",
        words=load_language("sv"),
        currency="SEK",
        fields=FIELDS,
        rows=[line(FIELDS, row) for row in rows],
    )


def read_back(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def test_csv_begins_with_a_mark_that_excel_knows_and_ends_lines_as_the_rfc_says() -> None:
    content = write_csv(table({"id": "a", "title": "Åre"}))
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == 2


def test_csv_keeps_quotes_commas_and_letters() -> None:
    title = 'Å "ä", ö; ü'
    rows = read_back(write_csv(table({"id": "a", "title": title, "total": 1200})))
    assert rows == [["Id", "Namn", "Summa"], ["a", title, "1200"]]


def test_csv_leaves_parts_to_json() -> None:
    row = {"id": "a", "title": "b", "amounts": [{"amount": 1}], "total": 1}
    assert "amounts" not in write_csv(table(row)).decode()
    assert json.loads(write_json(table(row)))["items"][0]["amounts"] == [{"amount": 1}]


@pytest.mark.parametrize("text", ["=1+1", "+46", "-x", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_no_text_becomes_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert cell([text]).startswith("'")
    assert cell({"id": "a", "name": text}).startswith("'")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (-5, "-5"),
        (0, "0"),
        (True, "true"),
        (2.5, "2.5"),
        ("a=b", "a=b"),
        ([{"id": "x", "name": "Å"}, {"id": "y", "name": "B"}], "Å; B"),
        ([], ""),
    ],
)
def test_a_value_in_a_cell(value: object, text: str) -> None:
    assert cell(value) == text


def test_json_says_what_its_fields_mean() -> None:
    document = json.loads(write_json(table({"id": "a", "title": None})))
    assert document["url"] == "https://example.org/projekt/projekt.json"
    assert [field["name"] for field in document["fields"]] == [field.name for field in FIELDS]
    assert all(field["label"] and field["description"] for field in document["fields"])
    assert document["items"] == [{"id": "a", "title": None, "amounts": None, "total": None}]


def test_metadata_describes_the_columns_of_the_csv_file() -> None:
    found = json.loads(write_metadata(table({"id": "a"})))
    header = read_back(write_csv(table({"id": "a"})))[0]
    columns = found["tableSchema"]["columns"]
    assert found["url"] == "projekt.csv"
    assert [column["titles"] for column in columns] == header
    assert columns[-1]["datatype"] == "integer"
