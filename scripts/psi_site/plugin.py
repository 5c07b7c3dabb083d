"""The one door to MkDocs: it prepares the build and the theme, and the site is drawn with them.

MkDocs gives the settings, the theme's template search path, the static files and the development
server. Everything it would do in one language only (navigation, titles, sitemap, not-found page) is
done before it, in the catalogue; here a page is only a file name, drawn by the easel when MkDocs
has written the rest: as pages of its own each would pass through an empty Markdown text, a place
in a menu and a list that keeps all of them in memory.
"""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mkdocs.commands.build import build
from mkdocs.config import config_options as opt
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, get_files

from psi_site.assets import is_source
from psi_site.diagnostics import Diagnostic, SourceError
from psi_site.easel import Easel, Templates
from psi_site.facts import is_photograph
from psi_site.images import attached_files
from psi_site.kept import GONE, Kept
from psi_site.outputs import Outputs
from psi_site.preserved import load_preserved
from psi_site.production import Before, Production
from psi_site.site import Site

if TYPE_CHECKING:
    from psi_site.pdf.printer import Printer

log = logging.getLogger("mkdocs.plugins.psi")


_NOTHING = Before(Kept(GONE), None)


class SiteConfig(Config):  # type: ignore[no-untyped-call]
    """Options of the plugin in mkdocs.yml; `psi build` sets them, plain MkDocs needs none."""

    now = opt.Optional(opt.Type(str))


class SitePlugin(BasePlugin[SiteConfig]):  # type: ignore[no-untyped-call]
    """Makes the whole site out of the repository that holds mkdocs.yml."""

    def __init__(self) -> None:
        super().__init__()
        self.site: Site | None = None
        """The site to build, where it is loaded already; else MkDocs' folder is read."""
        self.printer: Printer | None = None
        """What prints the PDFs, where they are wanted."""
        self.before = _NOTHING
        """What an earlier build left; nothing of it is written again."""
        self._serving = False
        self._outputs: Outputs | None = None
        self._production: Production | None = None
        self._parents: list[str] = []

    @property
    def outputs(self) -> Outputs:
        """What this build writes; set once the sources are read."""
        assert self._outputs
        return self._outputs

    @property
    def production(self) -> Production:
        """What of the outputs this build makes; set with them."""
        assert self._production
        return self._production

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether a person is previewing."""
        del dirty
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the sources; refuse to build on any error in them."""
        site = self.site or _load(Path(config.config_file_path or "mkdocs.yml").resolve().parent)
        if self._serving:
            site = site.with_drafts()
        overrides = Path(config.theme.custom_dir or site.root)
        now = _now(self.config.now)
        self._outputs = Outputs(site, overrides, now, self._serving, self.printer)
        self._production = Production(self._outputs, self.before)
        config.site_url = config.site_url or site.settings.address
        config.site_name = config.site_name or str(site.settings.short_title.passages()[0])
        config.theme.static_templates -= {"404.html", "sitemap.xml"}
        self._parents = _set_parents_aside(config)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Leave MkDocs only what is published as it is; what is made is written afterwards."""
        del config
        return Files(_published_as_they_are(files, self.outputs.site))

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Draw the pages and write them beside the static files, with everything else."""
        base = urlsplit(config.site_url or "").path.rstrip("/")
        easel = Easel(self.outputs, _templates(config, self._parents))
        if not gc.isenabled():
            # What is there now stays to the end; what pages leave behind has to be looked for.
            gc.freeze()
            gc.enable()
        self.production.write(Path(config.site_dir), partial(easel.page, base=base))


