"""A whole issue as text, HTML and message, beside what it should be.

`python -m tests.mail.test_golden`, run in `scripts`, writes the expected files anew: read the
difference before you keep it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from psi_site.mail.message import as_bytes
from psi_site.site import Site
from tests.mail.network import mail_of, network

GOLDEN = Path(__file__).parent / "golden"


def written(site: Site, language: str) -> dict[str, bytes]:
    mail = mail_of(site, language)
    return {
        f"{language}.txt": mail.text.encode(),
        f"{language}.html": mail.html.encode(),
        f"{language}.eml": as_bytes(mail.message),
    }


@pytest.mark.parametrize("language", ["sv", "en"])
def test_issue_is_as_expected(small: Site, language: str) -> None:
    for name, content in written(small, language).items():
        assert content.decode() == (GOLDEN / name).read_bytes().decode(), name


def test_the_same_input_gives_the_same_bytes(small: Site, tmp_path: Path) -> None:
    again = network(tmp_path)
    assert written(small, "sv") == written(again, "sv")


def _write() -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = network(Path(folder))
        for language in site.codes:
            for name, content in written(site, language).items():
                (GOLDEN / name).write_bytes(content)


if __name__ == "__main__":
    _write()
