"""The supplier's confirmation of an order: what it accepts of each line, and at which price.

It is a document of Fulfill.dtd, which cXML.dtd does not declare. Source: cXML, ConfirmationRequest; reference, hub
and protocols, 1.13 and 2.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from simulators.messages.cxml import building, parsing
from simulators.messages.cxml.building import DEFAULT_DTD, OutputEncoding, add
from simulators.messages.cxml.envelope import Envelope, Header, add_header, new_document, parse_envelope, parse_header
from simulators.messages.cxml.order import ItemIn, add_item_in, parse_item_in
from simulators.messages.cxml.reading import Element, read
from simulators.messages.cxml.schema import refuse_faults
from simulators.messages.cxml.values import Charge, Comment, Contact, Content, Money


@dataclass(frozen=True, slots=True)
class ConfirmationStatus:
    """What becomes of a part of a line: accept, allDetail, detail, backordered, reject, unknown or requestToPay.

    Either the whole `item` is said again, or what is new of it: `unit_price`, and `tax` and `shipping` of the part.
    """

    quantity: Decimal
    type: str
    unit_of_measure: str
    item: ItemIn | None = None
    unit_price: Money | None = None
    tax: Charge | None = None
    shipping: Charge | None = None
    shipment_date: str | None = None
    delivery_date: str | None = None
    comments: tuple[Comment, ...] = ()
    extrinsics: tuple[tuple[str, Content], ...] = ()


@dataclass(frozen=True, slots=True)
class ConfirmationItem:
    """A line of the order, by its number there, with `quantity` as ordered and what becomes of its parts."""

    line_number: int
    quantity: Decimal
    unit_of_measure: str
    statuses: tuple[ConfirmationStatus, ...]
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True)
class ConfirmationRequest:
    """A `ConfirmationRequest`: what the supplier says of one order, named by id, date and payload id of its document.

    `type` is accept, allDetail, detail, backordered, except, reject, requestToPay or replace; `operation` is new, or
    update of the confirmation whose payload id is `document_reference`. Hazards and id references are not kept.
    """

    envelope: Envelope
    header: Header
    deployment_mode: str
    type: str
    notice_date: str
    order_payload_id: str
    order_id: str | None = None
    order_date: str | None = None
    confirm_id: str | None = None
    operation: str = "new"
    document_reference: str | None = None
    total: Money | None = None
    shipping: Charge | None = None
    tax: Charge | None = None
    contacts: tuple[Contact, ...] = ()
    comments: tuple[Comment, ...] = ()
    extrinsics: tuple[tuple[str, Content], ...] = ()
    items: tuple[ConfirmationItem, ...] = ()


def build_confirmation_request(
    request: ConfirmationRequest, *, dtd: str | None = DEFAULT_DTD, encoding: OutputEncoding = "UTF-8"
) -> bytes:
    """Write a confirmation, with a DOCTYPE for that version of Fulfill.dtd unless None.

    Raises `CxmlRejected` ("invalid") when a value cannot be carried or the document would not be valid cXML.
    """
    root = new_document(request.envelope)
    add_header(root, request.header)
    holder = add(root, "Request", {"deploymentMode": request.deployment_mode})
    confirmation = add(holder, "ConfirmationRequest")
    head = add(
        confirmation,
        "ConfirmationHeader",
        {
            "type": request.type,
            "noticeDate": request.notice_date,
            "confirmID": request.confirm_id,
            "operation": request.operation,
        },
    )
    if request.document_reference is not None:
        add(head, "DocumentReference", {"payloadID": request.document_reference})
    if request.total is not None:
        building.add_money(add(head, "Total"), request.total)
    building.add_charge(head, "Shipping", request.shipping)
    building.add_charge(head, "Tax", request.tax)
    for contact in request.contacts:
        building.add_contact(head, contact)
    building.add_comments(head, request.comments)
    building.add_extrinsics(head, request.extrinsics)
    order = add(confirmation, "OrderReference", {"orderID": request.order_id, "orderDate": request.order_date})
    add(order, "DocumentReference", {"payloadID": request.order_payload_id})
    for item in request.items:
        _add_item(confirmation, item)
    return building.finished(root, dtd=dtd, encoding=encoding, schema="fulfill")


def parse_confirmation_request(
    document: bytes, *, encoding: str | None = None, strict: bool = True
) -> ConfirmationRequest:
    """Read a confirmation; `encoding` is the charset parameter of the transport, if any.

    Raises `CxmlRejected` as `read` does, "invalid" for faults of the schema (unless not `strict`) or a value that is
    no value, "incomplete" for anything needed that is missing. Defaults are those of the DTD: production, new.
    """
    root = read(document, encoding=encoding)
    if strict:
        refuse_faults(root, "fulfill")
    holder = parsing.needed(root, "Request")
    confirmation = parsing.needed(holder, "ConfirmationRequest")
    head = parsing.needed(confirmation, "ConfirmationHeader")
    order = parsing.needed(confirmation, "OrderReference")
    updated = head.find("DocumentReference")
    total = head.find("Total")
    return ConfirmationRequest(
        envelope=parse_envelope(root),
        header=parse_header(root),
        deployment_mode=holder.get("deploymentMode", "production"),
        type=parsing.needed_attribute(head, "type"),
        notice_date=parsing.needed_attribute(head, "noticeDate"),
        order_payload_id=parsing.needed_attribute(parsing.needed(order, "DocumentReference"), "payloadID"),
        order_id=order.get("orderID"),
        order_date=order.get("orderDate"),
        confirm_id=head.get("confirmID"),
        operation=head.get("operation", "new"),
        document_reference=None if updated is None else parsing.needed_attribute(updated, "payloadID"),
        total=None if total is None else parsing.money(total),
        shipping=parsing.charge(head, "Shipping"),
        tax=parsing.charge(head, "Tax"),
        contacts=tuple(parsing.contact(element) for element in head.iterfind("Contact")),
        comments=parsing.comments(head),
        extrinsics=parsing.extrinsics(head),
        items=tuple(_item(element) for element in confirmation.iterfind("ConfirmationItem")),
    )


def _add_item(confirmation: Element, item: ConfirmationItem) -> None:
    element = add(confirmation, "ConfirmationItem")
    element.set("quantity", building.decimal_text(element, item.quantity, negative=False))
    building.set_attribute(element, "lineNumber", building.whole_number_text(element, item.line_number))
    add(element, "UnitOfMeasure", text=item.unit_of_measure)
    for contact in item.contacts:
        building.add_contact(element, contact)
    for status in item.statuses:
        labels = {"type": status.type, "shipmentDate": status.shipment_date, "deliveryDate": status.delivery_date}
        part = add(element, "ConfirmationStatus", labels)
        part.set("quantity", building.decimal_text(part, status.quantity, negative=False))
        add(part, "UnitOfMeasure", text=status.unit_of_measure)
        if status.item is not None:
            add_item_in(part, status.item)
        if status.unit_price is not None:
            building.add_money(add(part, "UnitPrice"), status.unit_price)
        building.add_charge(part, "Tax", status.tax)
        building.add_charge(part, "Shipping", status.shipping)
        building.add_comments(part, status.comments)
        building.add_extrinsics(part, status.extrinsics)


def _item(element: Element) -> ConfirmationItem:
    return ConfirmationItem(
        line_number=parsing.whole_number(element, parsing.needed_attribute(element, "lineNumber")),
        quantity=parsing.quantity(element),
        unit_of_measure=parsing.own_text(parsing.needed(element, "UnitOfMeasure")),
        statuses=tuple(_status(status) for status in element.iterfind("ConfirmationStatus")),
        contacts=tuple(parsing.contact(contact) for contact in element.iterfind("Contact")),
    )


def _status(element: Element) -> ConfirmationStatus:
    item, price = element.find("ItemIn"), element.find("UnitPrice")
    return ConfirmationStatus(
        quantity=parsing.quantity(element),
        type=parsing.needed_attribute(element, "type"),
        unit_of_measure=parsing.own_text(parsing.needed(element, "UnitOfMeasure")),
        item=None if item is None else parse_item_in(item),
        unit_price=None if price is None else parsing.money(price),
        tax=parsing.charge(element, "Tax"),
        shipping=parsing.charge(element, "Shipping"),
        shipment_date=element.get("shipmentDate"),
        delivery_date=element.get("deliveryDate"),
        comments=parsing.comments(element),
        extrinsics=parsing.extrinsics(element),
    )
