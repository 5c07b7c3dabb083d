"""Addresses as calendar files need them: absolute, and nothing but ASCII."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

from psi_site.addresses import target
from psi_site.prose import LinkTarget, Resolver
from psi_site.site import Site

_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_KEPT = "/?:@!$&'()*+,;=-._~%"
"""What RFC 3986 lets stand in a path, a query or a fragment, and the sign of what is encoded."""


def encoded(url: str) -> str:
    """Return an address (an IRI, RFC 3987) as a URI: what is encoded already stays as it is."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    netloc = parts.netloc if host.isascii() else parts.netloc.replace(host, _ascii_host(host))
    return urlunsplit(
        (parts.scheme, netloc, _part(parts.path), _part(parts.query), _part(parts.fragment))
    )


def _part(text: str) -> str:
    return quote(_STRAY_PERCENT.sub("%25", text), safe=_KEPT)


def _ascii_host(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return quote(host)


def absolute(site: Site, path: str) -> str:
    """Return the whole address of a path from the site's root."""
    return encoded(f"{site.settings.address.rstrip('/')}{path}")


def resolver(site: Site, language: str) -> Resolver:
    """Return what points links in a text at the whole address of a record's page."""

    def resolve(kind: str, record_id: str, anchor: str | None) -> LinkTarget | None:
        record = site.find(record_id, (kind,))
        found = target(site, record, language) if record else None
        if found is None:
            return None
        path = f"{found.path.partition('#')[0]}#{anchor}" if anchor else found.path
        other = found.language if found.language != language else None
        return LinkTarget(absolute(site, path), other)

    return resolve
