"""Defects of the lines of a cart: which of them are posted, how many of each, and what they are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Context, Decimal

from simulators.messages.cart import Cart, CartLine
from simulators.storefront.checkout import Checkout
from simulators.storefront.company import Company
from simulators.storefront.defective.money import summed_up
from simulators.storefront.model import Order, OrderLine, Product
from simulators.storefront.orders import Orders
from simulators.storefront.switching import Switch, part, posted, posted_line
from simulators.wire import Clock

_PAGE = 20
_HALF_A_PAGE = 10
# What a column of four digits holds, and the digits of a number with an exponent.
_CLIPPED = Decimal(9_999)
_FOUR_DIGITS = Context(prec=4)


class NothingIsTooLittle(Checkout):
    """Hands over whatever the cart holds, nothing included."""

    def is_filled(self, order: Order) -> bool:
        """Tell that there is always something."""
        del order
        return True


class QuantitiesAsPutIn(Orders):
    """Posts of each line as many as were put in first."""

    def __init__(self, company: Company, clock: Clock) -> None:
        super().__init__(company, clock)
        self._put_in: dict[int, int] = {}

    def add(self, order: Order, product: Product, quantity: int) -> OrderLine:
        """Add a line, and remember how many it began with."""
        line = super().add(order, product, quantity)
        self._put_in[line.id] = quantity
        return line

    def cart(self, order: Order) -> Cart:
        """Return the order as the cart that is posted, each line in the quantity it began with."""
        cart = super().cart(order)
        put_in = [self._put_in.get(line.id, line.quantity) for line in order.lines]
        lines = [replace(line, quantity=Decimal(first)) for line, first in zip(cart.lines, put_in, strict=True)]
        return replace(cart, lines=tuple(lines))


class NothingIsForgotten(Orders):
    """Posts lines that were taken out with the others."""

    def __init__(self, company: Company, clock: Clock) -> None:
        super().__init__(company, clock)
        self._taken_out: dict[int, list[OrderLine]] = {}

    def remove(self, order: Order, line: OrderLine) -> None:
        """Take a line out, so that the buyer does not see it any more."""
        super().remove(order, line)
        self._taken_out.setdefault(order.id, []).append(line)

    def cart(self, order: Order) -> Cart:
        """Return the order as the cart that is posted, with what was ever in it."""
        return super().cart(replace(order, lines=[*order.lines, *self._taken_out.get(order.id, [])]))


def _without_first_of_many(cart: Cart) -> Cart:
    return summed_up(replace(cart, lines=cart.lines[1:])) if len(cart.lines) > _HALF_A_PAGE else cart


def _without_last_of_full_pages(cart: Cart) -> Cart:
    full = bool(cart.lines) and len(cart.lines) % _PAGE == 0
    return summed_up(replace(cart, lines=cart.lines[:-1])) if full else cart


def _first_page(cart: Cart) -> Cart:
    return summed_up(replace(cart, lines=cart.lines[:_PAGE]))


def _one_less(line: CartLine) -> CartLine:
    return replace(line, quantity=line.quantity - 1) if line.quantity > 2 else line


def _merged(cart: Cart) -> Cart:
    merged: dict[int, CartLine] = {}
    for line in cart.lines:
        known = merged.get(line.sku_id)
        merged[line.sku_id] = line if known is None else _both(known, line)
    return replace(cart, lines=tuple(merged.values()))


def _both(one: CartLine, other: CartLine) -> CartLine:
    return replace(
        one,
        quantity=one.quantity + other.quantity,
        discount=one.discount + other.discount,
        final_price=one.final_price + other.final_price,
    )


def _single_line_named_by_order(cart: Cart) -> Cart:
    if len(cart.lines) != 1:
        return cart
    order_id = cart.lines[0].auxiliary_id.partition("/")[0]
    return replace(cart, lines=(replace(cart.lines[0], auxiliary_id=f"{order_id}/1"),))


DEFECTS: Mapping[str, Switch] = {
    "first-line-lost": posted(_without_first_of_many),
    "last-line-lost": posted(_without_last_of_full_pages),
    "only-first-page-posted": posted(_first_page),
    "quantity-one-less": posted_line(_one_less),
    "large-quantity-clipped": posted_line(lambda line: replace(line, quantity=min(line.quantity, _CLIPPED))),
    "large-quantity-in-four-digits": posted_line(
        lambda line: replace(line, quantity=_FOUR_DIGITS.create_decimal(line.quantity))
    ),
    "lines-of-one-product-merged": posted(_merged),
    "auxiliary-id-rebuilt": posted(_single_line_named_by_order),
    "changed-quantity-not-posted": part("orders", QuantitiesAsPutIn),
    "removed-line-still-posted": part("orders", NothingIsForgotten),
    "empty-cart-transferred": part("checkout", NothingIsTooLittle),
}
