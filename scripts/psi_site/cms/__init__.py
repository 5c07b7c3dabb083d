"""A form in the browser for editors who do not use git: Sveltia CMS, set up from the model.

Off unless `editing` in the site's settings says where the sources are kept. Everything the form
loads is published with the site; it speaks to nobody but that service.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from psi_site.artifact import Artifact
from psi_site.cms.words import speaker
from psi_site.model.settings import Editing, EditingService
from psi_site.site import Site

_API = {
    EditingService.GITHUB: "https://api.github.com",
    EditingService.GITLAB: "https://gitlab.com",
    EditingService.GITEA: "https://gitea.com",
}


def artifacts(site: Site) -> Iterator[Artifact]:
    """Yield the form's page, its configuration and its program; nothing where it is off."""
    folder = editing_folder(site)
    if folder is None:
        return
    # The form is described from the whole model, which is slow to import for a site without one.
    from psi_site.cms.configuration import configuration
    from psi_site.cms.program import program_files

    yield Artifact(f"{folder}/index.html", _page(site).encode("utf-8"))
    settings = json.dumps(configuration(site), ensure_ascii=False, indent=1)
    yield Artifact(f"{folder}/config.json", settings.encode("utf-8"))
    for name, content in program_files():
        yield Artifact(f"{folder}/{name}", content)


def editing_folder(site: Site) -> str | None:
    """Return the folder of the form below the site's root, None where it is off."""
    if site.settings.editing is None:
        return None
    language = speaker(site)
    folder = language.text("cms.folder")
    return folder if language.code == site.codes[0] else f"{language.code}/{folder}"


def editing_policy(editing: Editing) -> dict[str, str]:
    """Return what the form's page may do (CSP Level 3): more than any other page of the site.

    Its program sets styles as it goes, shows pictures it has read, and speaks to the service.
    """
    return {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "media-src": "'self' blob:",
        "font-src": "'self'",
        "connect-src": f"'self' data: blob: {_service(editing)}",
        "frame-src": "blob:",
        "worker-src": "'self' blob:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }


def _service(editing: Editing) -> str:
    """Return the service's address with nothing in it that a policy would read as its own."""
    return quote(editing.api or _API[editing.service], safe="/:[]%.-_~")


def _page(site: Site) -> str:
    from psi_site.templates import package_templates

    language = speaker(site)
    assert site.settings.editing
    policy = editing_policy(site.settings.editing)
    # What a page says of itself cannot name frame-ancestors (CSP Level 3, section 3.3).
    said = "; ".join(f"{key} {value}" for key, value in policy.items() if key != "frame-ancestors")
    return (
        package_templates(Path(__file__).parent / "templates", site.root)
        .get_template("index.html")
        .render(
            language=language.code,
            policy=said,
            title=language.text("cms.title"),
            needs_script=language.text("cms.needs_script"),
        )
    )
