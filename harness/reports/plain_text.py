"""Text for files that other programs import: whatever a target sent, they can read and keep it."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """Return text without the characters that XML cannot carry; databases of test managers refuse some of them too."""
    return _FORBIDDEN.sub("?", text)
