"""The shop's acknowledgment of an order, taken to the buyer as a cXML ConfirmationRequest.

Source: reference, hub and protocols, 1.13 (the acknowledgment's members, Fulfill.dtd) and 2.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from simulators.hub.fronts.order_message import LANGUAGE, USER_AGENT
from simulators.hub.relationships import Relationship
from simulators.messages.cxml import (
    ConfirmationItem,
    ConfirmationRequest,
    ConfirmationStatus,
    CxmlRejected,
    Envelope,
    Header,
    Money,
    OrderedItem,
    OrderRequest,
    new_payload_id,
    parse_setup_response,
    timestamp,
)
from simulators.messages.purchase_orders import AcknowledgedLine, Acknowledgment
from simulators.wire import Caller, Journal, Unreachable


def rejects(acknowledgment: Acknowledgment) -> bool:
    """Tell whether a shop says no in an answer of success."""
    return acknowledgment.confirmation_status.lower().startswith("reject")


def confirmation_request(
    relationship: Relationship, order: OrderRequest, acknowledgment: Acknowledgment, now: datetime, host: str
) -> ConfirmationRequest:
    """Return what the buyer is told of an order: as a whole, or line by line where the shop does.

    The hub shows the buyer the secret the two have agreed upon.
    """
    items = tuple(_items(order, acknowledgment))
    kind = "reject" if rejects(acknowledgment) else "detail" if items else "accept"
    return ConfirmationRequest(
        envelope=Envelope(new_payload_id(now, host), timestamp(now), language=LANGUAGE),
        header=Header(
            from_=(relationship.supplier,),
            to=(replace(relationship.buyer, shared_secret=None),),
            sender=(replace(relationship.supplier, shared_secret=relationship.buyer.shared_secret),),
            user_agent=USER_AGENT,
        ),
        deployment_mode=order.deployment_mode,
        type=kind,
        notice_date=timestamp(now),
        order_payload_id=order.envelope.payload_id,
        order_id=order.order_id,
        order_date=order.order_date,
        confirm_id=acknowledgment.ext_notice_id or acknowledgment.order_number or None,
        items=items if kind == "detail" else (),
    )


def deliver(document: bytes, url: str, journal: Journal) -> int | None:
    """Send a confirmation to the buyer; return the code of the status that came, or None without one."""
    with Caller("hub", journal, receiver="procurement system") as caller:
        try:
            answer = caller.call("POST", url, data=document, headers={"Content-Type": "text/xml; charset=UTF-8"})
            return parse_setup_response(answer.content).status.code
        except (Unreachable, CxmlRejected):
            return None


def _items(order: OrderRequest, acknowledgment: Acknowledgment) -> Iterator[ConfirmationItem]:
    by_number = {item.line_number: item for item in order.items}
    by_id = {item.item_id.auxiliary_id: item for item in order.items}
    for line in acknowledgment.items:
        ordered = by_id.get(line.auxiliary_id) or by_number.get(line.po_line_number or line.line_number)
        if ordered is not None:
            yield _item(line, ordered)


def _item(line: AcknowledgedLine, ordered: OrderedItem) -> ConfirmationItem:
    """Return what becomes of a line; what the shop does not say of it is as it was ordered, but for the price."""
    of_order = ordered.detail.unit_of_measure if ordered.detail else "EA"
    unit = line.unit_of_measure or of_order
    currency = line.currency or (ordered.detail.unit_price.currency if ordered.detail else "")
    price = None if line.unit_price is None else Money(line.unit_price, currency)
    quantity = ordered.quantity if line.quantity is None else line.quantity
    return ConfirmationItem(
        line_number=ordered.line_number or 0,
        quantity=ordered.quantity,
        unit_of_measure=of_order,
        # Changed or as it was ordered, it is told in detail.
        statuses=(ConfirmationStatus(quantity, "detail" if price else "accept", unit, unit_price=price),),
    )
