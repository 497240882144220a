"""What procurement holds: the lines of a cart in no protocol's words, and what a cart that comes back makes of them.

Source: reference, hub and protocols, 2.7 (empty carts by operation).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from simulators.messages.cxml import ItemIn


@dataclass(frozen=True)
class HeldLine:
    """A line as procurement holds it. `unit_price` is for `price_unit` pieces; amounts are exact.

    A line that was only ever told by its ids has no price yet. `source` is the line as cXML brought it, whole, so that
    an order of it loses nothing.
    """

    part_id: str
    auxiliary_id: str
    quantity: Decimal
    unit_price: Decimal | None = None
    price_unit: Decimal = Decimal(1)
    currency: str = ""
    unit_of_measure: str = ""
    description: str = ""
    classifications: tuple[tuple[str, str], ...] = ()
    manufacturer: str = ""
    extrinsics: Mapping[str, str] = field(default_factory=dict)
    source: ItemIn | None = field(default=None, compare=False, repr=False)

    def record(self) -> dict[str, Any]:
        """Return the line as JSON values; numbers are texts, so that no digit is lost."""
        return {
            "part_id": self.part_id,
            "auxiliary_id": self.auxiliary_id,
            "quantity": str(self.quantity),
            "unit_price": None if self.unit_price is None else format(self.unit_price, "f"),
            "price_unit": str(self.price_unit),
            "currency": self.currency,
            "unit_of_measure": self.unit_of_measure,
            "description": self.description,
            "classifications": [list(pair) for pair in self.classifications],
            "manufacturer": self.manufacturer,
            "extrinsics": dict(self.extrinsics),
        }


@dataclass(frozen=True)
class BroughtBack:
    """A cart that came back: its lines, or with `unchanged` the word that nothing changes. Amounts in `currency`."""

    message_id: str
    lines: tuple[HeldLine, ...]
    currency: str
    total: Decimal
    shipping: Decimal = Decimal(0)
    tax: Decimal = Decimal(0)
    unchanged: bool = False

    def record(self) -> dict[str, Any]:
        """Return lines and sums as JSON values."""
        amounts = {"total": self.total, "shipping": self.shipping, "tax": self.tax}
        return {
            "lines": [line.record() for line in self.lines],
            "unchanged": self.unchanged,
            "currency": self.currency,
            **{name: format(amount, "f") for name, amount in amounts.items()},
        }


def held_after(operation: str, before: tuple[HeldLine, ...], brought: BroughtBack) -> tuple[HeldLine, ...]:
    """Return what procurement holds of a cart when it came back from an operation; `before` is what it held.

    After create the lines are new ones, after edit they take the place of those that were there, so that a cart
    without lines takes them all away. A cart that says that nothing changes does not, and inspect never does.
    """
    if brought.unchanged or operation == "inspect":
        return before
    return brought.lines if operation == "edit" else (*before, *brought.lines)
