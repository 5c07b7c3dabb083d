"""The scalar values of the data files, each read strictly from the text an editor wrote.

The sources hand over text only, so that `10:30` is a time and `no` is a word wherever the model
says so. Every reader here takes that text and either returns the value or raises a
`PydanticCustomError` whose type is the code of a diagnostic.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

IDENT_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})")
_HOST = re.compile(r"(?:[\w-]+(?:\.[\w-]+)*\.?|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")
"""A host and perhaps a port; a name before it only pretends to be somebody (RFC 3986, 7.6)."""
_AMOUNT = re.compile(r"-?\d{1,3}(?:[ \u00a0\u202f]\d{3})+|-?\d+")


def _refuse(code: str, value: Any) -> PydanticCustomError:
    return PydanticCustomError(code, "{value}", {"value": str(value)})


def read_day(value: Any) -> date:
    """Read `2022-04-19`; raise `bad-date` for anything else."""
    if isinstance(value, date):
        return value
    match = _DAY.fullmatch(str(value).strip())
    if not match:
        raise _refuse("bad-date", value)
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise _refuse("impossible-date", value) from None


def read_clock(value: Any) -> time:
    """Read `13:00` (or `13.00`), wall-clock time of the site's zone; raise `bad-time` otherwise."""
    if isinstance(value, time):
        return value
    match = _CLOCK.fullmatch(str(value).strip())
    try:
        return time(int(match[1]), int(match[2])) if match else _no_time(value)
    except ValueError:
        return _no_time(value)


def _no_time(value: Any) -> time:
    raise _refuse("bad-time", value)


def read_moment(value: Any) -> date | datetime:
    """Read a day, or a day and a wall-clock time: `2022-04-19` or `2022-04-19 13:00`.

    The datetime is naive: its zone is the site's, and is added where the value is used.
    """
    if isinstance(value, date):
        return value
    day, _, clock = str(value).strip().replace("T", " ").partition(" ")
    if not clock:
        return read_day(day)
    return datetime.combine(read_day(day), read_clock(clock))


def read_number(value: Any) -> int:
    """Read a whole number, with or without spaces between thousands; raise `bad-number`."""
    if isinstance(value, int):
        return value
    text = str(value).strip()
    if not _AMOUNT.fullmatch(text):
        raise _refuse("bad-number", value)
    return int(re.sub(r"\s", "", text))


def read_decimal(value: Any) -> float:
    """Read a number with a decimal point; raise `bad-number`."""
    if isinstance(value, (int, float)):
        return float(value)
    if not re.fullmatch(r"-?\d+(\.\d+)?", str(value).strip()):
        raise _refuse("bad-number", value)
    return float(value)


def read_flag(value: Any) -> bool:
    """Read `true` or `false`; raise `bad-flag` for every other word (`no` is a text)."""
    if isinstance(value, bool):
        return value
    if value not in ("true", "false"):
        raise _refuse("bad-flag", value)
    return bool(value == "true")


def read_url(value: Any) -> str:
    """Read an absolute http(s) address; raise `bad-url`."""
    text = str(value).strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        raise _refuse("bad-url", value) from None
    is_web = parts.scheme in ("https", "http") and _HOST.fullmatch(parts.netloc)
    if not is_web or re.search(r"[\s<>\"\\]", text):
        raise _refuse("bad-url", value)
    return text


def read_secure_url(value: Any) -> str:
    """Read an https address whose host may stand in a policy for browsers; raise `bad-url`."""
    text = read_url(value)
    if not re.match(r"https://[A-Za-z0-9.-]+(:\d{1,5})?([/?]|$)", text):
        raise _refuse("bad-url", value)
    return text


def read_site_address(value: Any) -> str:
    """Read the address of a site: host, and perhaps a folder; raise `bad-site-address`.

    It goes into the configuration of servers, where other signs would have a meaning.
    """
    text = str(value).strip()
    if not re.fullmatch(r"https?://[\w.-]+(:\d{1,5})?(/[\w.~%-]+)*/?", text):
        raise _refuse("bad-site-address", value)
    return text


def read_domain(value: Any) -> str:
    """Read a domain name, perhaps with letters beyond ASCII (RFC 5890); raise `bad-domain`."""
    text = str(value).strip()
    try:
        is_name = text.encode("idna") and re.fullmatch(r"[^\W_][\w-]*(\.[^\W_][\w-]*)+", text)
    except UnicodeError:
        is_name = None
    if not is_name:
        raise _refuse("bad-domain", value)
    return text


def read_email(value: Any) -> str:
    """Read one e-mail address (the addr-spec of RFC 5322, plain form); raise `bad-email`."""
    text = str(value).strip()
    if not re.fullmatch(r"[A-Za-z0-9._+'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", text):
        raise _refuse("bad-email", value)
    return text


def read_phone(value: Any) -> str:
    """Read a telephone number written with digits, spaces, hyphens and a plus; else `bad-phone`."""
    text = str(value).strip()
    if not re.fullmatch(r"\+?[\d][\d \u2013-]{5,}", text):
        raise _refuse("bad-phone", value)
    return text


def read_file(value: Any) -> str:
    """Read a path inside the repository's content; raise `bad-path` if it could leave it."""
    text = str(value).strip()
    if not re.fullmatch(r"[\w][\w ./-]*", text) or ".." in text.split("/"):
        raise _refuse("bad-path", value)
    return text


def _text_schema(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern})


Ident = Annotated[str, StringConstraints(pattern=IDENT_PATTERN, max_length=100)]
Day = Annotated[date, BeforeValidator(read_day), _text_schema(r"^\d{4}-\d{2}-\d{2}$")]
Clock = Annotated[time, BeforeValidator(read_clock), _text_schema(r"^\d{1,2}[:.]\d{2}$")]
Moment = Annotated[
    datetime | date,
    BeforeValidator(read_moment),
    _text_schema(r"^\d{4}-\d{2}-\d{2}([ T]\d{1,2}[:.]\d{2})?$"),
]
Number = Annotated[int, BeforeValidator(read_number), WithJsonSchema({"type": "integer"})]
Count = Annotated[Number, Field(ge=0)]
Amount = Annotated[Number, Field(ge=0)]
"""Whole Swedish kronor, or whatever currency the site's settings name."""
Year = Annotated[Number, Field(ge=1900, le=2200)]
Decimal = Annotated[float, BeforeValidator(read_decimal), WithJsonSchema({"type": "number"})]
Flag = Annotated[bool, BeforeValidator(read_flag), WithJsonSchema({"type": "boolean"})]
Url = Annotated[str, BeforeValidator(read_url), _text_schema("^https?://")]
SecureUrl = Annotated[str, BeforeValidator(read_secure_url), _text_schema("^https://")]
SiteAddress = Annotated[str, BeforeValidator(read_site_address), _text_schema("^https?://")]
Domain = Annotated[str, BeforeValidator(read_domain), _text_schema(r"^[^. ]+(\.[^. ]+)+$")]
Email = Annotated[str, BeforeValidator(read_email), _text_schema("^[^@ ]+@[^@ ]+$")]
Phone = Annotated[str, BeforeValidator(read_phone), _text_schema(r"^\+?[0-9][0-9 \-–]{5,}$")]
File = Annotated[str, BeforeValidator(read_file), _text_schema(r"^[^./][^\\]*$")]
