"""A preview of the made-up network, and hands that write in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import pytest

from psi_site.diagnostics import SourceError
from psi_site.preview import Fault, Preview
from psi_site.preview.preview import Answer
from tests import made_up

EVENT = "data/events/2031-05-02-lykatty-messu.yml"
EVENT_PAGE = "/kalenteri/2031-05-02-lykatty-messu/"


def explain(error: Exception) -> Fault:
    """Say which rules were broken, in a language of no one."""
    codes = [each.code for each in error.diagnostics] if isinstance(error, SourceError) else []
    return Fault("fi", "Virhe", " ".join(codes) or f"{type(error).__name__} <{error}>")


@dataclass(frozen=True)
class Desk:
    """A site somebody writes, and its preview."""

    root: Path
    preview: Preview

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def get(self, path: str, status: HTTPStatus = HTTPStatus.OK) -> Answer:
        answer = self.preview.answer(path)
        assert answer.status == status, path
        return answer

    def text(self, path: str, status: HTTPStatus = HTTPStatus.OK) -> str:
        return self.get(path, status).content.decode()


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The made-up network as it is; read only."""
    root = made_up.copy_site(tmp_path_factory.mktemp("first") / "root")
    made = Desk(root, Preview(root, lambda: made_up.NOW, explain))
    made.preview.renew()
    return made


@pytest.fixture
def lay(tmp_path: Path) -> Callable[[], Desk]:
    """Lay a desk with a theme of its own, whose templates may be changed, nothing read yet."""

    def laid() -> Desk:
        theme = tmp_path / "overrides"
        shutil.copytree(made_up.ROOT / "overrides", theme)
        root = made_up.copy_site(tmp_path / "root", theme)
        return Desk(root, Preview(root, lambda: made_up.NOW, explain))

    return laid


@pytest.fixture
def desk(lay: Callable[[], Desk]) -> Desk:
    """A desk with a preview that shows what is there."""
    made = lay()
    made.preview.renew()
    return made
