"""The cart in a cXML order message, which a store sends to the hub in a form of the buyer's browser.

What a cart has no place for becomes members of `data`, under the names the standard JSON has for them.
Source: reference, hub and protocols, 1.11c and 2.7 (total with or without shipping and tax).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from simulators.messages.advisories import Notes, shown
from simulators.messages.cart import judging
from simulators.messages.cart.advisories import MEANINGS
from simulators.messages.cart.forms import UNSPSC, CartForm
from simulators.messages.cart.reading import CartRead
from simulators.messages.cart.values import ZERO, Cart, CartLine, CartRejected, ShippingAddress
from simulators.messages.cxml import (
    Address,
    Charge,
    Content,
    CxmlRejected,
    ItemIn,
    OrderMessage,
    Telephone,
    decode_form_field,
    parse_order_message,
)

# Not one of FORMS: it is not written in JSON. The hub names it by its form field.
CXML = CartForm(name="cxml", source="1.11c", cart_keys={}, line_keys={}, data_keys={}, usual=frozenset())
OK, NO_CONTENT = 200, 204
_EDIT_MODES = {"edit": 1}


def read_cxml_cart(fields: Sequence[tuple[str, str]], *, buyer_cookie: str = "") -> tuple[str, CartRead | None]:
    """Read the order message in the decoded fields of a form; return its form, named by its field, and its cart.

    The cart is None when the message says that there is none (Status 204). A message that breaks the schema only, or
    answers another buyer's cookie than the one that is named, is read, and advised of.

    Raises:
        CartRejected: as `cart_of_order_message`, and when no field holds a document that can be read.

    """
    notes = Notes(MEANINGS)
    try:
        found = decode_form_field(fields)
        try:
            message = parse_order_message(found.document, encoding=found.encoding)
        except CxmlRejected as strictly:
            message = parse_order_message(found.document, encoding=found.encoding, strict=False)
            notes.advise("not-valid-cxml", "the order message", str(strictly))
    except CxmlRejected as rejected:
        raise CartRejected((str(rejected),)) from rejected
    name = found.field.lower()
    if message.status is not None and message.status.code == NO_CONTENT:
        return name, None
    if buyer_cookie and message.buyer_cookie != buyer_cookie:
        notes.advise("other-buyer-cookie", "BuyerCookie")
    return name, replace(_read(message, notes), form=name)


def cart_of_order_message(message: OrderMessage) -> CartRead:
    """Return the cart an order message holds; an edit mode of 1 stands for the operation edit, 0 for any other.

    The cart's total has shipping and tax in it; the message's has not, by the standard, unless they are in it plainly.
    An address has no id, its own is the external reference code; it loses e-mail, fax and URL.

    Raises:
        CartRejected: with every fault by its place, when the message says that it brings no cart, an amount is
            negative, currencies differ, or an auxiliary id is XML.

    """
    return _read(message, Notes(MEANINGS))


def _read(message: OrderMessage, notes: Notes) -> CartRead:
    if message.status is not None and message.status.code != OK:
        notes.fault("Status", f"expected a cart, got {message.status.code} {message.status.text}")
    notes.advise("sent-through-browser", "the form")
    places = [f"ItemIn[{index}]" for index in range(len(message.items))]
    cart = Cart(
        currency=message.total.currency,
        total=message.total.amount,
        lines=tuple(_line(item, message, place, notes) for item, place in zip(message.items, places, strict=True)),
        shipping=_amount(message.shipping),
        shipping_description=_description(message.shipping),
        tax=_amount(message.tax),
        tax_description=_description(message.tax),
        edit_mode=_EDIT_MODES.get(message.operation_allowed, 0),
    )
    for place, amount in _amounts(cart, places):
        if amount < 0:
            notes.fault(place, f"expected zero or more, got {shown(str(amount))}")
    for place, charge in (("Shipping", message.shipping), ("Tax", message.tax)):
        if charge is not None and charge.money.currency != cart.currency:
            got = shown(charge.money.currency)
            notes.fault(place, f"expected the total's currency {shown(cart.currency)}, got {got}")
    judging.judge(cart, CXML, places, notes)
    if notes.faults:
        raise CartRejected(tuple(notes.faults))
    if judging.judge_total(cart)[0] is not judging.Total.INCLUDING:
        cart = replace(cart, total=cart.total + cart.shipping + cart.tax)
    return CartRead(cart, CXML.name, notes.advisories)


def _amounts(cart: Cart, places: list[str]) -> Iterator[tuple[str, Decimal]]:
    yield from (("Total", cart.total), ("Shipping", cart.shipping), ("Tax", cart.tax))
    for line, place in zip(cart.lines, places, strict=True):
        yield from ((f"{place}.quantity", line.quantity), (f"{place}.UnitPrice", line.unit_price))


def _line(item: ItemIn, message: OrderMessage, place: str, notes: Notes) -> CartLine:
    description = item.descriptions[0] if item.descriptions else None
    code = next((one for one in item.classifications if one.domain.upper() == UNSPSC), None)
    other = next((one for one in item.classifications if one is not code), None)
    return CartLine(
        sku_id=0,
        supplier_id=item.item_id.supplier_part_id,
        auxiliary_id=_auxiliary_id(item.item_id.auxiliary_id, place, notes),
        description=description.value if description else "",
        quantity=item.quantity,
        unit_price=item.unit_price.amount,
        final_price=ZERO,
        unit_of_measure=item.unit_of_measure,
        unspsc=code.value if code else "",
        classification=other.value if other else "",
        class_domain=other.domain if other else "",
        shipping_address=_address(item.ship_to or message.ship_to),
        currency=item.unit_price.currency,
        language=description.language if description else "",
        data=tuple(_data(item)),
    )


def _auxiliary_id(auxiliary_id: Content | None, place: str, notes: Notes) -> str:
    if auxiliary_id is None or isinstance(auxiliary_id, str):
        return auxiliary_id or ""
    notes.fault(f"{place}.SupplierPartAuxiliaryID", "expected text, got XML")
    return ""


def _data(item: ItemIn) -> Iterator[tuple[str, Any]]:
    """Yield what an item says that a line has no place for."""
    known = {
        "manufacturer": item.manufacturer_name,
        "manufacturer_id": item.manufacturer_part_id,
        "lead_time": item.lead_time,
        "url": item.url,
        "comments": item.comments,
    }
    yield from ((name, value) for name, value in known.items() if value is not None)
    for charge, name in ((item.shipping, "shipping"), (item.tax, "tax")):
        if charge is not None:
            yield name, charge.money.amount
    yield from ((f"description {text.language}", text.value) for text in item.descriptions[1:])
    domains: set[bool] = set()
    for one in item.classifications:
        is_code = one.domain.upper() == UNSPSC
        if is_code in domains:
            yield f"classification {one.domain}", one.value
        domains.add(is_code)
    yield from item.extrinsics


def _amount(charge: Charge | None) -> Decimal:
    return charge.money.amount if charge else ZERO


def _description(charge: Charge | None) -> str:
    return charge.description.value if charge else ""


def _address(address: Address | None) -> ShippingAddress:
    if address is None:
        return ShippingAddress()
    postal = address.postal
    street1, street2, *streets = (*(postal.streets if postal else ()), "", "")
    return ShippingAddress(
        name=address.name.value,
        external_reference_code=address.address_id or "",
        street1=street1,
        street2=street2,
        street3=", ".join(street for street in streets if street),
        city=postal.city if postal else "",
        zip=(postal.postal_code if postal else None) or "",
        region_name=(postal.state if postal else None) or "",
        country_code=postal.iso_country_code if postal else address.iso_country_code or "",
        country_name=postal.country if postal else "",
        phone_number=_phone_number(address.phone),
        description=", ".join(postal.deliver_to if postal else ()),
    )


def _phone_number(phone: Telephone | None) -> str:
    parts = (phone.country_code, phone.area_code, phone.number, phone.extension) if phone else ()
    return " ".join(part for part in parts if part)
