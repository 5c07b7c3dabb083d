"""What search engines read first: the sitemap, with every page's languages and own date."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from psi_site.artifact import Artifact
from psi_site.pages.web_page import WebPage
from psi_site.site import Site
from psi_site.templates import package_templates

_TEMPLATES = Path(__file__).parent / "templates"


def _render(site: Site, name: str, **variables: object) -> bytes:
    template = package_templates(_TEMPLATES, site.root).get_template(name)
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
    return Artifact("sitemap.xml", _render(site, "sitemap.xml", entries=entries, address=address))


def robots(site: Site) -> Artifact:
    """Return robots.txt, which names the sitemap and closes nothing."""
    address = site.settings.address.rstrip("/")
    return Artifact("robots.txt", _render(site, "robots.txt", address=address))
