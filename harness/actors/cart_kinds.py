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
}
