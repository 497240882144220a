"""Checks of access tokens: size, alphabet, and that one tells nothing about the next.

Source: documentation, "Punch Out Access Token Provider Configuration"; reference, Liferay connector, 4.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from harness.evidence import Evidence
from simulators.messages.session import access_token_of

_URL_SAFE = re.compile(r"[A-Za-z0-9._~*-]+")


def check_size(evidence: Evidence, token: str, size: int) -> None:
    """The token carries as many random bytes as configured: base64 makes four characters of each three bytes."""
    groups = -(-size // 3)
    evidence.expect(
        f"A token of {size} bytes has room for them and for no more",
        expected=f"{4 * groups} characters",
        got=f"{len(token)} characters",
    )


def check_url_safe(evidence: Evidence, token: str) -> None:
    """The token needs no escaping in a URL."""
    evidence.expect(
        "The token consists of characters a URL may hold",
        expected="letters, digits and . _ ~ - *",
        got="others as well" if not _URL_SAFE.fullmatch(token) else "letters, digits and . _ ~ - *",
    )


def check_unpredictable(evidence: Evidence, start_urls: Sequence[str]) -> None:
    """The tokens of start URLs differ from each other, in every place: no counter, no time, no common part."""
    tokens = [access_token_of(url) or "" for url in start_urls]
    evidence.expect("Every token is another one", expected=len(tokens), got=len(set(tokens)))
    places = list(zip(*tokens, strict=False))
    body = [column for column in places if set(column) != {"*"}]
    # The last character before the padding carries only a few bits.
    constant = sum(len(set(column)) == 1 for column in body[:-1])
    evidence.expect("Every place of the token varies", expected=0, got=constant)
