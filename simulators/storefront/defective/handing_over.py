"""Defects of the transfer: when a cart is posted, how often, for whom, and what of the checkout is shown instead."""

from __future__ import annotations

from collections.abc import Mapping

import requests
from starlette.responses import Response

from simulators.messages.cart import Cart
from simulators.storefront.checkout import Checkout
from simulators.storefront.model import Order, Site
from simulators.storefront.rendering import CHECKOUT_PORTLET
from simulators.storefront.sessions import WebSession
from simulators.storefront.shop import Shop
from simulators.storefront.switching import Switch, part
from simulators.storefront.transfer import CartTransfer, TransferFailed
from simulators.storefront.visits import Visit
from simulators.wire import Caller


class PostsTwice(CartTransfer):
    """Posts every cart a second time, to be sure."""

    def post(self, caller: Caller, return_url: str, cart: Cart) -> requests.Response:
        """Post a cart twice and return the answer to the second post."""
        super().post(caller, return_url, cart)
        return super().post(caller, return_url, cart)


class StopsScripts(CartTransfer):
    """Stands behind a firewall that lets no end of a script out."""

    def send(self, return_url: str, cart: Cart) -> str:
        """Post a cart, unless a text in it looks like a script's.

        Raises:
            TransferFailed: when it does, and as always.

        """
        if any("</script>" in line.description for line in cart.lines):
            raise TransferFailed("PunchOut2Go cart transfer response code: 403")
        return super().send(return_url, cart)


class PostsWithoutPermission(Checkout):
    """Posts the cart first, and looks at the permissions when the page is shown."""

    def deny(self, visit: Visit, site: Site, order: Order) -> Response:
        """Tell the visitor that this cart is not theirs to check out; by then the hub has it."""
        if visit.session.return_url:
            self._transfer.send(visit.session.return_url, self.cart_of(order))
        return super().deny(visit, site, order)


class PostsOnceForAll(Checkout):
    """Posts a cart once in a session, whatever is in it later on."""

    def was_handed_over(self, session: WebSession, cart: Cart) -> bool:
        """Tell whether the hub has any cart of this session."""
        del cart
        return session.handed_over is not None


class ShowsTheSummary(Checkout):
    """Shows the last step of the ordinary checkout to whoever names it."""

    def is_punch_out(self, visit: Visit, site: Site) -> bool:
        """Tell whether the cart goes to a hub: not from the summary."""
        named = visit.incoming.query.get(f"_{CHECKOUT_PORTLET}_checkoutStepName")
        return named != "order-summary" and super().is_punch_out(visit, site)


class ForgetsTheTransfer(Shop):
    """Forgets at the sign-out that the cart was handed over, and nothing else."""

    def end(self, session: WebSession) -> None:
        """Forget what the session was signed out for, where a cart was handed over."""
        if session.handed_over is None:
            super().end(session)
        session.handed_over, session.redirect_url = None, ""

    def session_cookies(self) -> list[str]:
        """Return no names of cookies: the browser keeps them all."""
        return []


DEFECTS: Mapping[str, Switch] = {
    "cart-posted-twice": part("transfer", PostsTwice),
    "cart-with-a-script-stopped": part("transfer", StopsScripts),
    "posted-without-permission": part("checkout", PostsWithoutPermission),
    "changed-cart-not-posted-again": part("checkout", PostsOnceForAll),
    "order-summary-reachable": part("checkout", ShowsTheSummary),
    "transfer-forgotten-at-sign-out": part("shop", ForgetsTheTransfer),
}
