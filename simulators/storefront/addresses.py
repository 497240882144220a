"""Addresses a browser can be sent to."""

from __future__ import annotations

import re

# A host, no blank, no control character, and no longer than what every server takes (RFC 9110, 4.1).
_ADDRESS = re.compile(r"(?i:https?)://(?![/?#\\])[\x21-\x7e]{1,7990}")


def is_address(text: str) -> bool:
    """Tell whether a text is an absolute http or https address, in the characters an address may have."""
    return _ADDRESS.fullmatch(text) is not None
