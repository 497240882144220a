"""The punch out order message: the cart on its way back to the procurement system."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal

from simulators.messages.cxml import building, parsing
from simulators.messages.cxml.building import DEFAULT_DTD, OutputEncoding, add, add_content, add_optional
from simulators.messages.cxml.envelope import Envelope, Header, add_header, new_document, parse_envelope, parse_header
from simulators.messages.cxml.item_detail import ItemDetail, add_item_detail, parse_item_detail
from simulators.messages.cxml.reading import Element
from simulators.messages.cxml.status import Status, add_status, parse_status
from simulators.messages.cxml.tolerance import read_document
from simulators.messages.cxml.values import Address, Charge, Classification, Content, ItemID, ItemOut, Money, Text

_DETAIL = tuple(field.name for field in fields(ItemDetail))


@dataclass(frozen=True, slots=True)
class ItemIn:
    """A line of the cart. `quantity` is in `unit_of_measure` (UN/CEFACT code), `lead_time` in days.

    `extrinsics` are those of the `ItemDetail`; `shipping` and `tax` are for the line, not per unit.
    """

    item_id: ItemID
    quantity: Decimal
    line_number: int | None
    unit_price: Money
    descriptions: tuple[Text, ...]
    unit_of_measure: str
    classifications: tuple[Classification, ...]
    manufacturer_part_id: str | None = None
    manufacturer_name: str | None = None
    url: str | None = None
    lead_time: int | None = None
    extrinsics: tuple[tuple[str, Content], ...] = ()
    ship_to: Address | None = None
    shipping: Charge | None = None
    tax: Charge | None = None
    comments: str | None = None

    @property
    def detail(self) -> ItemDetail:
        """What the item is and costs, as a line in the other direction has to say it again."""
        return ItemDetail(**{name: getattr(self, name) for name in _DETAIL})


@dataclass(frozen=True, slots=True)
class OrderMessage:
    """A `PunchOutOrderMessage`: the cart of one session, with the status that may say there is no change (204).

    `deployment_mode` is production or test; `operation_allowed` is create, inspect or edit; `quote_status` is pending
    or final.
    """

    envelope: Envelope
    header: Header
    deployment_mode: str
    status: Status | None
    buyer_cookie: Content
    operation_allowed: str
    quote_status: str
    total: Money
    ship_to: Address | None = None
    shipping: Charge | None = None
    tax: Charge | None = None
    items: tuple[ItemIn, ...] = ()


def build_order_message(
    message: OrderMessage, *, dtd: str | None = DEFAULT_DTD, encoding: OutputEncoding = "UTF-8"
) -> bytes:
    """Write an order message, with a DOCTYPE for that version of the DTD unless None.

    For a `cXML-urlencoded` form field the encoding has to be US-ASCII. `ItemIn/Comments` is newer than DTD 1.2.014;
    name a newer one with it. Raises `CxmlRejected` ("invalid") when a value cannot be carried or the document would
    not be valid cXML.
    """
    root = new_document(message.envelope)
    add_header(root, message.header)
    holder = add(root, "Message", {"deploymentMode": message.deployment_mode})
    if message.status is not None:
        add_status(holder, message.status)
    order = add(holder, "PunchOutOrderMessage")
    add_content(order, "BuyerCookie", message.buyer_cookie)
    labels = {"operationAllowed": message.operation_allowed, "quoteStatus": message.quote_status}
    head = add(order, "PunchOutOrderMessageHeader", labels)
    building.add_money(add(head, "Total"), message.total)
    building.add_address(head, "ShipTo", message.ship_to)
    building.add_charge(head, "Shipping", message.shipping)
    building.add_charge(head, "Tax", message.tax)
    for item in message.items:
        add_item_in(order, item)
    return building.finished(root, dtd=dtd, encoding=encoding)


def add_item_in(parent: Element, item: ItemIn) -> None:
    """Append an `ItemIn`. Raises `CxmlRejected` ("invalid") for a value that cannot be carried."""
    line = building.add_line(parent, "ItemIn", ItemOut(item.item_id, item.quantity, item.line_number))
    add_item_detail(line, item.detail)
    building.add_address(line, "ShipTo", item.ship_to)
    building.add_charge(line, "Shipping", item.shipping)
    building.add_charge(line, "Tax", item.tax)
    add_optional(line, "Comments", item.comments)


def parse_order_message(document: bytes, *, encoding: str | None = None, strict: bool = True) -> OrderMessage:
    """Read an order message; `encoding` is the charset parameter of the transport, or that of a form field.

    Raises `CxmlRejected` as `read` does, "invalid" for faults of the schema (unless not `strict`) or a value that is
    no value, "incomplete" for anything needed that is missing. Defaults are those of the DTD: production, final.
    """
    root = read_document(document, encoding=encoding, strict=strict)
    holder = parsing.needed(root, "Message")
    order = parsing.needed(holder, "PunchOutOrderMessage")
    head = parsing.needed(order, "PunchOutOrderMessageHeader")
    status = holder.find("Status")
    return OrderMessage(
        envelope=parse_envelope(root),
        header=parse_header(root),
        deployment_mode=holder.get("deploymentMode", "production"),
        status=None if status is None else parse_status(status),
        buyer_cookie=parsing.content(parsing.needed(order, "BuyerCookie")),
        operation_allowed=parsing.needed_attribute(head, "operationAllowed"),
        quote_status=head.get("quoteStatus", "final"),
        total=parsing.money(parsing.needed(head, "Total")),
        ship_to=parsing.address(head, "ShipTo"),
        shipping=parsing.charge(head, "Shipping"),
        tax=parsing.charge(head, "Tax"),
        items=tuple(parse_item_in(element) for element in order.iterfind("ItemIn")),
    )


def parse_item_in(element: Element) -> ItemIn:
    """Read an `ItemIn`. Raises `CxmlRejected`: "incomplete" or "invalid"."""
    detail = parse_item_detail(parsing.needed(element, "ItemDetail"))
    return ItemIn(
        item_id=parsing.item_id(element),
        quantity=parsing.quantity(element),
        line_number=parsing.optional_whole_number(element, element.get("lineNumber")),
        **{name: getattr(detail, name) for name in _DETAIL},
        ship_to=parsing.address(element, "ShipTo"),
        shipping=parsing.charge(element, "Shipping"),
        tax=parsing.charge(element, "Tax"),
        comments=parsing.optional_text(element, "Comments"),
    )
