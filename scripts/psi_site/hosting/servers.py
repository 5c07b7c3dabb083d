"""The same rules for the web servers one runs oneself: nginx and Caddy."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from psi_site.addresses import page_path
from psi_site.hosting.policy import PAGE, policy_text
from psi_site.hosting.table import COMMON, POLICY, FileKind, base_of, file_kinds
from psi_site.model.page import Page
from psi_site.pages.redirects import redirects
from psi_site.site import Site
from psi_site.templates import package_templates

_TEMPLATES = Path(__file__).parent / "templates"


class Server(StrEnum):
    """A web server there are rules for; its template has the same name."""

    NGINX = "nginx"
    CADDY = "caddy"


def server_rules(site: Site, server: Server) -> str:
    """Return the rules of a site in the language of a server."""
    kinds = file_kinds(site)
    base = base_of(site)
    template = package_templates(_TEMPLATES, site.root).get_template(f"{server}.conf")
    return template.render(
        base=base,
        kinds=[_below(kind, base) for kind in kinds],
        names=sorted({name for kind in kinds for name in kind.headers}),
        common={POLICY: policy_text(PAGE), **COMMON},
        redirects=[(base + each.source, base + each.target) for each in redirects(site)],
        not_found=[base + path for path in _not_found(site)],
    )


def _below(kind: FileKind, base: str) -> dict[str, object]:
    """Return a row for a template, with its pattern for paths from the host's root."""
    pattern = kind.pattern.replace("^/", f"^{base}/").replace("^(?:/", f"^{base}(?:/")
    return {"id": kind.id, "pattern": pattern, "headers": kind.headers, "type": kind.media_type}


def _not_found(site: Site) -> Iterable[str]:
    """Yield the homes of the languages in folders of their own; the page lies in each."""
    home = site.get(Page, site.settings.home)
    homes = {page_path(site, home, code) for code in site.codes if code in home.editions}
    return sorted(path for path in homes if path != "/")
