"""Deviations of an edit: lines taken that contradict themselves, failures in the place of refusals, half edits."""

from __future__ import annotations

from simulators.messages.session import CartItem
from simulators.storefront.editing import AskedLine, CartEdit, CartItems, line_has_a_product
from simulators.storefront.model import Order
from simulators.storefront.orders import QUANTITIES
from simulators.storefront.problems import Problem, server_error


def line_is_taken_for_whole(asked: AskedLine) -> None:
    """Fail where a line lacks an id in a cart that has lines, or a new one a shipped quantity; or as the reference."""
    without_id = asked.item.id is None and bool(asked.order.lines)
    if without_id or (asked.in_cart is None and asked.item.shipped_quantity is None):
        raise server_error()
    line_has_a_product(asked)


def quantity_is_taken_for_granted(asked: AskedLine) -> None:
    """Fail at a quantity that may not be ordered."""
    if asked.item.quantity not in QUANTITIES:
        raise server_error()


class EditsLineByLine(CartEdit):
    """Changes each line when it comes to it, so that those before one it fails at are changed by then."""

    def require(self, order: Order, items: CartItems) -> None:
        """Judge every line; what came before one that is not to be had is in the cart, for good."""
        for number in range(len(items)):
            try:
                self.require_line(AskedLine(self._company, order, items, number))
            except Problem:
                self._leave_half_done(order, items[:number])
                raise

    def _leave_half_done(self, order: Order, done: CartItems) -> None:
        named = {item.id for item in done}
        others = tuple(
            CartItem(line.product.sku_id, line.quantity, line.id) for line in order.lines if line.id not in named
        )
        self.carry_out(order, (*done, *others))
