"""The two ways a table is written, and the description of its columns.

CSV follows RFC 4180: commas, CRLF, quotes where needed, a header line. It begins with a UTF-8
byte-order mark, without which Excel reads å as Ã¥. Excel in a country that writes decimals with a
comma expects semicolons when such a file is double-clicked; there one takes Data, From Text/CSV,
which finds the commas by itself. The pages say so.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from psi_site.exports.export import Field, Row
from psi_site.i18n import Language

BYTE_ORDER_MARK = "\ufeff"
_JSON = json.JSONEncoder(ensure_ascii=False, indent=2)
_SCALAR = json.JSONEncoder(ensure_ascii=False)
"""Many times as fast, and the same where there are no lines to indent."""
_CELL = re.compile(r"^(?=[\s=+@＝＋－＠-])|(?!^\s)([;\t\r\n]\s*)(?=[=+@＝＋－＠-])")
"""Where a cell begins with what a spreadsheet may calculate, or with white space."""


class Line(NamedTuple):
    """A row as it stands in the files: a line of CSV, and an object of JSON as an item."""

    csv: str
    json: str


class Table(NamedTuple):
    """An export as it is written: the rows of one language.

    `path` is that of its files from the site's root, without a suffix, `page` that of the page they
    belong to; `address` is the site's own, without a slash at its end.
    """

    title: str
    address: str
    page: str
    path: str
    words: Language
    currency: str
    fields: Sequence[Field]
    rows: Sequence[Line]


class Format(NamedTuple):
    """A kind of file: its suffix, its media type (RFC 6838) and how it is written."""

    id: str
    suffix: str
    media_type: str
    write: Callable[[Table], bytes]


def line(fields: Sequence[Field], row: Row) -> Line:
    """Return the values of a row under the fields as both files have them."""
    values = [(field.name, row.get(field.name)) for field in fields]
    cells = [cell(row.get(field.name)) for field in fields if not field.nested]
    members = [f"{_key(name)}: {_encoded(value)}" for name, value in values]
    return Line(_csv(cells), "{\n      " + ",\n      ".join(members) + "\n    }")


def _csv(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


@cache
def _key(name: str) -> str:
    """Return the name of a field as the key of a member: the same few on every line."""
    return _SCALAR.encode(name)


def _encoded(value: Any) -> str:
    """Return a value as the member of an item, its further lines as deep as it stands."""
    if value is None:
        return "null"
    if not isinstance(value, (list, tuple, Mapping)):
        return _SCALAR.encode(value)
    return _JSON.encode(value).replace("\n", "\n      ") if value else _SCALAR.encode(value)


def write_csv(table: Table) -> bytes:
    """Return a table as CSV (RFC 4180), with the fields' words as its header."""
    fields = [field for field in table.fields if not field.nested]
    header = _csv([harmless(field.label(table.words)) for field in fields])
    return "".join((BYTE_ORDER_MARK, header, *(row.csv for row in table.rows))).encode("utf-8")


def cell(value: Any) -> str:
    """Return a value as the text of one cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    return harmless(flat(value))


def flat(value: Any) -> str:
    """Return texts and `{id, name}` as their words, several with a semicolon between."""
    if isinstance(value, Mapping):
        return str(value["name"])
    if isinstance(value, (list, tuple)):
        return "; ".join(flat(each) for each in value)
    return str(value)


def harmless(text: str) -> str:
    """Return `text` so that no spreadsheet takes it for a formula (OWASP, CSV injection).

    Where decimals are written with a comma, spreadsheets begin a new cell at each semicolon.
    """
    return _CELL.sub(r"\1'", text)


def write_json(table: Table) -> bytes:
    """Return a table as JSON (RFC 8259): what it is, what its fields mean, its rows."""
    document = {
        "title": table.title,
        "url": f"{table.address}{table.path}.json",
        "page": f"{table.address}{table.page}",
        "language": table.words.code,
        "currency": table.currency,
        "fields": [
            {
                "name": field.name,
                "label": field.label(table.words),
                "description": field.about(table.words),
            }
            for field in table.fields
        ],
    }
    rows = ",\n    ".join(row.json for row in table.rows)
    items = f"[\n    {rows}\n  ]" if rows else "[]"
    head = _JSON.encode(document).removesuffix("\n}")
    return f'{head},\n  "items": {items}\n}}\n'.encode()


def write_metadata(table: Table) -> bytes:
    """Return the description of a CSV file's columns (CSV on the Web, W3C tabular-metadata).

    Readers look for it under the CSV file's own name with `-metadata.json` after it.
    """
    columns = [
        {
            "name": field.name,
            "titles": harmless(field.label(table.words)),
            "dc:description": field.about(table.words),
            "datatype": field.datatype,
        }
        for field in table.fields
        if not field.nested
    ]
    document = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": table.words.code}],
        "url": f"{table.path.rpartition('/')[2]}.csv",
        "dc:title": table.title,
        "tableSchema": {"columns": columns},
    }
    return _json(document)


def _json(document: Mapping[str, Any]) -> bytes:
    return f"{_JSON.encode(document)}\n".encode()


FORMATS = (
    Format("csv", "csv", "text/csv", write_csv),
    Format("json", "json", "application/json", write_json),
)
