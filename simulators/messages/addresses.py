"""Addresses as they travel in messages: absolute, http or https.

Source: RFC 3986, 4.3 (absolute URI), 2 (no backslash, which browsers take for a slash); RFC 9110, 4.1 (length every
server takes), 4.2.4 (no user information).
"""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"(?i:https?)://(?![/?#\\])[\x21-\x5b\x5d-\x7e]{1,7990}")
_USER_INFORMATION = re.compile(r"[^/]*//[^/?#]*@")


def is_address(value: object) -> bool:
    """Tell whether a value is a text that is an absolute http or https address, in characters an address may have."""
    return isinstance(value, str) and _ADDRESS.fullmatch(value) is not None


def names_a_user(address: str) -> bool:
    """Tell whether a name or a password stands before the host of an address, which hides where it leads."""
    return _USER_INFORMATION.match(address) is not None
