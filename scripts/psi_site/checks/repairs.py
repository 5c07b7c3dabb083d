"""What an editor meant by a date, an address or a number that is only written the wrong way."""

from __future__ import annotations

import re
from collections.abc import Callable

from pydantic_core import PydanticCustomError

from psi_site.model.values import (
    read_clock,
    read_day,
    read_email,
    read_moment,
    read_number,
    read_phone,
    read_url,
)


def repaired(code: str, value: str) -> str | None:
    """Return a valid spelling of a value refused with `code`, None where none is sure."""
    for repair, reader in _REPAIRS.get(code, ()):
        candidate = repair(value.strip())
        if candidate and candidate != value and _is_readable(candidate, reader):
            return candidate
    return None


def _is_readable(text: str, reader: Callable[[str], object]) -> bool:
    try:
        reader(text)
    except PydanticCustomError:
        return False
    return True


def _pad_date(value: str) -> str:
    """Return a date whose year comes first with two digits for month and day."""
    match = re.fullmatch(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?:[ T,]+(.+))?", value)
    if not match:
        return ""
    day = f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
    return f"{day} {match[4]}" if match[4] else day


def _compact_date(value: str) -> str:
    match = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", value)
    return "-".join(match.groups()) if match else ""


def _clock(value: str) -> str:
    """Return a time with a colon: 1300, 13,30, kl. 13."""
    match = re.search(r"(?:^|\s)(\d{1,2})(?:[:.,]?(\d\d))?$", value)
    if not match:
        return ""
    before = value[: match.start()].strip()
    time = f"{int(match[1]):02}:{match[2] or '00'}"
    return f"{before} {time}" if re.fullmatch(r"\d{4}-\d\d-\d\d", before) else time


def _digits(value: str) -> str:
    """Return a number without unit, or with a decimal point."""
    match = re.fullmatch(r"(-?\d[\d \u00a0]*)(?:[^\W\d]+|:-|%)?", value.strip())
    return match[1].strip() if match else value.replace(",", ".")


def _address(value: str) -> str:
    text = re.sub(r"^(?:https?:?/*|//)", "", value, flags=re.I).replace(" ", "%20")
    return f"https://{text}" if re.match(r"[\w-]+(\.[\w-]+)+", text) else ""


def _mail(value: str) -> str:
    return value.removeprefix("mailto:").strip("<> ").replace(" ", "")


def _phone(value: str) -> str:
    return value.removeprefix("tel:").replace("/", "-").replace("(0)", "").strip()


_REPAIRS: dict[str, tuple[tuple[Callable[[str], str], Callable[[str], object]], ...]] = {
    "bad-date": ((_pad_date, read_moment), (_compact_date, read_day)),
    "bad-time": ((_clock, read_clock), (_clock, read_moment)),
    "bad-number": ((_digits, read_number),),
    "bad-url": ((_address, read_url),),
    "bad-email": ((_mail, read_email),),
    "bad-phone": ((_phone, read_phone),),
}
