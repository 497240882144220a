"""What every route to a shop does: ask for a session, so that a buyer can start."""

from __future__ import annotations

from typing import Protocol

from simulators.hub.punch_outs import HubSession


class Route(Protocol):
    """A way to ask shops of one kind for sessions."""

    def start(self, session: HubSession, asking: str) -> str:
        """Return the start URL the shop issues for a punch out, asked for in the way of this name.

        Raises `ShopRefused` when there is none.
        """
