"""What a page may do: the Content Security Policy (CSP Level 3), as a header and as a `<meta>`."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

PAGE: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
"""The strictest that pages work with: nothing inline, nothing from elsewhere."""

SEARCH: Mapping[str, str] = {**PAGE, "script-src": "'self' 'wasm-unsafe-eval'"}
"""For the search page and the worker it starts, which runs the index in WebAssembly."""

MAIL = "mailto:"


def form_policy(address: str) -> dict[str, str]:
    """Return the policy of a page whose form may also send to one address, or write a mail."""
    parts = urlsplit(address)
    goal = MAIL if parts.scheme == "mailto" else f"{parts.scheme}://{parts.netloc}"
    return {**PAGE, "form-action": f"'self' {goal}"}


NOT_IN_META = ("frame-ancestors", "report-uri", "sandbox")
"""What a `<meta>` cannot say (CSP Level 3, section 3.3)."""


def policy_text(policy: Mapping[str, str]) -> str:
    """Return a policy as the value of the header."""
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def meta_text(policy: Mapping[str, str]) -> str:
    """Return a policy as the content of `<meta http-equiv="Content-Security-Policy">`."""
    return policy_text({name: policy[name] for name in policy if name not in NOT_IN_META})
