"""Sessions of the hub: from the buyer's request over the shop's session to the cart and back."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from simulators.hub.punch_outs import CartPost, HubSession, PunchOutRequest, WayBack
from simulators.hub.relationships import Relationship
from simulators.messages.cart import Cart, CartLine


@dataclass(frozen=True)
class SeenLine:
    """A line of a cart that was brought back, the currency of its prices, and where it came from.

    `position` counts the lines of the cart of that session from 1.
    """

    line: CartLine
    currency: str
    session_id: str = ""
    position: int = 0


class HubSessions:
    """Keeps the hub's sessions by id and by BuyerCookie. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sessions: dict[str, HubSession] = {}
        self._sku_ids: dict[str, int] = {}
        self._lines: dict[Hashable, dict[str, SeenLine]] = {}

    def begin(
        self, relationship: Relationship, request: PunchOutRequest, way_back: WayBack, gateway: str
    ) -> HubSession:
        """Make a session; its id has small letters and digits only."""
        session = HubSession(secrets.token_hex(16), relationship, request, way_back, gateway)
        with self._lock:
            self._sessions[session.id] = session
        return session

    def find(self, session_id: str) -> HubSession | None:
        """Return the session with this id, whatever the letter case it arrives in."""
        with self._lock:
            return self._sessions.get(session_id.lower())

    def of_cookie(self, buyer_cookie: str) -> HubSession | None:
        """Return the last session made for a BuyerCookie."""
        with self._lock:
            return next((s for s in reversed(self._sessions.values()) if s.request.cookie == buyer_cookie), None)

    def posted(self, session: HubSession, text: str) -> CartPost:
        """Keep what was posted, whether it is a cart or not; return it, for what is found in it to be written down."""
        post = CartPost(text)
        with self._lock:
            session.posts.append(post)
        return post

    def accept(self, session: HubSession, cart: Cart) -> None:
        """Keep a cart, the last of which counts, and which SKU each of its lines is, for a later edit."""
        with self._lock:
            session.carts.append(cart)
            self._sku_ids.update({line.auxiliary_id: line.sku_id for line in cart.lines if line.sku_id})
            seen = self._lines.setdefault(session.relationship.key, {})
            for position, line in enumerate(cart.lines, 1):
                seen[line.auxiliary_id] = SeenLine(line, cart.currency, session.id, position)

    def returned(self, session: HubSession) -> None:
        """Count a browser that came to be sent back."""
        with self._lock:
            session.returns += 1

    def lines_of(self, relationship: Relationship) -> Mapping[str, SeenLine]:
        """Return the lines a buyer's carts brought so far, by auxiliary id: all the hub knows of the shop's catalog."""
        with self._lock:
            return dict(self._lines.get(relationship.key, {}))

    def line_of(self, relationship: Relationship, auxiliary_id: str) -> SeenLine | None:
        """Return the line a buyer's carts brought by this auxiliary id, as it was last."""
        with self._lock:
            return self._lines.get(relationship.key, {}).get(auxiliary_id)

    def sku_id(self, auxiliary_id: str) -> int:
        """Return the SKU id of a line seen in an earlier cart, or 0."""
        with self._lock:
            return self._sku_ids.get(auxiliary_id, 0)