class Drawing:
    """Draws pages one at a time, with the templates and the static files that MkDocs would take.

    For the preview: a page is drawn when somebody looks at it. Raises ConfigurationError for a
    faulty mkdocs.yml.
    """

    def __init__(self, root: Path) -> None:
        self._config = load_config(str(root / "mkdocs.yml"))
        parents = _set_parents_aside(self._config)
        self._templates = _templates(self._config, parents)
        self._easel: Easel | None = None

    def page(self, outputs: Outputs, file: str) -> str:
        """Return the finished HTML of a page of the outputs; raises what its template raises."""
        if self._easel is None or self._easel.outputs is not outputs:
            self._easel = Easel(outputs, self._templates)
        return self._easel.page(file)

    def static_files(self, outputs: Outputs) -> dict[str, Path]:
        """Return what is published as it is, of the media and of the theme, by its path."""
        found = get_files(self._config)
        found.add_files_from_theme(self._config.theme.get_env(), self._config)
        own = _published_as_they_are(found, outputs.site)
        return {file.dest_uri: Path(file.abs_src_path) for file in own if file.abs_src_path}


def _set_parents_aside(config: MkDocsConfig) -> list[str]:
    """Leave only the site's own folder of templates to MkDocs; return those of the parent theme.

    MkDocs would look through all of the parent theme for files to publish, twelve thousand icons
    and more. None is: its templates are only read, by the environment's loader.
    """
    own = config.theme.custom_dir
    parents = [folder for folder in config.theme.dirs if own and folder != own]
    config.theme.dirs = [own] if own else config.theme.dirs
    return parents


def _templates(config: MkDocsConfig, parents: list[str]) -> Templates:
    """Return the site's own templates and those of the parent theme.

    They are kept compiled between builds; Jinja knows each by its source and version.
    """
    root = Path(config.config_file_path or ".").resolve().parent
    return Templates([*config.theme.dirs, *parents], root / ".cache" / "easel")


def _load(root: Path) -> Site:
    try:
        site, warnings = load_preserved(root)
    except SourceError as error:
        raise PluginError("\n" + shown(error.diagnostics)) from None
    for line in shown(warnings).splitlines():
        log.info(line)
    return site


def _now(value: str | None) -> datetime:
    """Return the time of the build: as told, by SOURCE_DATE_EPOCH, or now."""
    if value:
        return datetime.fromisoformat(value).astimezone(UTC)
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)


def _published_as_they_are(files: Files, site: Site) -> list[File]:
    """Return the files that are neither sources nor pictures of which copies are published.

    A photograph goes out as it is only where it is offered to download.
    """
    originals = site.images.originals
    found = [file for file in files if not _is_raw(file) and file.src_uri not in originals]
    if not any(is_photograph(file.src_uri) for file in found):
        return found
    attached = attached_files(site)
    return [file for file in found if not is_photograph(file.src_uri) or file.src_uri in attached]


def _is_raw(file: File) -> bool:
    """Return whether a file MkDocs found is a source of ours or an asset of the parent theme."""
    if file.is_documentation_page() or is_source(file.src_uri):
        return True
    return (
        file.abs_src_path is not None
        and "/material/templates/" in Path(file.abs_src_path).as_posix()
    )


def shown(diagnostics: Iterable[Diagnostic]) -> str:
    """Return diagnostics as bare lines, for when MkDocs is run without the command line."""
    return "\n".join(
        f"{d.span.path}:{d.span.line}:{d.span.column}: {d.severity}: {d.code}" for d in diagnostics
    )


def write_pages(
    site: Site,
    folder: Path,
    now: datetime,
    printer: Printer | None = None,
    before: Before | None = None,
) -> Production:
    """Write every page and file of a checked site into an empty folder; `now` is aware.

    What still holds of the site that was there `before` is taken from it. Returns what was made.
    """
    config = load_config(str(site.root / "mkdocs.yml"), site_dir=str(folder), strict=True)
    plugin = config.plugins["psi"]
    assert isinstance(plugin, SitePlugin)
    plugin.site = site
    plugin.printer = printer
    # MkDocs hands out one plugin for all builds of a process: nothing of another's may be left.
    plugin.before = before or _NOTHING
    plugin.config.now = now.isoformat()
    build(config)
    return plugin.production
