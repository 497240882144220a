"""What an answer says, whoever gave it."""

from __future__ import annotations

from typing import Any

import requests


def told_by(response: requests.Response) -> dict[str, Any]:
    """Return the JSON object in an answer, or an empty one when there is none."""
    try:
        document = response.json()
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}
