"""Kinds of returns to a cart: which of its lines procurement asks for, and how many of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from harness.actors.pages import SeenLine

Item = dict[str, Any]
Asking = Callable[[Sequence[SeenLine]], Sequence[Item]]


def _item(line: SeenLine, quantity: int | None = None) -> Item:
    return {
        "part_id": line.sku,
        "auxiliary_id": line.auxiliary_id,
        "quantity": int(line.quantity) if quantity is None else quantity,
    }


def _of_each(quantity: int) -> Asking:
    return lambda lines: [_item(line, quantity) for line in lines]


# What a scenario says procurement asks for, behind "the cart"; nothing is the cart as procurement holds it.
RETURNS: Mapping[str, Asking] = {
    "": lambda lines: [_item(line) for line in lines],
    "with 1 of each product": _of_each(1),
    "with 5 of each product": _of_each(5),
    "with 9 of each product": _of_each(9),
    "with 7 in its last line": lambda lines: [*map(_item, lines[:-1]), _item(lines[-1], 7)],
    "without its first line": lambda lines: [*map(_item, lines[1:])],
    "without its last line": lambda lines: [*map(_item, lines[:-1])],
    "with its lines the other way round": lambda lines: [*map(_item, lines[::-1])],
    "without naming it": lambda _: [],
    "by an id that no cart has": lambda _: [
        {"part_id": "SKU", "auxiliary_id": "999999999/999999998", "quantity": 1},
    ],
}
