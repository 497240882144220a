"""From the cart a shop posted to a cXML order message.

What cXML has a place for goes there: currency, quantity, unit price, unit, UNSPSC, auxiliary id, address, shipping
and tax. What it has none for goes into extrinsics of the item, so that nothing is lost; what is said once of the
whole cart, such as its discount, stands at each item then. The description loses its markup. The unit price is what
the buyer pays for one: the list price, unless promotion or discount make the line cheaper; the list price is then an
extrinsic. Total is that of the lines: shipping and tax stand beside it.

Source: reference, Liferay connector, 6.2; hub and protocols, 1.9 and 2.7.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal

from simulators.hub.relationships import Relationship
from simulators.messages.cart import Cart, CartLine, ShippingAddress
from simulators.messages.cxml import (
    Address,
    Charge,
    Classification,
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


def order_message(
    relationship: Relationship, setup: SetupRequest, brought: Cart | None, now: datetime, host: str
) -> OrderMessage:
    """Return the order message that brings a cart back, or says that there is none (Status 204)."""
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
        operation_allowed="edit",
        quote_status="final",
        total=_money(cart.total - cart.shipping - cart.tax, currency),
        shipping=_charge(cart.shipping, currency, cart.shipping_description or "Shipping"),
        tax=_charge(cart.tax, currency, cart.tax_description or "Tax"),
        items=tuple(_item(line, cart) for line in cart.lines),
    )


def paid_unit_price(line: CartLine) -> Decimal:
    """Return what the buyer pays for one unit: the list price, or the line's price divided by its quantity."""
    if not line.final_price and not line.discount:
        # A shop that does not say what the line costs; a gift has a discount.
        return line.promo_price or line.unit_price
    if not line.quantity or line.unit_price * line.quantity == line.final_price:
        return line.unit_price
    return _plain((line.final_price / line.quantity).quantize(_PRICE_STEP, ROUND_HALF_EVEN))


def _item(line: CartLine, cart: Cart) -> ItemIn:
    return ItemIn(
        item_id=ItemID(line.supplier_id, line.auxiliary_id),
        quantity=line.quantity,
        line_number=None,
        unit_price=_money(paid_unit_price(line), cart.currency),
        descriptions=(Text(LANGUAGE, text_of(line.description)),),
        unit_of_measure=line.unit_of_measure,
        classifications=_classifications(line),
        extrinsics=(
            *_extrinsics(line, _EXTRINSICS),
            *_extrinsics(cart, {name: said for name, said in _CART_EXTRINSICS.items() if getattr(cart, said)}),
            *(_extrinsics(line.shipping_address, _ADDRESS_EXTRINSICS) if line.shipping_address.id > 0 else ()),
        ),
        ship_to=_address(line.shipping_address),
    )


def _extrinsics(source: CartLine | Cart | ShippingAddress, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return ((name, _shown(getattr(source, attribute))) for name, attribute in names.items())


def _classifications(line: CartLine) -> tuple[Classification, ...]:
    """Return the UNSPSC code; the shop's category names when it has none, for cXML asks for one."""
    if line.unspsc:
        return (Classification("UNSPSC", line.unspsc),)
    names = [name for name in line.classification.split(",") if name]
    return tuple(Classification("SupplierCategory", name) for name in names) or (Classification("UNSPSC", ""),)


def _charge(amount: Decimal, currency: str, description: str) -> Charge | None:
    return Charge(_money(amount, currency), Text(LANGUAGE, description)) if amount else None


def _address(address: ShippingAddress) -> Address | None:
    if address.id < 1:
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
        address_id=address.external_reference_code or str(address.id),
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
