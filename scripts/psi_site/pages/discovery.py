"""What search engines read first: the sitemap, with every page's languages and own date."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files

from jinja2 import Environment

from psi_site.artifact import Artifact
from psi_site.pages.web_page import WebPage
from psi_site.site import Site

_TEMPLATES = files("psi_site.pages") / "templates"


def _render(name: str, **variables: object) -> bytes:
    environment = Environment(autoescape=name.endswith(".xml"), trim_blocks=True)
    template = environment.from_string((_TEMPLATES / name).read_text(encoding="utf-8"))
    return template.render(**variables).encode("utf-8")


def sitemap(site: Site, pages: Iterable[WebPage]) -> Artifact:
    """Return sitemap.xml (sitemaps.org 0.9 with xhtml:link alternates), in order of paths."""
    entries = [
        {
            "path": page.path,
            "changed": site.changed(page.record) if page.record else None,
            "alternates": sorted(page.alternates.items()) if len(page.alternates) > 1 else [],
            "default": page.alternates.get(site.codes[0]),
        }
        for page in sorted(pages, key=lambda each: each.path)
        if page.indexed
    ]
    address = site.settings.address.rstrip("/")
    return Artifact("sitemap.xml", _render("sitemap.xml", entries=entries, address=address))


def robots(site: Site) -> Artifact:
    """Return robots.txt, which names the sitemap and closes nothing."""
    return Artifact("robots.txt", _render("robots.txt", address=site.settings.address.rstrip("/")))
