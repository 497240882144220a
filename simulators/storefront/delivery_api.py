"""The delivery catalog and cart interfaces a shop's pages call for the buyer.

Source: reference, Liferay connector, 10.2 and 10.3.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from simulators.storefront import money
from simulators.storefront.authentication import Authentication
from simulators.storefront.company import Company, id_from
from simulators.storefront.model import Channel, Order, OrderLine, Product, User
from simulators.storefront.orders import QUANTITIES, Orders
from simulators.storefront.permissions import OrderPermissions
from simulators.storefront.problems import Problem, json_response, object_of, page_of
from simulators.wire import Incoming

CATALOG_PATH = "/o/headless-commerce-delivery-catalog/v1.0"
CART_PATH = "/o/headless-commerce-delivery-cart/v1.0"


class DeliveryApi:
    """Answers catalog and cart calls of signed-in visitors."""

    def __init__(
        self, company: Company, authentication: Authentication, orders: Orders, permissions: OrderPermissions
    ) -> None:
        self._company = company
        self._authentication = authentication
        self._orders = orders
        self._permissions = permissions

    def products(self, incoming: Incoming) -> Response:
        """List the products of a channel."""
        self._authentication.require(incoming)
        currency = self._channel(incoming).currency
        return json_response(page_of([_product(product, currency) for product in self._company.products.values()]))

    def skus(self, incoming: Incoming) -> Response:
        """List the SKUs of a product, with prices in the channel's currency."""
        self._authentication.require(incoming)
        channel = self._channel(incoming)
        return json_response(page_of([_sku(self._product(incoming), channel.currency)]))

    def categories(self, incoming: Incoming) -> Response:
        """List the categories of a product."""
        self._authentication.require(incoming)
        self._channel(incoming)
        return json_response(page_of([{"name": name} for name in self._product(incoming).categories]))

    def carts(self, incoming: Incoming) -> Response:
        """List the open carts of an account that the caller may view or owns."""
        user = self._authentication.require(incoming)
        channel = self._channel(incoming)
        account_id = incoming.query.get("accountId")
        carts = [
            self._cart(order)
            for order in tuple(self._company.orders.values())
            if order.is_open
            and order.channel_group_id == channel.group_id
            and (account_id is None or str(order.account_id) == account_id)
            and (self._permissions.may_change(user, order) or self._permissions.may_view(user, order))
        ]
        return json_response(page_of(carts))

    def cart(self, incoming: Incoming) -> Response:
        """Return one cart."""
        return json_response(self._cart(self._order(incoming)))

    def items(self, incoming: Incoming) -> Response:
        """List the lines of a cart."""
        order = self._order(incoming)
        with self._company.lock:
            return json_response(page_of([_item(order, line) for line in order.lines]))

    def add_item(self, incoming: Incoming) -> Response:
        """Add a line: `skuId` and `quantity`."""
        order = self._order(incoming)
        document = object_of(incoming)
        product = self._company.product_by_sku_id(_whole(document.get("skuId"), "skuId"))
        if product is None:
            raise Problem(HTTPStatus.NOT_FOUND, "SKU not found")
        line = self._orders.add(order, product, _quantity(document))
        return json_response(_item(order, line), HTTPStatus.CREATED)

    def change_item(self, incoming: Incoming) -> Response:
        """Change the quantity of a line."""
        order, line = self._line(incoming)
        self._orders.set_quantity(order, line, _quantity(object_of(incoming)))
        return json_response(_item(order, line))

    def remove_item(self, incoming: Incoming) -> Response:
        """Take a line out of a cart."""
        self._orders.remove(*self._line(incoming))
        return Response(status_code=204)

    def _channel(self, incoming: Incoming) -> Channel:
        channel = self._company.channels.get(id_from(incoming.parts["channel_id"]))
        if channel is None:
            raise Problem(HTTPStatus.NOT_FOUND, "Channel not found")
        return channel

    def _product(self, incoming: Incoming) -> Product:
        product = self._company.products.get(id_from(incoming.parts["product_id"]))
        if product is None:
            raise Problem(HTTPStatus.NOT_FOUND, "Product not found")
        return product

    def _order(self, incoming: Incoming) -> Order:
        user = self._authentication.require(incoming)
        return self._changeable(user, self._company.orders.get(id_from(incoming.parts["cart_id"])))

    def _line(self, incoming: Incoming) -> tuple[Order, OrderLine]:
        user = self._authentication.require(incoming)
        found = self._orders.line(id_from(incoming.parts["item_id"]))
        if found is None:
            raise Problem(HTTPStatus.NOT_FOUND, "Cart item not found")
        self._changeable(user, found[0])
        return found

    def _changeable(self, user: User, order: Order | None) -> Order:
        if order is None or not order.is_open:
            raise Problem(HTTPStatus.NOT_FOUND, "Cart not found")
        if not self._permissions.may_change(user, order):
            raise Problem(HTTPStatus.FORBIDDEN, "User may not change this cart")
        return order

    def _cart(self, order: Order) -> dict[str, Any]:
        cart = self._orders.cart(order)
        return {
            "id": order.id,
            "orderUUID": order.uuid,
            "accountId": order.account_id,
            "channelId": next(c.id for c in self._company.channels.values() if c.group_id == order.channel_group_id),
            "currencyCode": order.currency,
            "summary": {
                "currency": order.currency,
                "itemsQuantity": sum(line.quantity for line in order.lines),
                "shippingValue": cart.shipping,
                "subtotal": cart.total - cart.shipping - cart.tax,
                "taxValue": cart.tax,
                "totalDiscountValue": cart.discount,
                "total": cart.total,
            },
        }


def _product(product: Product, currency: str) -> dict[str, Any]:
    return {
        "id": product.id,
        "productId": product.id,
        "name": product.name,
        "description": product.description,
        "skus": [_sku(product, currency)],
    }


def _sku(product: Product, currency: str) -> dict[str, Any]:
    return {
        "id": product.sku_id,
        "sku": product.sku,
        "unspsc": product.unspsc,
        "maxOrderQuantity": QUANTITIES.stop - 1,
        "minOrderQuantity": QUANTITIES.start,
        "purchasable": True,
        "published": True,
        "price": {
            "currency": currency,
            "price": money.exchanged(product.price, currency),
            "promoPrice": money.exchanged(product.promo_price, currency),
            "discount": money.rounded(
                money.exchanged(product.promo_price or product.price, currency) * product.discount_percent / 100,
                currency,
            ),
        },
    }


def _item(order: Order, line: OrderLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "skuId": line.product.sku_id,
        "sku": line.product.sku,
        "productId": line.product.id,
        "name": line.product.name,
        "quantity": line.quantity,
        "price": {
            "currency": order.currency,
            "price": line.unit_price,
            "promoPrice": line.promo_price,
            "discount": line.discount,
            "finalPrice": line.final_price,
        },
    }


def _quantity(document: dict[str, Any]) -> int:
    quantity = _whole(document.get("quantity"), "quantity")
    if quantity not in QUANTITIES:
        raise Problem(HTTPStatus.BAD_REQUEST, f"quantity must be from {QUANTITIES.start} to {QUANTITIES.stop - 1}")
    return quantity


def _whole(value: object, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Problem(HTTPStatus.BAD_REQUEST, f"{name} must be a whole number")
    return value
