"""Addresses in pages: made whole as a browser does, and told from what no browser can go to."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit


def joined(base: str, address: str) -> str:
    """Return an address as it is meant on a page; one that is broken as it stands."""
    try:
        # One without a host is broken; urljoin would take the host of the page.
        return address if address.lower() in ("http://", "https://") else urljoin(base, address)
    except ValueError:
        return address


def is_web_address(address: str) -> bool:
    """Tell whether a browser can go to an absolute address."""
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
