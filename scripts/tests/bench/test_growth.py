"""What a build notes for the next grows with the site, and not with the square of it."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

from psi_site.bench.workshop import LETTER, NOW, Psi, prepare, write_repository
from psi_site.build import CACHE, build_site
from psi_site.kept import Kept, read_kept
from psi_site.model.newsletter import Newsletter
from psi_site.sources import memory
from psi_site.sources.store import Content, Store
from tests.bench.test_bench import ENVIRONMENT
from tests.made_up import ROOT

SMALL, LARGE = 0.1, 0.3
MANY = 40
"""More names than any answer needs at these sizes, and fewer than there are records."""
BESIDE = 2
"""The letters whose names stand on the page of another: the one before and the one after."""


def noted(root: Path, scale: float) -> Kept:
    """Return what the first build of a made-up corpus leaves for the next."""
    write_repository(scale, root, ROOT / "overrides", ENVIRONMENT)
    build_site(root, root / "site", NOW, search=False)
    (left,) = (root / CACHE).iterdir()
    with left.open("rb") as file:
        key = pickle.load(file)
    return read_kept(left, key)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Kept, Kept]:
    folder = tmp_path_factory.mktemp("growth")
    return noted(folder / "small", SMALL), noted(folder / "large", LARGE)


def test_nothing_reads_more_names_the_more_records_there_are(both: tuple[Kept, Kept]) -> None:
    """A loop over all records that notes each gives all who ask for its outcome those names."""
    small, large = (
        sum(map(len, kept.origins.values())) + sum(map(len, kept.units.values())) for kept in both
    )
    assert large / small < LARGE / SMALL * 1.1


def test_every_answer_is_found_from_few_names(both: tuple[Kept, Kept]) -> None:
    _, large = both
    many = {large.names[place] for place, origins in large.origins.items() if len(origins) > MANY}
    assert many == set()


def test_a_warm_build_reads_few_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists, menus and feeds are told what they say of other letters by the build before."""
    noted(tmp_path, LARGE)
    read: list[str] = []

    def counted(store: Store, content: Content) -> Any:
        found = pickle.loads(store.read(content))
        read.append(f"{found.kind} {found.id}")
        return found

    prepare(Psi(tmp_path, ENVIRONMENT), LETTER, 1)
    monkeypatch.setattr(memory, "_unpickled", counted)
    build_site(tmp_path, tmp_path / "site", NOW, search=False)
    letters = [each for each in read if each.startswith(f"{Newsletter.kind} ")]
    assert read
    assert len(letters) <= BESIDE
