"""Start URLs whose access token is not the one that was issued."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from urllib.parse import quote_plus, unquote_plus

from harness.errors import HarnessFault, Inapplicable, NonConformance
from simulators.messages.session import TOKEN_PARAMETER

_TOKEN = re.compile(rf"(?<=[?&]{TOKEN_PARAMETER}=)[^&#]+")


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
    """Return a start URL with its token altered in a named way, and nothing else changed.

    Raises:
        HarnessFault: when there is no such alteration.
        Inapplicable: when it would leave the token as it is, which a hexadecimal one without letters is.
        NonConformance: when the start URL carries no token.

    """
    if how not in ALTERATIONS:
        raise HarnessFault(f"a token cannot be {how!r}; known: {', '.join(ALTERATIONS)}")
    found = _TOKEN.search(start_url)
    if found is None:
        raise NonConformance(
            "The start URL carries an access token", expected=f"a parameter {TOKEN_PARAMETER}", got=start_url
        )
    token = unquote_plus(found[0])
    altered = ALTERATIONS[how](token)
    if altered == token:
        raise Inapplicable(f"not applied: a token {how} is still the same, for this one is written in digits alone")
    return f"{start_url[: found.start()]}{quote_plus(altered, safe='*')}{start_url[found.end() :]}"
