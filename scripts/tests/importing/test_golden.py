"""Whole letters of every form, with the draft and the list they should become.

`python -m tests.importing.test_golden`, run in `scripts`, writes the expected files anew: read the
difference before you keep it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from psi_site.corpus import Corpus
from psi_site.i18n import load_language
from psi_site.importing.listing import list_file
from psi_site.importing.newsletter import read_newsletter
from tests.importing.conftest import SAMPLES, small, words

GOLDEN = Path(__file__).parent / "golden"
NUMBERS = {
    "text.txt": (2016, 3),
    "outlook.eml": (2016, 4),
    "nested.html": (2018, 1),
    "flowed.eml": (2019, 2),
}


def written(name: str, corpus: Corpus) -> dict[str, str]:
    found = read_newsletter((SAMPLES / name).read_bytes(), name, corpus, words())
    draft = found.draft(NUMBERS[name], is_original=True, with_pictures=True)
    listed = list_file(name, draft.notes, "", load_language("en"))
    return {f"{name}.draft.md": draft.text, f"{name}.list.md": listed}


@pytest.mark.parametrize("name", NUMBERS)
def test_letter_becomes_the_expected_draft_and_list(name: str, corpus: Corpus) -> None:
    for file, text in written(name, corpus).items():
        assert text == (GOLDEN / file).read_bytes().decode(), file


def _write() -> None:
    for name in NUMBERS:
        for file, text in written(name, small()).items():
            (GOLDEN / file).write_bytes(text.encode())


if __name__ == "__main__":
    _write()
