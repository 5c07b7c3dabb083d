"""Every attempt that must not come through is refused with a diagnostic that names it."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from psi_site.cms import editing_policy
from psi_site.hosting.policy import policy_text
from psi_site.model.settings import Editing
from tests.hostile.refused import REFUSED, Refused
from tests.test_invalid import BASE, diagnose

LINKS = (
    ("docs/utanfor", "/etc"),
    ("docs/bilder/utanfor.png", "/etc/hostname"),
    ("docs/filer/utanfor.pdf", "../../data/site.yml"),
    ("docs/filer/runt", ".."),
    ("docs/filer/ingenstans.pdf", "/does/not/exist"),
    ("docs/sida.sv.md", "/etc/hostname"),
    ("data/events/utanfor.yml", "/etc/hostname"),
    ("data/projects/inne.yml", "../site.yml"),
    ("newsletters/2026-2.sv.md", "/etc/hostname"),
    ("data/locales/sv/ui.yml", "/etc/hostname"),
    (".ledger/addresses.txt", "/etc/hostname"),
)
FOLDERS = ("docs", "data/events", "newsletters")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The valid site, to be changed and put back."""
    return Path(shutil.copytree(BASE, tmp_path_factory.mktemp("base") / "site"))


def put(root: Path, attempt: Refused) -> None:
    path = root / attempt.file
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
    if attempt.old == "*":
        path.write_text(attempt.text, encoding="utf-8")
    elif attempt.old:
        assert attempt.old in before
        path.write_text(before.replace(attempt.old, attempt.text, 1), encoding="utf-8")
    else:
        path.write_text(before + attempt.text, encoding="utf-8")


@pytest.mark.parametrize("number", range(len(REFUSED)))
def test_an_attempt_is_refused(number: int, tmp_path: Path) -> None:
    attempt = REFUSED[number]
    root = Path(shutil.copytree(BASE, tmp_path / "site"))
    put(root, attempt)
    found = {each.code for each in diagnose(root) if each.is_error}
    assert attempt.code in found, (attempt, found)


def test_there_are_enough_of_every_family() -> None:
    families = Counter(attempt.family for attempt in REFUSED)
    assert len(REFUSED) >= 150
    assert len(families) >= 15


@pytest.mark.parametrize(("place", "target"), LINKS)
def test_no_link_is_followed(place: str, target: str, tmp_path: Path) -> None:
    root = Path(shutil.copytree(BASE, tmp_path / "site"))
    (root / place).parent.mkdir(parents=True, exist_ok=True)
    (root / place).symlink_to(target)
    assert [each.code for each in diagnose(root) if each.span.path == place] == ["link-outside"]


@pytest.mark.parametrize("place", FOLDERS)
def test_no_folder_lies_elsewhere(place: str, tmp_path: Path) -> None:
    root = Path(shutil.copytree(BASE, tmp_path / "site"))
    elsewhere = tmp_path / "elsewhere"
    shutil.move(root / place, elsewhere)
    (root / place).symlink_to(elsewhere)
    assert "link-outside" in {each.code for each in diagnose(root)}


def test_a_service_cannot_widen_the_policy() -> None:
    editing = Editing.model_validate(
        {
            "service": "gitea",
            "repository": "a/b",
            "api": "https://git.example/;script-src%20*,x'unsafe-inline'",
        }
    )
    policy = policy_text(editing_policy(editing))
    assert policy.count(";") == len(editing_policy(editing)) - 1
    assert "'unsafe-inline'" not in policy.split("connect-src")[1]
