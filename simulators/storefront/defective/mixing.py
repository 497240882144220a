"""Defects that mix things up: carts of several buyers or punch outs, and whose way back is whose."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace

from simulators.messages.cart import Cart
from simulators.storefront.checkout import Checkout
from simulators.storefront.model import Order, Site, User
from simulators.storefront.switching import Switch, part
from simulators.storefront.tokens import Grant
from simulators.storefront.transfer import DEADLINE, CartTransfer
from simulators.storefront.visits import Visit, Visits
from simulators.wire import Incoming, Journal

# How long a cart waits in the place it should not share.
_MEANWHILE = 0.3
_RETURN_URL_COOKIE = "PUNCH_OUT_RETURN_URL"


class OneCartForAll(Visits):
    """Goes on in whichever cart of the account is open."""

    def begin_punch_out(self, visit: Visit, user: User, grant: Grant) -> None:
        """Begin a session in an open order of the account, or in a new one when there is none."""
        orders = (order for order in tuple(self._company.orders.values()) if order.account_id == grant.account_id)
        open_one = next((order.uuid for order in orders if order.is_open and order.owner_id == user.id), "")
        if open_one and not grant.order_uuid:
            grant = replace(grant, order_uuid=open_one)
        super().begin_punch_out(visit, user, grant)


class NewestCartOfTheAccount(Checkout):
    """Checks out whichever cart of the account was filled last."""

    def order_of(self, visit: Visit, site: Site) -> Order | None:
        """Return the order a checkout is of: of those of the account the newest that is not empty."""
        order = super().order_of(visit, site)
        if order is None or not order.lines:
            return order
        others = (o for o in tuple(self._company.orders.values()) if o.is_open and o.account_id == order.account_id)
        return max((o for o in others if o.lines), key=lambda o: o.id, default=order)


class OnePlaceForTheCart(CartTransfer):
    """Puts every cart in the same place before it is posted; of two at once the later one is posted twice."""

    def __init__(self, journal: Journal, deadline: float = DEADLINE) -> None:
        super().__init__(journal, deadline)
        self._came = threading.Condition()
        self._count = 0
        self._cart: Cart | None = None

    def send(self, return_url: str, cart: Cart) -> str:
        """Post the cart that came last."""
        with self._came:
            self._cart, self._count = cart, self._count + 1
            mine = self._count
            self._came.notify_all()
            self._came.wait_for(lambda: self._count > mine, _MEANWHILE)
            latest = self._cart
        return super().send(return_url, latest)


class OneReturnUrl(Visits):
    """Knows one return URL for the whole shop, that of the last punch out."""

    _last = ""

    def begin_punch_out(self, visit: Visit, user: User, grant: Grant) -> None:
        """Begin a session, and remember where its cart goes, and every other."""
        super().begin_punch_out(visit, user, grant)
        self._last = grant.return_url

    def begin(self, incoming: Incoming) -> Visit:
        """Return the visit a request makes; in a punch-out session it leads where the last one does."""
        visit = super().begin(incoming)
        if visit.session.return_url:
            visit.session.return_url = self._last
        return visit


class ReturnUrlKeptByTheBrowser(Visits):
    """Keeps the return URL in a cookie, and believes the cookie when another buyer comes with it."""

    def begin_punch_out(self, visit: Visit, user: User, grant: Grant) -> None:
        """Begin a session that leads where the browser was led the first time."""
        super().begin_punch_out(visit, user, grant)
        kept = visit.cookie(_RETURN_URL_COOKIE)
        owner, _, url = kept.partition("|")
        if url and owner != str(user.id):
            visit.session.return_url = url
        visit.cookies[_RETURN_URL_COOKIE] = f"{user.id}|{grant.return_url}"


class AnswersMixedUp(CartTransfer):
    """Gives each of two buyers who submit at once the answer to the other."""

    def __init__(self, journal: Journal, deadline: float = DEADLINE) -> None:
        super().__init__(journal, deadline)
        self._came = threading.Condition()
        self._answers: list[str] = []

    def send(self, return_url: str, cart: Cart) -> str:
        """Post a cart and return the last redirect URL any hub answered meanwhile."""
        redirect_url = super().send(return_url, cart)
        with self._came:
            self._answers.append(redirect_url)
            mine = len(self._answers)
            self._came.notify_all()
            self._came.wait_for(lambda: len(self._answers) > mine, _MEANWHILE)
            return self._answers[-1]


DEFECTS: Mapping[str, Switch] = {
    "one-cart-for-all-punch-outs": part("visits", OneCartForAll),
    "newest-cart-of-the-account-posted": part("checkout", NewestCartOfTheAccount),
    "carts-swapped-at-once": part("transfer", OnePlaceForTheCart),
    "answers-swapped-at-once": part("transfer", AnswersMixedUp),
    "return-url-of-the-last-punch-out": part("visits", OneReturnUrl),
    "return-url-kept-by-the-browser": part("visits", ReturnUrlKeptByTheBrowser),
}
