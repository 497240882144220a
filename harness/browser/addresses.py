"""Addresses in pages: made whole as a browser does, and told from what no browser can go to."""

from __future__ import annotations

from urllib.parse import urlencode, urljoin, urlsplit

# A place nobody has to do with; the name is reserved, so that nobody ever will (RFC 2606, 3).
_ELSEWHERE = "https://elsewhere.example/"
# What shops call the parameter that says where a visitor is to go next, Liferay's first.
_NEXT_PLACE = (
    "redirect",
    "backURL",
    "returnUrl",
    "return_url",
    "redirectUrl",
    "redirect_url",
    "continue",
    "next",
    "url",
)


def joined(base: str, address: str) -> str:
    """Return an address as it is meant on a page; one that is broken as it stands."""
    try:
        # One without a host is broken; urljoin would take the host of the page.
        return address if address.lower() in ("http://", "https://") else urljoin(base, address)
    except ValueError:
        return address


def naming_another_place(address: str) -> str:
    """Return an address that asks, by every parameter known for it, to be led to a place nobody has to do with."""
    asking = urlencode(dict.fromkeys(_NEXT_PLACE, _ELSEWHERE))
    return f"{address}{'&' if '?' in address else '?'}{asking}"


def is_web_address(address: str) -> bool:
    """Tell whether a browser can go to an absolute address."""
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
