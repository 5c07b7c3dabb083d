"""Where a site keeps its templates: MkDocs' own file says so."""

from __future__ import annotations

from pathlib import Path

from psi_site.sources.files import read_text
from psi_site.sources.yaml import read_yaml

MKDOCS_FILE = "mkdocs.yml"
DEFAULT = "overrides"


def theme_folder(root: Path) -> Path:
    """Return the folder of templates of the site below `root`.

    It is `theme.custom_dir` of mkdocs.yml, which may lie outside the site, so that several sites
    can share one theme; `overrides` where mkdocs.yml is silent or is no plain YAML.
    """
    path = root / MKDOCS_FILE
    text = read_text(path, root).value if path.is_file() else None
    settings = read_yaml(text, MKDOCS_FILE)[0].value if text else None
    theme = settings.get("theme") if isinstance(settings, dict) else None
    folder = theme.get("custom_dir") if isinstance(theme, dict) else None
    return root / (folder if isinstance(folder, str) else DEFAULT)
