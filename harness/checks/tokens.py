"""Checks of access tokens: size, alphabet, and that one tells nothing about the next.

Source: documentation, "Punch Out Access Token Provider Configuration"; reference, Liferay connector, 4.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from harness.evidence import Evidence
from simulators.messages.session import access_token_of

_HEXADECIMAL = re.compile(r"[0-9a-f]+|[0-9A-F]+")
# So many tokens tell random bytes from those of few kinds: among twelve hexadecimal digits there are fewer than four
# different ones once in a million.
_MANY, _FEWEST = 12, 4
_URL_SAFE = re.compile(r"[A-Za-z0-9._~*-]+")


def check_form(evidence: Evidence, token: str, form: str) -> None:
    """The token has the form a scenario says: "has the size of 8 bytes", or is of characters a URL may hold."""
    sizes = re.findall(r"\d+", form)
    if sizes:
        check_size(evidence, token, int(sizes[0]))
    else:
        check_url_safe(evidence, token)


def check_size(evidence: Evidence, token: str, size: int) -> None:
    """The token carries as many random bytes as configured, in hexadecimal digits or in base64, filled up or not."""
    if _HEXADECIMAL.fullmatch(token) and len(token) != _base64_length(size):
        room = [2 * size]
    else:
        room = [_base64_length(size), -(-4 * size // 3)]
    evidence.expect(
        f"A token of {size} bytes has room for them and for no more",
        expected=" or ".join(f"{length} characters" for length in dict.fromkeys(room)),
        got=f"{len(token)} characters",
        holds=len(token) in room,
    )


def check_url_safe(evidence: Evidence, token: str) -> None:
    """The token needs no escaping in a URL."""
    evidence.expect(
        "The token consists of characters a URL may hold",
        expected="letters, digits and . _ ~ - *",
        got="others as well" if not _URL_SAFE.fullmatch(token) else "letters, digits and . _ ~ - *",
    )


def check_unpredictable(evidence: Evidence, start_urls: Sequence[str]) -> None:
    """The tokens of start URLs differ from each other, in every place: no counter, no time, no part in common."""
    tokens = [access_token_of(url) or "" for url in start_urls]
    evidence.expect("Every token is another one", expected=len(tokens), got=len(set(tokens)))
    # The padding and the mark between groups are the same in each; the last letter carries only a few bits.
    places = [set(column) for column in zip(*tokens, strict=False) if set(column) not in ({"*"}, {"-"})][:-1]
    evidence.expect(
        "Every place of the token varies",
        expected="all places",
        got=f"{sum(len(letters) > 1 for letters in places)} of {len(places)} places",
        holds=bool(places) and all(len(letters) > 1 for letters in places),
    )
    if len(tokens) < _MANY:
        return
    few = [len(letters) for letters in places if len(letters) < _FEWEST]
    evidence.expect("Every place of the token takes many letters", expected=[], got=few)
    columns = Counter(column for column in zip(*tokens, strict=False) if len(set(column)) > 1)
    evidence.expect(
        "No two places of the token are always the same letter",
        expected=0,
        got=sum(count - 1 for count in columns.values()),
    )


def _base64_length(size: int) -> int:
    return 4 * -(-size // 3)
