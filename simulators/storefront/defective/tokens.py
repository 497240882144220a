"""Defects of access tokens: how long they last, how they look, whom they let in, and how often."""

from __future__ import annotations

from collections.abc import Mapping

from simulators.storefront.switching import Switch, part
from simulators.storefront.tokens import AccessTokens, Grant, digest


class UsedAgain(AccessTokens):
    """Remembers a token that was used."""

    def take(self, text: str) -> Grant | None:
        """Return what a token stands for, as often as it is asked."""
        with self._lock:
            issued = self._issued.get(digest(text))
        return issued.grant if issued and self._clock.now() < issued.expires else None


DEFECTS: Mapping[str, Switch] = {
    "token-accepted-twice": part("tokens", UsedAgain),
}
