"""Texts of a target as a reader may see them: nothing hidden in them, nothing too long, no link that acts.

Names, addresses, headers and bodies come from the storefront under test. Markup is escaped by the templates; what is
left is done here: characters nobody sees (control characters, marks that turn the direction of writing, halves of
characters) are replaced by what shows them.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

_SUSPECT = re.compile(r"[^\n\t -~]")
_EVIDENCE = re.compile(r"evidence/[\w.-]+\.(?:json|png)", re.ASCII)


def visible(value: Any) -> Any:
    """Return a text with every character that cannot be seen replaced by one that shows it, such as `[U+202E]`.

    Line feeds and tabs stay; what is no text, and markup a template made, is returned as it is.
    """
    if not isinstance(value, str) or isinstance(value, Markup) or value.isprintable():
        return value
    return _SUSPECT.sub(lambda match: _shown(match[0]), value)


def _shown(character: str) -> str:
    return character if character.isprintable() else f"[U+{ord(character):04X}]"


def shortened(text: str, longest: int) -> str:
    """Return a text that has at most so many characters, the last of them dots when something was cut."""
    return text if len(text) <= longest else f"{text[: longest - 1]}\u2026"


def short_path(url: str, longest: int) -> str:
    """Return the path of a URL, of a long one the last parts that fit; a query is told by a question mark only."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return shortened(url, longest)
    path = f"{parts.path or '/'}{'?' if parts.query else ''}"
    if len(path) <= longest:
        return path
    tail = path[-(longest - 1) :]
    return "\u2026" + (tail[tail.index("/") :] if "/" in tail[:-1] else tail)


def evidence_address(evidence: str) -> str:
    """Return the address of an evidence file beside the report, or nothing when it is no such file's."""
    return evidence if _EVIDENCE.fullmatch(evidence) else ""


def anchor(scenario_id: str) -> str:
    """Return the name by which a scenario is linked to; it is the same in every report."""
    return "s-" + hashlib.sha256(scenario_id.encode("utf-8", "backslashreplace")).hexdigest()[:10]
