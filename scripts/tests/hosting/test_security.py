"""`security.txt` says what RFC 9116 asks for, and warns before it goes stale."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from psi_site.checks.expiry import NOTICE, check_expiry
from psi_site.hosting.security import PATH, security_txt
from psi_site.site import Site, load_site
from tests import made_up


def test_the_file(lappi: Site, lappi_built: Path) -> None:
    text = (lappi_built / PATH).read_text(encoding="utf-8")
    assert text == security_txt(lappi)
    assert text == (
        "Contact: mailto:posti@tunturiverkko.example\n"
        "Expires: 2032-01-01T00:00:00Z\n"
        "Preferred-Languages: fi, sv, en\n"
        "Canonical: https://tunturiverkko.example/.well-known/security.txt\n"
    )


def test_it_is_an_address_on_the_web_and_a_time_with_a_zone(lappi: Site) -> None:
    fields = dict(line.split(": ", 1) for line in (security_txt(lappi) or "").splitlines())
    assert fields["Canonical"].startswith("https://")
    assert datetime.fromisoformat(fields["Expires"]).tzinfo


def test_a_site_that_says_no_day_has_none(tmp_path: Path) -> None:
    root = made_up.copy_site(tmp_path / "root")
    settings = root / "data/site.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("security_expires: 2031-12-31\n", ""), encoding="utf-8")
    site = load_site(root)[0]
    assert security_txt(site) is None
    assert list(check_expiry(site, date(2099, 1, 1))) == []


@pytest.mark.parametrize(("days_left", "count"), [(31, 0), (30, 1), (0, 1), (-400, 1)])
def test_the_warning_comes_thirty_days_ahead(lappi: Site, days_left: int, count: int) -> None:
    assert timedelta(days=30) == NOTICE
    found = list(check_expiry(lappi, date(2031, 12, 31) - timedelta(days=days_left)))
    assert [each.code for each in found] == ["security-expires"] * count
    assert not any(each.is_error for each in found)
