"""A project's table of costs, byte for byte.

`python -m tests.exports.test_golden`, run in `scripts`, writes the expected files anew: read the
difference before committing it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from psi_site.exports import artifacts
from psi_site.site import Site, load_site

GOLDEN = Path(__file__).parent / "golden"
ROOT = Path(__file__).parents[3]
PROJECT = "samverkan-for-social-innovation"
FILES = ("kostnader.csv", "kostnader.json", "kostnader.csv-metadata.json", "costs.csv")


def tables(site: Site) -> dict[str, bytes]:
    found = (each for each in artifacts(site) if f"/{PROJECT}/" in each.path)
    named = {each.path.rpartition("/")[2]: each.content for each in found}
    return {name: named[name] for name in FILES}


@pytest.mark.parametrize("name", FILES)
def test_as_expected(real_site: Site, name: str) -> None:
    assert tables(real_site)[name] == (GOLDEN / name).read_bytes()


if __name__ == "__main__":
    for file, content in tables(load_site(ROOT)[0]).items():
        (GOLDEN / file).write_bytes(content)
