"""Deviations of checkout, transfer and sign-out: who may submit, how often a cart is posted, where the buyer is led."""

from __future__ import annotations

from simulators.messages.cart import Cart
from simulators.storefront.checkout import Checkout
from simulators.storefront.model import Order, Site, User
from simulators.storefront.permissions import OrderPermissions
from simulators.storefront.rendering import CHECKOUT_PORTLET
from simulators.storefront.sessions import SESSION_COOKIE, WebSession
from simulators.storefront.shop import Shop
from simulators.storefront.transfer import DEADLINE, CartTransfer, Deadline
from simulators.storefront.visits import Visit
from simulators.wire import Journal

A_DAY = 86_400.0


class LowerCasingTransfer(CartTransfer):
    """Puts the hub's whole answer into small letters before it is read."""

    def redirect_url(self, body: bytes) -> str:
        """Return the redirect URL in small letters."""
        return super().redirect_url(body.lower())


class BelievingTransfer(CartTransfer):
    """Takes whatever the hub names for an address."""

    def is_usable(self, url: object) -> bool:
        """Tell whether the hub names anything at all."""
        return url is not None and bool(str(url).strip())


class PatientTransfer(CartTransfer):
    """Waits for a hub as long as it takes."""

    def __init__(self, journal: Journal, deadline: Deadline = DEADLINE) -> None:
        del deadline
        super().__init__(journal, A_DAY)


class OwnersNeedNoPermission(OrderPermissions):
    """Lets the owner of an order see it and check it out, whatever the roles say."""

    def may_view(self, user: User, order: Order) -> bool:
        """Tell whether the user owns the order or may view it."""
        return user.id == order.owner_id or super().may_view(user, order)

    def may_check_out(self, user: User, order: Order) -> bool:
        """Tell whether the user owns the order or may check it out."""
        return user.id == order.owner_id or super().may_check_out(user, order)


class PostsAtEveryVisit(Checkout):
    """Posts the cart whenever the checkout is shown."""

    def was_handed_over(self, session: WebSession, cart: Cart) -> bool:
        """Tell that the hub does not have the cart."""
        del session, cart
        return False


class StepChosenByParameter(Checkout):
    """Shows the step of the ordinary checkout that the address names."""

    def is_punch_out(self, visit: Visit, site: Site) -> bool:
        """Tell whether the cart goes to a hub: not where the address names another step."""
        named = visit.incoming.query.get(f"_{CHECKOUT_PORTLET}_checkoutStepName")
        return named in (None, "punch-out") and super().is_punch_out(visit, site)


class OrderCookieKept(Shop):
    """Leaves the cookie that names the order in the browser when the session ends."""

    def session_cookies(self) -> list[str]:
        """Return the names of the cookies that end with a session: its own."""
        return [SESSION_COOKIE]
