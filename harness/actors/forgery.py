"""Start URLs whose access token is not the one that was issued."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from urllib.parse import quote_plus, unquote_plus

from simulators.messages.session import TOKEN_PARAMETER


def _another_letter(token: str) -> str:
    return ("A" if token[0] != "A" else "B") + token[1:]


ALTERATIONS: Mapping[str, Callable[[str], str]] = {
    "altered in one letter": _another_letter,
    "in the other letter case": str.swapcase,
    "without its first letter": lambda token: token[1:],
    "without its last letter": lambda token: token[:-1],
    "with a letter more": lambda token: token + "A",
    "replaced by another value": lambda token: secrets.token_urlsafe(len(token))[: len(token)],
    "left empty": lambda _: "",
}


def forged(start_url: str, how: str) -> str:
    """Return a start URL with its token altered in a named way.

    Raises:
        KeyError: when there is no such alteration.

    """
    address, mark, rest = start_url.partition(f"{TOKEN_PARAMETER}=")
    token, ampersand, others = rest.partition("&")
    return f"{address}{mark}{quote_plus(ALTERATIONS[how](unquote_plus(token)), safe='*')}{ampersand}{others}"
