"""Values of a purchase order in JSON.

Source: reference, hub and protocols, 1.13.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

ZERO = Decimal(0)
NEW, UPDATE, DELETE = "new", "update", "delete"


class PurchaseOrderRejected(ValueError):
    """A body that is no purchase order or acknowledgment; the message names each fault by its place."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class OrderAddress:
    """Where an order goes, who pays, or whom to ask; `country_code` is that of ISO 3166."""

    address_id: str = ""
    address_name: str = ""
    deliver_to: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""
    country_code: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class OrderHeader:
    """Who orders from whom, and which order it is.

    `po_order_date` is YYYY-MM-DD, `po_order_type` new, update or delete; `po_payload_id` is that of the buyer's own
    document, which stays the same when it is sent again.
    """

    po_order_id: str
    po_order_date: str = ""
    po_order_type: str = NEW
    po_payload_id: str = ""
    from_domain: str = ""
    from_identity: str = ""
    to_domain: str = ""
    to_identity: str = ""
    shared_secret: str = field(default="", repr=False)
    order_request_id: int | None = None


@dataclass(frozen=True)
class OrderDetails:
    """What the order comes to, in `currency` (ISO 4217), and where it goes."""

    total: Decimal
    currency: str
    shipping: Decimal = ZERO
    shipping_description: str = ""
    tax: Decimal = ZERO
    tax_description: str = ""
    ship_to: OrderAddress | None = None
    bill_to: OrderAddress | None = None
    contact: OrderAddress | None = None


@dataclass(frozen=True)
class OrderLine:
    """One line; `unit_price` is for one unit, in `currency`, or in the order's where it says none."""

    supplier_id: str
    supplier_aux_id: str
    quantity: Decimal
    unit_price: Decimal
    line_number: int | None = None
    currency: str = ""
    description: str = ""
    unit_of_measure: str = ""
    requested_delivery_date: str = ""
    comments: str = ""
    session_key: str = ""
    cart_position: str = ""
    extra_data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PurchaseOrder:
    """A purchase order. `mode` is production or test.

    `shared_secret` and `api_key` tell the store that the hub calls; `api_key`, `punchout_session` and `store_code` are
    members of the older form.
    """

    header: OrderHeader
    details: OrderDetails
    items: tuple[OrderLine, ...]
    mode: str = "production"
    shared_secret: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    punchout_session: str = ""
    store_code: str = ""
