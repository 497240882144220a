"""A frame of another site's page: who may be shown in it, and which cookies are kept there.

Source: HTML, "X-Frame-Options"; Content Security Policy 3, frame-ancestors; RFC 6265bis, SameSite and Secure.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from http.cookiejar import Cookie, DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

from simulators.wire import origin_of

# An attribute counts in any letter case; the jar keeps it as it was written.
_SAME_SITE = ("SameSite", "samesite", "Samesite", "sameSite", "SAMESITE")
_PORTS = {"http": 80, "https": 443}


class FramedCookies(DefaultCookiePolicy):
    """Keeps what browsers do in a frame of another site: cookies that are for every site, and for safe ways alone."""

    def set_ok(self, cookie: Cookie, request: Any) -> bool:
        """Tell whether a cookie is kept."""
        for_all = any((cookie.get_nonstandard_attr(name) or "").lower() == "none" for name in _SAME_SITE)
        is_kept = for_all and cookie.secure and is_trustworthy(request.get_full_url())
        # The jar would not send it to this machine itself unencrypted, as browsers do; it is for one origin anyway.
        cookie.secure = False
        return is_kept and super().set_ok(cookie, request)


def is_trustworthy(url: str) -> bool:
    """Tell whether browsers take an address for one that nobody can listen to: encrypted, or of this machine."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https" or host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def what_keeps_out_of(framing: str, url: str, headers: Mapping[str, str]) -> str:
    """Return the header of an answer that keeps it out of a frame of the page at `framing`, or nothing."""
    policies = (headers.get("Content-Security-Policy") or "").split(",")
    ancestors = [sources for policy in policies if (sources := _ancestors(policy)) is not None]
    for sources in ancestors:
        if not any(_matches(source, framing, url) for source in sources):
            return f"Content-Security-Policy: frame-ancestors {' '.join(sources)}"
    said = {option.strip().upper() for option in (headers.get("X-Frame-Options") or "").split(",")}
    if not ancestors and ("DENY" in said or ("SAMEORIGIN" in said and origin_of(framing) != origin_of(url))):
        return f"X-Frame-Options: {headers['X-Frame-Options']}"
    return ""


def _ancestors(policy: str) -> list[str] | None:
    """Return the sources a policy lets frame a page, or None when it has no word of that; the first word counts."""
    directives = (directive.split() for directive in policy.split(";"))
    return next((words[1:] for words in directives if words and words[0].lower() == "frame-ancestors"), None)


def _matches(source: str, framing: str, url: str) -> bool:
    """Tell whether a source of a policy at `url` takes in the page at `framing`."""
    source, page = source.lower(), urlsplit(framing)
    if source == "'self'":
        return origin_of(framing) == origin_of(url)
    if source == "*":
        return page.scheme in _PORTS
    if source.endswith(":"):
        return page.scheme in (source[:-1], f"{source[:-1]}s")
    scheme, _, rest = source.rpartition("://")
    wanted = urlsplit(f"//{rest}")
    try:
        port = wanted.port
    except ValueError:
        # Any port.
        port, wanted = _port(framing), urlsplit(f"//{rest.rpartition(':')[0]}")
    scheme = scheme or urlsplit(url).scheme
    host, shown = wanted.hostname or "", page.hostname or ""
    is_host = shown.endswith(host[1:]) if host.startswith("*.") else shown == host
    return is_host and page.scheme in (scheme, f"{scheme}s") and _port(framing) == (port or _PORTS.get(page.scheme))


def _port(url: str) -> int | None:
    parts = urlsplit(url)
    return parts.port or _PORTS.get(parts.scheme)
