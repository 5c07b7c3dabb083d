"""The language the form is labelled in: the first of the site's that editors' words exist in."""

from __future__ import annotations

from psi_site.i18n import Language
from psi_site.site import Site

_NEEDED = "fields.hints.reference"


def speaker(site: Site) -> Language:
    """Return that language; a network may bring a language of its own without editors' words."""
    spoken = (site.languages[code] for code in site.codes)
    return next((each for each in spoken if each.has(_NEEDED)), site.languages[site.codes[0]])
