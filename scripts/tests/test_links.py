"""A link to anything that was ever published still answers: each line of the ledger is tried."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest

from psi_site.build import build_site
from psi_site.ledger import read_ledger
from psi_site.published import SHEET, Register
from psi_site.site import Site
from tests import made_up

LEADS_ON = re.compile(r'http-equiv="refresh" content="0; url=([^"#]*)')


def file_at(built: Path, address: str) -> Path:
    path = address.split("#")[0].lstrip("/")
    return built / (f"{path}index.html" if not path or path.endswith("/") else path)


def answer(built: Path, address: str) -> str | None:
    """Return the text of the page at an address, or of the one it leads to; None without one."""
    file = file_at(built, address)
    if not file.is_file():
        return None
    text = file.read_bytes().decode("utf-8", "replace")
    found = LEADS_ON.search(text) if file.suffix == ".html" else None
    return answer(built, urljoin(address, found[1])) if found else text


def unanswered(built: Path, root: Path) -> list[str]:
    """Return the addresses in the ledger of `root` that lead nowhere in a built site."""
    addresses = read_ledger(root).entries[Register.ADDRESSES]
    # Sheets are printed only where they can be; servers lead from one that was not to its page.
    asked = {
        address: f"{address.removesuffix('.pdf')}/" if entry.thing.part == SHEET else address
        for address, entry in addresses.items()
    }
    return [address for address, page in asked.items() if answer(built, page) is None]


def test_every_address_ever_published_answers(real_site: Site, built: Path) -> None:
    assert len(read_ledger(real_site.root).entries[Register.ADDRESSES]) > 300
    assert unanswered(built, real_site.root) == []


def test_every_anchor_ever_published_is_on_its_page(real_site: Site, built: Path) -> None:
    ledger = read_ledger(real_site.root).entries
    pages: dict[str, list[str]] = {}
    for address, entry in ledger[Register.ADDRESSES].items():
        pages.setdefault(str(entry.thing), []).append(address)
    assert ledger[Register.ANCHORS]
    for name, entry in ledger[Register.ANCHORS].items():
        texts = [answer(built, address) or "" for address in pages[str(entry.thing)]]
        assert any(f'id="{name.partition("#")[2]}"' in text for text in texts), name


def test_every_event_ever_published_is_in_a_calendar(real_site: Site, built: Path) -> None:
    texts = (each.read_bytes().decode().replace("\r\n ", "") for each in built.rglob("*.ics"))
    found = set(re.findall(r"^UID:(\S+)", "\n".join(texts), re.M))
    assert set(read_ledger(real_site.root).entries[Register.UIDS]) <= found


def change(root: Path, name: str, old: str, new: str) -> None:
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def two_versions(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A site, its first version, and the next, in which a list, a page and an id have moved."""
    root = made_up.copy_site(tmp_path / "root")
    build_site(root, tmp_path / "first", made_up.NOW, ledger=True)
    first = (tmp_path / "first").resolve()
    change(root, "docs/kalenteri.fi.md", "---\n", "---\nslug: menot\nredirect_from: [kalenteri]\n")
    change(root, "docs/jasenet.fi.md", "---\n", "---\nslug: vaki\nredirect_from: [jasenet]\n")
    build_site(root, tmp_path / "next", made_up.NOW, ledger=True)
    return root, first, tmp_path / "next"


def test_every_page_of_the_last_version_answers_in_the_next(
    two_versions: tuple[Path, Path, Path],
) -> None:
    root, first, following = two_versions
    pages = [f"/{each.relative_to(first).as_posix()}" for each in first.rglob("index.html")]
    addresses = [page.removesuffix("index.html") for page in pages]
    assert len(addresses) > 50
    assert [address for address in addresses if answer(following, address) is None] == []
    assert unanswered(following, root) == []
    (following / "vaki/index.html").unlink()
    assert "/jasenet/" in unanswered(following, root)
