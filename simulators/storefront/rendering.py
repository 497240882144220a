"""Pages: templates, and what Liferay puts into every page for scripts to read.

Source: reference, Liferay connector, 9 (version over HTTP) and 10.4 (session token in the page's script).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2.filters import do_striptags
from starlette.responses import HTMLResponse, Response

from simulators.storefront.company import Company
from simulators.storefront.generation import Generation
from simulators.storefront.model import Order, Site, User
from simulators.storefront.visits import Visit, Visits
from simulators.wire.pages import templates_in

_TEMPLATES = templates_in(Path(__file__).parent / "templates")

OPEN_CARTS_PORTLET = "com_liferay_commerce_order_content_web_internal_portlet_CommerceOpenOrderContentPortlet"
CHECKOUT_PORTLET = "com_liferay_commerce_checkout_web_internal_portlet_CommerceCheckoutPortlet"
LOGIN_PORTLET = "com_liferay_login_web_portlet_LoginPortlet"


class Pages:
    """Renders pages for visits; each says which Liferay made it."""

    def __init__(self, company: Company, visits: Visits, generation: Generation) -> None:
        self._company = company
        self._visits = visits
        self._generation = generation

    def show(self, visit: Visit, site: Site | None, template: str, *, status: int = 200, **values: Any) -> Response:
        """Return a page of a site, with the visitor's cookies."""
        order = self._visits.current_order(visit, site) if site else None
        html = _TEMPLATES.get_template(template).render(
            visit=visit,
            context_path=visit.incoming.context_path,
            user=visit.user,
            user_name=self.name_of(visit.user) if visit.user else "",
            plain=self.plain,
            site=site,
            csrf_token=visit.session.csrf_token,
            commerce_context=self._commerce_context(visit, site, order) if site else None,
            company=self._company,
            may_fill=order is not None,
            names=self._generation.shop,
            **values,
        )
        headers = {"Liferay-Portal": self._generation.release}
        return self._visits.finish(visit, HTMLResponse(html.encode("utf-8", "replace"), status, headers))

    def name_of(self, user: User) -> str:
        """Return how a page calls the user it is shown to."""
        return user.full_name

    def plain(self, description: str) -> str:
        """Return what a page shows of the description of a product: its text, without markup."""
        return do_striptags(description)

    def redirect(self, visit: Visit, url: str) -> Response:
        """Return a redirect; the address goes out as it is, byte for byte."""
        return self._visits.finish(visit, Response(status_code=302, headers={"Location": url}))

    def not_found(self, visit: Visit) -> Response:
        """Return the page for an address that is none."""
        return self.show(visit, None, "message.html", status=404, title="Not Found", message="The page is not found.")

    def _commerce_context(self, visit: Visit, site: Site, order: Order | None) -> dict[str, Any]:
        channel = self._company.channel_of(site)
        account = self._company.accounts.get(visit.session.account_id or 0)
        context: dict[str, Any] = {"commerceChannelId": str(channel.id) if channel else "0"}
        if channel:
            context["commerceChannelGroupId"] = str(channel.group_id)
            context["currency"] = {"currencyCode": order.currency if order else channel.currency}
        if account:
            context["account"] = {"accountId": str(account.id), "accountName": account.name}
        if order:
            context["order"] = {"orderId": str(order.id), "orderType": "0"}
        return context
