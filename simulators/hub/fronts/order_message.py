"""From the cart a shop posted to a cXML order message.

What cXML has a place for goes there: currency, quantity, unit price, unit, UNSPSC, auxiliary id, address, shipping
and tax, and the manufacturer and lead time a shop says of its own. What it has none for goes into extrinsics of the
item, so that nothing is lost; what is said once of the whole cart, such as its discount, stands at each item then.
Members of a shop's own are extrinsics of their name, after `data.` where the hub uses that name itself, after `cart.`
when they are the cart's. The description loses its markup. The unit price is what the buyer pays for one: the list
price, unless promotion or discount make the line cheaper; the list price is then an extrinsic. Total is that of the
lines: shipping and tax stand beside it, whether the cart's total had them in it or not.

Source: reference, Liferay connector, 6.2; hub and protocols, 1.7, 1.9, 1.11a and 2.7.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from simulators.hub.punch_outs import CannotBringBack
from simulators.hub.relationships import Relationship
from simulators.messages import numbers
from simulators.messages.cart import ZERO, Cart, CartLine, ShippingAddress, Total, judge_total, line_price
from simulators.messages.cxml import (
    Address,
    Charge,
    Classification,
    Content,
    Envelope,
    Header,
    ItemID,
    ItemIn,
    Money,
    OrderMessage,
    PostalAddress,
    SetupRequest,
    Status,
    Telephone,
    Text,
    XmlContent,
    new_payload_id,
    timestamp,
)
from simulators.messages.markup import text_of

USER_AGENT = "Punch-out harness hub 1.0"
LANGUAGE = "en-US"
# Finer than any currency, so that a unit price times its quantity gives back the line.
_PRICE_STEP = Decimal("1E-10")
_CENT = Decimal("0.01")

_EXTRINSICS = {
    "skuid": "sku_id",
    "classification": "classification",
    "promoPrice": "promo_price",
    "discountAmount": "discount",
    "finalPrice": "final_price",
    "listPrice": "unit_price",
    "shippedQuantity": "shipped_quantity",
    "commercePriceListId": "price_list_id",
    "parentCommerceOrderItemId": "parent_order_item_id",
    "deliveryGroup": "delivery_group",
    "printedNote": "printed_note",
    "externalReferenceCode": "external_reference_code",
    "createDate": "create_date",
    "modifiedDate": "modified_date",
    "requestedDeliveryDate": "requested_delivery_date",
}
_CART_EXTRINSICS = {
    "cartDiscount": "discount",
    "cartDiscountDescription": "discount_description",
    "cartContractId": "contract_id",
    "cartQuoteId": "quote_id",
}
_ADDRESS_EXTRINSICS = {
    "shippingAddressId": "id",
    "shippingRegionCode": "region_code",
    "shippingDescription": "description",
}
_LONGEST_LEAD_TIME = 10**6
# Members of a shop's own that cXML has a place for: their attribute of an item, and whether a value fits there.
_OWN_PLACES: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    "manufacturer": ("manufacturer_name", lambda value: isinstance(value, str)),
    "manufacturer_id": ("manufacturer_part_id", lambda value: isinstance(value, str)),
    "lead_time": ("lead_time", lambda value: type(value) is int and 0 <= value < _LONGEST_LEAD_TIME),
}
_TAKEN = frozenset({*_EXTRINSICS, *_CART_EXTRINSICS, *_ADDRESS_EXTRINSICS})


def order_message(
    relationship: Relationship, setup: SetupRequest, brought: Cart | None, now: datetime, host: str
) -> OrderMessage:
    """Return the order message that brings a cart back, or says that there is none (Status 204).

    Raises:
        CannotBringBack: when shipping and tax are in the cart's total and are more than all of it.

    """
    cart = brought or Cart(relationship.currency, Decimal(0), ())
    currency = cart.currency
    return OrderMessage(
        envelope=Envelope(new_payload_id(now, host), timestamp(now), language=LANGUAGE),
        header=Header(
            from_=(relationship.supplier,),
            to=(replace(relationship.buyer, shared_secret=None),),
            sender=(relationship.supplier,),
            user_agent=USER_AGENT,
        ),
        deployment_mode=setup.deployment_mode,
        status=None if brought else Status(204, "No Content"),
        buyer_cookie=setup.buyer_cookie,
        operation_allowed="create" if cart.edit_mode == 0 else "edit",
        quote_status="final",
        total=_money(_total(cart), currency),
        shipping=_charge(cart.shipping, currency, cart.shipping_description or "Shipping"),
        tax=_charge(cart.tax, currency, cart.tax_description or "Tax"),
        items=tuple(_item(line, cart) for line in cart.lines),
    )


def paid_unit_price(line: CartLine) -> Decimal:
    """Return what the buyer pays for one unit: the list or promotion price, or the line's price by its quantity."""
    if not line.quantity:
        return line.promo_price or line.unit_price
    price = line_price(line)
    for told in (line.unit_price, line.promo_price):
        if told and told * line.quantity == price:
            return told
    return _plain((price / line.quantity).quantize(_PRICE_STEP, ROUND_HALF_EVEN))


