"""Kinds of orders: what procurement asks for of a cart that came back, and what is wrong with it where something is."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from harness.checks.order_comparison import (
    AUXILIARY_ID,
    CURRENCY,
    PART_ID,
    QUANTITY,
    TOTAL,
    UNIT_OF_MEASURE,
    UNIT_PRICE,
)
from harness.errors import Untestable

NUMBER, SECRET = "number", "secret"
_CENT = Decimal("0.01")
_NO_SUCH_LINE = "999999999/999999998"
_CUT = 40

Change = dict[str, Any]


class OrderLine(Protocol):
    """A line as procurement holds it."""

    @property
    def part_id(self) -> str:
        """The SKU."""
        ...

    @property
    def auxiliary_id(self) -> str:
        """What the storefront calls the line."""
        ...

    @property
    def quantity(self) -> Decimal:
        """How many there are."""
        ...

    @property
    def unit_price(self) -> Decimal | None:
        """What `price_unit` of them cost."""
        ...

    @property
    def price_unit(self) -> Decimal:
        """For how many the price is."""
        ...

    @property
    def description(self) -> str:
        """What it is."""
        ...


@dataclass(frozen=True)
class Ordering:
    """What an order can be made of: the lines held now and before the last edit, another buyer's, the last order."""

    held: Sequence[OrderLine]
    before: Callable[[], Sequence[OrderLine]]
    others: Callable[[], Sequence[OrderLine]]
    last_order_id: Callable[[], str]


Changes = Callable[[Ordering], list[Change]]


@dataclass(frozen=True)
class OrderKind:
    """A kind of order: what is changed on the way, and the field the storefront has to refuse it for, if it has to.

    `sending` is how the hub sends it; what no hub would send has to be asked for. `is_foreign` tells that a line of
    another buyer's cart is named.
    """

    changes: Changes
    wrong: str = ""
    sending: str = "checked"
    is_foreign: bool = False


def _wrong(field: str, changes: Changes, *, is_foreign: bool = False) -> OrderKind:
    return OrderKind(changes, field, "as ordered", is_foreign)


def _each(change: Callable[[OrderLine], Change]) -> Changes:
    return lambda of: [{"line": number, **change(line)} for number, line in enumerate(of.held, 1)]


def _first(change: Callable[[OrderLine], Change]) -> Changes:
    return lambda of: [{"line": 1, **change(of.held[0])}]


def _last(change: Callable[[OrderLine], Change]) -> Changes:
    return lambda of: [{"line": len(of.held), **change(of.held[-1])}]


def _price(line: OrderLine) -> Decimal:
    return (line.unit_price or Decimal(0)) / line.price_unit


def _shown(value: Decimal) -> str:
    return format(value, "f")


def _exchanged(of: Ordering) -> list[Change]:
    first, second = of.held[0], of.held[1]
    return [{"line": 1, "part_id": second.part_id}, {"line": 2, "part_id": first.part_id}]


def _as_before(of: Ordering) -> list[Change]:
    quantities = {line.auxiliary_id: line.quantity for line in of.before()}
    if all(quantities.get(line.auxiliary_id, line.quantity) <= line.quantity for line in of.held):
        raise Untestable("the edit left no line with fewer than before: no earlier state of the cart asks for too much")
    return [
        {"line": number, "quantity": _shown(quantities.get(line.auxiliary_id, line.quantity))}
        for number, line in enumerate(of.held, 1)
    ]


def _total(more: Decimal) -> Changes:
    return lambda of: [{"total": _shown(sum((line.quantity * _price(line) for line in of.held), more).quantize(_CENT))}]


def _in_currency(code: str) -> Changes:
    return lambda of: [
        *({"line": number, "currency": code} for number, _ in enumerate(of.held, 1)),
        {"currency": code},
    ]


def _unknown(kind: str) -> Change:
    return {"type": kind, "order_id": f"PO-UNKNOWN-{secrets.token_hex(5)}"}


_AS_IT_IS: Changes = lambda _: []  # noqa: E731  # one of many that stand below

