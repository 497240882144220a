"""Objects as YAML 1.2, in blocks: what JSON holds, laid out for people; there is no reader.

Source: YAML 1.2, 8.2 (block collections) and 5.7 (escapes, those of JSON among them).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

# What needs no quotes wherever it stands and is read as text; numbers, dates, booleans and nothing look otherwise.
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./]*")
_NOT_TEXT = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def yaml_of(document: Mapping[str, Any]) -> str:
    """Return an object of texts, numbers, booleans, lists and objects as a YAML document.

    Raises:
        TypeError: when it holds something else.

    """
    return "\n".join(_lines(document)) + "\n"


def _lines(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        for name, held in value.items():
            yield from _hung(f"{_scalar(str(name))}:", held)
    elif isinstance(value, list) and value:
        for element in value:
            yield from _hung("-", element)
    else:
        yield _scalar(value)


def _hung(lead: str, value: Any) -> Iterator[str]:
    if isinstance(value, Mapping | list) and value:
        yield lead
        yield from (f"  {line}" for line in _lines(value))
    else:
        yield f"{lead} {_scalar(value)}"


def _scalar(value: Any) -> str:
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _NOT_TEXT:
        return value
    return json.dumps(dict(value) if isinstance(value, Mapping) else value)
