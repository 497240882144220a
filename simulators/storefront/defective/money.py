"""Defects of money: prices, discounts and sums that are posted otherwise than the buyer saw them, and currencies."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from simulators.messages.cart import Cart, CartLine
from simulators.storefront import money
from simulators.storefront.checkout import Checkout
from simulators.storefront.model import Order
from simulators.storefront.orders import Orders
from simulators.storefront.switching import Switch, part, posted, posted_line

_ZERO = Decimal(0)
_CENT = Decimal("0.01")
# Of more of a product a shop may have another price.
_FEW = 2
_SIGNS = {"JPY": "\u00a5", "KWD": "KD"}


def summed_up(cart: Cart) -> Cart:
    """Return a cart with the total that lines, shipping and tax make, less the discount."""
    lines = sum((line.final_price for line in cart.lines), _ZERO)
    return replace(cart, total=lines + cart.shipping + cart.tax - cart.discount)


def _each(cart: Cart, *lines: CartLine) -> Cart:
    return summed_up(replace(cart, lines=lines))


class RoundsHalfUp(Checkout):
    """Works prices out anew when the cart is posted, and rounds half up what the pages rounded half to even."""

    def cart_of(self, order: Order) -> Cart:
        """Return an order as the cart that is posted."""
        cart = super().cart_of(order)
        if order.currency == money.BASE_CURRENCY:
            return cart
        smallest = money.smallest(order.currency)
        exact = (money.exactly_exchanged(line.product.price, order.currency) for line in order.lines)
        prices = [price.quantize(smallest, ROUND_HALF_UP) for price in exact]
        lines = (replace(line, unit_price=price) for line, price in zip(cart.lines, prices, strict=True))
        return replace(cart, lines=tuple(lines))


class OrdersInShopsCurrency(Orders):
    """Makes every order in the currency of the channel."""

    def create(self, owner_id: int, account_id: int, channel_group_id: int, currency: str) -> Order:
        """Make an empty open order, in whatever currency it was asked for."""
        channels = (c for c in self._company.channels.values() if c.group_id == channel_group_id)
        currency = next((channel.currency for channel in channels), currency)
        return super().create(owner_id, account_id, channel_group_id, currency)


def _unit_price_for_line(cart: Cart) -> Cart:
    return _each(
        cart,
        *(
            replace(line, final_price=line.promo_price or line.unit_price) if line.quantity > _FEW else line
            for line in cart.lines
        ),
    )


def _line_for_unit_price(line: CartLine) -> CartLine:
    plain = not line.promo_price and not line.discount
    return replace(line, unit_price=line.final_price) if plain and line.quantity > _FEW else line


def _at_list_price(cart: Cart) -> Cart:
    return _each(
        cart,
        *(
            replace(line, promo_price=_ZERO, final_price=line.unit_price * line.quantity - line.discount)
            if line.promo_price
            else line
            for line in cart.lines
        ),
    )


def _without_discount(cart: Cart) -> Cart:
    return _each(
        cart,
        *(replace(line, discount=_ZERO, final_price=line.final_price + line.discount) for line in cart.lines),
    )


def _total_before_discount(cart: Cart) -> Cart:
    return replace(cart, total=cart.total + sum((line.discount for line in cart.lines), _ZERO))


def _cut(line: CartLine) -> CartLine:
    return replace(line, unit_price=line.unit_price.quantize(_CENT, ROUND_DOWN))


def _in_single_precision(cart: Cart) -> Cart:
    return _each(cart, *(replace(line, final_price=_single(line.final_price)) for line in cart.lines))


def _single(amount: Decimal) -> Decimal:
    """Return an amount as a number of four bytes keeps it, with two decimals."""
    if amount < 1_000_000:
        return amount
    return Decimal(struct.unpack("f", struct.pack("f", float(amount)))[0]).quantize(_CENT)


DEFECTS: Mapping[str, Switch] = {
    "unit-price-for-line-price": posted(_unit_price_for_line),
    "line-price-for-unit-price": posted_line(_line_for_unit_price),
    "promotion-price-ignored": posted(_at_list_price),
    "promotion-price-not-told": posted_line(lambda line: replace(line, promo_price=_ZERO)),
    "discount-ignored": posted(_without_discount),
    "total-before-discount": posted(_total_before_discount),
    "prices-cut-to-two-decimals": posted_line(_cut),
    "prices-rounded-half-up": part("checkout", RoundsHalfUp),
    "large-amounts-in-single-precision": posted(_in_single_precision),
    "currency-of-the-shop-named": posted(lambda cart: replace(cart, currency=money.BASE_CURRENCY)),
    "cart-in-the-shops-currency": part("orders", OrdersInShopsCurrency),
    "currency-named-by-its-sign": posted(lambda cart: replace(cart, currency=_SIGNS.get(cart.currency, cart.currency))),
    "shipping-lost": posted(lambda cart: summed_up(replace(cart, shipping=_ZERO))),
    "tax-lost": posted(lambda cart: summed_up(replace(cart, tax=_ZERO))),
    "shipping-and-tax-exchanged": posted(lambda cart: replace(cart, shipping=cart.tax, tax=cart.shipping)),
}
