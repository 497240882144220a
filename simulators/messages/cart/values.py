"""The values of a cart, whichever form it came in.

Source: reference, Liferay connector, 6.2; hub and protocols, 1.7, 1.9 and 1.12.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

ZERO = Decimal(0)


class CartRejected(ValueError):
    """A body that is no cart; the message names each fault by its place."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class ShippingAddress:
    """Where a line goes. `id` 0 means that none is set; then nothing else is sent."""

    id: int = 0
    name: str = ""
    external_reference_code: str = ""
    street1: str = ""
    street2: str = ""
    street3: str = ""
    city: str = ""
    zip: str = ""
    region_code: str = ""
    region_name: str = ""
    country_code: str = ""
    country_name: str = ""
    phone_number: str = ""
    description: str = ""


@dataclass(frozen=True)
class CartLine:
    """One line: prices are per unit in the cart's currency, except `final_price`, which is for the whole line.

    What a form has no place for is empty or zero: a `final_price` of zero without a discount says that the form told
    none. `unspsc` is a UNSPSC code; what else classifies the line is `classification`, in `class_domain` if one is
    told. `currency` is that told at the line, "" when none is. `data` are members a shop adds of its own, by name.
    """

    sku_id: int
    supplier_id: str
    auxiliary_id: str
    description: str
    quantity: Decimal
    unit_price: Decimal
    final_price: Decimal
    promo_price: Decimal = ZERO
    discount: Decimal = ZERO
    unit_of_measure: str = "EA"
    unspsc: str = ""
    classification: str = ""
    shipped_quantity: Decimal = ZERO
    price_list_id: int = 0
    parent_order_item_id: int = 0
    delivery_group: str = ""
    printed_note: str = ""
    external_reference_code: str = ""
    create_date: str = ""
    modified_date: str = ""
    requested_delivery_date: str = ""
    shipping_address: ShippingAddress = ShippingAddress()
    currency: str = ""
    class_domain: str = ""
    language: str = ""
    data: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Cart:
    """A cart; amounts in `currency`, an ISO 4217 code. Liferay's `total` includes tax and shipping, less the discount.

    `edit_mode` is 1 when the buyer may come back to edit, 0 when not, None when the form does not say. `data` are
    members a shop adds of its own, by name.
    """

    currency: str
    total: Decimal
    lines: tuple[CartLine, ...]
    discount: Decimal = ZERO
    discount_description: str = ""
    shipping: Decimal = ZERO
    shipping_description: str = ""
    tax: Decimal = ZERO
    tax_description: str = ""
    contract_id: str = ""
    quote_id: str = ""
    edit_mode: int | None = None
    data: tuple[tuple[str, Any], ...] = ()