# What a scenario says of the order, behind "the cart".
ORDERS: Mapping[str, OrderKind] = {
    "": OrderKind(_AS_IT_IS),
    "with 1 of each product": OrderKind(_each(lambda _: {"quantity": "1"})),
    "with one less in its last line": OrderKind(_last(lambda line: {"quantity": _shown(line.quantity - 1)})),
    "without its first line": OrderKind(_first(lambda _: {"dropped": True})),
    "without its last line": OrderKind(_last(lambda _: {"dropped": True})),
    "with its lines the other way round": OrderKind(lambda _: [{"reversed": True}]),
    "with its descriptions cut": OrderKind(_each(lambda line: {"description": line.description[:_CUT]})),
    # Of the price and the currency.
    "a cent cheaper": _wrong(UNIT_PRICE, _first(lambda line: {"unit_price": _shown(_price(line) - _CENT)})),
    "at a tenth of the price": _wrong(UNIT_PRICE, _each(lambda line: {"unit_price": _shown(_price(line) / 10)})),
    "for nothing": _wrong(UNIT_PRICE, _first(lambda _: {"unit_price": "0"})),
    "at a higher price": _wrong(UNIT_PRICE, _last(lambda line: {"unit_price": _shown(_price(line) + 1)})),
    "in another currency": _wrong(CURRENCY, _in_currency("EUR")),
    "with a line in another currency": _wrong(CURRENCY, _last(lambda _: {"currency": "EUR"})),
    # Of the lines.
    "with a line that no cart has": _wrong(AUXILIARY_ID, _first(lambda _: {"auxiliary_id": _NO_SUCH_LINE})),
    "with a line that is not named": _wrong(AUXILIARY_ID, _first(lambda _: {"auxiliary_id": ""})),
    "with a line twice": _wrong(AUXILIARY_ID, _last(lambda _: {"repeated": True})),
    "with a line of the other buyer's cart": _wrong(
        AUXILIARY_ID, lambda of: [{"line": 1, "auxiliary_id": of.others()[-1].auxiliary_id}], is_foreign=True
    ),
    # Of the quantity.
    "with none in its first line": _wrong(QUANTITY, _first(lambda _: {"quantity": "0"})),
    "with half a piece in its first line": _wrong(QUANTITY, _first(lambda _: {"quantity": "0.5"})),
    "with one more in its last line": _wrong(QUANTITY, _last(lambda line: {"quantity": _shown(line.quantity + 1)})),
    "as it was before the edit": _wrong(QUANTITY, _as_before),
    # Of the product and the unit.
    "with an SKU that is not sold": _wrong(PART_ID, _first(lambda _: {"part_id": "NO-SUCH-SKU"})),
    "with the SKUs of two lines exchanged": _wrong(PART_ID, _exchanged),
    "by the box": _wrong(UNIT_OF_MEASURE, _each(lambda _: {"unit_of_measure": "BX"})),
    "with a line by the dozen": _wrong(UNIT_OF_MEASURE, _last(lambda _: {"unit_of_measure": "DZN"})),
    # Of the sum.
    "with a total that is too low": _wrong(TOTAL, _total(Decimal(-1))),
    "with a total that is too high": _wrong(TOTAL, _total(Decimal(1))),
    # Of the number, and of who sends it.
    "again under the same number": OrderKind(lambda of: [{"order_id": of.last_order_id()}], NUMBER),
    "again under another number": OrderKind(_AS_IT_IS, NUMBER),
    "as an update of an order nobody knows": OrderKind(lambda _: [_unknown("update")], NUMBER),
    "as the end of an order nobody knows": OrderKind(lambda _: [_unknown("delete")], NUMBER),
    "twice, for no answer came": OrderKind(_AS_IT_IS, sending="twice"),
    "without the secret": OrderKind(_AS_IT_IS, SECRET, "without the secret"),
    "with another secret": OrderKind(_AS_IT_IS, SECRET, "with another secret"),
    "with the secret in other letters": OrderKind(_AS_IT_IS, SECRET, "with the secret in other letters"),
}
