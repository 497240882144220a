"""What an edit makes of a cart: every line the hub sent is judged before the first of them is changed.

Source: reference, Liferay connector, 2.2. Where the real connector fails at a line instead of refusing it, or takes one
that contradicts itself, this one refuses the edit with a reason; where it has changed lines by then, this one has not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus

from simulators.messages.session import CartItem
from simulators.storefront.company import Company
from simulators.storefront.model import Order, OrderLine, Product
from simulators.storefront.orders import QUANTITIES, Orders
from simulators.storefront.problems import Problem

CartItems = tuple[CartItem, ...]


@dataclass
class AskedLine:
    """One line of those a hub sent for an order, by its number from 0, and what the shop has for it."""

    company: Company
    order: Order
    items: CartItems
    number: int

    @property
    def item(self) -> CartItem:
        """The line itself."""
        return self.items[self.number]

    @cached_property
    def in_cart(self) -> OrderLine | None:
        """The line of the cart it names, or None when it is a new one."""
        return next((line for line in self.order.lines if line.id == self.item.id), None)

    @cached_property
    def product(self) -> Product | None:
        """What is bought in it: what the cart has in that line, or what is sold by its SKU."""
        return self.in_cart.product if self.in_cart else self.company.product_by_sku_id(self.item.sku_id)


LineCheck = Callable[[AskedLine], None]


def line_is_named_once(asked: AskedLine) -> None:
    """A line of the cart is asked for once: of two quantities nobody knows which is meant."""
    if asked.in_cart and any(item.id == asked.in_cart.id for item in asked.items[: asked.number]):
        raise Problem(HTTPStatus.BAD_REQUEST, "Cart item is named twice")


def line_keeps_its_product(asked: AskedLine) -> None:
    """A line of the cart holds the product it is asked for with, if any is named."""
    if asked.in_cart and asked.item.sku_id not in (0, asked.in_cart.product.sku_id):
        raise Problem(HTTPStatus.BAD_REQUEST, "Cart item holds another SKU")


def line_has_a_product(asked: AskedLine) -> None:
    """What is to be bought is in the cart or sold."""
    if asked.product is None:
        raise Problem(HTTPStatus.NOT_FOUND, "Cart item SKU not found")


def line_has_a_quantity(asked: AskedLine) -> None:
    """As many are wanted as may be ordered."""
    if asked.item.quantity not in QUANTITIES:
        raise Problem(
            HTTPStatus.BAD_REQUEST, f"Cart item quantity must be from {QUANTITIES.start} to {QUANTITIES.stop - 1}"
        )


LINE_CHECKS: tuple[LineCheck, ...] = (
    line_is_named_once,
    line_keeps_its_product,
    line_has_a_product,
    line_has_a_quantity,
)


class CartEdit:
    """Brings orders in line with what hubs send: wholly, or not at all."""

    def __init__(self, company: Company, orders: Orders, checks: tuple[LineCheck, ...] = LINE_CHECKS) -> None:
        self._company = company
        self._orders = orders
        self._checks = checks

    def require(self, order: Order, items: CartItems) -> None:
        """Judge every line.

        Raises:
            Problem: when one of them is not to be had; nothing is changed then.

        """
        for number in range(len(items)):
            self.require_line(AskedLine(self._company, order, items, number))

    def require_line(self, asked: AskedLine) -> None:
        """Judge one line.

        Raises:
            Problem: when it is not to be had.

        """
        for check in self._checks:
            check(asked)

    def carry_out(self, order: Order, items: CartItems) -> None:
        """Make the order hold these lines, which have been judged, and no others."""
        self._orders.bring_in_line(order, items)
