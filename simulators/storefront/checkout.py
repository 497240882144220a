"""The checkout page, whose first step in a punch-out session is to hand the cart to the hub.

Source: documentation, "Verify Redirect to Buyer's Procurement System"; reference, Liferay connector, 6.1 and 6.4.
"""

from __future__ import annotations

from starlette.responses import Response

from simulators.messages.cart import Cart
from simulators.storefront.company import Company
from simulators.storefront.console import Console
from simulators.storefront.generation import ShopNames
from simulators.storefront.model import Order, Site
from simulators.storefront.orders import Orders
from simulators.storefront.permissions import OrderPermissions
from simulators.storefront.rendering import CHECKOUT_PORTLET, Pages
from simulators.storefront.sessions import WebSession
from simulators.storefront.transfer import CartTransfer, TransferFailed
from simulators.storefront.visits import Visit, Visits
from simulators.wire import Incoming


class Checkout:
    """Answers the checkout page of the sites."""

    def __init__(
        self,
        company: Company,
        visits: Visits,
        orders: Orders,
        permissions: OrderPermissions,
        transfer: CartTransfer,
        pages: Pages,
        console: Console,
        names: ShopNames,
    ) -> None:
        self._company = company
        self._visits = visits
        self._orders = orders
        self._permissions = permissions
        self._transfer = transfer
        self._pages = pages
        self._console = console
        self._names = names

    def show(self, incoming: Incoming) -> Response:
        """Show the checkout of the cart the address names, or else of the current one."""
        visit = self._visits.begin(incoming)
        site = self._company.site_by_friendly_url(incoming.parts["site"])
        if site is None:
            return self._pages.not_found(visit)
        order = self.order_of(visit, site)
        if order is None or not self.is_filled(order):
            return self._pages.show(
                visit, site, "message.html", title="Checkout", message="The cart is empty. Please add products first."
            )
        if not self.is_permitted(visit, order):
            return self.deny(visit, site, order)
        if not self.is_punch_out(visit, site):
            return self._pages.show(visit, site, "checkout_address.html", order=order)
        return self._hand_over(visit, site, order)

    def order_of(self, visit: Visit, site: Site) -> Order | None:
        """Return the order a checkout is of: that the address names, or else the current one."""
        named = visit.incoming.query.get(f"_{CHECKOUT_PORTLET}_{self._names.order_parameter}")
        if not named:
            return self._visits.current_order(visit, site)
        orders, channel = tuple(self._company.orders.values()), self._company.channel_of(site)
        order = next((order for order in orders if self._names.order_name(order) == named), None)
        if order is None or not order.is_open or channel is None or order.channel_group_id != channel.group_id:
            return None
        # A cart of another account would reach the procurement system of another company.
        return order if visit.session.account_id in (None, order.account_id) else None

    def is_filled(self, order: Order) -> bool:
        """Tell whether there is something to check out."""
        return bool(order.lines)

    def is_permitted(self, visit: Visit, order: Order) -> bool:
        """Tell whether the visitor may check an order out."""
        return visit.user is not None and self._permissions.may_check_out(visit.user, order)

    def is_punch_out(self, visit: Visit, site: Site) -> bool:
        """Tell whether the cart goes to a hub rather than through the ordinary checkout."""
        channel = self._company.channel_of(site)
        return bool(channel and channel.settings.enabled and visit.session.return_url)

    def deny(self, visit: Visit, site: Site, order: Order) -> Response:
        """Tell the visitor that this cart is not theirs to check out."""
        del order
        return self._pages.show(visit, site, "checkout_denied.html", status=403)

    def cart_of(self, order: Order) -> Cart:
        """Return an order as the cart that is posted to the hub."""
        return self._orders.cart(order)

    def was_handed_over(self, session: WebSession, cart: Cart) -> bool:
        """Tell whether the hub has this very cart already."""
        return session.handed_over == cart

    def _hand_over(self, visit: Visit, site: Site, order: Order) -> Response:
        """Post the cart until the hub has taken it, and no more then, unless the buyer has changed it."""
        session = visit.session
        with session.transfer:
            cart = self.cart_of(order)
            if not self.was_handed_over(session, cart):
                session.handed_over, session.redirect_url = None, ""
                try:
                    session.redirect_url = self._transfer.send(session.return_url, cart)
                except TransferFailed as failure:
                    self._console.write("ERROR", "http-nio-8080-exec-1", "PunchOutReturnServiceImpl:118", str(failure))
                    return self.fail(visit, site, order, failure)
                self.keep(session, order, cart)
            redirect_url = session.redirect_url
        return self.lead_on(visit, site, redirect_url)

    def keep(self, session: WebSession, order: Order, cart: Cart) -> None:
        """Remember a cart the hub has taken."""
        session.handed_over = order.transferred = cart

    def fail(self, visit: Visit, site: Site, order: Order, failure: TransferFailed) -> Response:
        """Tell the buyer that the hub did not take the cart; nothing has changed, and why is for the log alone."""
        del order, failure
        return self._pages.show(visit, site, "checkout_failed.html")

    def lead_on(self, visit: Visit, site: Site, redirect_url: str) -> Response:
        """Tell the buyer that the hub has the cart, and lead to the sign-out, which leads to the hub."""
        return self._pages.show(
            visit,
            site,
            "checkout_transferred.html",
            redirect_url=redirect_url,
            sign_out_url=self.sign_out_url(visit),
        )

    def sign_out_url(self, visit: Visit) -> str:
        """Return the address that ends the session; nothing of the checkout's own address is handed on to it."""
        return f"{visit.incoming.context_path}/c/portal/logout"
