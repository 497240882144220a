"""Addresses as they travel in messages: absolute, http or https.

Source: RFC 3986, 4.3 (absolute URI); RFC 9110, 4.1 (length every server takes).
"""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"(?i:https?)://(?![/?#\\])[\x21-\x7e]{1,7990}")


def is_address(value: object) -> bool:
    """Tell whether a value is a text that is an absolute http or https address, in characters an address may have."""
    return isinstance(value, str) and _ADDRESS.fullmatch(value) is not None
