"""Planted markup: an element no page has of itself, in texts that are text and nothing else where they are shown.

Source: plain sense; the HTML standard, 13.1.2 (where an element begins in a page).
"""

from __future__ import annotations

PLANTED = "punch-out-planted"


def planted_in(text: str) -> str:
    """Return a text that ends with the element, and before it with what ends an attribute or a script it stands in."""
    return f"{text}\"'></script><{PLANTED}>"
