"""Orders as the consoles of procurement and hub tell of them: placed, sent to the storefront, answered, confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from harness.actors.order_kinds import OrderKind, OrderLine


@dataclass(frozen=True)
class PlacedOrder:
    """An order as procurement placed it: its document, the status it was answered last, and what was confirmed.

    `attempts` counts how often it was sent; `confirmations` are documents.
    """

    order_id: str
    payload_id: str
    document: str
    code: int
    detail: str
    attempts: int
    confirmations: tuple[str, ...]


@dataclass(frozen=True)
class Sent:
    """A purchase order as the hub sent it, and the answer: `status` is None when there was none, `reason` says why."""

    purchase_order: str
    status: int | None
    content_type: str
    answer: str
    reason: str
    repeats_secret: bool


@dataclass(frozen=True)
class BookedOrder:
    """An order in the hub's book; `confirmed` is what procurement answered to the confirmation, if it was sent one."""

    payload_id: str
    sent: tuple[Sent, ...]
    confirmation: str
    confirmed: int | None


@dataclass(frozen=True)
class MadeOrder:
    """An order a scenario made: what kind, of which cart as the storefront posted it, and what became of it.

    `session_id` is the hub's session of that cart, `foreign` are lines of another buyer's cart that were named in it.
    """

    kind: OrderKind
    cart: str
    session_id: str
    placed: PlacedOrder
    booked: BookedOrder
    foreign: Sequence[OrderLine] = ()


def placed_order(record: Mapping[str, Any]) -> PlacedOrder:
    """Return an order from procurement's record of it."""
    status = record["statuses"][-1]
    return PlacedOrder(
        order_id=record["order_id"],
        payload_id=record["payload_id"],
        document=record["document"],
        code=status["code"],
        detail=status["detail"],
        attempts=len(record["statuses"]),
        confirmations=tuple(record["confirmations"]),
    )


def booked_order(record: Mapping[str, Any]) -> BookedOrder:
    """Return an order from the hub's record of it."""
    return BookedOrder(
        payload_id=record["payload_id"],
        sent=tuple(Sent(**sending) for sending in record["sent"]),
        confirmation=record["confirmation"],
        confirmed=record["confirmed"],
    )
