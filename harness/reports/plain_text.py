"""Text for files that other programs import: whatever a target sent, they can read and keep it."""

from __future__ import annotations

import re

from harness.record import ScenarioResult

_FORBIDDEN = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """Return text without the characters that XML cannot carry; databases of test managers refuse some of them too."""
    return _FORBIDDEN.sub("?", text)


def told_of(result: ScenarioResult) -> str:
    """Return the verdict with its reason, and all that is known of the failure, for a person."""
    lines = [f"{'information' if result.is_information else result.verdict}: {result.reason}"]
    if result.failure is not None:
        names = ("what", "expected", "got", "where", "exchange", "hint", "details")
        said = ((name, getattr(result.failure, name)) for name in names)
        lines += [f"{name}: {text}" for name, text in said if text and text != result.reason]
    if result.evidence:
        lines.append(f"evidence: {result.evidence}")
    return plain("\n".join(lines))
