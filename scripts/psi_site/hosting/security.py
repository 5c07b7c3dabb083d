"""`/.well-known/security.txt`: where somebody who found a hole says so (RFC 9116)."""

from __future__ import annotations

from datetime import timedelta

from psi_site.site import Site

PATH = ".well-known/security.txt"


def security_txt(site: Site) -> str | None:
    """Return the file, or None for a site that has not said until when it holds.

    It expires when the day named is over, in UTC (section 2.5.5 wants a time of RFC 3339).
    """
    settings = site.settings
    if settings.security_expires is None:
        return None
    end = settings.security_expires + timedelta(days=1)
    fields = (
        ("Contact", f"mailto:{settings.email}"),
        ("Expires", f"{end.isoformat()}T00:00:00Z"),
        ("Preferred-Languages", ", ".join(site.codes)),
        ("Canonical", f"{settings.address.rstrip('/')}/{PATH}"),
    )
    return "".join(f"{name}: {value}\n" for name, value in fields)
