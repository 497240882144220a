"""The purchase order: what procurement sends once the cart is approved, each line with the detail it came with.

Source: cXML, OrderRequest; reference, hub and protocols, 2.2 and 2.7.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from simulators.messages.cxml import building, parsing
from simulators.messages.cxml.accounting import (
    Distribution,
    PaymentCard,
    add_distribution,
    add_payment,
    parse_distribution,
    parse_payment,
)
from simulators.messages.cxml.building import DEFAULT_DTD, OutputEncoding, add
from simulators.messages.cxml.envelope import Envelope, Header, add_header, new_document, parse_envelope, parse_header
from simulators.messages.cxml.item_detail import ItemDetail, add_item_detail, parse_item_detail
from simulators.messages.cxml.moments import read_moment
from simulators.messages.cxml.order import ItemIn
from simulators.messages.cxml.reading import Element
from simulators.messages.cxml.tolerance import read_document
from simulators.messages.cxml.values import Address, Charge, Comment, Contact, Content, ItemID, ItemOut, Money


@dataclass(frozen=True, slots=True)
class OrderedItem:
    """An `ItemOut` of an order. `requested_delivery_date` is as written; `shipping` and `tax` are for the line.

    What else a line may hold (terms of delivery, schedules, packaging) is not kept.
    """

    item_id: ItemID
    quantity: Decimal
    line_number: int | None = None
    detail: ItemDetail | None = None
    requisition_id: str | None = None
    requested_delivery_date: str | None = None
    ship_to: Address | None = None
    shipping: Charge | None = None
    tax: Charge | None = None
    distributions: tuple[Distribution, ...] = ()
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """An `OrderRequest`: a new order (`type` new), another version of one (update), or its end (delete).

    `deployment_mode` is production or test, `order_type` regular, release, blanket or one of the stock transfers;
    dates are as written (see `read_moment`); `document_reference` is the payload id of the order that is updated or
    deleted; `supplier_order_id` is the supplier's number of a quote or order. What else the header may hold (terms of
    payment and delivery, business partners, industry data) is not kept.
    """

    envelope: Envelope
    header: Header
    deployment_mode: str
    order_id: str
    order_date: str
    total: Money
    bill_to: Address
    items: tuple[OrderedItem, ...]
    type: str = "new"
    order_type: str = "regular"
    order_version: str | None = None
    requisition_id: str | None = None
    requested_delivery_date: str | None = None
    ship_to: Address | None = None
    shipping: Charge | None = None
    tax: Charge | None = None
    payment: PaymentCard | None = None
    contacts: tuple[Contact, ...] = ()
    comments: tuple[Comment, ...] = ()
    document_reference: str | None = None
    supplier_order_id: str | None = None
    extrinsics: tuple[tuple[str, Content], ...] = ()


def ordered_item(item: ItemIn, line_number: int, quantity: Decimal | None = None) -> OrderedItem:
    """Return the line of an order that asks for a line of a cart, or for less of it, when a quantity is given.

    Identity, detail, ship-to, shipping and tax go over as they are (cXML User's Guide: ItemIn and ItemOut map one to
    one); comments are each side's own. Shipping and tax of a line are for the whole of it: they are left out when the
    quantity is another.
    """
    whole = quantity is None or quantity == item.quantity
    return OrderedItem(
        item_id=item.item_id,
        quantity=item.quantity if quantity is None else quantity,
        line_number=line_number,
        detail=item.detail,
        ship_to=item.ship_to,
        shipping=item.shipping if whole else None,
        tax=item.tax if whole else None,
    )


def build_order_request(
    request: OrderRequest, *, dtd: str | None = DEFAULT_DTD, encoding: OutputEncoding = "UTF-8"
) -> bytes:
    """Write an order request, with a DOCTYPE for that version of the DTD unless None.

    More than one comment in a place is newer than DTD 1.2.014. Raises `CxmlRejected` ("invalid") when a value cannot
    be carried, the date of the order is none, or the document would not be valid cXML.
    """
    root = new_document(request.envelope)
    add_header(root, request.header)
    order = add(add(root, "Request", {"deploymentMode": request.deployment_mode}), "OrderRequest")
    head = add(
        order,
        "OrderRequestHeader",
        {
            "orderID": request.order_id,
            "orderDate": request.order_date,
            "orderType": request.order_type,
            "type": request.type,
            "orderVersion": request.order_version,
            "requisitionID": request.requisition_id,
            "requestedDeliveryDate": request.requested_delivery_date,
        },
    )
    _refuse_no_date(head, request.order_date)
    building.add_money(add(head, "Total"), request.total)
    building.add_address(head, "ShipTo", request.ship_to)
    building.add_address(head, "BillTo", request.bill_to)
    building.add_charge(head, "Shipping", request.shipping)
    building.add_charge(head, "Tax", request.tax)
    add_payment(head, request.payment)
    for contact in request.contacts:
        building.add_contact(head, contact)
    building.add_comments(head, request.comments)
    if request.document_reference is not None:
        add(head, "DocumentReference", {"payloadID": request.document_reference})
    if request.supplier_order_id is not None:
        add(head, "SupplierOrderInfo", {"orderID": request.supplier_order_id})
    building.add_extrinsics(head, request.extrinsics)
    for item in request.items:
        _add_item(order, item)
    return building.finished(root, dtd=dtd, encoding=encoding)


def parse_order_request(document: bytes, *, encoding: str | None = None, strict: bool = True) -> OrderRequest:
    """Read an order request; `encoding` is the charset parameter of the transport, if any.

    Raises `CxmlRejected` as `read` does, "invalid" for faults of the schema or a date of the order that is none
    (unless not `strict`) or a value that is no value, "incomplete" for anything needed that is missing. Defaults are
    those of the DTD: production, new, regular.
    """
    root = read_document(document, encoding=encoding, strict=strict)
    holder = parsing.needed(root, "Request")
    order = parsing.needed(holder, "OrderRequest")
    head = parsing.needed(order, "OrderRequestHeader")
    parsing.needed(head, "BillTo")
    bill_to = parsing.address(head, "BillTo")
    assert bill_to is not None  # the line before has made sure of it
    request = OrderRequest(
        envelope=parse_envelope(root),
        header=parse_header(root),
        deployment_mode=holder.get("deploymentMode", "production"),
        order_id=parsing.needed_attribute(head, "orderID"),
        order_date=parsing.needed_attribute(head, "orderDate"),
        total=parsing.money(parsing.needed(head, "Total")),
        bill_to=bill_to,
        items=tuple(_item(element) for element in order.iterfind("ItemOut")),
        type=head.get("type", "new"),
        order_type=head.get("orderType", "regular"),
        order_version=head.get("orderVersion"),
        requisition_id=head.get("requisitionID"),
        requested_delivery_date=head.get("requestedDeliveryDate"),
        ship_to=parsing.address(head, "ShipTo"),
        shipping=parsing.charge(head, "Shipping"),
        tax=parsing.charge(head, "Tax"),
        payment=parse_payment(head),
        contacts=tuple(parsing.contact(element) for element in head.iterfind("Contact")),
        comments=parsing.comments(head),
        document_reference=_attribute_of(head, "DocumentReference", "payloadID"),
        supplier_order_id=_attribute_of(head, "SupplierOrderInfo", "orderID"),
        extrinsics=parsing.extrinsics(head),
    )
    if strict:
        _refuse_no_date(head, request.order_date)
    return request


def _refuse_no_date(head: Element, written: str) -> None:
    if read_moment(written).at is None:
        raise parsing.refusal(head, "an orderDate such as 2026-01-31", written)


def _add_item(order: Element, item: OrderedItem) -> None:
    line = building.add_line(order, "ItemOut", ItemOut(item.item_id, item.quantity, item.line_number))
    for name, value in (
        ("requisitionID", item.requisition_id),
        ("requestedDeliveryDate", item.requested_delivery_date),
    ):
        building.set_attribute(line, name, value)
    if item.detail is not None:
        add_item_detail(line, item.detail)
    building.add_address(line, "ShipTo", item.ship_to)
    building.add_charge(line, "Shipping", item.shipping)
    building.add_charge(line, "Tax", item.tax)
    for distribution in item.distributions:
        add_distribution(line, distribution)
    building.add_comments(line, item.comments)


def _item(element: Element) -> OrderedItem:
    identified = parsing.item_out(element)
    detail = element.find("ItemDetail")
    return OrderedItem(
        item_id=identified.item_id,
        quantity=identified.quantity,
        line_number=identified.line_number,
        detail=None if detail is None else parse_item_detail(detail),
        requisition_id=element.get("requisitionID"),
        requested_delivery_date=element.get("requestedDeliveryDate"),
        ship_to=parsing.address(element, "ShipTo"),
        shipping=parsing.charge(element, "Shipping"),
        tax=parsing.charge(element, "Tax"),
        distributions=tuple(parse_distribution(found) for found in element.iterfind("Distribution")),
        comments=parsing.comments(element),
    )


def _attribute_of(parent: Element, name: str, attribute: str) -> str | None:
    element = parent.find(name)
    return None if element is None else parsing.needed_attribute(element, attribute)
