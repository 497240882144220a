"""The hub's answer to a cart: a JSON object that names where the buyer's browser goes, in two spellings of one key.

Source: reference, hub and protocols, 1.8 (spellings), 1.9 (what a simulated hub must answer); Liferay connector, 6.3
and 15 (the connector lower-cases the answer whole, and stumbles over two keys that are equal then).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from simulators.messages.addresses import is_address
from simulators.messages.advisories import shown

UNDERSCORED = "redirect_url"
CAMEL = "redirectUrl"
# HCL and Thorlabs read the first, Liferay any that is redirecturl in small letters.
BOTH_SPELLINGS = (UNDERSCORED, CAMEL)
_ORIGIN = re.compile(r"[^/?#]*//[^/?#]*")
_ESCAPE = re.compile("%[0-9A-Fa-f]{2}")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class CartAnswerRejected(ValueError):
    """An answer that does not lead the browser back; the message names each fault."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class CartAnswer:
    """Where the buyer's browser goes, and under which keys the hub said so."""

    redirect_url: str
    keys: tuple[str, ...]


def build_cart_answer(redirect_url: str, keys: Sequence[str] = BOTH_SPELLINGS) -> bytes:
    """Return the answer that names a redirect URL under each of the keys.

    Raises:
        CartAnswerRejected: when a store that lower-cases it would not find its way (`cart_answer_faults`).

    """
    body = json.dumps(dict.fromkeys(keys, redirect_url)).encode("ascii")
    faults = cart_answer_faults(body)
    if faults:
        raise CartAnswerRejected(faults)
    return body


def parse_cart_answer(body: bytes) -> CartAnswer:
    """Read a hub's answer; the key may be spelled in any way that is redirecturl without case and underscores.

    Raises:
        CartAnswerRejected: when it is no JSON object, names no usable address, or different ones.

    """
    members = _members(body)
    named = [(key, value) for key, value in members if _names_the_url(key)]
    if not named:
        came = ", ".join(shown(key) for key, _ in members) or "no members"
        raise CartAnswerRejected((f"{UNDERSCORED}: missing, got {came}",))
    faults = tuple(
        f"{shown(key)}: expected an absolute http or https address, got {shown(value)}"
        for key, value in named
        if not is_address(value)
    )
    if not faults and len({value for _, value in named}) > 1:
        faults = (f"{UNDERSCORED}: expected one address, got {', '.join(shown(value) for _, value in named)}",)
    if faults:
        raise CartAnswerRejected(faults)
    return CartAnswer(named[0][1], tuple(key for key, _ in named))


def cart_answer_faults(body: bytes) -> tuple[str, ...]:
    """Tell what in an answer a store would stumble over that lower-cases it whole before it reads it.

    Keys that are equal in lower case, an address that is another one in lower case, and whatever `parse_cart_answer`
    refuses. Percent escapes, scheme and host mean the same in either case.
    """
    try:
        answer = parse_cart_answer(body)
        members = _members(body)
    except CartAnswerRejected as rejected:
        return rejected.faults
    faults = [
        f"{shown(key)}: expected each key once in lower case, got it {count} times"
        for key, count in Counter(key.lower() for key, _ in members).items()
        if count > 1
    ]
    if not any(key.lower() == CAMEL.lower() for key in answer.keys):
        faults.append(f"{CAMEL}: missing; a connector of Liferay reads no other spelling")
    url = _comparable(answer.redirect_url)
    if url != url.lower():
        faults.append(f"redirect URL: expected one that is the same in lower case, got {shown(answer.redirect_url)}")
    return tuple(faults)


def _comparable(url: str) -> str:
    url = _ORIGIN.sub(lambda match: match[0].lower(), url, count=1)
    return _ESCAPE.sub(lambda match: match[0].lower(), url)


def _names_the_url(key: str) -> bool:
    return key.lower().replace("_", "") == "redirecturl"


class _Object(tuple[tuple[str, Any], ...]):
    """The members of a JSON object in their order, those of equal names too."""


def _members(body: bytes) -> _Object:
    if body.startswith(_BYTE_ORDER_MARK):
        raise CartAnswerRejected(("the answer begins with a byte order mark",))
    try:
        document = json.loads(body.decode("utf-8"), object_pairs_hook=_Object)
    except (ValueError, RecursionError) as error:
        raise CartAnswerRejected((f"the answer is not JSON: {error}",)) from None
    if not isinstance(document, _Object):
        raise CartAnswerRejected((f"the answer is not a JSON object: {shown(document)}",))
    return document
