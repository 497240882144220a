"""Sessions of the hub: from the buyer's set-up request over the shop's session to the cart and back.

Source: reference, hub and protocols, 1.8, 1.9 and 6.2 (ids that survive lower-casing and cannot be guessed).
"""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass, field
from typing import Any

from simulators.hub.relationships import Relationship
from simulators.messages.cart import Cart
from simulators.messages.cxml import SetupRequest


@dataclass
class HubSession:
    """One punch out through the hub.

    `gateway` is the base of its return URL, `bodies` all that the shop posted, `carts` those accepted.
    """

    id: str
    relationship: Relationship
    setup: SetupRequest
    gateway: str
    carts: list[Cart] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    returns: int = 0
    start_url: str = ""
    redirect_url: str = ""
    refusal: str = ""

    @property
    def return_url(self) -> str:
        """Where the shop posts the cart."""
        return f"{self.gateway}/gateway/link/api/id/{self.id}"

    def record(self) -> dict[str, Any]:
        """Return what an operator sees of the session, as JSON values."""
        return {
            "id": self.id,
            "buyer_cookie": self.setup.buyer_cookie if isinstance(self.setup.buyer_cookie, str) else "",
            "return_url": self.return_url,
            "start_url": self.start_url,
            "cart_posts": [body.decode("utf-8", "backslashreplace") for body in self.bodies],
            "carts_accepted": len(self.carts),
            "redirect_url": self.redirect_url,
            "returns": self.returns,
            "refusal": self.refusal,
        }


class HubSessions:
    """Keeps the hub's sessions by id and by BuyerCookie. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sessions: dict[str, HubSession] = {}
        self._sku_ids: dict[str, int] = {}

    def begin(self, relationship: Relationship, setup: SetupRequest, gateway: str) -> HubSession:
        """Make a session; its id has small letters and digits only."""
        session = HubSession(secrets.token_hex(16), relationship, setup, gateway)
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
            return next((s for s in reversed(self._sessions.values()) if s.setup.buyer_cookie == buyer_cookie), None)

    def posted(self, session: HubSession, body: bytes) -> None:
        """Keep what a shop posted, whether it is a cart or not."""
        with self._lock:
            session.bodies.append(body)

    def accept(self, session: HubSession, cart: Cart) -> None:
        """Keep a cart, the last of which counts, and which SKU each of its lines is, for a later edit."""
        with self._lock:
            session.carts.append(cart)
            self._sku_ids.update({line.auxiliary_id: line.sku_id for line in cart.lines})

    def returned(self, session: HubSession) -> None:
        """Count a browser that came to be sent back."""
        with self._lock:
            session.returns += 1

    def sku_id(self, auxiliary_id: str) -> int:
        """Return the SKU id of a line seen in an earlier cart, or 0."""
        with self._lock:
            return self._sku_ids.get(auxiliary_id, 0)
