"""Defects of a transfer that fails: what the buyer is told and keeps, and whether it can be tried again."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace

from starlette.responses import Response

from simulators.messages.cart import Cart
from simulators.storefront.checkout import Checkout
from simulators.storefront.model import Order, Site
from simulators.storefront.switching import Switch, part
from simulators.storefront.transfer import DEADLINE, CartTransfer, TransferFailed
from simulators.storefront.visits import Visit
from simulators.wire import Journal, Unreachable


class NoContentIsSuccess(CartTransfer):
    """Takes an answer without content for a yes."""

    def is_success(self, status: int) -> bool:
        """Tell whether the status is one of success."""
        return 200 <= status < 300

    def redirect_url(self, body: bytes) -> str:
        """Return the redirect URL, and none of an answer without content."""
        return super().redirect_url(body) if body else ""


class EmptyAddressIsSuccess(CartTransfer):
    """Looks whether there is a redirect URL, and not what it is."""

    def is_usable(self, url: object) -> bool:
        """Tell whether what the hub names is an address, or nothing."""
        return url == "" or super().is_usable(url)


class SilenceIsSuccess(CartTransfer):
    """Takes a hub that does not answer for one that has nothing to say."""

    def send(self, return_url: str, cart: Cart) -> str:
        """Post a cart and return the redirect URL; none of a hub that is silent."""
        try:
            return super().send(return_url, cart)
        except TransferFailed as failure:
            if isinstance(failure.__cause__, Unreachable) and failure.__cause__.too_late:
                return ""
            raise


class GivesUpForGood(CartTransfer):
    """Calls no hub again that was not reached once."""

    def __init__(self, journal: Journal, deadline: float = DEADLINE) -> None:
        super().__init__(journal, deadline)
        self._given_up: set[str] = set()

    def send(self, return_url: str, cart: Cart) -> str:
        """Post a cart, unless the hub is given up."""
        if return_url in self._given_up:
            raise TransferFailed("PunchOut2Go cart transfer failed: the hub is not reached")
        try:
            return super().send(return_url, cart)
        except TransferFailed as failure:
            if isinstance(failure.__cause__, Unreachable):
                self._given_up.add(return_url)
            raise


class SendsTheSameAgain(CartTransfer):
    """Keeps a cart that could not be handed over, and sends it as it was."""

    def __init__(self, journal: Journal, deadline: float = DEADLINE) -> None:
        super().__init__(journal, deadline)
        self._lock = threading.Lock()
        self._failed: dict[str, Cart] = {}

    def send(self, return_url: str, cart: Cart) -> str:
        """Post a cart, or the one that failed before it."""
        with self._lock:
            cart = self._failed.setdefault(return_url, cart)
        redirect_url = super().send(return_url, cart)
        with self._lock:
            self._failed.pop(return_url, None)
        return redirect_url


class EmptiesTheCart(Checkout):
    """Takes everything out of a cart that could not be handed over."""

    def fail(self, visit: Visit, site: Site, order: Order, failure: TransferFailed) -> Response:
        """Tell the buyer that the hub did not take the cart, of which nothing is left."""
        order.lines = []
        return super().fail(visit, site, order, failure)


class TellsOfSuccess(Checkout):
    """Thanks the buyer whatever the hub said."""

    def fail(self, visit: Visit, site: Site, order: Order, failure: TransferFailed) -> Response:
        """Thank the buyer."""
        del order, failure
        return self._pages.show(visit, site, "message.html", title="Checkout", message="Thank you.")


class LeadsToTheHub(Checkout):
    """Leads the buyer to the hub when the hub did not take the cart."""

    def fail(self, visit: Visit, site: Site, order: Order, failure: TransferFailed) -> Response:
        """Lead the buyer to where the cart was to be posted."""
        del site, order, failure
        return self._pages.redirect(visit, visit.session.return_url)


class SignsOut(Checkout):
    """Signs the buyer out when the hub did not take the cart."""

    def fail(self, visit: Visit, site: Site, order: Order, failure: TransferFailed) -> Response:
        """Tell the buyer, who is a guest by now, that the hub did not take the cart."""
        visit.session.user_id = visit.user = None
        return super().fail(visit, site, order, failure)


class MarkedAtOnce(Checkout):
    """Remembers a cart as handed over as soon as it is posted."""

    def fail(self, visit: Visit, site: Site, order: Order, failure: TransferFailed) -> Response:
        """Tell the buyer that the hub did not take the cart, which is remembered as if it had."""
        visit.session.handed_over = self.cart_of(order)
        return super().fail(visit, site, order, failure)


class ForgetsTheWayBack(Checkout):
    """Makes a customer like any other of a buyer whose cart the hub did not take."""

    def fail(self, visit: Visit, site: Site, order: Order, failure: TransferFailed) -> Response:
        """Tell the buyer that the hub did not take the cart, and forget where it was to be posted."""
        visit.session.return_url = ""
        return super().fail(visit, site, order, failure)


class BeginsAnotherCart(Checkout):
    """Puts a cart that could not be handed over aside: the buyer goes on in another one."""

    def fail(self, visit: Visit, site: Site, order: Order, failure: TransferFailed) -> Response:
        """Tell the buyer that the hub did not take the cart, a copy of which is the current one by now."""
        other = self._orders.create(order.owner_id, order.account_id, order.channel_group_id, order.currency)
        # The old order keeps its lines and its place among the open carts; what is added goes into the new one.
        other.uuid, order.uuid = order.uuid, other.uuid
        other.lines = [replace(line, id=self._company.next_id()) for line in order.lines]
        return super().fail(visit, site, order, failure)


DEFECTS: Mapping[str, Switch] = {
    "no-content-taken-for-success": part("transfer", NoContentIsSuccess),
    "empty-redirect-taken-for-success": part("transfer", EmptyAddressIsSuccess),
    "silence-taken-for-success": part("transfer", SilenceIsSuccess),
    "hub-given-up-for-good": part("transfer", GivesUpForGood),
    "cart-frozen-after-failure": part("transfer", SendsTheSameAgain),
    "cart-emptied-on-failure": part("checkout", EmptiesTheCart),
    "failure-told-as-success": part("checkout", TellsOfSuccess),
    "failure-leads-to-the-hub": part("checkout", LeadsToTheHub),
    "signed-out-on-failure": part("checkout", SignsOut),
    "marked-as-handed-over-at-once": part("checkout", MarkedAtOnce),
    "way-back-forgotten-on-failure": part("checkout", ForgetsTheWayBack),
    "another-cart-after-failure": part("checkout", BeginsAnotherCart),
}
