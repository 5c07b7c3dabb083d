"""The one door to MkDocs: it prepares the build and the theme, and the site is drawn with them.

MkDocs gives the settings, the theme's template search path, the static files and the development
server. Everything it would do in one language only (navigation, titles, sitemap, not-found page) is
done before it, in the catalogue; here a page is only a file name and a template. Pages are drawn
when MkDocs has written the rest: as pages of its own each would pass through an empty Markdown
text, a place in a menu and a list that keeps all of them in memory.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jinja2 import ChoiceLoader, Environment, FileSystemBytecodeCache, FileSystemLoader
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
from psi_site.facts import is_photograph
from psi_site.images import attached_files
from psi_site.kept import GONE, Kept
from psi_site.outputs import Outputs, site_outputs
from psi_site.preserved import load_preserved
from psi_site.production import Before, Production
from psi_site.site import Site

if TYPE_CHECKING:
    from psi_site.pdf.printer import Printer

log = logging.getLogger("mkdocs.plugins.psi")

_ADDRESSES = ("href", "src", "action", "poster", "content", "data-engine")
_BEFORE_ADDRESS = tuple(f"{space}{name}" for space in " \n\t" for name in _ADDRESSES)

_ROOT = re.compile(r"(?<![^\s,])/(?!/)")
_ADDRESS_SET = re.compile(r'(?P<name>\s(?:srcset|imagesrcset)=")(?P<set>[^"]*)"')


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
        self.before = Before(Kept(GONE), None)
        """What an earlier build left; nothing of it is written again."""
        self._serving = False
        self._outputs: Outputs | None = None
        self._production: Production | None = None
        self._env: Environment | None = None
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
        self._outputs = site_outputs(site, overrides, now, self._serving, self.printer)
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

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Take the environment that MkDocs made, with the theme's search path, to draw with."""
        del files
        _prepare(env, self._parents, config)
        self._env = env
        return env

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Draw the pages and write them beside the static files, with everything else."""
        base = urlsplit(config.site_url or "").path.rstrip("/")
        assert self._env
        draw = partial(_drawn, self._env, self.outputs, base)
        self.production.write(Path(config.site_dir), draw)


class Drawing:
    """Draws pages one at a time, with the templates and the static files that MkDocs would take.

    For the preview: a page is drawn when somebody looks at it. Raises ConfigurationError for a
    faulty mkdocs.yml.
    """

    def __init__(self, root: Path) -> None:
        self._config = load_config(str(root / "mkdocs.yml"))
        parents = _set_parents_aside(self._config)
        self._env = self._config.theme.get_env()
        _prepare(self._env, parents, self._config)

    def page(self, outputs: Outputs, file: str) -> str:
        """Return the finished HTML of a page of the outputs; raises what its template raises."""
        return _drawn(self._env, outputs, "", file)

    def static_files(self, outputs: Outputs) -> dict[str, Path]:
        """Return what is published as it is, of the media and of the theme, by its path."""
        found = get_files(self._config)
        found.add_files_from_theme(self._env, self._config)
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


def _prepare(env: Environment, parents: list[str], config: MkDocsConfig) -> None:
    """Escape every variable that is not HTML by its type; find the parent theme's templates."""
    env.autoescape = True
    assert env.loader
    env.loader = ChoiceLoader([env.loader, FileSystemLoader(parents)])
    env.bytecode_cache = _template_cache(Path(config.config_file_path or ".").resolve().parent)


def _drawn(env: Environment, outputs: Outputs, base: str, file: str) -> str:
    template = env.select_template(outputs.pages[file].templates)
    return _finished(outputs, file, template.render(outputs.context(file)), base)


def _finished(outputs: Outputs, file: str, html: str, base: str) -> str:
    finished = outputs.finished(file, _lean(html))
    return relative_addresses(finished, file, base)


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


def _template_cache(root: Path) -> FileSystemBytecodeCache:
    """Keep compiled templates between builds; Jinja knows each by its source and version."""
    folder = root / ".cache" / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


def _lean(html: str) -> str:
    """Drop the blank lines and trailing spaces that templates leave, but not inside `pre`."""
    parts = re.split(r"(<pre.*?</pre>)", html, flags=re.S) if "<pre" in html else [html]
    lean = [part if part.startswith("<pre") else _without_blanks(part) for part in parts]
    return "".join(lean).strip() + "\n"


def _without_blanks(html: str) -> str:
    first, *lines = html.split("\n")
    if not lines:
        return html
    *whole, last = lines
    kept = filter(None, (line.rstrip(" \t") for line in whole))
    return "\n".join((first.rstrip(" \t"), *kept, last))


def relative_addresses(html: str, file: str, base: str) -> str:
    """Rewrite addresses that begin at the site's root to begin at the page `file`.

    So the same bytes work at any address, below any folder and without a server. Not-found pages
    are shown at addresses of any depth: theirs begin at `base`, the folder the site lies in.
    """
    shown_anywhere = file.endswith("404.html")
    up = f"{base}/" if shown_anywhere else "../" * file.count("/")

    def moved_each(match: re.Match[str]) -> str:
        return match["name"] + _ROOT.sub(up or "./", match["set"]) + '"'

    moved = _moved(html, up)
    return _ADDRESS_SET.sub(moved_each, moved) if 'srcset="' in moved else moved


def _moved(html: str, up: str) -> str:
    """Put `up` for the first slash of every address; cut and joined, as a pattern is slow here."""
    before, *pieces = html.split('="/')
    moved = [before]
    for piece in pieces:
        if piece.startswith("/") or not before.endswith(_BEFORE_ADDRESS):
            moved.append('="/')
        else:
            moved.append(f'="{up}' if up or not piece.startswith('"') else '="./')
        moved.append(piece)
        before = piece
    return "".join(moved)


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
    plugin.before = before or plugin.before
    plugin.config.now = now.isoformat()
    build(config)
    return plugin.production
