"""The order of a cart: what procurement holds as a cXML OrderRequest, and the changes an operator may want in it.

Each line goes over with the whole detail it was brought with; what is wrong in an order was asked for by name of the
field. Source: reference, hub and protocols, 1.13, 2.2 and 2.7.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from simulators.messages.currencies import rounding_of
from simulators.messages.cxml import (
    Address,
    Charge,
    Classification,
    Envelope,
    Header,
    ItemDetail,
    ItemID,
    Money,
    OrderedItem,
    OrderRequest,
    PostalAddress,
    Text,
    new_payload_id,
    ordered_item,
    timestamp,
)
from simulators.procurement.requisition import HeldLine
from simulators.procurement.sessions import Session
from simulators.procurement.setup import SHIP_TO, contact_of, header_of

NEW = "new"
_LANGUAGE = "en-US"
_BILL_TO = Address(
    name=Text("en", "Accounts payable"),
    postal=PostalAddress(
        streets=("2 Ledger Road",), city="Springfield", iso_country_code="US", country="United States"
    ),
    address_id="AP",
)


@dataclass(frozen=True)
class Draft:
    """An order that is being made: its lines, and what was decided otherwise than procurement would."""

    items: tuple[OrderedItem, ...]
    total: Money | None = None
    order_id: str = ""
    type: str = NEW
    shared_secret: str | None = None


LineChange = Callable[[OrderedItem, Any], OrderedItem]
DraftChange = Callable[[Draft, Any], Draft]


def order_request(
    session: Session, changes: Sequence[Mapping[str, Any]], now: datetime, host: str, earlier: OrderRequest | None
) -> OrderRequest:
    """Return the order of what procurement holds of a session's cart, with changes.

    A change is an object with `line` (from 1) and any of quantity, unit_price, part_id, auxiliary_id, unit_of_measure,
    currency, description, dropped and repeated; or without `line` and with any of total, currency, order_id, type,
    shared_secret and reversed. The total is that of the lines unless it is given. An update or deletion is of the
    `earlier` order of the session, where there is one, unless it names another.

    Raises:
        ValueError, ArithmeticError: when a change is not understood.

    """
    held = Draft(tuple(_ordered(line, number) for number, line in enumerate(session.held, 1)))
    draft = changed(held, changes)
    currency = _currency(draft.items)
    followed = earlier if earlier and draft.type != NEW and draft.order_id in ("", earlier.order_id) else None
    order_id = draft.order_id or (followed.order_id if followed else f"PO-{secrets.token_hex(5)}")
    brought = session.brought
    return OrderRequest(
        envelope=Envelope(
            new_payload_id(now, host), timestamp(now), version=session.profile.version, language=_LANGUAGE
        ),
        header=_header(session, draft.shared_secret),
        deployment_mode=session.profile.deployment_mode,
        order_id=order_id,
        order_date=timestamp(now),
        total=draft.total or Money(_worth(draft.items, currency), currency),
        bill_to=_BILL_TO,
        items=draft.items,
        type=draft.type,
        requisition_id=f"REQ-{session.buyer_cookie[-8:]}",
        ship_to=SHIP_TO,
        shipping=_charge(brought.shipping, currency, "Shipping") if brought else None,
        tax=_charge(brought.tax, currency, "Tax") if brought else None,
        contacts=(contact_of(session.person),),
        document_reference=followed.envelope.payload_id if followed else None,
    )


def changed(draft: Draft, changes: Sequence[Mapping[str, Any]]) -> Draft:
    """Return an order with changes; lines are counted as they are before any change.

    Raises:
        ValueError, ArithmeticError: when a change is not understood.

    """
    if not isinstance(changes, list) or not all(isinstance(change, dict) for change in changes):
        raise ValueError("changes is no list of objects")
    lines: list[tuple[OrderedItem, ...]] = [(item,) for item in draft.items]
    for change in changes:
        if "line" in change:
            _change_line(lines, change)
    draft = replace(draft, items=tuple(item for items in lines for item in items))
    for change in changes:
        if "line" not in change:
            for name, value in change.items():
                draft = _known(_DRAFT_CHANGES, name)(draft, value)
    numbered = (replace(item, line_number=number) for number, item in enumerate(draft.items, 1))
    return replace(draft, items=tuple(numbered))


def _change_line(lines: list[tuple[OrderedItem, ...]], change: Mapping[str, Any]) -> None:
    number = change["line"]
    if not isinstance(number, int) or not 1 <= number <= len(lines):
        raise ValueError(f"line is not one of 1 to {len(lines)}: {number!r:.40}")
    for name, value in change.items():
        if name == "dropped":
            lines[number - 1] = ()
        elif name == "repeated":
            lines[number - 1] *= 2
        elif name != "line":
            change_one = _known(_LINE_CHANGES, name)
            lines[number - 1] = tuple(change_one(item, value) for item in lines[number - 1])


def _known(changes: Mapping[str, Any], name: str) -> Any:
    if name not in changes:
        raise ValueError(f"{name!r:.40} is not one of {', '.join(changes)}")
    return changes[name]


def _detailed(name: str, made: Callable[[ItemDetail, Any], Any]) -> LineChange:
    """Return the change of a member of the detail of a line."""

    def change(item: OrderedItem, value: Any) -> OrderedItem:
        if item.detail is None:
            raise ValueError(f"the line has no {name} to be changed")
        return replace(item, detail=replace(item.detail, **{name: made(item.detail, value)}))

    return change


_LINE_CHANGES: Mapping[str, LineChange] = {
    "quantity": lambda item, value: replace(item, quantity=_number(value), shipping=None, tax=None),
    "part_id": lambda item, value: replace(item, item_id=replace(item.item_id, supplier_part_id=str(value))),
    "auxiliary_id": lambda item, value: replace(item, item_id=replace(item.item_id, auxiliary_id=str(value) or None)),
    "unit_price": _detailed("unit_price", lambda detail, value: replace(detail.unit_price, amount=_number(value))),
    "currency": _detailed("unit_price", lambda detail, value: replace(detail.unit_price, currency=str(value))),
    "unit_of_measure": _detailed("unit_of_measure", lambda _, value: str(value)),
    "description": _detailed(
        "descriptions",
        lambda detail, value: (Text(detail.descriptions[0].language if detail.descriptions else "en", str(value)),),
    ),
}
_DRAFT_CHANGES: Mapping[str, DraftChange] = {
    "total": lambda draft, value: replace(draft, total=Money(_number(value), _currency(draft.items))),
    "currency": lambda draft, value: replace(draft, total=_in(draft, str(value))),
    "order_id": lambda draft, value: replace(draft, order_id=str(value)),
    "type": lambda draft, value: replace(draft, type=str(value)),
    "shared_secret": lambda draft, value: replace(draft, shared_secret=str(value)),
    "reversed": lambda draft, value: replace(draft, items=draft.items[::-1] if value else draft.items),
}


def _in(draft: Draft, currency: str) -> Money:
    return Money(draft.total.amount if draft.total else _worth(draft.items, currency), currency)


def _ordered(line: HeldLine, number: int) -> OrderedItem:
    """Return the line of an order: as it was brought, or made of what procurement holds where that was not cXML."""
    if line.source is not None:
        named = replace(line.source.item_id, supplier_part_id=line.part_id)
        return ordered_item(replace(line.source, item_id=named), number, line.quantity)
    found = tuple(Classification(domain, code) for domain, code in line.classifications)
    price = (line.unit_price or Decimal(0)) / line.price_unit
    return OrderedItem(
        item_id=ItemID(line.part_id, line.auxiliary_id or None),
        quantity=line.quantity,
        line_number=number,
        detail=ItemDetail(
            unit_price=Money(price.normalize(), line.currency),
            descriptions=(Text("en", line.description),),
            unit_of_measure=line.unit_of_measure,
            # cXML asks for one, also of a line that has none.
            classifications=found or (Classification("UNSPSC", ""),),
            manufacturer_name=line.manufacturer or None,
        ),
    )


def _header(session: Session, secret: str | None) -> Header:
    header = header_of(session)
    if secret is None:
        return header
    return replace(header, sender=tuple(replace(sender, shared_secret=secret) for sender in header.sender))


def _currency(items: Sequence[OrderedItem]) -> str:
    return next((item.detail.unit_price.currency for item in items if item.detail), "")


def _worth(items: Sequence[OrderedItem], currency: str) -> Decimal:
    """Return what lines come to, in whole amounts of their currency."""
    exact = sum((item.quantity * item.detail.unit_price.amount for item in items if item.detail), Decimal(0))
    return exact.quantize((2 * rounding_of(currency)).normalize(), ROUND_HALF_UP)


def _charge(amount: Decimal, currency: str, what: str) -> Charge | None:
    return Charge(Money(amount, currency), Text(_LANGUAGE, what)) if amount else None


def _number(value: Any) -> Decimal:
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError(f"expected a number, got {value!r:.40}")
    return number
