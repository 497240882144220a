"""Defects that show when several do something at once: many buyers, one buyer in two places, one cart twice."""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from collections.abc import Mapping
from typing import Any

from simulators.messages.cart import Cart
from simulators.storefront.checkout import Checkout
from simulators.storefront.model import User
from simulators.storefront.sessions import WebSession, WebSessions
from simulators.storefront.switching import Switch, both, part
from simulators.storefront.tokens import Grant
from simulators.storefront.transfer import DEADLINE, CartTransfer, TransferFailed
from simulators.storefront.visits import Visit, Visits
from simulators.wire import Incoming, Journal

# Enough for a shop that is tried out by two people.
MOST_AT_ONCE = 2
# Seconds between looking whether the hub has a cart and posting it, unless somebody else looks meanwhile.
_LOOK_SECONDS = 0.2


class FewAtOnce(CartTransfer):
    """Has two connections to hubs, and turns away whoever comes while both are in use."""

    def __init__(self, journal: Journal, deadline: float = DEADLINE) -> None:
        super().__init__(journal, deadline)
        self._free = threading.Semaphore(MOST_AT_ONCE)

    def send(self, return_url: str, cart: Cart) -> str:
        """Post a cart and return the redirect URL, if there is a connection left."""
        if not self._free.acquire(blocking=False):
            raise TransferFailed("PunchOut2Go cart transfer failed: no connection is left in the pool")
        try:
            return super().send(return_url, cart)
        finally:
            self._free.release()


class ReturnUrlOfTheUser(Visits):
    """Keeps the return URL with the user, not with the session."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self._return_urls: dict[int, str] = {}

    def begin_punch_out(self, visit: Visit, user: User, grant: Grant) -> None:
        """Begin a session, and let every session of the user lead where this one does."""
        super().begin_punch_out(visit, user, grant)
        self._return_urls[user.id] = visit.session.return_url

    def begin(self, incoming: Incoming) -> Visit:
        """Return the visit a request makes."""
        visit = super().begin(incoming)
        if visit.user is not None and visit.session.return_url:
            visit.session.return_url = self._return_urls.get(visit.user.id, visit.session.return_url)
        return visit


class NobodyWaits(WebSessions):
    """Lets two requests of a session check out at the same moment."""

    def start(self) -> WebSession:
        """Begin a session in which nobody waits for anybody."""
        session = super().start()
        session.transfer = contextlib.nullcontext()  # type: ignore[assignment]  # a lock that locks nobody out
        return session


class LooksThenPosts(Checkout):
    """Looks whether the hub has a cart and posts it in two steps."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self._looked = threading.Condition()
        self._lookers: Counter[str] = Counter()

    def was_handed_over(self, session: WebSession, cart: Cart) -> bool:
        """Tell whether the hub had this very cart a moment ago."""
        known = super().was_handed_over(session, cart)
        with self._looked:
            self._lookers[session.id] += 1
            mine = self._lookers[session.id]
            self._looked.notify_all()
            self._looked.wait_for(lambda: mine > 1 or self._lookers[session.id] > mine, _LOOK_SECONDS)
        return known


DEFECTS: Mapping[str, Switch] = {
    "two-transfers-at-once-at-most": part("transfer", FewAtOnce),
    "return-url-kept-by-user": part("visits", ReturnUrlOfTheUser),
    "looked-then-posted": both(part("sessions", NobodyWaits), part("checkout", LooksThenPosts)),
}
