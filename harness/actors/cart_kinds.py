"""Kinds of carts: how a buyer fills each, and how many of which SKU it holds then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from harness.actors import wanted
from harness.actors.pages import StorefrontPages
from harness.actors.wanted import Wanted
from harness.errors import Inapplicable

Fill = Callable[[StorefrontPages], Mapping[str, int]]

_MANY = range(5, 41)
_VERY_MANY = 99_999


def _three(kind: Wanted) -> Fill:
    def fill(shopping: StorefrontPages) -> Mapping[str, int]:
        offered = shopping.find(kind)
        shopping.put(offered, 3)
        return {offered.sku: 3}

    return fill


def _twice(shopping: StorefrontPages) -> Mapping[str, int]:
    offered = shopping.find(wanted.ANY)
    shopping.put(offered, 2)
    shopping.put(offered, 3)
    return {offered.sku: 5}


def _changed(shopping: StorefrontPages) -> Mapping[str, int]:
    offered = shopping.find(wanted.ANY)
    shopping.change(shopping.put(offered, 2), 7)
    return {offered.sku: 7}


def _taken_out(shopping: StorefrontPages) -> Mapping[str, int]:
    kept, other = shopping.choose(2)
    taken = shopping.put(other, 4)
    shopping.put(kept, 1)
    shopping.take_out(taken)
    return {kept.sku: 1}


def _most(shopping: StorefrontPages) -> Mapping[str, int]:
    offered = shopping.find(wanted.ANY)
    shopping.put(offered, offered.most)
    return {offered.sku: offered.most}


def _very_many(shopping: StorefrontPages) -> Mapping[str, int]:
    """Put in as many as may be of the dearest product: the larger the amount, the more digits there are to lose."""
    offered = max(shopping.offers(), key=lambda each: (min(_VERY_MANY, each.most), each.price))
    count = min(_VERY_MANY, offered.most)
    shopping.put(offered, count)
    return {offered.sku: count}


def _lines(count: int) -> Fill:
    """Fill the cart with that many lines, with the products one after the other, over and over again."""

    def fill(shopping: StorefrontPages) -> Mapping[str, int]:
        offers, put = shopping.offers(), Counter[str]()
        for number in range(count):
            offered = offers[number % len(offers)]
            shopping.put(offered, quantity := number % 9 + 1)
            put[offered.sku] += quantity
        return put

    return fill


def _many(shopping: StorefrontPages) -> Mapping[str, int]:
    offers = shopping.offers()[: _MANY.stop - 1]
    if len(offers) < _MANY.start:
        raise Inapplicable(
            f"not applied: the storefront offers {len(offers)} products; list at least {_MANY.start} SKUs in "
            "target.catalog.skus"
        )
    put: Counter[str] = Counter()
    for quantity, offered in enumerate(offers, start=1):
        shopping.put(offered, quantity)
        put[offered.sku] += quantity
    return put


# What a scenario says the cart is filled with.
CARTS: Mapping[str, Fill] = {
    "a product at a promotion price": _three(wanted.AT_A_PROMOTION_PRICE),
    "a product with a discount": _three(wanted.WITH_A_DISCOUNT),
    "a product whose description has markup": _three(wanted.WITH_MARKUP),
    "a product described in foreign letters": _three(wanted.IN_FOREIGN_LETTERS),
    "a product in several categories": _three(wanted.IN_SEVERAL_CATEGORIES),
    "the same product twice": _twice,
    "a product whose quantity was changed": _changed,
    "a product after another was taken out again": _taken_out,
    "as many of one product as may be ordered": _most,
    "every product there is": _many,
    "a product described in Greek": _three(wanted.IN_GREEK),
    "a product described in Japanese": _three(wanted.IN_JAPANESE),
    "a product described from right to left": _three(wanted.FROM_RIGHT_TO_LEFT),
    "a product with emoji in its description": _three(wanted.WITH_EMOJI),
    "a product with quotes and ampersands": _three(wanted.WITH_QUOTES_AND_AMPERSANDS),
    "a product with ends of markup in its text": _three(wanted.WITH_ENDS_OF_MARKUP),
    "a product whose price has four decimals": _three(wanted.OF_FOUR_DECIMALS),
    "99,999 of one product, or as many as may be": _very_many,
    "20 lines": _lines(20),
    "200 lines": _lines(200),
    "1,000 lines": _lines(1000),
}