def _total(cart: Cart) -> Decimal:
    """Return the total without shipping and tax: most shops have them in it, some do not."""
    total, _ = judge_total(cart)
    lines = cart.total if total is Total.EXCLUDING else cart.total - cart.shipping - cart.tax
    if lines < 0:
        raise CannotBringBack(f"its total {cart.total} is less than its shipping {cart.shipping} and tax {cart.tax}")
    return lines


def _item(line: CartLine, cart: Cart) -> ItemIn:
    placed, own = _placed(line.data)
    return ItemIn(
        item_id=ItemID(line.supplier_id, line.auxiliary_id),
        quantity=line.quantity,
        line_number=None,
        unit_price=_money(paid_unit_price(line), cart.currency),
        descriptions=(Text(line.language or LANGUAGE, text_of(line.description)),),
        unit_of_measure=line.unit_of_measure,
        classifications=_classifications(line),
        extrinsics=(
            *_extrinsics(replace(line, classification="") if line.class_domain else line, _EXTRINSICS),
            *_extrinsics(cart, _CART_EXTRINSICS),
            *_extrinsics(line.shipping_address, _ADDRESS_EXTRINSICS),
            *((_own_name(key), _own_value(value)) for key, value in own),
            *((f"cart.{key}", _own_value(value)) for key, value in cart.data),
        ),
        ship_to=_address(line.shipping_address),
        **placed,
    )


def _extrinsics(source: CartLine | Cart | ShippingAddress, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what is said: what a form has no place for is empty or zero, and no extrinsic."""
    for name, attribute in names.items():
        # A price of zero is said when a discount is beside it.
        if getattr(source, attribute) or (attribute == "final_price" and getattr(source, "discount", ZERO)):
            yield name, _shown(getattr(source, attribute))


def _placed(data: tuple[tuple[str, Any], ...]) -> tuple[dict[str, Any], list[tuple[str, Any]]]:
    """Return the members of a shop's own that cXML has a place for, by attribute of the item, and all others."""
    placed: dict[str, Any] = {}
    others: list[tuple[str, Any]] = []
    for key, value in data:
        attribute, fits = _OWN_PLACES.get(key, ("", None))
        if fits is not None and fits(value) and attribute not in placed:
            placed[attribute] = value
        else:
            others.append((key, value))
    return placed, others


def _own_name(key: str) -> str:
    return f"data.{key}" if key in _TAKEN or key.startswith(("cart.", "data.")) else key


def _own_value(value: Any) -> Content:
    return value if isinstance(value, str | XmlContent) else numbers.dumps(value)


def _classifications(line: CartLine) -> tuple[Classification, ...]:
    """Return the UNSPSC code and one of another domain; else the shop's category names, for cXML asks for one."""
    code = (Classification("UNSPSC", line.unspsc),) if line.unspsc else ()
    other = (Classification(line.class_domain, line.classification),) if line.class_domain else ()
    if code or other:
        return code + other
    names = [name for name in line.classification.split(",") if name]
    return tuple(Classification("SupplierCategory", name) for name in names) or (Classification("UNSPSC", ""),)


def _charge(amount: Decimal, currency: str, description: str) -> Charge | None:
    return Charge(_money(amount, currency), Text(LANGUAGE, description)) if amount else None


def _address(address: ShippingAddress) -> Address | None:
    if replace(address, id=0) == ShippingAddress() and address.id < 1:
        return None
    return Address(
        name=Text(LANGUAGE, address.name),
        postal=PostalAddress(
            streets=tuple(street for street in (address.street1, address.street2, address.street3) if street) or ("",),
            city=address.city,
            iso_country_code=address.country_code,
            country=address.country_name,
            state=address.region_name or None,
            postal_code=address.zip or None,
        ),
        phone=Telephone("", "", "", address.phone_number) if address.phone_number else None,
        address_id=address.external_reference_code or (str(address.id) if address.id > 0 else None),
    )


def _money(amount: Decimal, currency: str) -> Money:
    return Money(_plain(amount), currency)


def _plain(amount: Decimal) -> Decimal:
    """Return an amount without the zeros Liferay's columns put behind it, but with two decimals where it has fewer."""
    short = amount.normalize()
    exponent = short.as_tuple().exponent
    return short.quantize(_CENT) if isinstance(exponent, int) and exponent > -2 else short


def _shown(value: object) -> str:
    if not isinstance(value, Decimal):
        return str(value)
    # An exponent makes a few characters a gigabyte of digits once the number is written out.
    return format(value, "f") if abs(value.adjusted()) <= 100 else str(value)
