"""The pages a buyer shops on: catalog, open carts, signing in and out.

Source: documentation, "Create a Punch Out Buyer Role"; reference, Liferay connector, 6.5 and 10.4.
"""

from __future__ import annotations

from starlette.responses import Response

from simulators.storefront.authentication import Authentication
from simulators.storefront.company import Company, id_from
from simulators.storefront.generation import ShopNames
from simulators.storefront.model import Order, Site, User
from simulators.storefront.orders import Orders
from simulators.storefront.permissions import OrderPermissions
from simulators.storefront.rendering import CHECKOUT_PORTLET, LOGIN_PORTLET, OPEN_CARTS_PORTLET, Pages
from simulators.storefront.sessions import SESSION_COOKIE, WebSession, WebSessions
from simulators.storefront.visits import ORDER_COOKIE, Visit, Visits, cookie_path, is_framed, set_framed_cookie
from simulators.wire import Incoming

_OPEN_CARTS = f"_{OPEN_CARTS_PORTLET}_"
_LOGIN = f"_{LOGIN_PORTLET}_"


class Shop:
    """Answers the pages of the sites."""

    def __init__(
        self,
        company: Company,
        authentication: Authentication,
        sessions: WebSessions,
        visits: Visits,
        orders: Orders,
        permissions: OrderPermissions,
        pages: Pages,
        names: ShopNames,
    ) -> None:
        self._company = company
        self._authentication = authentication
        self._sessions = sessions
        self._visits = visits
        self._orders = orders
        self._permissions = permissions
        self._pages = pages
        self._names = names

    def home(self, incoming: Incoming) -> Response:
        """Lead to the first site; where there is none, to the portal."""
        site = next(iter(tuple(self._company.sites.values())), None)
        path = f"/web/{site.friendly_url}" if site else "/c/portal/layout"
        return self._pages.redirect(self._visits.begin(incoming), f"{incoming.context_path}{path}")

    def health(self, incoming: Incoming) -> Response:
        """Answer that the portal is up."""
        visit = self._visits.begin(incoming)
        return self._pages.show(visit, None, "message.html", title="Portal", message="The portal is running.")

    def catalog(self, incoming: Incoming) -> Response:
        """Show the products of a site."""
        visit = self._visits.begin(incoming)
        site = self._company.site_by_friendly_url(incoming.parts["site"])
        if site is None:
            return self._pages.not_found(visit)
        return self._pages.show(visit, site, "catalog.html", products=list(self._company.products.values()))

    def open_carts(self, incoming: Incoming) -> Response:
        """Show the open carts of the account that the visitor may view, with Submit where it is allowed."""
        visit = self._visits.begin(incoming)
        site = self._company.site_by_friendly_url(incoming.parts["site"])
        if site is None:
            return self._pages.not_found(visit)
        carts = [
            {
                "order": order,
                "total": self._orders.cart(order).total,
                "may_submit": visit.user is not None and self.offers_submit(visit.user, order),
            }
            for order in self._viewable(visit, site)
        ]
        return self._pages.show(
            visit, site, "open_carts.html", carts=carts, namespace=_OPEN_CARTS, action=self._names.order_action
        )

    def offers_submit(self, user: User, order: Order) -> bool:
        """Tell whether Open Carts offers Submit for an order to a user."""
        return self._permissions.may_check_out(user, order)

    def act_on_open_cart(self, incoming: Incoming) -> Response:
        """Carry out what a button of the open carts page asks: Submit leads to the checkout of that cart."""
        visit = self._visits.begin(incoming)
        site = self._company.site_by_friendly_url(incoming.parts["site"])
        if site is None:
            return self._pages.not_found(visit)
        if visit.user is None or not self.is_of_the_session(visit):
            return self._pages.show(
                visit, site, "message.html", status=403, title="Forbidden", message="You must be authenticated."
            )
        order_id = id_from(dict(incoming.form()).get(f"{_OPEN_CARTS}commerceOrderId", ""))
        order = next((order for order in self._viewable(visit, site) if order.id == order_id), None)
        if order is None:
            return self._pages.not_found(visit)
        address = (
            f"{incoming.context_path}/web/{site.friendly_url}/checkout?p_p_id={CHECKOUT_PORTLET}&p_p_lifecycle=0"
            f"&_{CHECKOUT_PORTLET}_{self._names.order_parameter}={self._names.order_name(order)}"
        )
        return self._pages.redirect(visit, address)

    def is_of_the_session(self, visit: Visit) -> bool:
        """Tell whether the page whose button was clicked is of the session that is there now."""
        return visit.is_meant

    def sign_in_page(self, incoming: Incoming) -> Response:
        """Show the form to sign in."""
        visit = self._visits.begin(incoming)
        return self._pages.show(visit, None, "sign_in.html", namespace=_LOGIN, failed=False)

    def sign_in(self, incoming: Incoming) -> Response:
        """Sign in with e-mail address and password."""
        visit = self._visits.begin(incoming)
        form = dict(incoming.form())
        user = self._authentication.user_with_password(
            form.get(f"{_LOGIN}login", ""), form.get(f"{_LOGIN}password", "")
        )
        if user is None:
            return self._pages.show(visit, None, "sign_in.html", namespace=_LOGIN, failed=True)
        self._visits.sign_in(visit, user)
        return self._pages.redirect(visit, f"{incoming.context_path}/")

    def sign_out(self, incoming: Incoming) -> Response:
        """End the session; a buyer whose cart was transferred goes on to the hub, anyone else to the home page."""
        session = self._sessions.of(incoming.cookies)
        url = self.way_out(incoming, session)
        response = Response(status_code=302, headers={"Location": url, "Cache-Control": "no-store"})
        if session is not None:
            self.end(session)
        for name in self.session_cookies():
            if name in incoming.cookies:
                path = cookie_path(name, incoming)
                self.delete_cookie(response, name, path)
                if is_framed(incoming):
                    set_framed_cookie(response, name, "", path, max_age=0)
        return response

    def way_out(self, incoming: Incoming, session: WebSession | None) -> str:
        """Return where a visitor goes who signs out; nothing in the address asked for has a say in it."""
        return (session.redirect_url if session else "") or f"{incoming.context_path}/"

    def end(self, session: WebSession) -> None:
        """End a session."""
        self._sessions.end(session)

    def delete_cookie(self, response: Response, name: str, path: str) -> None:
        """Have the browser forget a cookie that was given for a path."""
        response.delete_cookie(name, path=path, httponly=True, samesite="lax")

    def session_cookies(self) -> list[str]:
        """Return the names of the cookies that end with a session: its own, and those that name an order."""
        return [SESSION_COOKIE, *(ORDER_COOKIE.format(c.group_id) for c in self._company.channels.values())]

    def _viewable(self, visit: Visit, site: Site) -> list[Order]:
        channel = self._company.channel_of(site)
        if visit.user is None or channel is None:
            return []
        return [
            order
            for order in tuple(self._company.orders.values())
            if order.is_open and order.channel_group_id == channel.group_id and self.is_shown(visit, visit.user, order)
        ]

    def is_shown(self, visit: Visit, user: User, order: Order) -> bool:
        """Tell whether Open Carts shows an order to the user who visits: one of the account, by permission."""
        return order.account_id == visit.session.account_id and self._permissions.may_view(user, order)
