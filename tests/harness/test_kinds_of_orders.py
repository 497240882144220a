"""What an order can be made of: an earlier state of the cart only where the edit has left fewer of a line."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest

from harness.actors.order_kinds import ORDERS, Ordering, OrderLine
from harness.errors import Untestable

BEFORE_THE_EDIT = ORDERS["as it was before the edit"]


@dataclass(frozen=True)
class Line:
    """A line as procurement holds it."""

    auxiliary_id: str
    quantity: Decimal
    part_id: str = "SKU-001"
    unit_price: Decimal | None = Decimal(1)
    price_unit: Decimal = Decimal(1)
    description: str = "Bolt"


def ordering(before: list[Line], held: list[Line]) -> Ordering:
    """Return an order of lines that were others before."""
    lines: list[OrderLine] = [*before]
    return Ordering(held=tuple(held), before=lambda: lines, others=tuple, last_order_id=str)


def test_the_quantities_before_the_edit_are_ordered() -> None:
    before = [Line("1/1", Decimal(5)), Line("1/2", Decimal(2))]
    held = [Line("1/1", Decimal(1)), Line("1/2", Decimal(2))]
    assert BEFORE_THE_EDIT.changes(ordering(before, held)) == [
        {"line": 1, "quantity": "5"},
        {"line": 2, "quantity": "2"},
    ]


@pytest.mark.parametrize(
    "held",
    [Line("1/1", Decimal(2)), Line("1/1", Decimal(3)), Line("1/9", Decimal(1))],
    ids=["same", "more", "another line"],
)
def test_a_storefront_that_edits_otherwise_leaves_nothing_to_order(held: Line) -> None:
    with pytest.raises(Untestable, match="no earlier state"):
        BEFORE_THE_EDIT.changes(ordering([Line("1/1", Decimal(2))], [held]))
