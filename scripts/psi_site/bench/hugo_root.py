"""The same corpus for Hugo: the same texts and records, with two sorts of layouts to choose from.

PLAIN layouts are what one writes who wants the texts shown: a list, a page for each record, a feed
of each list, a calendar. SAME layouts write with Hugo's own means what our site has of the corpus:
the same pages with the same head, menus, sections, lists and back-links, the same feeds with whole
contents, the same calendars and exports. Both have links that name a page that has to exist, as
ours do.

What neither has: share pictures and icons drawn from the theme (Hugo can write on pictures, but the
comparison is without), compressed copies, mail, headers for hosts, a ledger with redirect pages for
what moved, a history to take days from, and what checks the language of texts.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from psi_site.bench import hugo_plain, hugo_same
from psi_site.bench.corpus import MadeUp
from psi_site.bench.hugo_text import Shape, languages
from psi_site.bench.site_root import as_yaml, put
from psi_site.bench.words import TEMPLATES

PLAIN, SAME = "plain", "same"
LAYOUTS: Mapping[str, Shape] = {PLAIN: hugo_plain.SHAPE, SAME: hugo_same.SHAPE}
"""The sorts of layouts by name."""


_ASSETS = {PLAIN: "static/assets", SAME: "assets/theme"}
"""Where the theme's assets lie: published as they are, or made into one style and one script."""


def write_hugo(made_up: MadeUp, root: Path, theme: Path, layouts: str) -> None:
    """Write the corpus as a Hugo site into the new folder `root`, with the assets of `theme`."""
    shape = LAYOUTS[layouts]
    _write_templates(root, layouts)
    shutil.copytree(theme / "assets", root / _ASSETS[layouts])
    if layouts == SAME:
        shutil.copytree(theme / "components", root / "assets/components")
    with (root / "hugo.yaml").open("a", encoding="utf-8") as file:
        file.write(as_yaml(languages(made_up, shape)))
    for name, text in shape.files(made_up):
        put(root / name, text)
    for code in made_up.languages:
        for name, text in shape.content(made_up, code):
            put(root / "content" / code / name, text)


def _write_templates(root: Path, layouts: str) -> None:
    prefix = f"hugo-{layouts}--"
    for path in sorted(TEMPLATES.glob(f"{prefix}*")):
        put(root / path.name.removeprefix(prefix).replace("--", "/"), path.read_text("utf-8"))
