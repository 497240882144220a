"""From a cXML OrderRequest to the purchase order in JSON that shops take, field by field, and nothing added up anew.

The buyer is named by the account's code in the shop, lines by what the shop called them in the cart. What JSON has no
place for goes into `extra_data` of the line; payment cards go nowhere.

Source: reference, hub and protocols, 1.13 (members, and other names than in the cart) and 2.7 (nothing is dropped).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from simulators.hub.relationships import Relationship
from simulators.hub.sessions import SeenLine
from simulators.messages.cxml import (
    Address,
    Charge,
    Contact,
    Content,
    OrderedItem,
    OrderRequest,
    PostalAddress,
    Telephone,
    XmlContent,
    read_moment,
)
from simulators.messages.purchase_orders import (
    OrderAddress,
    OrderDetails,
    OrderHeader,
    OrderLine,
    PurchaseOrder,
)

# Finds the line of an earlier cart by its auxiliary id.
Seen = Callable[[str], SeenLine | None]


def purchase_order(
    relationship: Relationship, request: OrderRequest, seen: Seen, number: int, secret: str
) -> PurchaseOrder:
    """Return the order as a shop is sent it; `number` is the hub's own of it, `secret` the shop's."""
    return PurchaseOrder(
        header=OrderHeader(
            po_order_id=request.order_id,
            po_order_date=_day(request.order_date),
            po_order_type=request.type,
            po_payload_id=request.envelope.payload_id,
            from_domain=relationship.buyer.domain,
            from_identity=relationship.account_reference_code,
            to_domain=relationship.supplier.domain,
            to_identity=text_of(relationship.supplier.identity),
            shared_secret=secret,
            order_request_id=number,
        ),
        details=OrderDetails(
            total=request.total.amount,
            currency=request.total.currency,
            shipping=_amount(request.shipping),
            shipping_description=_description(request.shipping),
            tax=_amount(request.tax),
            tax_description=_description(request.tax),
            ship_to=_place(request.ship_to),
            bill_to=_place(request.bill_to),
            contact=_person(request.contacts[0]) if request.contacts else None,
        ),
        items=tuple(_line(item, seen) for item in request.items),
        mode=request.deployment_mode,
        shared_secret=secret,
    )


def text_of(content: Content | None) -> str:
    """Return content ANY as text: as it is, or as canonical XML."""
    return content.xml if isinstance(content, XmlContent) else content or ""


def _line(item: OrderedItem, seen: Seen) -> OrderLine:
    auxiliary_id, detail = text_of(item.item_id.auxiliary_id), item.detail
    of_cart = seen(auxiliary_id)
    return OrderLine(
        supplier_id=item.item_id.supplier_part_id,
        supplier_aux_id=auxiliary_id,
        quantity=item.quantity,
        unit_price=detail.unit_price.amount if detail else Decimal(0),
        line_number=item.line_number,
        currency=detail.unit_price.currency if detail else "",
        description="".join(text.value for text in detail.descriptions) if detail else "",
        unit_of_measure=detail.unit_of_measure if detail else "",
        requested_delivery_date=_day(item.requested_delivery_date) if item.requested_delivery_date else "",
        comments="\n".join(comment.text for comment in item.comments),
        session_key=of_cart.session_id if of_cart else "",
        cart_position=str(of_cart.position) if of_cart else "",
        extra_data=dict(_extra(item)),
    )


def _extra(item: OrderedItem) -> Iterator[tuple[str, Any]]:
    """Yield what else a line says, by name; extrinsics and classifications as they are, each of them."""
    detail = item.detail
    if detail is not None:
        yield "classifications", [{"domain": found.domain, "code": found.value} for found in detail.classifications]
        yield "extrinsics", [{"name": name, "value": text_of(content)} for name, content in detail.extrinsics]
        for name, value in (
            ("manufacturer", detail.manufacturer_name),
            ("manufacturer_id", detail.manufacturer_part_id),
            ("lead_time", detail.lead_time),
            ("url", detail.url),
        ):
            if value is not None:
                yield name, value
    for name, charge in (("shipping", item.shipping), ("tax", item.tax)):
        if charge is not None:
            yield name, str(charge.money.amount)


def _day(written: str) -> str:
    """Return the day of a date as it was written, in its own offset; what is no date goes on as it is."""
    moment = read_moment(written).at
    return written if moment is None else moment.date().isoformat()


def _amount(charge: Charge | None) -> Decimal:
    return charge.money.amount if charge else Decimal(0)


def _description(charge: Charge | None) -> str:
    return charge.description.value if charge else ""


def _place(address: Address | None) -> OrderAddress | None:
    if address is None:
        return None
    return _address(address.address_id, address.name.value, address.postal, address.email, address.phone)


def _person(contact: Contact) -> OrderAddress:
    return _address(
        contact.address_id,
        contact.name.value,
        next(iter(contact.postal_addresses), None),
        next(iter(contact.emails), None),
        next(iter(contact.phones), None),
    )


def _address(
    address_id: str | None, name: str, postal: PostalAddress | None, email: str | None, phone: Telephone | None
) -> OrderAddress:
    return OrderAddress(
        address_id=address_id or "",
        address_name=name,
        deliver_to=postal.deliver_to if postal else (),
        streets=postal.streets if postal else (),
        city=postal.city if postal else "",
        state=(postal.state or "") if postal else "",
        postal_code=(postal.postal_code or "") if postal else "",
        country=postal.country if postal else "",
        country_code=postal.iso_country_code if postal else "",
        email=email or "",
        phone="".join((phone.country_code, phone.area_code, phone.number)) if phone else "",
    )
