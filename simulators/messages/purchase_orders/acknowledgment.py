"""The acknowledgment of a purchase order: what the store accepts, line by line.

Source: reference, hub and protocols, 1.13. How the store's own words for auxiliary id, unit price and classification
of a line are spelled was not established; we write those of the order and read what else is met.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from simulators.messages import numbers
from simulators.messages.members import Members
from simulators.messages.purchase_orders.order import places_document, plain, read_place
from simulators.messages.purchase_orders.values import OrderAddress, PurchaseOrderRejected


@dataclass(frozen=True)
class AcknowledgedLine:
    """A line as the store accepted it; what it does not say is None or "".

    `line_number` is the store's own number of the line, `po_line_number` that of the order.
    """

    quantity: Decimal | None = None
    part_id: str = ""
    auxiliary_id: str = ""
    unit_price: Decimal | None = None
    currency: str = ""
    unit_of_measure: str = ""
    description: str = ""
    classification: str = ""
    line_number: int | None = None
    po_line_number: int | None = None
    position: int | None = None


@dataclass(frozen=True)
class Acknowledgment:
    """What a store says of an order: `confirmation_status` is accept where it takes it.

    `api_key` is the store's key at the hub, in an acknowledgment the store sends by itself. `order_number` is the
    store's number of the order, in one that answers it.
    """

    po_order_id: str
    confirmation_status: str = "accept"
    items: tuple[AcknowledgedLine, ...] = ()
    order_request_id: int | None = None
    ext_notice_id: str = ""
    notice_date: str = ""
    po_payload_id: str = ""
    po_order_date: str = ""
    ship_to: OrderAddress | None = None
    bill_to: OrderAddress | None = None
    contact: OrderAddress | None = None
    order_number: str = ""
    api_key: str = field(default="", repr=False)


_HEADER_TEXTS = {
    name: name
    for name in (
        *("ext_notice_id", "notice_date", "po_payload_id"),
        *("po_order_id", "po_order_date", "confirmation_status"),
    )
}
_LINE_TEXTS = {
    "part_id": ("part_id", "supplier_id"),
    "auxiliary_id": ("supplier_aux_id", "part_aux_id", "supplierauxid"),
    "currency": ("currency",),
    "unit_of_measure": ("uom",),
    "description": ("description",),
    "classification": ("classification",),
}
_LINE_AMOUNTS = {"quantity": ("quantity",), "unit_price": ("unitprice", "unit_price")}
_LINE_LONGS = {"line_number": "line_number", "po_line_number": "po_line_number", "position": "_position"}


def acknowledgment_document(acknowledgment: Acknowledgment) -> dict[str, Any]:
    """Return an acknowledgment as a JSON object. Raises `NotANumber` for an amount that is none."""
    contact = acknowledgment.contact
    return {
        **({"apikey": acknowledgment.api_key} if acknowledgment.api_key else {}),
        **({"order_number": acknowledgment.order_number} if acknowledgment.order_number else {}),
        "params": {
            **_said({"order_request_id": acknowledgment.order_request_id}),
            "confirmation": {
                "header": {
                    **{key: getattr(acknowledgment, name) for name, key in _HEADER_TEXTS.items()},
                    **places_document(acknowledgment),
                    **({"contact": {"email": contact.email, "name": contact.address_name}} if contact else {}),
                    "data": {},
                },
                "items": [_line_document(line) for line in acknowledgment.items],
            },
        },
    }


def build_acknowledgment(acknowledgment: Acknowledgment) -> bytes:
    """Return an acknowledgment as JSON in UTF-8. Raises `NotANumber` for an amount that is none."""
    return numbers.dumps(acknowledgment_document(acknowledgment)).encode()


def parse_acknowledgment(body: bytes) -> Acknowledgment:
    """Read an acknowledgment, in any of the forms of numbers; it needs a confirmation with the order's number.

    Raises:
        PurchaseOrderRejected: with each fault, when it is not JSON, or something needed is missing or of the wrong
            type.

    """
    try:
        document = numbers.loads(body)
    except ValueError as error:
        raise PurchaseOrderRejected((f"the acknowledgment is not JSON: {error}",)) from None
    if not isinstance(document, dict):
        raise PurchaseOrderRejected(("the acknowledgment is not a JSON object",))
    faults: list[str] = []
    root = Members(document, faults, needed=frozenset({"params"}), numbers_as_text=True)
    params = root.inner("params", frozenset({"confirmation"}))
    confirmation = params.inner("confirmation", frozenset({"header"}))
    header = confirmation.inner("header", frozenset({"po_order_id"}))
    acknowledgment = Acknowledgment(
        **header.texts(_HEADER_TEXTS),
        items=tuple(_line(line) for line in confirmation.each("items", frozenset())),
        order_request_id=params.long("order_request_id"),
        ship_to=read_place(header, "ship_to"),
        bill_to=read_place(header, "bill_to"),
        contact=read_place(header, "contact"),
        order_number=root.text("order_number"),
        api_key=root.secret("apikey"),
    )
    if faults:
        raise PurchaseOrderRejected(tuple(faults))
    return acknowledgment


def _line_document(line: AcknowledgedLine) -> dict[str, Any]:
    amounts = {names[0]: getattr(line, name) for name, names in _LINE_AMOUNTS.items()}
    return {
        **_said({key: getattr(line, name) for name, key in _LINE_LONGS.items()}),
        **{key: plain(amount) for key, amount in _said(amounts).items()},
        **{names[0]: getattr(line, name) for name, names in _LINE_TEXTS.items() if getattr(line, name)},
    }


def _line(line: Members) -> AcknowledgedLine:
    values: dict[str, Any] = {name: line.text(*names) for name, names in _LINE_TEXTS.items()}
    values |= {name: line.number(*names) for name, names in _LINE_AMOUNTS.items()}
    values |= {name: line.long(key) for name, key in _LINE_LONGS.items()}
    return AcknowledgedLine(**values)


def _said(members: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in members.items() if value is not None}
