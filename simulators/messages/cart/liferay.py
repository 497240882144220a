"""The cart the connector posts to the hub's return URL: a flat JSON object of Liferay's own.

Source: reference, Liferay connector, 6.2 (keys, number and string forms).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from simulators.messages import numbers
from simulators.messages.cart.values import Cart, CartLine, CartRejected, ShippingAddress
from simulators.messages.members import Members

# Attribute and key, by the form in which the value travels.
CART_TEXTS = {
    "contract_id": "contract_id",
    "discount_description": "discount_description",
    "quote_id": "quote_id",
    "shipping_description": "shipping_description",
    "tax_description": "tax_description",
    "currency": "currencyCode",
}
CART_AMOUNTS = {"discount": "discount", "shipping": "shipping", "tax": "tax", "total": "total"}
LINE_TEXTS = {
    "auxiliary_id": "supplierauxid",
    "supplier_id": "supplierid",
    "description": "description",
    "classification": "classification",
    "unspsc": "unspsc",
    "unit_of_measure": "uom",
    "delivery_group": "deliveryGroup",
    "printed_note": "printedNote",
    "external_reference_code": "externalReferenceCode",
    "create_date": "createDate",
    "modified_date": "modifiedDate",
    "requested_delivery_date": "requestedDeliveryDate",
}
LINE_AMOUNTS = {
    "unit_price": "unitprice",
    "promo_price": "promoPrice",
    "discount": "discountAmount",
    "final_price": "finalPrice",
}
LINE_QUANTITIES = {"quantity": "quantity", "shipped_quantity": "shippedQuantity"}
LINE_LONGS = {
    "sku_id": "skuid",
    "price_list_id": "commercePriceListId",
    "parent_order_item_id": "parentCommerceOrderItemId",
}
ADDRESS_TEXTS = {
    "name": "name",
    "external_reference_code": "externalReferenceCode",
    "street1": "street1",
    "street2": "street2",
    "street3": "street3",
    "city": "city",
    "zip": "zip",
    "phone_number": "phoneNumber",
    "description": "description",
}
# Without these a line cannot be ordered; whatever else is missing is taken as empty.
_NEEDED = {"items", "currencyCode", "total", "supplierid", "supplierauxid", "quantity", "unitprice"}


def build_cart(cart: Cart) -> bytes:
    """Return a cart as the connector posts it: JSON in UTF-8, ids as strings, amounts in Liferay's number forms."""
    return numbers.dumps(cart_document(cart)).encode()


def parse_cart(body: bytes) -> Cart:
    """Read the cart a connector posted; numbers may be numbers or strings, of any JSON form.

    Raises:
        CartRejected: with each fault, when it is not JSON, or something needed is missing or of the wrong type.

    """
    try:
        document = numbers.loads(body)
    except ValueError as error:
        raise CartRejected((f"the cart is not JSON: {error}",)) from None
    if not isinstance(document, dict):
        raise CartRejected(("the cart is not a JSON object",))
    faults: list[str] = []
    reader = Members(document, faults, needed=_NEEDED)
    values = reader.texts(CART_TEXTS) | reader.amounts(CART_AMOUNTS)
    lines = tuple(_line(line) for line in reader.each("items"))
    if faults:
        raise CartRejected(tuple(faults))
    return Cart(lines=lines, **values)


def cart_document(cart: Cart) -> dict[str, Any]:
    """Return a cart as the JSON object the connector writes."""
    document: dict[str, Any] = {key: getattr(cart, name) for name, key in CART_TEXTS.items()}
    document |= {key: numbers.amount(getattr(cart, name)) for name, key in CART_AMOUNTS.items()}
    document["items"] = [_line_document(line) for line in cart.lines]
    return document


def _line_document(line: CartLine) -> dict[str, Any]:
    document: dict[str, Any] = {key: getattr(line, name) for name, key in LINE_TEXTS.items()}
    document |= {key: numbers.amount(getattr(line, name)) for name, key in LINE_AMOUNTS.items()}
    document |= {key: _quantity(getattr(line, name)) for name, key in LINE_QUANTITIES.items()}
    document |= {key: str(getattr(line, name)) for name, key in LINE_LONGS.items()}
    document["shippingAddress"] = _address_document(line.shipping_address)
    return document


def _address_document(address: ShippingAddress) -> dict[str, Any]:
    document: dict[str, Any] = {"shippingAddressId": str(address.id)}
    if address.id < 1:
        return document
    document |= {key: getattr(address, name) for name, key in ADDRESS_TEXTS.items()}
    document["region"] = {"id": "0", "code": address.region_code, "name": address.region_name}
    document["country"] = {
        "id": "0",
        "name": address.country_name,
        "twoLettersISOCode": address.country_code,
    }
    return document


def _quantity(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else numbers.amount(value)


def _line(reader: Members) -> CartLine:
    values = reader.texts(LINE_TEXTS) | reader.amounts(LINE_AMOUNTS) | reader.amounts(LINE_QUANTITIES)
    values |= reader.longs(LINE_LONGS)
    return CartLine(**values, shipping_address=_address(reader.inner("shippingAddress")))


def _address(reader: Members) -> ShippingAddress:
    region, country = reader.inner("region"), reader.inner("country")
    return ShippingAddress(
        **reader.texts(ADDRESS_TEXTS),
        **reader.longs({"id": "shippingAddressId"}),
        region_code=region.text("code"),
        region_name=region.text("name"),
        country_code=country.text("twoLettersISOCode"),
        country_name=country.text("name"),
    )
