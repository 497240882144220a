"""The cart interface that the pages of Commerce 2.1 call for the buyer: amounts as texts, refusals within HTTP 200.

Source: reference, Liferay connector, 10.1; Liferay's public sources of Commerce 2.1 (commerce frontend).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from simulators.storefront import money
from simulators.storefront.company import Company, id_from
from simulators.storefront.model import Order, OrderLine, Product, User
from simulators.storefront.orders import QUANTITIES, Orders
from simulators.storefront.permissions import OrderPermissions
from simulators.storefront.problems import json_response
from simulators.storefront.sessions import WebSessions
from simulators.storefront.visits import Visit, Visits
from simulators.wire import Incoming

PATH = "/o/commerce-ui"


class _Refused(Exception):
    """What the buyer reads in the cart's error messages."""


class CommerceUi:
    """Answers cart calls of signed-in visitors, whom it knows by their session's cookie alone."""

    def __init__(
        self, company: Company, sessions: WebSessions, visits: Visits, orders: Orders, permissions: OrderPermissions
    ) -> None:
        self._company = company
        self._sessions = sessions
        self._visits = visits
        self._orders = orders
        self._permissions = permissions

    def add_item(self, incoming: Incoming) -> Response:
        """Put `quantity` of the SKU with the id `productId` into the order `orderId`, or the current one for 0.

        It is bought for the account `commerceAccountId`, which the visitor belongs to.
        """
        form = dict(incoming.form())

        def add(user: User) -> Order:
            account = self._company.accounts.get(id_from(form.get("commerceAccountId", "")))
            if account is None or user.id not in account.members:
                raise _Refused("No CommerceAccount exists with the primary key")
            order = self._company.orders.get(id_from(form.get("orderId", ""))) or self._current(incoming, user, form)
            product = self._company.product_by_sku_id(id_from(form.get("productId", "")))
            if product is None:
                raise _Refused("No SKU exists with the primary key")
            self._upsert(self._changeable(user, order), product, _quantity(form.get("quantity", "")))
            return self._changeable(user, order)

        return self._answer(incoming, add)

    def cart(self, incoming: Incoming) -> Response:
        """Return a cart."""
        order = self._company.orders.get(id_from(incoming.parts["order_id"]))
        return self._answer(incoming, lambda user: self._changeable(user, order))

    def change_item(self, incoming: Incoming) -> Response:
        """Change the quantity of a line; it is given in the address or in the body, as the release has it."""

        def change(user: User) -> Order:
            order, line = self._line(incoming, user)
            self._orders.set_quantity(order, line, _quantity(str(_asked_quantity(incoming))))
            return order

        return self._answer(incoming, change)

    def remove_item(self, incoming: Incoming) -> Response:
        """Take a line out of its cart."""

        def remove(user: User) -> Order:
            order, line = self._line(incoming, user)
            self._orders.remove(order, line)
            return order

        return self._answer(incoming, remove)

    def _answer(self, incoming: Incoming, act: Any) -> Response:
        session = self._sessions.of(incoming.cookies)
        user = self._company.users.get(session.user_id or 0) if session else None
        try:
            if user is None:
                raise _Refused("You must be authenticated")
            order = act(user)
        except _Refused as refused:
            return json_response({"errorMessages": [str(refused)], "success": False, "valid": False})
        with self._company.lock:
            return json_response(self._cart(order))

    def _current(self, incoming: Incoming, user: User, form: Mapping[str, str]) -> Order | None:
        session, site = self._sessions.of(incoming.cookies), self._company.sites.get(id_from(form.get("groupId", "")))
        return self._visits.current_order(Visit(incoming, session, user), site) if session and site else None

    def _upsert(self, order: Order, product: Product, quantity: int) -> None:
        """Add to the line of the product, or add a line: in Commerce 2.1 there is one line for one SKU."""
        with self._company.lock:
            line = next((line for line in order.lines if line.product.id == product.id), None)
            if line is None:
                self._orders.add(order, product, quantity)
            else:
                self._orders.set_quantity(order, line, line.quantity + quantity)

    def _line(self, incoming: Incoming, user: User) -> tuple[Order, OrderLine]:
        found = self._orders.line(id_from(incoming.parts["item_id"]))
        if found is None:
            raise _Refused("No Order Item exists with the primary key")
        return self._changeable(user, found[0]), found[1]

    def _changeable(self, user: User, order: Order | None) -> Order:
        if order is None or not order.is_open:
            raise _Refused("No Order exists with the primary key")
        if not self._permissions.may_change(user, order):
            raise _Refused("You do not have the required permissions")
        return order

    def _cart(self, order: Order) -> dict[str, Any]:
        total = self._orders.cart(order).total
        return {
            "orderId": order.id,
            "products": [_product(line, order.currency) for line in order.lines],
            "success": True,
            "summary": {
                "itemsQuantity": sum(line.quantity for line in order.lines),
                "subtotal": money.formatted(sum(line.final_price for line in order.lines), order.currency),
                "total": money.formatted(total, order.currency),
            },
            "valid": True,
        }


def _product(line: OrderLine, currency: str) -> dict[str, Any]:
    prices = {"price": money.formatted(line.unit_price, currency)}
    if 0 < line.promo_price < line.unit_price:
        prices["promoPrice"] = money.formatted(line.promo_price, currency)
    if line.discount:
        prices["discount"] = money.formatted(line.discount, currency)
        prices["finalPrice"] = money.formatted(line.final_price, currency)
    return {
        "cpinstanceId": line.product.sku_id,
        "errorMessages": [],
        "id": line.id,
        "name": line.product.name,
        "prices": prices,
        "quantity": line.quantity,
        "sku": line.product.sku,
    }


def _asked_quantity(incoming: Incoming) -> object:
    if "quantity" in incoming.query:
        return incoming.query["quantity"]
    try:
        document = incoming.json()
    except ValueError:
        return ""
    return document.get("quantity", "") if isinstance(document, dict) else ""


def _quantity(text: str) -> int:
    quantity = id_from(text)
    if quantity not in QUANTITIES:
        raise _Refused("Please enter a valid quantity")
    return quantity
