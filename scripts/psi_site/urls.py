"""Addresses as they leave the site: absolute, in ASCII, encoded once.

Inside the site an address is a path from its root. What is read elsewhere (calendars, feeds, mail,
open data) needs the whole of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from urllib.parse import quote, urlsplit, urlunsplit

from psi_site.addresses import target_of
from psi_site.corpus import Corpus
from psi_site.model.settings import Settings
from psi_site.prose import LinkTarget, Resolver

_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_PLAIN = re.compile(r"https?://[a-z0-9.-]+(?:/[A-Za-z0-9/_.~-]*)?(?:#[A-Za-z0-9_.~-]+)?")
"""Nothing to encode, which most addresses are: taking one apart takes ten times as long."""
_KEPT = "/?:@!$&'()*+,;=-._~%"
"""What RFC 3986 lets stand in a path, a query or a fragment, and the sign of what is encoded."""


def encoded(url: str) -> str:
    """Return an address (an IRI, RFC 3987) as a URI: what is encoded already stays as it is."""
    if _PLAIN.fullmatch(url):
        return url
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


def absolute(settings: Settings, path: str) -> str:
    """Return the whole address of a path from the site's root."""
    return encoded(f"{settings.address.rstrip('/')}{path}")


def absolute_resolver(corpus: Corpus, language: str) -> Resolver:
    """Return what points links at records from outside the site, for a reader of `language`."""
    return resolver(corpus, language, partial(absolute, corpus.settings))


def resolver(
    corpus: Corpus, language: str, address: Callable[[str], str] = lambda path: path
) -> Resolver:
    """Return what points links in a text at records, for a reader of `language`.

    `address` makes of a path from the site's root what the link is to hold; without it the path
    stays.
    """

    def resolve(kind: str, record_id: str, anchor: str | None) -> LinkTarget | None:
        found = target_of(corpus, kind, record_id, language)
        if found is None:
            return None
        path = f"{found.path.partition('#')[0]}#{anchor}" if anchor else found.path
        other = found.language if found.language != language else None
        return LinkTarget(address(path), other)

    return resolve
