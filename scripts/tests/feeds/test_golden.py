"""Every file of the made-up network's feeds, beside what it should be.

`python -m tests.feeds.test_golden`, run in `scripts`, writes the expected files anew: read the
difference before you keep it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from psi_site.feeds import artifacts
from psi_site.site import Site
from tests.feeds.network import network

GOLDEN = Path(__file__).parent / "golden"
IMAGE = "assets/icon.png"


def test_feeds_are_as_expected(small: Site) -> None:
    found = {each.path: each.content for each in artifacts(small, IMAGE) if each.path != "feed.css"}
    expected = {
        path.relative_to(GOLDEN).as_posix(): path.read_bytes()
        for path in GOLDEN.rglob("*")
        if path.is_file()
    }
    assert found.keys() == expected.keys()
    for path, content in found.items():
        assert content.decode() == expected[path].decode(), path


def _write() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for each in artifacts(network(Path(folder)), IMAGE):
            if each.path != "feed.css":
                path = GOLDEN / each.path
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(each.content)


if __name__ == "__main__":
    _write()
