"""The rules for servers, where the site lies in a folder of its host."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from psi_site.hosting.servers import Server, server_rules
from psi_site.site import load_site
from tests import made_up


@pytest.mark.parametrize("server", list(Server))
def test_everything_is_moved_into_the_folder(tmp_path: Path, server: Server) -> None:
    root = made_up.copy_site(tmp_path / "root")
    settings = root / "data/site.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace(".example/\n", ".example/verkko/\n", 1), encoding="utf-8")
    rules = server_rules(load_site(root)[0], server)
    anchored = re.findall(r"[\"|( ]\^(\(\?:)?(/\w*)", rules)
    assert len(anchored) > 5
    assert {path for _, path in anchored} == {"/verkko"}
    assert "/verkko/vanha-tieto/ " in rules
    assert "/verkko/en/404.html" in rules
