"""The purchase order the hub sends to a store: JSON, built, parsed and checked.

Source: reference, hub and protocols, 1.13. Where the forms seen differ (numbers or strings, the older names, streets
as one text or a list) all are read; one is written. Whether `streets` and `deliver_to` are lists was not established.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from simulators.messages import numbers
from simulators.messages.currencies import rounding_of
from simulators.messages.members import Members
from simulators.messages.purchase_orders.values import (
    DELETE,
    NEW,
    UPDATE,
    OrderAddress,
    OrderDetails,
    OrderHeader,
    OrderLine,
    PurchaseOrder,
    PurchaseOrderRejected,
)

# Attribute and member, by the form in which the value travels.
_ROOT_TEXTS = {"punchout_session": "punchout_session", "store_code": "store_code"}
_HEADER_TEXTS = {
    name: name
    for name in (
        *("from_domain", "from_identity", "to_domain", "to_identity"),
        *("po_payload_id", "po_order_id", "po_order_date"),
    )
}
_DETAIL_TEXTS = {name: name for name in ("currency", "shipping_description", "tax_description")}
_DETAIL_AMOUNTS = {name: name for name in ("total", "shipping", "tax")}
_PLACES = ("ship_to", "bill_to", "contact")
_LINE_TEXTS = {
    "supplier_id": "supplier_id",
    "supplier_aux_id": "supplier_aux_id",
    "currency": "currency",
    "description": "description",
    "unit_of_measure": "uom",
    "requested_delivery_date": "requested_delivery_date",
    "comments": "comments",
    "session_key": "session_key",
    "cart_position": "cart_position",
}
_LINE_AMOUNTS = {"quantity": "quantity", "unit_price": "unitprice"}
_ADDRESS_TEXTS = {
    "address_id": "address_id",
    "city": "city",
    "state": "state",
    "postal_code": "postalcode",
    "country": "country",
    "country_code": "country_code",
    "email": "email",
    "phone": "phone",
}
# As a shop that writes its members in camel case calls those of the root.
_OTHER_NAMES = {
    "punchoutSession": "punchout_session",
    "sharedSecret": "shared_secret",
    "apiKey": "api_key",
    "apikey": "api_key",
    "storeCode": "store_code",
}
_CURRENCY = re.compile(r"[A-Z]{3}")
# A price for one unit has ten decimals where the price of a line does not divide by its quantity.
_PRICE_STEP = Decimal("1E-9")


def build_purchase_order(order: PurchaseOrder, *, strict: bool = True) -> bytes:
    """Return a purchase order as JSON in UTF-8; amounts are numbers.

    Raises:
        PurchaseOrderRejected: with the faults `purchase_order_faults` finds, unless not `strict`; an amount that is no
            number of at most a hundred digits is always refused.

    """
    faults = tuple(purchase_order_faults(order)) if strict else tuple(_amounts_that_are_none(order))
    if faults:
        raise PurchaseOrderRejected(faults)
    header, details = order.header, order.details
    root = {name: getattr(order, name) for name in ("api_key", "punchout_session", "store_code")}
    return numbers.dumps(
        {
            "mode": order.mode,
            "shared_secret": order.shared_secret,
            **{name: value for name, value in root.items() if value},
            "header": {
                **{key: getattr(header, name) for name, key in _HEADER_TEXTS.items()},
                "shared_secret": header.shared_secret,
                "po_order_type": header.po_order_type,
                **({} if header.order_request_id is None else {"order_request_id": header.order_request_id}),
            },
            "details": {
                **{key: plain(getattr(details, name)) for name, key in _DETAIL_AMOUNTS.items()},
                **{key: getattr(details, name) for name, key in _DETAIL_TEXTS.items()},
                **places_document(details),
            },
            "items": [_line_document(line) for line in order.items],
        }
    ).encode()


def parse_purchase_order(body: bytes) -> PurchaseOrder:
    """Read a purchase order; numbers may be numbers or strings, texts may be numbers, the older names are read too.

    A line needs part, quantity and price, an order its number, total and currency; one that deletes another needs its
    number only. Whatever else is missing is taken as empty.

    Raises:
        PurchaseOrderRejected: with each fault, when it is not JSON, or something needed is missing or of the wrong
            type. No fault repeats a secret.

    """
    document = _document(body)
    faults: list[str] = []
    kind = Members(_object(document.get("header")), []).text("po_order_type")
    needs = frozenset() if kind == DELETE else frozenset({"details", "items"})
    root = Members(document, faults, needed=needs | {"header"}, numbers_as_text=True)
    header = root.inner("header", frozenset({"po_order_id"}))
    details = root.inner("details", frozenset({"total", "currency"}) if needs else frozenset())
    order = PurchaseOrder(
        header=OrderHeader(
            **header.texts(_HEADER_TEXTS),
            po_order_type=header.text("po_order_type") or NEW,
            shared_secret=header.secret("shared_secret"),
            order_request_id=header.long("order_request_id"),
        ),
        details=OrderDetails(
            **details.texts(_DETAIL_TEXTS), **details.amounts(_DETAIL_AMOUNTS), **_read_places(details)
        ),
        items=tuple(_line(line) for line in root.each("items", frozenset({"supplier_id", "quantity", "unitprice"}))),
        mode=root.text("mode") or "production",
        shared_secret=root.secret("shared_secret"),
        api_key=root.secret("api_key"),
        **root.texts(_ROOT_TEXTS),
    )
    if order.header.po_order_type not in (NEW, UPDATE, DELETE):
        faults.append(f"header.po_order_type: expected new, update or delete, got {order.header.po_order_type!r:.80}")
    if faults:
        raise PurchaseOrderRejected(tuple(faults))
    return order


def presented_secrets(body: bytes) -> tuple[str, ...]:
    """Return the secrets a purchase order presents, before anything else of it is looked at; none that is empty.

    Raises:
        PurchaseOrderRejected: when the body is no JSON object.

    """
    document = _document(body)
    root, header = Members(document, []), Members(_object(document.get("header")), [])
    presented = (root.secret("shared_secret"), root.secret("api_key"), header.secret("shared_secret"))
    return tuple(secret for secret in presented if secret)


def purchase_order_faults(order: PurchaseOrder) -> Iterator[str]:
    """Tell what is wrong with an order of ours, strictly, each fault by the place of the member.

    Needed are an order's number, date and type, its currency, and of each line number, part, auxiliary id, unit, a
    quantity above zero and a price that is not negative, in the order's currency. Line numbers are all different, and
    the lines come to the total, with or without shipping and tax, but for what rounding each line makes.
    """
    header, details, items = order.header, order.details, order.items
    none = tuple(_amounts_that_are_none(order))
    yield from none
    if not header.po_order_id.strip():
        yield "header.po_order_id: missing"
    if not _is_day(header.po_order_date):
        yield f"header.po_order_date: expected YYYY-MM-DD, got {header.po_order_date!r:.80}"
    if header.po_order_type not in (NEW, UPDATE, DELETE):
        yield f"header.po_order_type: expected new, update or delete, got {header.po_order_type!r:.80}"
    if order.mode not in ("production", "test"):
        yield f"mode: expected production or test, got {order.mode!r:.80}"
    if header.po_order_type == DELETE and not items:
        return
    if not _CURRENCY.fullmatch(details.currency):
        yield f"details.currency: expected a code of three letters, got {details.currency!r:.80}"
    if not items:
        yield "items: expected a line, got none"
    for index, line in enumerate(items if not none else ()):
        for fault in _line_faults(line, details.currency):
            yield f"items[{index}].{fault}"
    line_numbers = [line.line_number for line in items]
    if len(set(line_numbers)) < len(line_numbers):
        yield f"items: expected line numbers that are all different, got {', '.join(map(str, line_numbers))}"
    # What is no number is told already, and can neither be compared nor added up.
    if not none:
        lines = sum((line.unit_price * line.quantity for line in items), Decimal(0))
        sums = (lines, lines + details.shipping + details.tax)
        rounding = sum((rounding_of(details.currency) + abs(line.quantity) * _PRICE_STEP for line in items), Decimal(0))
        if all(abs(total - details.total) > rounding for total in sums):
            yield f"details.total: expected {plain(sums[0])} or {plain(sums[1])}, got {plain(details.total)}"


def places_document(holder: Any) -> dict[str, Any]:
    """Return the addresses of a value that has some as members of a JSON object; those it has not are left out."""
    places = {name: getattr(holder, name) for name in _PLACES}
    return {name: _address_document(place) for name, place in places.items() if place is not None}


def read_place(holder: Members, name: str) -> OrderAddress | None:
    """Read an address below an object, or None without it."""
    if not holder.has(name):
        return None
    place = holder.inner(name, frozenset())
    return OrderAddress(
        **place.texts(_ADDRESS_TEXTS),
        address_name=place.text("address_name", "name"),
        deliver_to=place.lines("deliver_to"),
        streets=place.lines("streets"),
    )


def plain(value: Decimal) -> int | Decimal:
    """Return a number as JSON writes it without ado: a whole one without decimals, others without trailing zeros.

    Raises:
        NotANumber: for NaN and infinity, and for more than a hundred digits.

    """
    number = numbers.decimal_from(value)
    whole = numbers.amount(number) if number else Decimal(0)
    return int(whole) if whole == whole.to_integral_value() else whole


def _read_places(details: Members) -> dict[str, Any]:
    return {name: read_place(details, name) for name in _PLACES}


def _address_document(address: OrderAddress) -> dict[str, Any]:
    return {
        **{key: getattr(address, name) for name, key in _ADDRESS_TEXTS.items()},
        "address_name": address.address_name,
        "deliver_to": list(address.deliver_to),
        "streets": list(address.streets),
    }


def _line_document(line: OrderLine) -> dict[str, Any]:
    document: dict[str, Any] = {key: getattr(line, name) for name, key in _LINE_TEXTS.items()}
    document |= {key: plain(getattr(line, name)) for name, key in _LINE_AMOUNTS.items()}
    if line.line_number is not None:
        document["line_number"] = line.line_number
    return document | {"extra_data": dict(line.extra_data)}


def _line(line: Members) -> OrderLine:
    return OrderLine(
        **line.texts(_LINE_TEXTS),
        **line.amounts(_LINE_AMOUNTS),
        line_number=line.long("line_number"),
        extra_data=line.mapping("extra_data"),
    )


def _line_faults(line: OrderLine, currency: str) -> Iterator[str]:
    if line.line_number is None or line.line_number < 1:
        yield f"line_number: expected a number from 1 up, got {line.line_number}"
    for name, key in _LINE_TEXTS.items():
        if name in ("supplier_id", "supplier_aux_id", "unit_of_measure") and not getattr(line, name):
            yield f"{key}: missing"
    if line.currency != currency:
        yield f"currency: expected {currency}, which the order is in, got {line.currency!r:.80}"
    if line.quantity <= 0:
        yield f"quantity: expected more than 0, got {line.quantity}"
    if line.unit_price < 0:
        yield f"unitprice: expected 0 or more, got {line.unit_price}"


def _amounts(order: PurchaseOrder) -> Iterator[tuple[str, Decimal]]:
    for name, key in _DETAIL_AMOUNTS.items():
        yield f"details.{key}", getattr(order.details, name)
    for index, line in enumerate(order.items):
        for name, key in _LINE_AMOUNTS.items():
            yield f"items[{index}].{key}", getattr(line, name)


def _amounts_that_are_none(order: PurchaseOrder) -> Iterator[str]:
    for place, amount in _amounts(order):
        try:
            numbers.decimal_from(amount)
        except numbers.NotANumber as error:
            yield f"{place}: {error}"


def _is_day(written: str) -> bool:
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


def _document(body: bytes) -> dict[str, Any]:
    try:
        document = numbers.loads(body)
    except ValueError as error:
        raise PurchaseOrderRejected((f"the purchase order is not JSON: {error}",)) from None
    if not isinstance(document, dict):
        raise PurchaseOrderRejected(("the purchase order is not a JSON object",))
    return {_OTHER_NAMES.get(str(key), str(key)): value for key, value in document.items()}


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
