"""Sessions of the hub: from the buyer's request over the shop's session to the cart and back."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from simulators.hub.punch_outs import CartPost, HubSession, PunchOutRequest, WayBack
from simulators.hub.relationships import Relationship
from simulators.messages.cart import Cart, CartLine

_T = TypeVar("_T")
# A hub that is served for weeks forgets the oldest: more sessions, and more lines of one buyer, than a run ever has.
MOST_SESSIONS = 5_000
MOST_LINES = 20_000


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
    """Keeps the hub's latest sessions by id and by BuyerCookie. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sessions: dict[str, HubSession] = {}
        self._by_cookie: dict[str, HubSession] = {}
        self._sku_ids: dict[str, int] = {}
        self._lines: dict[Hashable, dict[str, SeenLine]] = {}

    def begin(
        self, relationship: Relationship, request: PunchOutRequest, way_back: WayBack, gateway: str
    ) -> HubSession:
        """Make a session; its id has small letters and digits only."""
        session = HubSession(secrets.token_hex(16), relationship, request, way_back, gateway)
        with self._lock:
            self._sessions[session.id] = self._by_cookie[request.cookie] = session
            while len(self._sessions) > MOST_SESSIONS:
                oldest = self._sessions.pop(next(iter(self._sessions)))
                if self._by_cookie.get(oldest.request.cookie) is oldest:
                    del self._by_cookie[oldest.request.cookie]
        return session

    def find(self, session_id: str) -> HubSession | None:
        """Return the session with this id, whatever the letter case it arrives in."""
        with self._lock:
            return self._sessions.get(session_id.lower())

    def of_cookie(self, buyer_cookie: str) -> HubSession | None:
        """Return the last session made for a BuyerCookie."""
        with self._lock:
            return self._by_cookie.get(buyer_cookie)

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
            _keep(self._sku_ids, {line.auxiliary_id: line.sku_id for line in cart.lines if line.sku_id})
            seen = self._lines.setdefault(session.relationship.key, {})
            _keep(seen, {line.auxiliary_id: found for line, found in _placed(session, cart)})

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


def _keep(kept: dict[str, _T], new: Mapping[str, _T]) -> None:
    """Put what is new behind what is kept, and let go of the oldest beyond `MOST_LINES`."""
    for name, value in new.items():
        kept.pop(name, None)
        kept[name] = value
    for oldest in tuple(islice(kept, max(0, len(kept) - MOST_LINES))):
        del kept[oldest]


def _placed(session: HubSession, cart: Cart) -> Iterator[tuple[CartLine, SeenLine]]:
    """Yield each line of a cart and what is kept of it: where it stood, and in which session's cart."""
    for position, line in enumerate(cart.lines, 1):
        yield line, SeenLine(line, cart.currency, session.id, position)
