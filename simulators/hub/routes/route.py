"""What every route to a shop does: ask for a session, so that a buyer can start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from simulators.hub.punch_outs import HubSession

AS_ORDERED = "as ordered"


@dataclass(frozen=True)
class Start:
    """Where a buyer's browser goes to start, and the form fields it takes along; without any it is a plain visit."""

    url: str
    fields: tuple[tuple[str, str], ...] = ()


class Route(Protocol):
    """A way to ask shops of one kind for sessions."""

    def start(self, session: HubSession, asking: str) -> Start:
        """Return where a punch out starts at the shop, asked for in the way of this name.

        Raises `ShopRefused` when there is nowhere.
        """
